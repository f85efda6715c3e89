-- Every act of a cut-over by somebody of the desk needs the second factor, where the provider demands it: the codes, the
-- steps by hand and the PIN move or lock a number as much as the acts that are named after the cut-over.

create function private.second_factor_permissions() returns text[]
language plpgsql immutable set search_path = '' as $$
begin
  return array['cutover.rehearse', 'cutover.start', 'cutover.second_approve', 'cutover.approve', 'cutover.abort', 'cutover.retry',
    'cutover.resolve', 'cutover.fail', 'code.request', 'code.enter', 'step.complete', 'exception.settle', 'pin.set', 'message.test'];
end $$;
comment on function private.second_factor_permissions is 'The same list as in src/domain/access/second-factor.ts; a test proves them equal.';

create or replace function private.open_request(p_request uuid, p_version integer, p_permission text, p_any_version boolean default false)
returns public.migration_requests language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  select * into request from public.migration_requests where id = p_request for update;
  if not found or not private.permits(request.provider_id, request.client_id, 'request.read') then
    perform private.refuse(404, 'request_not_found');
  end if;
  if not private.permits(request.provider_id, request.client_id, p_permission) then
    perform private.refuse(403, 'not_permitted', p_permission);
  end if;
  -- Clients are not asked for one: the provider's demand is made of its own people, and a client may have no phone to hand but
  -- the one whose number moves, on which the code comes.
  if p_permission = any (private.second_factor_permissions()) and not private.has_second_factor()
    and (select p.second_factor_cutover from public.providers p where p.id = request.provider_id)
    and exists (select from public.members m
      where m.provider_id = request.provider_id and m.user_id = (select auth.uid()) and m.ended_at is null) then
    perform private.refuse(403, 'second_factor_missing');
  end if;
  if not p_any_version and p_version is distinct from request.version then
    perform private.refuse(409, 'version_conflict', request.version::text);
  end if;
  if exists (select from private.transitions where permission = p_permission)
    and not exists (select from private.transitions where permission = p_permission and from_status = request.status) then
    perform private.refuse(409, 'wrong_status', request.status);
  end if;
  return request;
end $$;

revoke execute on function private.second_factor_permissions() from public, anon, authenticated, service_role;
