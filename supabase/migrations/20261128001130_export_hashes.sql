-- What an export held: the SHA-256 of its file, told by the function that sends it, before the file ends. With it a file that
-- turns up somewhere is known again, and one that was changed is not.

alter table public.exports add column sha256 text check (sha256 ~ '^[0-9a-f]{64}$');
comment on column public.exports.sha256 is 'Of the whole file, in hex; null where the transfer broke off.';
insert into private.audit_plain_fields (relation, field) values ('exports', 'sha256');

create function public.record_export_hash(p_provider uuid, p_export uuid, p_sha256 text) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  if not private.permits(p_provider, null, 'report.export') then perform private.refuse(403, 'not_permitted', 'report.export'); end if;
  if coalesce(p_sha256, '') !~ '^[0-9a-f]{64}$' then perform private.refuse(400, 'invalid_input', 'sha256'); end if;
  update public.exports set sha256 = p_sha256
  where id = p_export and provider_id = p_provider and user_id = (select auth.uid()) and sha256 is null;
  if not found then perform private.refuse(400, 'invalid_input', 'export'); end if;
  return jsonb_build_object('id', p_export);
end $$;
comment on function public.record_export_hash is 'Once, by whoever exports; audited with the export.';
revoke execute on function public.record_export_hash(uuid, uuid, text) from public, anon, authenticated, service_role;
grant execute on function public.record_export_hash(uuid, uuid, text) to authenticated;
