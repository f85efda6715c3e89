-- Decides who is asking, what they may do, and what an invitation gives.

-- Access follows live membership, never the token's claims: an ended member loses access with the next statement.
-- The sets that policies ask for are in PL/pgSQL, which keeps its plans: in SQL each call costs ten times as much. They
-- say one row, so that the planner expects the rows of one tenant rather than none.
create function private.my_provider_ids() returns setof uuid
language plpgsql stable security definer set search_path = '' rows 1 as $$
declare person uuid := auth.uid();
begin
  return query select m.provider_id from public.members m where m.user_id = person and m.ended_at is null;
end $$;

create function private.my_client_ids() returns setof uuid
language plpgsql stable security definer set search_path = '' rows 1 as $$
declare person uuid := auth.uid();
begin
  return query select m.client_id from public.client_members m where m.user_id = person and m.ended_at is null;
end $$;

create function private.my_client_provider_ids() returns setof uuid
language plpgsql stable security definer set search_path = '' rows 1 as $$
declare person uuid := auth.uid();
begin
  return query select m.provider_id from public.client_members m where m.user_id = person and m.ended_at is null;
end $$;

create function private.my_roles(p_provider uuid, p_client uuid) returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(array_agg(role), '{}') from (
    select role from public.members
    where provider_id = p_provider and user_id = (select auth.uid()) and ended_at is null
      and p_provider not in (select private.my_locked_provider_ids())
    union all
    select 'client' from public.client_members
    where provider_id = p_provider and client_id = p_client and user_id = (select auth.uid()) and ended_at is null
  ) as held);
end $$;

