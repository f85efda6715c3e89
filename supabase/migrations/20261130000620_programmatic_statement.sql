-- Meta describes programmatic migration (R2) for On-Behalf-Of accounts alone, a model that ended on 1 October 2025. Only an
-- admin can know that Meta allows it to their app all the same: their statement stands with its date.

alter table public.meta_connections
  add column programmatic_stated_at timestamptz,
  add column programmatic_stated_by uuid,
  add check ((programmatic_stated_at is null) = (programmatic_stated_by is null));
comment on column public.meta_connections.programmatic_stated_at is 'When an admin stated that Meta allows programmatic migration to this app; null: nobody has, and R2 is not recommended.';

create function public.state_programmatic(p_provider uuid, p_connection uuid, p_allowed boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'connection.manage');
  if p_allowed is null then perform private.refuse(400, 'invalid_input', 'allowed'); end if;
  update public.meta_connections set programmatic_stated_at = case when p_allowed then now() end,
    programmatic_stated_by = case when p_allowed then (select auth.uid()) end
  where id = p_connection and provider_id = p_provider and revoked_at is null and request_id is null;
  if not found then perform private.refuse(404, 'connection_not_found'); end if;
  return jsonb_build_object('id', p_connection);
end $$;
comment on function public.state_programmatic is 'An admin''s statement that Meta allows programmatic migration to the app of a connection, or that it does not any more.';
revoke execute on function public.state_programmatic(uuid, uuid, boolean) from public, anon, authenticated, service_role;
grant execute on function public.state_programmatic(uuid, uuid, boolean) to authenticated;
