-- Members: invited by an admin, taken in by themselves, changed and ended by another admin. Nobody changes their own
-- membership, so that one admin is always left.

create table public.invitations (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  email text not null check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and email = lower(email) and length(email) <= 254),
  name text not null check (length(name) between 1 and 120),
  role text not null check (role in ('admin', 'manager', 'analyst')),
  invited_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '14 days',
  mailed_at timestamptz,
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  unique (provider_id, id)
);
comment on table public.invitations is 'Who may become a member by signing in with that address. One that was mailed, taken or withdrawn says so.';
comment on column public.invitations.invited_by is 'Who invited them: a user''s id.';
create unique index invitations_open on public.invitations (provider_id, email) where accepted_at is null and withdrawn_at is null;
create index invitations_email on public.invitations (email) where accepted_at is null and withdrawn_at is null;
create index invitations_unmailed on public.invitations (created_at) where mailed_at is null and accepted_at is null and withdrawn_at is null;

alter table public.invitations enable row level security;
alter table public.invitations force row level security;
revoke all on public.invitations from public, anon, authenticated, service_role;
grant select on public.invitations to authenticated, service_role;
create policy invitations_select_own_provider on public.invitations for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]));

insert into private.audit_plain_fields (relation, field)
select 'invitations', field
from unnest(string_to_array('id provider_id role invited_by created_at expires_at accepted_at withdrawn_at', ' ')) as field;
select private.audit_relation('public.invitations', 'provider_id', 'id', '{mailed_at}');

-- One change of a provider's members at a time: else two admins could end each other.
create function private.open_members(p_provider uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'member.manage');
  perform from public.providers where id = p_provider for update;
  -- Somebody else's change may have come first.
  perform private.open_provider(p_provider, 'member.manage');
end $$;

create function private.open_member(p_provider uuid, p_member uuid) returns public.members
language plpgsql security definer set search_path = '' as $$
declare member public.members;
begin
  perform private.open_members(p_provider);
  select * into member from public.members where id = p_member and provider_id = p_provider and ended_at is null;
  if not found then perform private.refuse(404, 'member_not_found'); end if;
  if member.user_id = (select auth.uid()) then perform private.refuse(409, 'own_membership'); end if;
  return member;
end $$;

create function private.check_role(p_role text) returns void
language plpgsql set search_path = '' as $$
begin
  if p_role is null or p_role not in ('admin', 'manager', 'analyst') then perform private.refuse(400, 'invalid_input', 'role'); end if;
end $$;

create function private.my_confirmed_email() returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select lower(u.email) from auth.users u where u.id = (select auth.uid()) and u.email_confirmed_at is not null);
end $$;

