-- The proof of an address is no proof of what somebody put on its account before: whoever signs up first must not keep a
-- password to an account that another person proves to be theirs. Works on any Auth that keeps its accounts in auth.users;
-- on hosted Auth unproven (that such triggers may be made there: supabase/postgres#994 on GitHub, read
-- 2026-11; that verification leaves the password as it is: supabase/supabase#29347).

create function private.prove_account() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- Nobody signs up by password: an address that is not proved has none.
  if new.email_confirmed_at is null then new.encrypted_password := null; end if;
  if tg_op = 'UPDATE' and old.email_confirmed_at is null and new.email_confirmed_at is not null then
    new.encrypted_password := null;
    delete from auth.sessions where user_id = new.id;
    delete from auth.identities where user_id = new.id and provider <> 'email';
  end if;
  return new;
end $$;
comment on function private.prove_account is 'Clears what stood on an account before its address was proved.';
create trigger users_prove_account before insert or update of email_confirmed_at, encrypted_password on auth.users
  for each row execute function private.prove_account();
revoke execute on function private.prove_account() from public, anon, authenticated, service_role;

-- Accounts that were never proved and have a password already.
update auth.users set encrypted_password = null where email_confirmed_at is null and encrypted_password is not null;

-- How Auth names a session that began with a code or link from a mail ("amr", supabase.com/docs/guides/auth/jwt-fields, read 2026-11).
create function private.came_by_mail() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select from jsonb_array_elements(case jsonb_typeof((select auth.jwt()) -> 'amr') when 'array' then (select auth.jwt()) -> 'amr' else '[]' end) as way
    where coalesce(way ->> 'method', way #>> '{}') in ('otp', 'magiclink', 'email/signup', 'invite'));
end $$;
comment on function private.came_by_mail is 'Whether this very session was begun by a code or a link that was mailed: a password may be older than the proof of the address.';

create or replace function public.accept_invitation(p_invitation uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare invitation public.invitations;
begin
  if (select auth.uid()) is null then perform private.refuse(401, 'not_signed_in'); end if;
  if not private.came_by_mail() then perform private.refuse(403, 'mailed_code_needed'); end if;
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
comment on function public.accept_invitation is
  'By the person whose confirmed address was invited, in a session begun by a mailed code; somebody who left comes back as the same member or client user.';

revoke execute on function private.came_by_mail() from public, anon, authenticated, service_role;
