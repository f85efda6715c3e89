-- Client users come and go: an admin invites a colleague of the person who filed, and ends the access of who has left.

alter table public.invitations
  add column client_id uuid,
  add foreign key (provider_id, client_id) references public.clients (provider_id, id),
  drop constraint invitations_role_check,
  add constraint invitations_role_check check (
    (client_id is null and role in ('admin', 'manager', 'analyst')) or (client_id is not null and role = 'client'));
comment on column public.invitations.client_id is 'For which client of the provider they may act; null: they are to work at the desk.';
create index invitations_client on public.invitations (provider_id, client_id) where client_id is not null;
insert into private.audit_plain_fields (relation, field) values ('invitations', 'client_id');

create function private.invite(p_provider uuid, p_client uuid, p_email text, p_name text, p_role text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  address text := lower(trim(p_email)); oldest timestamptz;
begin
  if address is null or address !~ '^[^@[:space:]]+@[^@[:space:]]+$' or length(address) > 254 then
    perform private.refuse(400, 'invalid_input', 'email');
  end if;
  if coalesce(length(trim(p_name)), 0) not between 1 and 120 then perform private.refuse(400, 'invalid_input', 'name'); end if;
  if exists (select from public.members m left join auth.users u on u.id = m.user_id
    where m.provider_id = p_provider and m.ended_at is null and address in (lower(m.email), lower(u.email)))
    or exists (select from public.client_members m left join auth.users u on u.id = m.user_id
    where m.provider_id = p_provider and m.client_id = p_client and m.ended_at is null and address in (lower(m.email), lower(u.email))) then
    perform private.refuse(409, 'already_member');
  end if;
  if (select count(*) from public.invitations i where i.provider_id = p_provider and i.email <> address
    and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > now()) >= 50 then
    perform private.refuse(409, 'too_many_invitations', '50');
  end if;
  -- Of withdrawn ones too: else withdrawing and inviting in turn would mail somebody without end.
  perform private.check_wait((select max(i.tried_at) + interval '10 minutes' from public.invitations i
    where i.provider_id = p_provider and i.email = address));
  select min(i.tried_at) into oldest from public.invitations i
  where i.provider_id = p_provider and i.tried_at > now() - interval '24 hours' having count(*) >= 200;
  perform private.check_wait(oldest + interval '24 hours');
  insert into public.invitations (provider_id, client_id, email, name, role, invited_by)
  values (p_provider, p_client, address, trim(p_name), p_role, (select auth.uid()))
  on conflict (provider_id, email) where accepted_at is null and withdrawn_at is null do update
  set client_id = excluded.client_id, name = excluded.name, role = excluded.role, invited_by = excluded.invited_by,
    expires_at = excluded.expires_at, mailed_at = null, attempts = 0;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function private.invite is
  'Asking again renews the invitation and mails it once more, ten minutes after the last mail at the soonest; 50 open ones per provider, 200 mailed in 24 hours.';

create or replace function public.invite_member(p_provider uuid, p_email text, p_name text, p_role text) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_members(p_provider);
  perform private.check_role(p_role);
  return private.invite(p_provider, null, p_email, p_name, p_role);
end $$;
comment on function public.invite_member is 'To the provider''s desk.';

create function public.invite_client_member(p_provider uuid, p_client uuid, p_email text, p_name text) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_members(p_provider);
  perform from public.clients where id = p_client and provider_id = p_provider;
  if not found then perform private.refuse(404, 'client_not_found'); end if;
  return private.invite(p_provider, p_client, p_email, p_name, 'client');
end $$;
comment on function public.invite_client_member is 'To act for one client of the provider.';

create function public.end_client_member(p_provider uuid, p_member uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_members(p_provider);
  update public.client_members set ended_at = now() where id = p_member and provider_id = p_provider and ended_at is null;
  if not found then perform private.refuse(404, 'member_not_found'); end if;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.end_client_member is
  'Takes effect with the next statement, whatever token they hold. The last one too: their client''s requests then wait for somebody who is invited.';

create or replace function public.accept_invitation(p_invitation uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare invitation public.invitations;
begin
  if (select auth.uid()) is null then perform private.refuse(401, 'not_signed_in'); end if;
  update public.invitations set accepted_at = now()
  where id = p_invitation and email = private.my_confirmed_email() and accepted_at is null and withdrawn_at is null and expires_at > now()
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
    -- Who is a member already keeps the role that an admin gave them last.
    where public.members.ended_at is not null;
  end if;
  return jsonb_build_object('id', invitation.provider_id);
end $$;
comment on function public.accept_invitation is 'By the person whose confirmed address was invited; somebody who left comes back as the same member or client user.';

create or replace function public.my_access() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return jsonb_build_object(
    'memberships', coalesce((select jsonb_agg(jsonb_build_object('memberId', m.id, 'providerId', m.provider_id, 'providerSlug', p.slug,
        'providerName', p.name, 'accentColor', p.accent_color, 'role', m.role, 'name', m.name,
        'locked', m.provider_id = any (private.my_locked_provider_ids())) order by p.name)
      from public.members m join public.providers p on p.id = m.provider_id
      where m.user_id = (select auth.uid()) and m.ended_at is null), '[]'),
    'clients', coalesce((select jsonb_agg(jsonb_build_object('clientId', c.id, 'clientName', c.name, 'providerId', p.id, 'providerSlug', p.slug,
        'providerName', p.name, 'accentColor', p.accent_color, 'officeName', p.office_name, 'officeEmail', p.office_email,
        'officePhone', p.office_phone, 'platformSignupUrl', p.platform_signup_url, 'name', m.name) order by p.name)
      from public.client_members m join public.clients c on c.id = m.client_id join public.providers p on p.id = m.provider_id
      where m.user_id = (select auth.uid()) and m.ended_at is null), '[]'),
    'invitations', coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'providerName', p.name, 'clientName', c.name, 'role', i.role)
        order by p.name)
      from public.invitations i join public.providers p on p.id = i.provider_id left join public.clients c on c.id = i.client_id
      where i.email = private.my_confirmed_email() and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > now()), '[]'));
end $$;

create or replace function public.engine_due_invitations() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare answer jsonb;
begin
  with due as (
      select i.id from public.invitations i
      where i.mailed_at is null and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > now()
        and (i.tried_at is null or i.tried_at < now() - least(interval '5 minutes' * 2 ^ least(i.attempts, 10), interval '1 day'))
      order by i.tried_at nulls first, i.created_at limit 20 for update skip locked),
    taken as (
      update public.invitations i set attempts = i.attempts + 1, tried_at = now() from due where i.id = due.id
      returning i.*)
  select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'provider', p.name, 'client', c.name, 'locale', p.default_locale, 'to', i.email,
      'role', i.role, 'expiresAt', i.expires_at) order by i.created_at), '[]') into answer
  from taken i join public.providers p on p.id = i.provider_id left join public.clients c on c.id = i.client_id;
  return answer;
end $$;

revoke execute on function private.invite(uuid, uuid, text, text, text), public.invite_client_member(uuid, uuid, text, text),
  public.end_client_member(uuid, uuid) from public, anon, authenticated, service_role;
grant execute on function public.invite_client_member(uuid, uuid, text, text), public.end_client_member(uuid, uuid) to authenticated;