create function public.invite_member(p_provider uuid, p_email text, p_name text, p_role text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare address text := lower(trim(p_email));
begin
  perform private.open_members(p_provider);
  perform private.check_role(p_role);
  if address is null or address !~ '^[^@[:space:]]+@[^@[:space:]]+$' or length(address) > 254 then
    perform private.refuse(400, 'invalid_input', 'email');
  end if;
  if coalesce(length(trim(p_name)), 0) not between 1 and 120 then perform private.refuse(400, 'invalid_input', 'name'); end if;
  if exists (select from public.members m left join auth.users u on u.id = m.user_id
    where m.provider_id = p_provider and m.ended_at is null and address in (lower(m.email), lower(u.email))) then
    perform private.refuse(409, 'already_member');
  end if;
  insert into public.invitations (provider_id, email, name, role, invited_by)
  values (p_provider, address, trim(p_name), p_role, (select auth.uid()))
  on conflict (provider_id, email) where accepted_at is null and withdrawn_at is null do update
  set name = excluded.name, role = excluded.role, invited_by = excluded.invited_by, expires_at = excluded.expires_at, mailed_at = null;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.invite_member is 'Asking again renews the invitation and mails it once more.';

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
  update public.invitations set accepted_at = now()
  where id = p_invitation and email = private.my_confirmed_email() and accepted_at is null and withdrawn_at is null and expires_at > now()
  returning * into invitation;
  if not found then perform private.refuse(404, 'invitation_not_found'); end if;
  insert into public.members (provider_id, user_id, role, name, email)
  values (invitation.provider_id, (select auth.uid()), invitation.role, invitation.name, invitation.email)
  on conflict (provider_id, user_id) do update
  set role = excluded.role, name = excluded.name, email = excluded.email, ended_at = null
  -- Who is a member already keeps the role that an admin gave them last.
  where public.members.ended_at is not null;
  return jsonb_build_object('id', invitation.provider_id);
end $$;
comment on function public.accept_invitation is 'By the person whose confirmed address was invited; somebody who left comes back as the same member.';

create function public.set_member_role(p_provider uuid, p_member uuid, p_role text) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_member(p_provider, p_member);
  perform private.check_role(p_role);
  update public.members set role = p_role where id = p_member;
  return jsonb_build_object('id', p_provider);
end $$;

create function public.end_member(p_provider uuid, p_member uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_member(p_provider, p_member);
  update public.members set ended_at = now() where id = p_member;
  update public.migration_requests set assignee_id = null
  where provider_id = p_provider and assignee_id = p_member and status not in ('completed', 'rejected', 'cancelled', 'failed');
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.end_member is 'Takes effect with the next statement, whatever token they hold; their live requests are nobody''s again.';

create function public.engine_due_invitations() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'provider', p.name, 'locale', p.default_locale, 'to', i.email,
      'role', i.role, 'expiresAt', i.expires_at) order by i.created_at), '[]')
    from (select * from public.invitations where mailed_at is null and accepted_at is null and withdrawn_at is null and expires_at > now()
      order by created_at limit 20) as i
    join public.providers p on p.id = i.provider_id);
end $$;

create function public.engine_note_mailed_invitation(p_invitation uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.invitations set mailed_at = now() where id = p_invitation;
end $$;

create or replace function public.my_access() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return jsonb_build_object(
    'memberships', coalesce((select jsonb_agg(jsonb_build_object('memberId', m.id, 'providerId', m.provider_id, 'providerSlug', p.slug,
        'providerName', p.name, 'accentColor', p.accent_color, 'role', m.role, 'name', m.name) order by p.name)
      from public.members m join public.providers p on p.id = m.provider_id
      where m.user_id = (select auth.uid()) and m.ended_at is null), '[]'),
    'clients', coalesce((select jsonb_agg(jsonb_build_object('clientId', c.id, 'clientName', c.name, 'providerId', p.id, 'providerSlug', p.slug,
        'providerName', p.name, 'accentColor', p.accent_color, 'officeName', p.office_name, 'officeEmail', p.office_email,
        'officePhone', p.office_phone, 'platformSignupUrl', p.platform_signup_url, 'name', m.name) order by p.name)
      from public.client_members m join public.clients c on c.id = m.client_id join public.providers p on p.id = m.provider_id
      where m.user_id = (select auth.uid()) and m.ended_at is null), '[]'),
    'invitations', coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'providerName', p.name, 'role', i.role) order by p.name)
      from public.invitations i join public.providers p on p.id = i.provider_id
      where i.email = private.my_confirmed_email() and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > now()), '[]'));
end $$;

revoke execute on function private.open_members(uuid), private.open_member(uuid, uuid), private.check_role(text), private.my_confirmed_email(),
  public.invite_member(uuid, text, text, text), public.withdraw_invitation(uuid, uuid), public.accept_invitation(uuid),
  public.set_member_role(uuid, uuid, text), public.end_member(uuid, uuid), public.engine_due_invitations(),
  public.engine_note_mailed_invitation(uuid) from public, anon, authenticated, service_role;
grant execute on function public.invite_member(uuid, text, text, text), public.withdraw_invitation(uuid, uuid), public.accept_invitation(uuid),
  public.set_member_role(uuid, uuid, text), public.end_member(uuid, uuid) to authenticated;
grant execute on function public.engine_due_invitations(), public.engine_note_mailed_invitation(uuid) to service_role;
