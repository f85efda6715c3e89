-- An invitation gives no more than who sent it may give, nor for longer than they may.

-- Whoever is invited may act: where a provider demands the second factor, the invitation asks for it too, or it would be a
-- way around.
create or replace function private.open_members(p_provider uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'member.manage');
  perform from public.providers where id = p_provider for update;
  -- Somebody else's change may have come first.
  perform private.open_provider(p_provider, 'member.manage');
  if not private.has_second_factor() and (select p.second_factor_cutover from public.providers p where p.id = p_provider) then
    perform private.refuse(403, 'second_factor_missing');
  end if;
end $$;

create function private.withdraw_invitations_of(p_member public.members) returns void
language sql security definer set search_path = '' as $$
  update public.invitations set withdrawn_at = now()
  where provider_id = p_member.provider_id and invited_by = p_member.user_id and accepted_at is null and withdrawn_at is null;
$$;
comment on function private.withdraw_invitations_of is 'What an admin has offered ends with them: else they could come back through it.';

create or replace function public.set_member_role(p_provider uuid, p_member uuid, p_role text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare member public.members;
begin
  member := private.open_member(p_provider, p_member);
  perform private.check_role(p_role);
  update public.members set role = p_role where id = p_member;
  if p_role <> 'admin' then perform private.withdraw_invitations_of(member); end if;
  return jsonb_build_object('id', p_provider);
end $$;

create or replace function public.end_member(p_provider uuid, p_member uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare member public.members;
begin
  member := private.open_member(p_provider, p_member);
  update public.members set ended_at = now() where id = p_member;
  perform private.withdraw_invitations_of(member);
  update public.migration_requests set assignee_id = null
  where provider_id = p_provider and assignee_id = p_member and status not in ('completed', 'rejected', 'cancelled', 'failed');
  return jsonb_build_object('id', p_provider);
end $$;

revoke execute on function private.withdraw_invitations_of(public.members) from public, anon, authenticated, service_role;
