-- Admins invite members and client users, who join by themselves; another admin changes or ends a membership.

-- Returns who the signed-in person is here: their memberships, with the permissions of each.
create function public.my_access() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return jsonb_build_object(
    'memberships', coalesce((select jsonb_agg(jsonb_build_object('memberId', m.id, 'providerId', m.provider_id,
      'providerSlug', p.slug,
        'providerName', p.name, 'accentColor', p.accent_color, 'role', m.role, 'name', m.name,
        'locked', m.provider_id in (select private.my_locked_provider_ids())) order by p.name)
      from public.members m join public.providers p on p.id = m.provider_id
      where m.user_id = (select auth.uid()) and m.ended_at is null), '[]'),
    'clients', coalesce((select jsonb_agg(jsonb_build_object('clientId', c.id, 'clientName', c.name, 'providerId', p.id,
      'providerSlug', p.slug,
        'providerName', p.name, 'accentColor', p.accent_color, 'officeName', p.office_name, 'officeEmail',
          p.office_email,
        'officePhone', p.office_phone, 'platformSignupUrl', p.platform_signup_url, 'name', m.name) order by p.name)
      from public.client_members m join public.clients c on c.id = m.client_id
        join public.providers p on p.id = m.provider_id
      where m.user_id = (select auth.uid()) and m.ended_at is null), '[]'),
    'invitations', coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'providerName', p.name, 'clientName',
      c.name, 'role', i.role)
        order by p.name)
      from public.invitations i join public.providers p on p.id = i.provider_id left
        join public.clients c on c.id = i.client_id
      where i.email = private.my_confirmed_email() and i.accepted_at is null and i.withdrawn_at is null
        and i.expires_at > now()), '[]'));
end $$;

create function public.invite_member(p_provider uuid, p_email text, p_name text, p_role text) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_members(p_provider);
  perform private.check_role(p_role);
  return private.invite(p_provider, null, p_email, p_name, p_role);
end $$;
comment on function public.invite_member is 'Invites a person to the provider''s team.';

create function public.withdraw_invitation(p_provider uuid, p_invitation uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_members(p_provider);
  update public.invitations set withdrawn_at = now()
  where id = p_invitation and provider_id = p_provider and accepted_at is null and withdrawn_at is null;
  if not found then perform private.refuse(404, 'invitation_not_found'); end if;
  return jsonb_build_object('id', p_provider);
end $$;

create function public.accept_invitation(p_invitation uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare invitation public.invitations;
begin
  if (select auth.uid()) is null then perform private.refuse(401, 'not_signed_in'); end if;
  if not private.came_by_mail() then perform private.refuse(403, 'mailed_code_needed'); end if;
  update public.invitations set accepted_at = now()
  where id = p_invitation and email = private.my_confirmed_email() and accepted_at is null and withdrawn_at is null
    and expires_at > now()
  returning * into invitation;
  if not found then perform private.refuse(404, 'invitation_not_found'); end if;
  if invitation.client_id is not null then
    insert into public.client_members (provider_id, client_id, user_id, name, email)
    values (invitation.provider_id, invitation.client_id, (select auth.uid()), invitation.name, invitation.email)
    on conflict (provider_id, client_id, user_id) do update
    set name = excluded.name, email = excluded.email, ended_at = null
    where public.client_members.ended_at is not null;
  else
    insert into public.members (provider_id, user_id, role, name, email)
    values (invitation.provider_id, (select auth.uid()), invitation.role, invitation.name, invitation.email)
    on conflict (provider_id, user_id) do update
    set role = excluded.role, name = excluded.name, email = excluded.email, ended_at = null
    -- An existing member keeps the role that an admin last gave them.
    where public.members.ended_at is not null;
  end if;
  return jsonb_build_object('id', invitation.provider_id);
end $$;
comment on function public.accept_invitation is
  'Only for the person whose confirmed address was invited, in a session begun by a mailed code. Somebody who left '
    'comes back as the same member or client user.';

create function public.set_member_role(p_provider uuid, p_member uuid, p_role text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare member public.members;
begin
  member := private.open_member(p_provider, p_member);
  perform private.check_role(p_role);
  update public.members set role = p_role where id = p_member;
  if p_role <> 'admin' then perform private.withdraw_invitations_of(member); end if;
  return jsonb_build_object('id', p_provider);
end $$;

create function public.end_member(p_provider uuid, p_member uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare member public.members;
begin
  member := private.open_member(p_provider, p_member);
  update public.members set ended_at = now() where id = p_member;
  perform private.withdraw_invitations_of(member);
  update public.migration_requests set assignee_id = null
  where provider_id = p_provider and assignee_id = p_member
    and status not in ('completed', 'rejected', 'cancelled', 'failed');
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.end_member
  is 'Takes effect with the next statement, whatever token they hold; their live requests become unassigned.';

create function public.set_second_factor(p_provider uuid, p_admins boolean, p_cutover boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'settings.manage');
  if p_admins is null or p_cutover is null then perform private.refuse(400, 'invalid_input'); end if;
  if not private.has_second_factor() then perform private.refuse(403, 'second_factor_missing'); end if;
  update public.providers set second_factor_admins = p_admins, second_factor_cutover = p_cutover where id = p_provider;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.set_second_factor is
  'Only a session with a second factor can change it: nobody locks themselves out, and nobody without one lifts the '
    'requirement.';

-- An admin invites a colleague of the person who filed, and ends the access of client users who have left.
create function public.invite_client_member(p_provider uuid, p_client uuid, p_email text, p_name text) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_members(p_provider);
  perform from public.clients where id = p_client and provider_id = p_provider;
  if not found then perform private.refuse(404, 'client_not_found'); end if;
  return private.invite(p_provider, p_client, p_email, p_name, 'client');
end $$;
comment on function public.invite_client_member is 'Invites a person to act for one client of the provider.';

create function public.end_client_member(p_provider uuid, p_member uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_members(p_provider);
  update public.client_members set ended_at = now() where id = p_member and provider_id = p_provider
    and ended_at is null;
  if not found then perform private.refuse(404, 'member_not_found'); end if;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.end_client_member is
  'Takes effect with the next statement, whatever token they hold. The last client user can be removed too: the '
    'client''s requests then wait until somebody is invited.';

-- A client reads what was done for them and by which side, but not by whose account: the API withholds staff ids, the
-- details of a step approval and the addresses of old providers. Names appear where Portdesk signs with them.
-- The staff's proof names who did what.
create function public.event_actors(p_request uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(jsonb_object_agg(e.id, e.actor_id), '{}') from public.events e
    where e.request_id = p_request and e.actor_id is not null and e.provider_id in (select private.my_provider_ids())
      and e.provider_id not in (select private.my_locked_provider_ids()));
end $$;
comment on function public.event_actors
  is 'For staff: the person behind each event of a request, {event: user id}; empty for everybody else.';

grant execute on function public.my_access(), public.invite_member(uuid, text, text, text),
  public.withdraw_invitation(uuid, uuid), public.accept_invitation(uuid), public.set_member_role(uuid, uuid, text),
  public.end_member(uuid, uuid), public.set_second_factor(uuid, boolean, boolean),
  public.invite_client_member(uuid, uuid, text, text), public.end_client_member(uuid, uuid), public.event_actors(uuid)
  to authenticated;
