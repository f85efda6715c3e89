-- Closed by default: nothing new is reachable until a migration grants it by name.
-- Hosted projects of different ages hand out different default grants; after this file they mean the same.

create schema if not exists private;

revoke all on schema private from public, anon, authenticated;
revoke create on schema public from public;
grant usage on schema private to authenticated;

alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from public, anon, authenticated, service_role;
alter default privileges revoke execute on functions from public;

comment on schema private is 'What no API may reach: helpers of the policies, the permission table, intents, tokens, the outbox.';

-- An expected refusal: the sqlstate PTnnn becomes the HTTP status, the message a code that the screens translate.
create function private.refuse(p_status integer, p_code text, p_hint text default null)
returns void language plpgsql set search_path = '' as $$
begin
  raise exception using errcode = 'PT' || p_status, message = p_code, hint = coalesce(p_hint, '');
end $$;

revoke execute on function private.refuse(integer, text, text) from public;
