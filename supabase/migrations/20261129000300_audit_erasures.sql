-- An erasure states which values it took, in the chain: a value that is missing and that no erasure names was taken by
-- somebody else.

create function private.erase_listed_values(p_provider uuid, p_subject uuid, p_listed jsonb) returns integer
language plpgsql security definer set search_path = '' as $$
declare erased integer;
begin
  perform set_config('portdesk.erasing_audit_values', 'yes', true);
  delete from public.audit_values v using jsonb_each(p_listed) as e where v.entry = e.key::bigint and e.value ? v.field;
  get diagnostics erased = row_count;
  perform set_config('portdesk.erasing_audit_values', '', true);
  perform private.write_audit(p_provider, 'audit.erased', private.actor_kind(p_provider), (select auth.uid()), null, null,
    '', '{}', jsonb_build_object('subject', p_subject, 'values', erased, 'erased', p_listed));
  return erased;
end $$;
comment on function private.erase_listed_values is
  'The one way in which values go: p_listed has the fields by entry, and stands in the chain as the entry''s `erased`. Returns how many.';

create or replace function private.erase_audit_values(p_provider uuid, p_subject uuid, p_fields text[] default null) returns integer
language plpgsql security definer set search_path = '' as $$
begin
  return private.erase_listed_values(p_provider, p_subject, (select coalesce(jsonb_object_agg(l.entry, l.fields), '{}') from (
    select v.entry, jsonb_agg(v.field order by v.field) as fields from public.audit_values v
    where v.provider_id = p_provider and v.subject = p_subject and (p_fields is null or v.field = any (p_fields)) group by v.entry) as l));
end $$;

-- What people of these ids wrote into changes of requests: the audit's values of their own entries.
create or replace function private.erase_audit_words(p_people uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
declare written record;
begin
  for written in select e.provider_id, e.actor_id, array_agg(e.id) as entries from (
      select a.provider_id, a.actor_id, a.id from public.audit_rows a where a.actor_id = any (p_people)
      union all select i.provider_id, i.actor_id, i.id from private.audit_intake i where i.actor_id = any (p_people)) as e
    group by e.provider_id, e.actor_id loop
    perform private.erase_listed_values(written.provider_id, written.actor_id, (select coalesce(jsonb_object_agg(l.entry, l.fields), '{}') from (
      select v.entry, jsonb_agg(v.field order by v.field) as fields from public.audit_values v where v.entry = any (written.entries)
        and v.field in ('event.data', 'closed_note', 'hold_reason', 'counter_note', 'reason_note') group by v.entry) as l));
  end loop;
end $$;

revoke execute on function private.erase_listed_values(uuid, uuid, jsonb) from public, anon, authenticated, service_role;
