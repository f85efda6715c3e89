-- Closes everything by default: nothing is reachable until it is granted by name. Hosted projects of different ages
-- start with different default grants; after this file all have the same.

create schema if not exists private;
comment on schema private
  is 'What no API may reach: helpers of the policies, the permission table, intents, tokens, the outbox.';
revoke all on schema private from public, anon, authenticated;
grant usage on schema private to authenticated;
revoke create on schema public from public;

-- Nobody has access until it is granted.
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from public, anon, authenticated, service_role;
alter default privileges revoke execute on functions from public;

create extension if not exists pg_trgm with schema extensions;

-- No statement or forgotten transaction of a person holds a connection for long.
do $$
begin
  alter role authenticated set statement_timeout = '8s';
  alter role authenticated set idle_in_transaction_session_timeout = '15s';
  alter role anon set statement_timeout = '3s';
  alter role anon set idle_in_transaction_session_timeout = '15s';
exception when insufficient_privilege then
  raise notice 'The timeouts of authenticated and anon are left as they are: % may not set them.', current_user;
end $$;

-- The function that receives Meta's webhooks needs two commands; its own role limits it to those, even if somebody
-- takes the function over.
do $$ begin
  if not exists (select from pg_roles where rolname = 'webhook_receiver')
    then create role webhook_receiver nologin noinherit; end if;
  -- Roles belong to the whole server: another of its databases may have created this one already.
  if not pg_has_role('authenticator', 'webhook_receiver', 'member') then grant webhook_receiver to authenticator;
    end if;
end $$;

comment on role webhook_receiver is 'Receives webhooks, and does nothing else.';
grant usage on schema public to webhook_receiver;

-- Raises an expected refusal: the sqlstate PTnnn becomes the HTTP status, the message a code that the screens
-- translate.
create function private.refuse(p_status integer, p_code text, p_hint text default null)
returns void language plpgsql set search_path = '' as $$
begin
  raise exception using errcode = 'PT' || p_status, message = p_code, hint = coalesce(p_hint, '');
end $$;
-- Functions with the caller's rights refuse too.
grant execute on function private.refuse(integer, text, text) to authenticated;

create function private.utc(p_time timestamptz) returns text
language sql immutable set search_path = '' as $$
  select to_char(p_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
$$;

-- Refuses everybody, the owner of the tables included.
create function private.refuse_rewriting() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception using errcode = '42501', message = format('%s of %s is refused: the audit is only ever added to',
    tg_op, tg_table_name);
end $$;

create function private.changed_fields(p_before jsonb, p_after jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  return (select coalesce(jsonb_object_agg(n.key, n.value), '{}') from jsonb_each(p_after) as n
    where p_before -> n.key is distinct from n.value);
end $$;

-- Limits what people write: no command takes a text of more than 4,000 characters, whoever calls it and however.
create function private.refuse_too_long() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform private.refuse(400, 'invalid_input', 'text');
  return null;
end $$;

-- The database has the last word on what people write: here every text, list and document has a shape and a limit,
-- whoever calls a command and however. The triggers name the field, and reveal nothing about tables and rows.
create function private.is_line(p_text text, p_most integer) returns boolean
language sql immutable set search_path = '' as $$
  select length(p_text) between 1 and p_most and p_text !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]';
$$;
comment on function private.is_line is 'A name or the like: one line, without control characters.';

create function private.is_prose(p_text text, p_most integer) returns boolean
language sql immutable set search_path = '' as $$
  select length(p_text) <= p_most and p_text !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]';
$$;
comment on function private.is_prose
  is 'What people write in sentences: lines and tabs, and no other control characters.';

create function private.is_address(p_text text) returns boolean
language sql immutable set search_path = '' as $$
  select length(p_text) <= 254
    and p_text ~ '^[^\s\u0001-\u001f\u007f-\u009f@,;:<>()"\\\[\]]{1,64}@'
      '[^\s\u0001-\u001f\u007f-\u009f@,;:<>()"\\\[\]]+\.[^\s\u0001-\u001f\u007f-\u009f@,;:<>()"\\.\[\]]{2,}$';
$$;
comment on function private.is_address is
  'Exactly one e-mail address, in any script; nothing that a mail service could read as a second address or as a '
    'header.';

create function private.is_near(p_moment timestamptz) returns boolean
language sql stable set search_path = '' as $$
  select p_moment between now() - interval '10 years' and now() + interval '2 years';
$$;
comment on function private.is_near
  is 'A moment that a calendar can show and a move can have; past moments stay as they were.';

create function private.refuse_field() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform private.refuse(400, 'invalid_input', tg_argv[0]);
  return null;
end $$;
comment on function private.refuse_field
  is 'For triggers whose condition has found a field of the wrong shape; the argument names it.';