create function private.permits(p_provider uuid, p_client uuid, p_permission text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (
    select from private.permissions
    where permission = p_permission and role = any (private.my_roles(p_provider, p_client)));
end $$;

create function private.actor_kind(p_provider uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
declare actor uuid := auth.uid();
begin
  return case
    when actor is null then 'engine'
    when exists (select from public.members where provider_id = p_provider and user_id = actor and ended_at is null)
      then 'member'
    else 'client' end;
end $$;

-- An invitation gives no more than its sender may give, and only while they may give it.
-- An invited person can run commands. So where a provider requires the second factor, inviting requires it too;
-- otherwise an invitation would bypass it.
create function private.open_members(p_provider uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'member.manage');
  perform from public.providers where id = p_provider for update;
  -- Somebody else's change may have come first.
  perform private.open_provider(p_provider, 'member.manage');
  if not private.has_second_factor() and (select p.second_factor_cutover from public.providers p
    where p.id = p_provider) then
    perform private.refuse(403, 'second_factor_missing');
  end if;
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
  if p_role is null or p_role not in ('admin', 'manager', 'analyst')
    then perform private.refuse(400, 'invalid_input', 'role'); end if;
end $$;

create function private.my_confirmed_email() returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select lower(u.email) from auth.users u where u.id = (select auth.uid())
    and u.email_confirmed_at is not null);
end $$;

-- A provider may require a second factor: from its admins for everything, from everybody for the commands of a
-- cut-over.
-- What counts is the session's assurance level, which Supabase Auth signs into the token.
create function private.has_second_factor() returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return coalesce((select auth.jwt()) ->> 'aal' = 'aal2', false);
end $$;

-- Providers that the person administers but cannot reach, because this session has no second factor.
create function private.my_locked_provider_ids() returns setof uuid
language plpgsql stable security definer set search_path = '' rows 1 as $$
declare person uuid := auth.uid();
begin
  if private.has_second_factor() then return; end if;
  return query select m.provider_id from public.members m join public.providers p on p.id = m.provider_id
    where m.user_id = person and m.ended_at is null and m.role = 'admin' and p.second_factor_admins;
end $$;

create function private.second_factor_permissions() returns text[]
language plpgsql immutable set search_path = '' as $$
begin
  return array['cutover.rehearse', 'cutover.start', 'cutover.second_approve', 'cutover.approve', 'cutover.abort',
    'cutover.retry',
    'cutover.resolve', 'cutover.fail', 'code.request', 'code.enter', 'step.complete', 'exception.settle', 'pin.set',
      'message.test'];
end $$;
comment on function private.second_factor_permissions
  is 'The same list as in src/domain/access/second-factor.ts; a test proves them equal.';

create function private.operator_id() returns uuid
language sql immutable set search_path = '' as $$ select '00000000-0000-0000-0000-000000000000'::uuid $$;
comment on function private.operator_id
  is 'Stands where a person''s id is asked and the installation''s operator acts.';

create function private.invite(p_provider uuid, p_client uuid, p_email text, p_name text, p_role text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  address text := lower(trim(p_email)); oldest timestamptz;
begin
  if address is null or address !~ '^[^@[:space:]]+@[^@[:space:]]+$' or length(address) > 254 then
    perform private.refuse(400, 'invalid_input', 'email');
  end if;
  if coalesce(length(trim(p_name)), 0) not between 1 and 120 then perform private.refuse(400, 'invalid_input', 'name');
    end if;
  if exists (select from public.members m left join auth.users u on u.id = m.user_id
    where m.provider_id = p_provider and m.ended_at is null and address in (lower(m.email), lower(u.email)))
    or exists (select from public.client_members m left join auth.users u on u.id = m.user_id
    where m.provider_id = p_provider and m.client_id = p_client and m.ended_at is null
      and address in (lower(m.email), lower(u.email))) then
    perform private.refuse(409, 'already_member');
  end if;
  if (select count(*) from public.invitations i where i.provider_id = p_provider and i.email <> address
    and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > now()) >= 50 then
    perform private.refuse(409, 'too_many_invitations', '50');
  end if;
  -- Counts withdrawn ones too: otherwise inviting and withdrawing in turn could mail a person without end.
  perform private.check_wait((select max(i.tried_at) + interval '10 minutes' from public.invitations i
    where i.provider_id = p_provider and i.email = address));
  select min(i.tried_at) into oldest from public.invitations i
  where i.provider_id = p_provider and i.tried_at > now() - interval '24 hours' having count(*) >= 200;
  perform private.check_wait(oldest + interval '24 hours');
  insert into public.invitations (provider_id, client_id, email, name, role, invited_by)
  values (p_provider, p_client, address, trim(p_name), p_role, coalesce((select auth.uid()), private.operator_id()))
  on conflict (provider_id, email) where accepted_at is null and withdrawn_at is null do update
  set client_id = excluded.client_id, name = excluded.name, role = excluded.role, invited_by = excluded.invited_by,
    expires_at = excluded.expires_at, mailed_at = null, attempts = 0;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function private.invite is
  'Inviting again renews the invitation and mails it once more, at the earliest ten minutes after the last mail. '
    'Limits per provider: 50 open invitations, 200 mailed in 24 hours.';

create function private.withdraw_invitations_of(p_member public.members) returns void
language sql security definer set search_path = '' as $$
  update public.invitations set withdrawn_at = now()
  where provider_id = p_member.provider_id and invited_by = p_member.user_id and accepted_at is null
    and withdrawn_at is null;
$$;
comment on function private.withdraw_invitations_of
  is 'An admin''s open invitations end with their admin rights; otherwise they could come back through one.';

create function private.may_approve(p_provider uuid, p_user uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.members m join private.permissions p on p.role = m.role
    and p.permission = 'cutover.second_approve'
    where m.provider_id = p_provider and m.user_id = p_user and m.ended_at is null);
$$;

-- Proving an address does not prove what somebody put on its account before. Whoever signs up first must not keep a
-- password to an account that another person proves to be theirs. Works on any Auth that keeps its accounts in
-- auth.users. Unproven on hosted Auth: whether such triggers may be created there (supabase/postgres#994 on GitHub,
-- read 2026-11), and whether verification leaves the password as it is (supabase/supabase#29347).
create function private.prove_account() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- Nobody signs up by password: an account whose address is not proved has none.
  if new.email_confirmed_at is null then new.encrypted_password := null; end if;
  if tg_op = 'UPDATE' and old.email_confirmed_at is null and new.email_confirmed_at is not null then
    new.encrypted_password := null;
    delete from auth.sessions where user_id = new.id;
    delete from auth.identities where user_id = new.id and provider <> 'email';
  end if;
  return new;
end $$;
comment on function private.prove_account is 'Clears what was set on an account before its address was proved.';

-- How Auth names a session that began with a code or a link from a mail ("amr",
-- supabase.com/docs/guides/auth/jwt-fields, read 2026-11).
create function private.came_by_mail() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select from jsonb_array_elements(case jsonb_typeof((select auth.jwt()) -> 'amr') when 'array'
    then (select auth.jwt()) -> 'amr' else '[]' end) as way
    where coalesce(way ->> 'method', way #>> '{}') in ('otp', 'magiclink', 'email/signup', 'invite'));
end $$;
comment on function private.came_by_mail
  is 'Whether a mailed code or link began this very session: a password may be older than the proof of the address.';

create function private.count_command(p_kind text) returns void
language plpgsql security definer set search_path = '' as $$
declare person uuid := (select auth.uid()); most integer; done integer;
begin
  if person is null then return; end if;
  select per_minute into strict most from private.rate_limits where kind = p_kind;
  select count(*) into done from (select from private.person_commands a
    where a.user_id = person and a.kind = p_kind
      and a.at > clock_timestamp() - interval '1 minute' limit most) as recent;
  if done >= most then perform private.refuse(429, 'too_fast'); end if;
  insert into private.person_commands (user_id, kind) values (person, p_kind);
end $$;
comment on function private.count_command is
  'Refuses a person''s command once they have sent too many of its kind in the last minute. The engine''s commands '
    'belong to no person and are not counted.';

-- Each change that a person makes to a request is one event.
create function private.count_event() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.count_command('changes');
  return new;
end $$;

grant execute on function private.my_provider_ids(), private.my_client_ids(), private.my_client_provider_ids(),
  private.my_locked_provider_ids()
  to authenticated;
