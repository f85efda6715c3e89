-- Made from supabase/schemas by `npm run db:baseline`; never edited.

set local check_function_bodies = off;

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

-- Holds the tenants: providers, their clients, and what a provider keeps for all its requests: old providers, tariffs,
-- connections to Meta.

create table public.providers (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,40}$'),
  name text not null check (length(name) between 1 and 120),
  accent_color text not null default '#0f766e' check (accent_color ~ '^#[0-9a-f]{6}$'),
  default_locale text not null default 'en' check (default_locale in ('en', 'ru')),
  time_zone text not null default 'UTC',
  country text not null check (country ~ '^[A-Z]{2}$'),
  office_name text not null,
  office_email text not null,
  office_phone text,
  platform_signup_url text not null check (platform_signup_url ~ '^https://'),
  created_at timestamptz not null default now(),
  second_approval boolean not null default false,
  second_factor_admins boolean not null default false,
  second_factor_cutover boolean not null default false,
  suspended_at timestamptz
);
comment on table public.providers
  is 'A WhatsApp Business API provider: the tenant. Nobody ever sees another provider''s rows.';
comment on column public.providers.slug is 'Names the public application page.';
comment on column public.providers.platform_signup_url
  is 'Where a client creates the free platform account that the number moves into.';
comment on column public.providers.second_approval
  is 'Whether a cut-over starts only after another person than the one who starts it has approved it.';
comment on column public.providers.second_factor_admins
  is 'Whether admins reach the provider only when signed in with a second factor (aal2).';
comment on column public.providers.second_factor_cutover
  is 'Whether staff''s cut-over commands need a session with a second factor (aal2).';
comment on column public.providers.suspended_at
  is 'Since when it takes no new application and starts no new cut-over; null: it works.';
alter table public.providers enable row level security;
alter table public.providers force row level security;
revoke all on public.providers from public, anon, authenticated, service_role;
grant select on public.providers to authenticated, service_role;

create table public.clients (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  name text not null check (length(name) between 1 and 200),
  country text check (country ~ '^[A-Z]{2}$'),
  created_at timestamptz not null default now(),
  is_person boolean not null default false,
  unique (provider_id, id)
);
comment on table public.clients is 'Companies whose numbers move to the provider.';
comment on column public.clients.is_person
  is 'Whether the client named no company: its name is that of the person who filed.';
alter table public.clients enable row level security;
alter table public.clients force row level security;
revoke all on public.clients from public, anon, authenticated, service_role;
grant select on public.clients to authenticated, service_role;

create table public.old_providers (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  name text not null check (length(name) between 1 and 120),
  support_email text,
  created_at timestamptz not null default now(),
  unique (provider_id, id),
  unique (provider_id, name)
);
comment on table public.old_providers is 'The directory of providers that numbers come from.';
alter table public.old_providers enable row level security;
alter table public.old_providers force row level security;
revoke all on public.old_providers from public, anon, authenticated, service_role;
grant select on public.old_providers to service_role;
grant select (
  created_at, id, name, provider_id
) on public.old_providers to authenticated;

create table public.tariffs (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  connection_fee_micros bigint not null check (connection_fee_micros >= 0),
  monthly_fee_micros bigint not null check (monthly_fee_micros >= 0),
  message_fee_micros bigint not null check (message_fee_micros >= 0),
  min_working_days integer not null check (min_working_days >= 0),
  max_working_days integer not null check (max_working_days >= min_working_days),
  support_locales text[] not null default '{en}',
  valid_from date not null default current_date,
  unique (provider_id, valid_from)
);
comment on table public.tariffs
  is 'Terms of the provider. Money in millionths of the currency unit, on top of WhatsApp''s own charge.';
alter table public.tariffs enable row level security;
alter table public.tariffs force row level security;
revoke all on public.tariffs from public, anon, authenticated, service_role;
grant select on public.tariffs to authenticated, service_role;

create table public.meta_connections (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  name text not null check (length(name) between 1 and 120),
  app_id text not null check (app_id ~ '^[0-9]+$'),
  business_id text not null check (business_id ~ '^[0-9]+$'),
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  request_id uuid,
  signup_config_id text check (signup_config_id ~ '^[0-9]+$'),
  number_limit integer check (number_limit > 0),
  token_read_at timestamptz,
  token_valid boolean,
  token_scopes text[] not null default '{}',
  token_expires_at timestamptz,
  token_data_access_expires_at timestamptz,
  programmatic_stated_at timestamptz,
  programmatic_stated_by uuid,
  unique (provider_id, id),
  check ((programmatic_stated_at is null) = (programmatic_stated_by is null))
);
comment on table public.meta_connections
  is 'The provider''s access to Meta''s Graph API. The token is encrypted in private.connection_tokens.';
comment on column public.meta_connections.request_id
  is 'Set where a client granted this access in the signup window, for one request.';
comment on column public.meta_connections.signup_config_id
  is 'The Embedded Signup configuration of the app; null: no signup window.';
comment on column public.meta_connections.number_limit is
  'How many numbers one account of this connection may hold, if Meta has told the provider; null: unknown, and not '
    'judged.';
comment on column public.meta_connections.token_read_at
  is 'When Meta was last asked about the token; the columns after it are its answer.';
comment on column public.meta_connections.token_data_access_expires_at
  is 'When Meta says the app can no longer read with the token; null: it names no end.';
comment on column public.meta_connections.programmatic_stated_at is
  'When an admin stated that Meta allows programmatic migration to this app; null: nobody has, and R2 is not '
    'recommended.';
create index meta_connections_request on public.meta_connections (provider_id, request_id);
create unique index meta_connections_one_grant on public.meta_connections (request_id) where revoked_at is null;
alter table public.meta_connections enable row level security;
alter table public.meta_connections force row level security;
revoke all on public.meta_connections from public, anon, authenticated, service_role;
grant select on public.meta_connections to authenticated, service_role;

create table private.connection_tokens (
  connection_id uuid primary key,
  provider_id uuid not null,
  purpose text not null default 'graph',
  key_id text not null,
  nonce text not null,
  ciphertext text not null,
  created_at timestamptz not null default now(),
  foreign key (provider_id, connection_id) references public.meta_connections (provider_id, id)
);
comment on table private.connection_tokens is
  'AES-256-GCM, base64; provider, connection, purpose and key id are the associated data, so a row moved elsewhere '
    'does not open.';
create index connection_tokens_connection on private.connection_tokens (provider_id, connection_id);
alter table private.connection_tokens enable row level security;
alter table private.connection_tokens force row level security;
revoke all on private.connection_tokens from public, anon, authenticated, service_role;

-- A token without an end may still lose its access to data, for example after ninety days. Both ends are kept, and the
-- provider's admins are warned by e-mail before either.
create table private.token_notices (
  connection_id uuid not null references public.meta_connections (id),
  kind text not null check (kind in ('token', 'data_access')),
  ends_at timestamptz not null,
  days integer not null,
  notified_at timestamptz not null default now(),
  primary key (connection_id, kind, ends_at, days)
);
comment on table private.token_notices
  is 'About which end of which token the admins were warned, and how many days before.';
alter table private.token_notices enable row level security;
alter table private.token_notices force row level security;
revoke all on private.token_notices from public, anon, authenticated, service_role;

-- Holds who may do what, the people of providers and of their clients, and how often one person may send commands.

create table private.permissions (
  role text not null check (role in ('admin', 'manager', 'analyst', 'client', 'engine')),
  permission text not null,
  primary key (role, permission)
);
comment on table private.permissions is 'One row for each thing that a role may do.';
alter table private.permissions enable row level security;
alter table private.permissions force row level security;
revoke all on private.permissions from public, anon, authenticated, service_role;

create table public.members (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  user_id uuid not null references auth.users (id) on delete cascade,
  role text not null check (role in ('admin', 'manager', 'analyst')),
  name text not null check (length(name) between 1 and 120),
  email text not null,
  ended_at timestamptz,
  created_at timestamptz not null default now(),
  unique (provider_id, id),
  unique (provider_id, user_id)
);
comment on table public.members
  is 'People who work for a provider. A membership gives nothing from the moment it ends.';
create index members_user on public.members (user_id) where ended_at is null;
alter table public.members enable row level security;
alter table public.members force row level security;
revoke all on public.members from public, anon, authenticated, service_role;
grant select on public.members to authenticated, service_role;

create table public.client_members (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  user_id uuid not null references auth.users (id) on delete cascade,
  name text not null check (length(name) between 1 and 120),
  email text not null,
  ended_at timestamptz,
  created_at timestamptz not null default now(),
  unique (provider_id, client_id, user_id),
  foreign key (provider_id, client_id) references public.clients (provider_id, id)
);
comment on table public.client_members is 'Client users: people who may act for one client of one provider.';
create index client_members_user on public.client_members (user_id) where ended_at is null;
create index client_members_client on public.client_members (provider_id, client_id);
alter table public.client_members enable row level security;
alter table public.client_members force row level security;
revoke all on public.client_members from public, anon, authenticated, service_role;
grant select on public.client_members to authenticated, service_role;

-- An admin invites members, who join by themselves; another admin changes or ends a membership. Nobody changes their
-- own membership, so one admin always remains.
create table public.invitations (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  email text not null check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and email = lower(email)
    and length(email) <= 254),
  name text not null check (length(name) between 1 and 120),
  role text not null,
  invited_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '14 days',
  mailed_at timestamptz,
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  attempts integer not null default 0,
  tried_at timestamptz,
  client_id uuid,
  unique (provider_id, id),
  foreign key (provider_id, client_id) references public.clients (provider_id, id),
  constraint invitations_role_check check (
    (client_id is null and role in ('admin', 'manager', 'analyst')) or (client_id is not null and role = 'client'))
);
comment on table public.invitations is
  'Who may become a member by signing in with that address. The row also records whether it was mailed, accepted or '
    'withdrawn.';
comment on column public.invitations.invited_by is 'The user id of the person who sent it.';
comment on column public.invitations.attempts
  is 'How often it has been handed to the mail service since it was last requested.';
comment on column public.invitations.tried_at
  is 'When it was last handed to the mail service, whether or not the service accepted it.';
comment on column public.invitations.client_id
  is 'The client of the provider for which they may act; null: they are invited to work for the provider.';
create unique index invitations_open on public.invitations (provider_id, email) where accepted_at is null
  and withdrawn_at is null;
create index invitations_email on public.invitations (email) where accepted_at is null and withdrawn_at is null;
create index invitations_unmailed on public.invitations (created_at) where mailed_at is null and accepted_at is null
  and withdrawn_at is null;
create index invitations_client on public.invitations (provider_id, client_id) where client_id is not null;
alter table public.invitations enable row level security;
alter table public.invitations force row level security;
revoke all on public.invitations from public, anon, authenticated, service_role;
grant select on public.invitations to authenticated, service_role;

-- Limits how often one person may change and search in a minute: far more than anybody does by hand, yet too little to
-- slow Portdesk down for others. The count takes no lock: simultaneous commands of a person are counted side by side.
create table private.rate_limits (
  kind text primary key,
  per_minute integer not null check (per_minute > 0)
);
comment on table private.rate_limits
  is 'How often in a minute one person may do something of a kind; an operator can change it.';
alter table private.rate_limits enable row level security;
alter table private.rate_limits force row level security;
revoke all on private.rate_limits from public, anon, authenticated, service_role;

insert into private.rate_limits (kind, per_minute) values ('changes', 240), ('searches', 240)
on conflict (kind) do nothing;

create table private.person_commands (
  id bigint generated always as identity primary key,
  user_id uuid not null,
  kind text not null references private.rate_limits (kind),
  at timestamptz not null default clock_timestamp()
);
comment on table private.person_commands
  is 'What each person did in the last few minutes; only private.rate_limits needs it.';
create index person_commands_recent on private.person_commands (user_id, kind, at);
create index person_commands_at on private.person_commands (at);
alter table private.person_commands enable row level security;
alter table private.person_commands force row level security;
revoke all on private.person_commands from public, anon, authenticated, service_role;

-- Holds migration requests: one request is one number. Every row of a request carries provider_id and client_id, so a
-- policy is one comparison on the row itself.

-- The state machine, made from src/domain/status/transitions.ts.
create table private.transitions (
  permission text not null,
  from_status text not null,
  to_status text not null,
  primary key (permission, from_status)
);
comment on table private.transitions
  is 'Which command leads from which status to which; commands not listed here leave the status alone.';
alter table private.transitions enable row level security;
alter table private.transitions force row level security;
revoke all on private.transitions from public, anon, authenticated, service_role;

create table public.batches (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  label text not null check (length(label) between 1 and 120),
  created_at timestamptz not null default now(),
  unique (provider_id, id),
  foreign key (provider_id, client_id) references public.clients (provider_id, id)
);
comment on table public.batches is 'Numbers that were filed together.';
create index batches_client on public.batches (provider_id, client_id);
alter table public.batches enable row level security;
alter table public.batches force row level security;
revoke all on public.batches from public, anon, authenticated, service_role;
grant select on public.batches to authenticated, service_role;

create table private.reference_counters (
  provider_id uuid primary key references public.providers (id),
  last_number integer not null default 0
);
comment on table private.reference_counters is 'The last reference given, per provider.';
alter table private.reference_counters enable row level security;
alter table private.reference_counters force row level security;
revoke all on private.reference_counters from public, anon, authenticated, service_role;

create table private.outbox (
  id bigint generated always as identity primary key,
  provider_id uuid not null,
  request_id uuid not null,
  event_id bigint not null,
  kind text not null,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  attempts integer not null default 0,
  tried_at timestamptz,
  given_up_at timestamptz
);
comment on table private.outbox is 'One row per event, from which people and systems are notified of it.';
comment on column private.outbox.sent_at is 'When its mail was accepted; most kinds have no mail.';
comment on column private.outbox.tried_at
  is 'When it was last handed to the mail service, whether or not the service accepted it.';
comment on column private.outbox.given_up_at
  is 'When staff were notified of a mail that could not be sent for two days.';
create index outbox_unsent on private.outbox (id) where sent_at is null;
create index outbox_created on private.outbox (created_at);
create index outbox_mails on private.outbox (id) where sent_at is null
  and kind in ('clock.reminder_1', 'clock.reminder_2', 'clock.reminder_3',
  'clock.client_silent', 'window.day_before', 'window.hour_before', 'request.ask', 'request.schedule');
create index outbox_mails_unsent on private.outbox (created_at) where sent_at is null and given_up_at is null
  and attempts > 0;
alter table private.outbox enable row level security;
alter table private.outbox force row level security;
revoke all on private.outbox from public, anon, authenticated, service_role;

create table public.migration_requests (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  client_id uuid not null,
  batch_id uuid,
  reference text not null,
  status text not null default 'draft' check (status in
    ('draft', 'submitted', 'preparing', 'scheduled', 'cutover', 'monitoring', 'completed', 'rejected', 'cancelled',
      'failed')),
  phone_number text not null check (phone_number ~ '^\+[1-9][0-9]{6,14}$'),
  phone_country text not null check (phone_country ~ '^[A-Z]{2}$'),
  locale text not null default 'en' check (locale in ('en', 'ru')),
  reason text not null check (reason in ('service', 'billing_terms', 'price', 'other')),
  reason_note text,
  monthly_volume integer check (monthly_volume between 0 and 1000000000),
  old_provider_id uuid,
  old_provider_name text not null,
  contact_name text not null,
  contact_email text not null,
  contact_phone text,
  authorised_name text,
  authorised_email text,
  authorised_position text,
  source_business_id text check (source_business_id ~ '^[0-9]+$'),
  source_waba_id text check (source_waba_id ~ '^[0-9]+$'),
  source_phone_number_id text check (source_phone_number_id ~ '^[0-9]+$'),
  platform_account text,
  acknowledgements text[] not null default '{}',
  acknowledged_at timestamptz,
  route text check (route in ('R0', 'R1', 'R2', 'R3', 'R4', 'R5')),
  connection_id uuid,
  destination_waba_id text check (destination_waba_id ~ '^[0-9]+$'),
  destination_phone_number_id text check (destination_phone_number_id ~ '^[0-9]+$'),
  assignee_id uuid,
  window_starts_at timestamptz,
  window_ends_at timestamptz check (window_ends_at > window_starts_at),
  window_confirmed_at timestamptz,
  waiting_on text check (waiting_on in ('us', 'client', 'old_provider', 'meta')),
  next_action text,
  next_action_subject text,
  due_at timestamptz,
  hold_reason text,
  asked_at timestamptz,
  checks_passed integer not null default 0,
  checks_total integer not null default 0,
  readiness integer not null default 0 check (readiness between 0 and 100),
  tracks jsonb not null default '{"number":"pending","templates":"pending","webhook":"pending","billing":"pending",'
    '"security_pin":"pending","client_integration":"pending"}',
  registered_at timestamptz,
  closed_reason text,
  closed_note text,
  fence bigint not null default 0,
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  submitted_at timestamptz,
  completed_at timestamptz,
  route_answers jsonb not null default '{}',
  no_return_at timestamptz,
  signup_connection_id uuid,
  checks_read_at timestamptz,
  two_step_off_since timestamptz,
  two_step_alarmed_at timestamptz,
  counter_starts_at timestamptz,
  counter_ends_at timestamptz check (counter_ends_at > counter_starts_at),
  counter_note text check (length(counter_note) <= 1000),
  second_approved_by uuid,
  second_approved_at timestamptz,
  clock_code text,
  clock_measures text,
  clock_since timestamptz,
  clock_spent interval not null default '0',
  predicted_breach_at timestamptz,
  client_hours jsonb,
  client_time_zone text,
  webhook_received_at timestamptz,
  follows_id uuid,
  shared_at timestamptz,
  destination_account_kind text check (destination_account_kind in ('waba', 'messaging_account')),
  waac_id text check (waac_id ~ '^[0-9]{5,25}$'),
  client_account_model text check (client_account_model in ('old', 'new')),
  second_approved_for jsonb,
  window_confirmed_by uuid,
  window_confirmed_for jsonb,
  route_chosen_by uuid,
  route_chosen_at timestamptz,
  route_chosen_for jsonb,
  unique (provider_id, id),
  unique (provider_id, reference),
  foreign key (provider_id, client_id) references public.clients (provider_id, id),
  foreign key (provider_id, batch_id) references public.batches (provider_id, id),
  foreign key (provider_id, old_provider_id) references public.old_providers (provider_id, id),
  foreign key (provider_id, connection_id) references public.meta_connections (provider_id, id),
  foreign key (provider_id, assignee_id) references public.members (provider_id, id),
  foreign key (provider_id, signup_connection_id) references public.meta_connections (provider_id, id),
  check ((counter_starts_at is null) = (counter_ends_at is null)),
  check ((client_hours is null) = (client_time_zone is null))
);
comment on table public.migration_requests is 'One number on its way from the old provider to this one.';
comment on column public.migration_requests.phone_number is 'E.164.';
comment on column public.migration_requests.platform_account
  is 'The client''s account on the new platform, as the client names it; null until it is created.';
comment on column public.migration_requests.waiting_on
  is 'Derived from open checks, exceptions and steps; null once final.';
comment on column public.migration_requests.next_action
  is 'A code that the screens turn into one imperative line; next_action_subject names the check, exception or step.';
comment on column public.migration_requests.asked_at
  is 'When the provider asked the client for information that has not arrived yet.';
comment on column public.migration_requests.readiness
  is 'Percent of checks passed or waived; 0 while a hard one has failed.';
comment on column public.migration_requests.registered_at
  is 'Since when the number has worked here: register succeeded, or Meta says CONNECTED after a guided route.';
comment on column public.migration_requests.fence
  is 'Rises with every intent; an answer under an older fence is refused.';
comment on column public.migration_requests.version
  is 'Rises with every change; a command names the version that its author saw.';
comment on column public.migration_requests.route_answers
  is 'What only people can tell; shape: src/domain/routes/route-answers.ts. For staff.';
comment on column public.migration_requests.no_return_at
  is 'When the irreversible step was taken: register, or the one that a guided route marks as such.';
comment on column public.migration_requests.signup_connection_id
  is 'The access that the client granted in the signup window; it replaces the provider''s own.';
comment on column public.migration_requests.checks_read_at
  is 'The latest full reading of both sides; null before the first, and after a change of what must be read.';
comment on column public.migration_requests.two_step_off_since
  is 'Since when readings have shown two-step verification off: the number is unprotected meanwhile.';
comment on column public.migration_requests.counter_starts_at
  is 'The window that the client would prefer; null once it is answered.';
comment on column public.migration_requests.second_approved_by
  is 'Who approved the cut-over in the current window; a new window removes the approval.';
comment on column public.migration_requests.clock_code
  is 'The clock that measures the next action; null where none does.';
comment on column public.migration_requests.clock_measures
  is 'The next action, subject and owner for which the clock was started.';
comment on column public.migration_requests.clock_since is 'When it last began counting; null while it is paused.';
comment on column public.migration_requests.clock_spent is 'What it had counted before that, in its own measure.';
comment on column public.migration_requests.predicted_breach_at is 'When three quarters of the time limit are used up.';
comment on column public.migration_requests.client_hours
  is 'As provider_calendars.hours, in client_time_zone; null until the client has given them.';
comment on column public.migration_requests.webhook_received_at
  is 'When Meta''s first webhook about this number arrived after it was registered here: the webhook works.';
comment on column public.migration_requests.follows_id is 'The completed request whose alarm led to this one.';
comment on column public.migration_requests.shared_at
  is 'Since when both providers have served the number: a message was sent and one received through the new one.';
comment on column public.migration_requests.destination_account_kind
  is 'What destination_waba_id names: a WABA of the old account model, or a messaging account of the new one; null: '
  'not known.';
comment on column public.migration_requests.waac_id is
  'The WhatsApp account that holds the number in the new account model, as the signup window named it; no decision '
    'depends on it.';
comment on column public.migration_requests.client_account_model is
  'The account model as the client stated it; null: not known. The route advice uses it where staff have not '
    'answered; no step of the move does.';
comment on column public.migration_requests.second_approved_for
  is 'What was approved: private.cutover_facts at that moment.';
comment on column public.migration_requests.window_confirmed_for
  is 'What was agreed: private.date_facts at that moment.';
comment on column public.migration_requests.route_chosen_at
  is 'Null where a route is named but what it was chosen for has changed since.';
comment on column public.migration_requests.route_chosen_for
  is 'What it was chosen for: private.route_facts at that moment.';
-- One live request per number in the whole installation; the refusal never reveals whose the other is.
create unique index migration_requests_live_number on public.migration_requests (phone_number)
  where status in ('submitted', 'preparing', 'scheduled', 'cutover', 'monitoring');
create index migration_requests_client on public.migration_requests (client_id, updated_at desc, id desc);
-- The keys of which most requests have none hold only the others.
create index migration_requests_batch on public.migration_requests (provider_id, batch_id) where batch_id is not null;
create index migration_requests_old_provider on public.migration_requests (provider_id, old_provider_id)
  where old_provider_id is not null;
create index migration_requests_connection on public.migration_requests (provider_id, connection_id)
  where connection_id is not null;
create index migration_requests_assignee on public.migration_requests (provider_id, assignee_id)
  where assignee_id is not null;
create index migration_requests_signup_connection on public.migration_requests (provider_id, signup_connection_id)
  where signup_connection_id is not null;
create index migration_requests_unprotected on public.migration_requests (two_step_off_since)
  where two_step_alarmed_at is null and two_step_off_since is not null;
create index migration_requests_follows on public.migration_requests (provider_id, client_id, follows_id)
  where follows_id is not null;
create index migration_requests_filed_by on public.migration_requests (created_by, created_at);
create index migration_requests_window on public.migration_requests (window_starts_at) where status = 'scheduled';
create index migration_requests_destination_account on public.migration_requests (destination_waba_id)
  where destination_waba_id is not null;
create index migration_requests_source_account on public.migration_requests (source_waba_id)
  where source_waba_id is not null;
-- After the indexes: with no statistics on a new table, the planner prefers the latest suitable index, and this one
-- finds a single row for the foreign keys of a request's rows.
alter table public.migration_requests add unique (provider_id, client_id, id);
alter table public.migration_requests add constraint migration_requests_follows_fkey foreign key (provider_id,
  client_id, follows_id)
  references public.migration_requests (provider_id, client_id, id);
alter table public.migration_requests enable row level security;
alter table public.migration_requests force row level security;
revoke all on public.migration_requests from public, anon, authenticated, service_role;
grant select on public.migration_requests to service_role;
grant select (
  acknowledged_at, acknowledgements, asked_at, authorised_email, authorised_name, authorised_position, batch_id,
  predicted_breach_at, checks_passed, checks_read_at, checks_total, client_account_model, client_hours, client_id,
  client_time_zone, clock_code, clock_measures, clock_since, clock_spent, closed_note, closed_reason, completed_at,
  contact_email, contact_name, contact_phone, counter_ends_at, counter_note, counter_starts_at, created_at,
  created_by, destination_account_kind, destination_phone_number_id, destination_waba_id, due_at, fence, follows_id,
  hold_reason, id, locale, monthly_volume, next_action, next_action_subject, no_return_at, old_provider_id,
  old_provider_name, phone_country, phone_number, platform_account, provider_id, readiness, reason, reason_note,
  reference, registered_at, route, route_chosen_at, second_approved_at, shared_at, source_business_id,
  source_phone_number_id, source_waba_id, status, submitted_at, tracks, two_step_alarmed_at, two_step_off_since,
  updated_at, version, waac_id, waiting_on, webhook_received_at, window_confirmed_at, window_ends_at, window_starts_at
) on public.migration_requests to authenticated;

create table public.comments (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  visibility text not null check (visibility in ('internal', 'client')),
  author_id uuid not null,
  author_name text not null,
  author_side text not null check (author_side in ('provider', 'client')),
  body text not null check (length(body) between 1 and 4000),
  created_at timestamptz not null default now(),
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.comments is 'Messages to the client, and notes that clients never see.';
create index comments_request on public.comments (request_id, created_at);
alter table public.comments enable row level security;
alter table public.comments force row level security;
revoke all on public.comments from public, anon, authenticated, service_role;
grant select on public.comments to service_role;
grant select (
  author_name, author_side, body, client_id, created_at, id, provider_id, request_id, visibility
) on public.comments to authenticated;

create table public.events (
  id bigint generated always as identity primary key,
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  kind text not null,
  visibility text not null check (visibility in ('internal', 'client')),
  actor_kind text not null check (actor_kind in ('member', 'client', 'engine')),
  actor_id uuid,
  from_status text,
  to_status text,
  data jsonb not null default '{}',
  created_at timestamptz not null default now(),
  waiting_on text check (waiting_on in ('us', 'client', 'old_provider', 'meta')),
  next_action text,
  on_hold boolean not null default false,
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.events is 'One row per change, written with it in one transaction; never edited.';
comment on column public.events.waiting_on is 'Which side was waited on after the event.';
create index events_request on public.events (request_id, id);
alter table public.events enable row level security;
alter table public.events force row level security;
revoke all on public.events from public, anon, authenticated, service_role;
grant select on public.events to service_role;
grant select (
  actor_kind, client_id, created_at, data, from_status, id, kind, next_action, on_hold, provider_id, request_id,
  to_status, visibility, waiting_on
) on public.events to authenticated;
revoke all on sequence public.events_id_seq from public, anon, authenticated, service_role;

-- If two companies ask for one number, somebody may be trying to take it over. Both requests stop until the staff of
-- both have verified who may decide; neither learns whose the other is. Only before the point of no return: a number
-- that has moved must go on.
create table private.number_conflicts (
  id bigint generated always as identity primary key,
  phone_number text not null,
  live_request_id uuid not null references public.migration_requests (id),
  rival_request_id uuid not null references public.migration_requests (id),
  rival_person uuid not null,
  opened_at timestamptz not null default now(),
  reported_at timestamptz,
  stops_live boolean not null default true,
  unique (live_request_id, rival_person)
);
comment on table private.number_conflicts is
  'Who asked for a number that another company''s request was moving: once per person and request, so nobody can '
    'stop it again after it was settled.';
comment on column private.number_conflicts.reported_at
  is 'When the engine opened the exceptions; until then the row itself stops both.';
comment on column private.number_conflicts.stops_live
  is 'Whether the move waits too: its account was not proved, and nobody had verified before.';
create index number_conflicts_rival on private.number_conflicts (rival_request_id);
create index number_conflicts_person on private.number_conflicts (rival_person, opened_at);
create index number_conflicts_unreported on private.number_conflicts (id) where reported_at is null;
create index number_conflicts_opened on private.number_conflicts (opened_at);
alter table private.number_conflicts enable row level security;
alter table private.number_conflicts force row level security;
revoke all on private.number_conflicts from public, anon, authenticated, service_role;

-- Only staff see who is assigned to a request, what only people could tell about the route, who gave the second
-- approval, and which accesses the move uses. A row's policy lets its client read the row, and Postgres knows client
-- and staff as one role. So the API shows these columns to nobody, and staff read them from a separate row that clients
-- do not have.
-- The columns stay where they are: the engine and the commands judge them under the request's lock.
create table public.request_staff_data (
  request_id uuid primary key,
  provider_id uuid not null,
  assignee_id uuid,
  route_answers jsonb not null,
  second_approved_by uuid,
  unique (provider_id, request_id),
  -- With the columns in this order, REST sees one row of one request rather than a list.
  foreign key (request_id, provider_id) references public.migration_requests (id, provider_id) on delete cascade,
  foreign key (provider_id, assignee_id) references public.members (provider_id, id)
);
comment on table public.request_staff_data is
  'The fields of a request that only staff read; kept equal to it in the same transaction, and written by nothing '
    'else.';
comment on column public.request_staff_data.route_answers is 'Shape: src/domain/routes/route-answers.ts.';
create index request_staff_data_assignee on public.request_staff_data (provider_id, assignee_id);
alter table public.request_staff_data enable row level security;
alter table public.request_staff_data force row level security;
revoke all on public.request_staff_data from public, anon, authenticated, service_role;
grant select on public.request_staff_data to authenticated, service_role;

-- Counting a large provider's requests reads them all, so their numbers are kept: a row for each change, waiting for
-- nobody, and the sweep adds the rows up.
create table private.request_tallies (
  id bigint generated always as identity primary key,
  provider_id uuid not null references public.providers (id),
  status text not null,
  requests bigint not null
);
comment on table private.request_tallies
  is 'How many requests of a provider have a status: the sum of its rows. Kept by a trigger.';
create index request_tallies_provider on private.request_tallies (provider_id) include (status, requests);
alter table private.request_tallies enable row level security;
alter table private.request_tallies force row level security;
revoke all on private.request_tallies from public, anon, authenticated, service_role;

-- The list of requests, for staff: what it shows, filters and orders by, in rows a fraction as wide as a request. Each
-- order has its index, so a page of a tenant of any size is a walk of 25 steps; and a request itself, which changes
-- often, has few indexes to keep.
create table public.request_list (
  id uuid primary key,
  provider_id uuid not null,
  client_id uuid not null,
  -- Compared by bytes, so that its index finds beginnings.
  reference text collate "C" not null,
  phone_number text not null,
  phone_country text not null,
  client_name text not null,
  status text not null,
  waiting_on text,
  next_action text,
  next_action_subject text,
  hold_reason text,
  checks_passed integer not null,
  checks_total integer not null,
  readiness integer not null,
  due_at timestamptz,
  predicted_breach_at timestamptz,
  old_provider_name text not null,
  reason text not null,
  assignee_id uuid,
  updated_at timestamptz not null,
  due_order timestamptz not null,
  words text not null,
  unique (provider_id, id),
  unique (provider_id, reference),
  foreign key (id, provider_id) references public.migration_requests (id, provider_id) on delete cascade,
  foreign key (provider_id, client_id) references public.clients (provider_id, id),
  foreign key (provider_id, assignee_id) references public.members (provider_id, id)
);
comment on table public.request_list
  is 'A request as the list of staff shows it; kept by triggers, written by nothing else.';
comment on column public.request_list.due_order
  is 'due_at; what is never due comes last, the latest change first.';
comment on column public.request_list.words
  is 'What a search finds it by, in small letters and separated by |: number, company, the reference without zeros.';
create index request_list_updated on public.request_list (provider_id, updated_at desc, id desc);
create index request_list_due on public.request_list (provider_id, due_order, id);
create index request_list_status on public.request_list (provider_id, status, updated_at desc, id desc);
create index request_list_status_due on public.request_list (provider_id, status, due_order, id);
create index request_list_assignee on public.request_list (provider_id, assignee_id, updated_at desc, id desc);
create index request_list_assignee_due on public.request_list (provider_id, assignee_id, due_order, id);
create index request_list_waiting on public.request_list (provider_id, waiting_on, due_order, id)
  where waiting_on is not null;
create index request_list_old_provider on public.request_list (provider_id, old_provider_name, updated_at desc,
  id desc);
create index request_list_client on public.request_list (provider_id, client_id);
create index request_list_words on public.request_list using gin (words extensions.gin_trgm_ops);
-- A member belongs to one provider: without this, a filter by assignee expects a fifth of its rows, and sorts them.
create statistics public.request_list_assignees (dependencies) on provider_id, assignee_id from public.request_list;
-- How rare a part of a word is decides whether its index or the list's own order finds the newest matches first.
alter table public.request_list alter column words set statistics 1000;
alter table public.request_list enable row level security;
alter table public.request_list force row level security;
revoke all on public.request_list from public, anon, authenticated, service_role;
grant select on public.request_list to authenticated, service_role;

alter table public.meta_connections add foreign key (provider_id, request_id)
  references public.migration_requests (provider_id, id);

-- Holds what must be true before a number moves, the evidence, and the readings of Meta behind it.

create table private.check_catalogue (
  code text primary key,
  position integer not null unique,
  owner text not null check (owner in ('us', 'client', 'old_provider', 'meta')),
  hard boolean not null,
  source text not null check (source in ('api', 'application', 'person')),
  predicts text[] not null default '{}'
);
comment on table private.check_catalogue is 'The same list as src/domain/checks/check-catalogue.ts, made from it.';
comment on column private.check_catalogue.predicts is 'The exceptions that a failure predicts, the most likely first.';
alter table private.check_catalogue enable row level security;
alter table private.check_catalogue force row level security;
revoke all on private.check_catalogue from public, anon, authenticated, service_role;

-- Meta is read again before the evidence grows old. These settings say what is due, who reads it, and how many calls
-- that may cost.
create table private.reading_settings (
  only_row boolean primary key default true check (only_row),
  stale_after interval not null default '24 hours',
  reread_after interval not null default '20 hours',
  watch_every interval not null default '15 minutes',
  off_alarm_after interval not null default '48 hours',
  calls_per_hour integer not null default 200,
  share numeric not null default 0.6 check (share > 0 and share <= 1),
  calls_per_reading integer not null default 4,
  two_step_pauses interval[] not null default '{15 minutes,1 hour,6 hours}' check (cardinality(two_step_pauses) > 0),
  at_once integer not null default 8 check (at_once between 1 and 50)
);
comment on table private.reading_settings
  is 'The one place that says how old evidence may grow and how often it is read again.';
comment on column private.reading_settings.watch_every
  is 'The time between two readings of what stopped a move, and how long a request rests before its first.';
comment on column private.reading_settings.off_alarm_after
  is 'How long two-step verification may be off without a move; after that the number is unprotected: an alarm.';
comment on column private.reading_settings.calls_per_hour
  is 'Meta''s limit for an account without a registered number, such as a new destination.';
comment on column private.reading_settings.share
  is 'The share of the limit that automatic readings may use; the rest is for people and the move.';
comment on column private.reading_settings.calls_per_reading
  is 'What a full reading costs of the destination''s limit.';
comment on column private.reading_settings.two_step_pauses is
  'The times between two readings of two-step verification that is not off: the longest that is no longer than it '
    'has been watched, at least the shortest.';
comment on column private.reading_settings.at_once is 'How many readings one call of the tick makes at once.';
alter table private.reading_settings enable row level security;
alter table private.reading_settings force row level security;
revoke all on private.reading_settings from public, anon, authenticated, service_role;

insert into private.reading_settings default values on conflict do nothing;

-- Keeps the evidence of a check beside what people claim about it. Where Meta can be read, Meta wins and the
-- contradiction is kept; where it cannot, a person's statement or a document counts and is labelled as such.
create table public.checks (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  code text not null references private.check_catalogue (code),
  status text not null default 'pending' check (status in ('pending', 'passed', 'failed', 'waived', 'stale')),
  evidence_kind text check (evidence_kind in ('api', 'document', 'person')),
  evidence_field text,
  evidence_value text,
  cause text,
  read_at timestamptz,
  updated_at timestamptz not null default now(),
  evidence_parts jsonb,
  claim_kind text check (claim_kind in ('document', 'person')),
  claimed_value text,
  claimed_by uuid,
  claimed_side text check (claimed_side in ('provider', 'client')),
  claimed_at timestamptz,
  contradicted_at timestamptz,
  waived_by uuid,
  waived_at timestamptz,
  waived_reason text,
  unique (request_id, code),
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.checks
  is 'What must be true before a number can move, with the evidence and the time it was read.';
comment on column public.checks.cause is 'Why it could not be read, or the exception code that it predicts.';
comment on column public.checks.evidence_parts
  is 'Every field that was read, [{field, value}]; evidence_field is the one that decided.';
comment on column public.checks.claimed_value
  is 'What a person or a document claims about a check that Meta''s API answers.';
comment on column public.checks.contradicted_at is 'Since when Meta has contradicted the claim.';
comment on column public.checks.waived_reason is 'Why the check does not matter here; for staff only.';
create index checks_request on public.checks (provider_id, client_id, request_id);
create index checks_growing_old on public.checks (read_at)
  where status = 'passed' and (evidence_kind = 'api' or claim_kind is not null);
-- Required by the foreign key of check_staff_data; after the indexes, as in migration_requests.
alter table public.checks add constraint checks_tenant unique (id, provider_id);
alter table public.checks enable row level security;
alter table public.checks force row level security;
revoke all on public.checks from public, anon, authenticated, service_role;
grant select on public.checks to service_role;
grant select (
  cause, claim_kind, claimed_at, claimed_side, client_id, code, contradicted_at, evidence_field, evidence_kind,
  evidence_parts, id, provider_id, read_at, request_id, status, updated_at, waived_at
) on public.checks to authenticated;

create table public.snapshots (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  side text not null check (side in ('source', 'destination')),
  moment text not null check (moment in ('check', 'before', 'after')),
  taken_at timestamptz not null default now(),
  data jsonb not null,
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.snapshots is 'What Meta reported about the number and its WABA at one moment.';
create index snapshots_request on public.snapshots (request_id, taken_at desc);
alter table public.snapshots enable row level security;
alter table public.snapshots force row level security;
revoke all on public.snapshots from public, anon, authenticated, service_role;
grant select on public.snapshots to authenticated, service_role;

create table private.readings (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  request_id uuid not null,
  scope text not null check (scope in ('all', 'two_step')),
  asked boolean not null,
  waba_id text,
  calls integer not null,
  worker text not null,
  opened_at timestamptz not null default now(),
  lease_until timestamptz not null,
  closed_at timestamptz,
  outcome text check (outcome in ('recorded', 'failed', 'lost')),
  foreign key (provider_id, request_id) references public.migration_requests (provider_id, id)
);
comment on table private.readings
  is 'Current and past readings of Meta, kept for a week: the lease of a worker and the count of calls.';
comment on column private.readings.asked is 'Whether a person requested it.';
create unique index readings_one_open on private.readings (request_id) where closed_at is null;
create index readings_request on private.readings (provider_id, request_id);
create index readings_latest on private.readings (request_id, opened_at desc);
create index readings_closed on private.readings (closed_at);
create index readings_budget on private.readings (provider_id, waba_id, opened_at);
alter table private.readings enable row level security;
alter table private.readings force row level security;
revoke all on private.readings from public, anon, authenticated, service_role;

-- Only staff see what staff record about a check: why and by whom it was waived, and the statement or document that
-- serves as evidence. The client reads the state of the check, when it was read, and what Meta shows in evidence_parts.
-- As in migration_requests, the columns stay where they are for the engine and the commands, and staff read a separate
-- row.
create table public.check_staff_data (
  check_id uuid primary key,
  provider_id uuid not null,
  evidence_value text,
  claimed_value text,
  waived_reason text,
  waiving_member_id uuid,
  unique (provider_id, check_id),
  -- With the columns in this order, REST sees one row of one check rather than a list.
  foreign key (check_id, provider_id) references public.checks (id, provider_id) on delete cascade,
  foreign key (provider_id, waiving_member_id) references public.members (provider_id, id) on delete
    set null (waiving_member_id)
);
comment on table public.check_staff_data is
  'The fields of a check that only staff read; kept equal to it in the same transaction, and written by nothing '
    'else.';
comment on column public.check_staff_data.waiving_member_id
  is 'Who waived it; also null where their account no longer exists.';
create index check_staff_data_waiving_member on public.check_staff_data (provider_id, waiving_member_id);
alter table public.check_staff_data enable row level security;
alter table public.check_staff_data force row level security;
revoke all on public.check_staff_data from public, anon, authenticated, service_role;
grant select on public.check_staff_data to authenticated, service_role;

-- What Meta reports about a number or an account that a move still waits for is read at once, not at the next scheduled
-- reading: two-step verification that has just been switched off, or a review that has ended.
create table private.reading_prompts (
  request_id uuid primary key,
  provider_id uuid not null,
  scope text not null check (scope in ('all', 'two_step')),
  prompted_at timestamptz not null,
  foreign key (provider_id, request_id) references public.migration_requests (provider_id, id)
);
comment on table private.reading_prompts
  is 'Meta''s latest report that makes a request''s checks worth reading again; a later reading has dealt with it.';
create index reading_prompts_request on private.reading_prompts (provider_id, request_id);
create index reading_prompts_prompted on private.reading_prompts (prompted_at);
alter table private.reading_prompts enable row level security;
alter table private.reading_prompts force row level security;
revoke all on private.reading_prompts from public, anon, authenticated, service_role;

-- People type the ids of the old account. The provider's token is used on them only where Meta has shown the request's
-- own number there. This table keeps the proved ids; other ids have to be proved anew.
create table private.source_proofs (
  request_id uuid primary key references public.migration_requests (id) on delete cascade,
  waba_id text,
  phone_number_id text,
  proved_at timestamptz not null default now()
);
comment on table private.source_proofs
  is 'For which ids of the old account Meta has shown the request''s number there, and when.';
create index source_proofs_account on private.source_proofs (waba_id) where waba_id is not null;
alter table private.source_proofs enable row level security;
alter table private.source_proofs force row level security;
revoke all on private.source_proofs from public, anon, authenticated, service_role;

-- Holds what can go wrong, as data, and what did.

-- Lists as data what can go wrong. Two commands belong to people: open what only they can know of, and settle what only
-- they can.
create table private.exception_catalogue (
  code text primary key,
  position integer not null unique,
  owner text not null check (owner in ('us', 'client', 'old_provider', 'meta')),
  retry text not null check (retry in ('automatic', 'watched', 'by_hand', 'never')),
  settled_by_hand boolean not null,
  watched_by text[] not null default '{}',
  opened_in text[] not null default '{}',
  block interval
);
comment on table private.exception_catalogue
  is 'The same list as src/domain/exceptions/exception-catalogue.ts, made from it.';
comment on column private.exception_catalogue.settled_by_hand
  is 'Whether a person may report that it is settled: nothing else would settle it, and no step is stopped by it.';
comment on column private.exception_catalogue.watched_by is 'Checks that close it when a reading turns them to passed.';
comment on column private.exception_catalogue.opened_in
  is 'The statuses in which staff may open it: only people can know of it.';
comment on column private.exception_catalogue.block is
  'How long Meta blocks the step after its answer, if trying before the end lengthens the block; null: at most it '
    'asks to wait.';
alter table private.exception_catalogue enable row level security;
alter table private.exception_catalogue force row level security;
revoke all on private.exception_catalogue from public, anon, authenticated, service_role;

create table public.request_exceptions (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  code text not null,
  owner text not null check (owner in ('us', 'client', 'old_provider', 'meta')),
  step text,
  opened_at timestamptz not null default now(),
  resolved_at timestamptz,
  closed_by text check (closed_by in ('person', 'reading')),
  retried_at timestamptz,
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.request_exceptions
  is 'What went wrong, by its code in the exception catalogue; several may be open at once.';
comment on column public.request_exceptions.closed_by
  is 'What said that it is over: a person or a reading; null: the step that met it, or its end.';
comment on column public.request_exceptions.retried_at is
  'When a person retried its step; it stays open until that attempt succeeds. Null again after an attempt that '
    'failed.';
create index request_exceptions_request on public.request_exceptions (request_id, opened_at);
create unique index request_exceptions_one_open on public.request_exceptions (request_id, code)
  where resolved_at is null;
-- Required by the foreign key of exception_payloads; after the indexes, as in migration_requests.
alter table public.request_exceptions add constraint request_exceptions_tenant unique (provider_id, id);
alter table public.request_exceptions enable row level security;
alter table public.request_exceptions force row level security;
revoke all on public.request_exceptions from public, anon, authenticated, service_role;
grant select on public.request_exceptions to authenticated, service_role;

-- Meta's answer belongs to an exception of the same provider: the key enforces it, not only the functions.
create table public.exception_payloads (
  exception_id uuid primary key,
  provider_id uuid not null references public.providers (id),
  payload jsonb not null,
  fbtrace_id text,
  constraint exception_payloads_exception foreign key (provider_id, exception_id)
    references public.request_exceptions (provider_id, id)
);
comment on table public.exception_payloads is 'Meta''s redacted answer behind an exception: for staff only.';
create index exception_payloads_exception on public.exception_payloads (provider_id, exception_id);
alter table public.exception_payloads enable row level security;
alter table public.exception_payloads force row level security;
revoke all on public.exception_payloads from public, anon, authenticated, service_role;
grant select on public.exception_payloads to authenticated, service_role;

-- Records the windows that were announced.

-- The client may answer a date with another, and the start requires fresh checks, an open window and, where the
-- provider wants it, a second person.
-- An agreed window is announced once each: a day before it, an hour before it, and when it passed unused.
create table private.window_notices (
  request_id uuid not null references public.migration_requests (id),
  window_starts_at timestamptz not null,
  kind text not null check (kind in ('window.day_before', 'window.hour_before', 'window.missed')),
  notified_at timestamptz not null default now(),
  primary key (request_id, window_starts_at, kind)
);
comment on table private.window_notices is 'Which notices of which window have been sent.';
alter table private.window_notices enable row level security;
alter table private.window_notices force row level security;
revoke all on private.window_notices from public, anon, authenticated, service_role;

-- Holds the steps of a move, the intents written before each call, halts and pauses.

create table private.step_catalogue (
  step text primary key,
  position integer not null unique,
  status text not null check (status in ('cutover', 'monitoring')),
  trigger text not null check (trigger in ('automatic', 'person', 'approval', 'manual')),
  repeatable boolean not null,
  budget integer,
  budget_window interval,
  pause interval,
  waits_on text not null,
  action text not null,
  irreversible boolean not null default false,
  done_by text check (done_by in ('staff', 'client', 'either')),
  asks_digits boolean not null default false,
  constraint step_catalogue_manual check ((trigger = 'manual') = (done_by is not null))
);
comment on table private.step_catalogue
  is 'Every step of every route, as in src/domain/cutover/step-catalogue.ts, made from it.';
comment on column private.step_catalogue.repeatable
  is 'Whether a step whose outcome is unknown may simply be run again.';
comment on column private.step_catalogue.budget
  is 'Intents per number in a moving budget_window, counted when the intent is written.';
comment on column private.step_catalogue.pause is 'The shortest time between two intents.';
comment on column private.step_catalogue.position
  is 'The order in the catalogue only; a route has its own in private.route_steps.';
comment on column private.step_catalogue.irreversible
  is 'Once done, the step cannot be undone: it needs the last four digits of the number.';
comment on column private.step_catalogue.done_by is 'Who marks a manual step done.';
comment on column private.step_catalogue.asks_digits
  is 'Whether the approval asks for the last four digits of the number.';
alter table private.step_catalogue enable row level security;
alter table private.step_catalogue force row level security;
revoke all on private.step_catalogue from public, anon, authenticated, service_role;

-- The kill switch: while the moves of one provider, or of all, are halted, no step of a move begins. A step under way
-- ends as it would have; nothing is lost, and everything resumes when the halt ends.
create table private.halts (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid references public.providers (id),
  reason text not null check (length(trim(reason)) between 1 and 500),
  started_at timestamptz not null default now(),
  started_by uuid,
  ended_at timestamptz,
  ended_by uuid
);
comment on table private.halts is 'Kept after they end; a halt without a provider holds for the whole installation.';
create unique index halts_one_open on private.halts (coalesce(provider_id, '00000000-0000-0000-0000-000000000000'))
  where ended_at is null;
create index halts_provider on private.halts (provider_id);
alter table private.halts enable row level security;
alter table private.halts force row level security;
revoke all on private.halts from public, anon, authenticated, service_role;

-- Where Portdesk must not call Meta for a while: an account or app that has used up its calls, or a breaker that opened
-- after consecutive failures. Counted separately for each provider, so one provider's failures do not stop another's
-- moves.
create table private.graph_pauses (
  provider_id uuid not null references public.providers (id),
  kind text not null check (kind in ('app', 'waba')),
  id text not null,
  failures integer not null default 0,
  closed_until timestamptz,
  breaker_until timestamptz,
  primary key (provider_id, kind, id)
);
comment on table private.graph_pauses is 'failures: consecutive calls that Meta did not properly answer.';
comment on column private.graph_pauses.closed_until
  is 'What Meta''s headers ask for: none of Portdesk''s own calls begins before then. It only expires.';
comment on column private.graph_pauses.breaker_until
  is 'How long consecutive failures block calls; a call that Meta answers lifts the block.';
alter table private.graph_pauses enable row level security;
alter table private.graph_pauses force row level security;
revoke all on private.graph_pauses from public, anon, authenticated, service_role;

create table public.cutover_steps (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  step text not null,
  position integer not null,
  state text not null default 'pending' check (state in ('pending', 'running', 'done', 'skipped', 'failed', 'unknown')),
  attempts integer not null default 0,
  wait_until timestamptz,
  authorised_by uuid,
  authorised_at timestamptz,
  authorisation jsonb,
  started_at timestamptz,
  finished_at timestamptz,
  result jsonb,
  called_at timestamptz,
  pin_shown_at timestamptz,
  pin_set_at timestamptz,
  wait_from timestamptz,
  blocked_until timestamptz,
  unique (request_id, step),
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.cutover_steps is 'The move as rows: whatever is stored here survives every crash.';
comment on column public.cutover_steps.authorisation
  is 'A person''s approval for exactly one attempt; removed when its intent is written. Never a code or a PIN.';
comment on column public.cutover_steps.result is 'Safe to show: ids, states, counts.';
comment on column public.cutover_steps.called_at
  is 'When its last call was about to be made; started_at belongs to its first.';
comment on column public.cutover_steps.pin_shown_at is
  'For register: when the person who approved it confirmed that they were shown that PIN and noted it; null: nobody '
    'has.';
comment on column public.cutover_steps.pin_set_at is
  'For register: when the PIN of its call became, or may have become, the number''s; a time before called_at '
    'belongs to an earlier call.';
comment on column public.cutover_steps.wait_from is 'When the wait until wait_until began.';
comment on column public.cutover_steps.blocked_until is 'Until when Meta blocks the step: nobody may try it earlier.';
create index cutover_steps_request on public.cutover_steps (provider_id, client_id, request_id);
create index cutover_steps_open on public.cutover_steps (request_id, position) where state not in ('done', 'skipped');
alter table public.cutover_steps enable row level security;
alter table public.cutover_steps force row level security;
revoke all on public.cutover_steps from public, anon, authenticated, service_role;
grant select on public.cutover_steps to service_role;
grant select (
  attempts, authorised_at, blocked_until, called_at, client_id, finished_at, id, pin_set_at, pin_shown_at, position,
  provider_id, request_id, result, started_at, state, step, wait_from, wait_until
) on public.cutover_steps to authenticated;

create table private.intents (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  request_id uuid not null,
  step text not null references private.step_catalogue (step),
  kind text not null check (kind in ('call', 'reconcile')),
  phone_number text not null,
  fence bigint not null,
  worker text not null,
  lease_until timestamptz not null,
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  outcome text check (outcome in ('done', 'skipped', 'again', 'failed', 'unknown')),
  answer jsonb,
  blocked_step text references private.step_catalogue (step),
  blocked_until timestamptz,
  is_block boolean not null default false,
  lifted_at timestamptz,
  is_unsent boolean not null
  generated always as (step = 'request_code' and blocked_until is not null) stored,
  foreign key (provider_id, request_id) references public.migration_requests (provider_id, id)
);
comment on table private.intents
  is 'What the engine was about to do, written before the call; at most one open per request.';
comment on column private.intents.blocked_step
  is 'The step that no request for the number may run before blocked_until.';
comment on column private.intents.is_block
  is 'Whether blocked_until is the end of a block of Meta''s, which no person can lift early.';
comment on column private.intents.lifted_at is 'When a person cut the wait short.';
comment on column private.intents.is_unsent
  is 'Whether Meta sent no code and said how long to wait; such an attempt uses up nothing.';
create unique index intents_one_open on private.intents (request_id) where closed_at is null;
create index intents_budget on private.intents (phone_number, step, opened_at);
create index intents_request on private.intents (provider_id, request_id);
create index intents_step on private.intents (step);
create index intents_served on private.intents (provider_id, opened_at desc);
create index intents_blocked on private.intents (phone_number, blocked_step, blocked_until)
  where blocked_until is not null;
alter table private.intents enable row level security;
alter table private.intents force row level security;
revoke all on private.intents from public, anon, authenticated, service_role;

-- One provider's thousands move faster while others are idle, and some room is always left for a provider that comes.
create table private.move_settings (
  only_row boolean primary key default true check (only_row),
  at_once integer not null default 8 check (at_once between 1 and 50),
  per_provider integer not null default 5 check (per_provider between 1 and 50),
  kept_free integer not null default 2 check (kept_free >= 0)
);
comment on table private.move_settings is 'How many steps of moves one call of the tick takes at once.';
comment on column private.move_settings.per_provider is 'How many of them may belong to one provider.';
comment on column private.move_settings.kept_free is
  'How many places remain free when a provider gets more than one, for providers that have none.';
alter table private.move_settings enable row level security;
alter table private.move_settings force row level security;
revoke all on private.move_settings from public, anon, authenticated, service_role;

insert into private.move_settings default values on conflict do nothing;

-- Lists the steps of each route, and the checks that it does not need.

-- The six routes: the steps each takes, the checks it does not need, and what people have answered about an account.
create table private.route_steps (
  route text not null check (route in ('R0', 'R1', 'R2', 'R3', 'R4', 'R5')),
  step text not null references private.step_catalogue (step),
  position integer not null,
  primary key (route, step),
  unique (route, position)
);
comment on table private.route_steps
  is 'The steps of each route in their order, as in src/domain/cutover/route-steps.ts, made from it.';
create index route_steps_step on private.route_steps (step);
alter table private.route_steps enable row level security;
alter table private.route_steps force row level security;
revoke all on private.route_steps from public, anon, authenticated, service_role;

create table private.route_needless_checks (
  route text not null check (route in ('R0', 'R1', 'R2', 'R3', 'R4', 'R5')),
  code text not null references private.check_catalogue (code),
  primary key (route, code)
);
comment on table private.route_needless_checks
  is 'Checks that a route does not need, or answers while it runs, as in src/domain/routes/route-catalogue.ts, made '
  'from it.';
create index route_needless_checks_code on private.route_needless_checks (code);
alter table private.route_needless_checks enable row level security;
alter table private.route_needless_checks force row level security;
revoke all on private.route_needless_checks from public, anon, authenticated, service_role;

-- Holds templates with their forecast and outcome, and the readings after the move.

create table public.templates (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  name text not null,
  language text not null,
  category text,
  source_template_id text,
  source_status text,
  source_quality text,
  destination_template_id text,
  destination_status text,
  outcome text not null check (outcome in ('kept', 'lost', 'pending')),
  why text not null,
  updated_at timestamptz not null default now(),
  forecast text check (forecast in ('kept', 'kept_by_api', 'at_risk', 'lost')),
  forecast_why text,
  collides boolean not null default false,
  monthly_sends bigint check (monthly_sends >= 0),
  unique (request_id, name, language),
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id),
  check ((forecast is null) = (forecast_why is null))
);
comment on table public.templates is 'The fate of every template of the source WABA.';
comment on column public.templates.forecast
  is 'As src/domain/templates/template-forecast.ts judged it before the move; null without a forecast.';
comment on column public.templates.collides
  is 'The destination already had one of this name and language: that one stays as it is.';
comment on column public.templates.monthly_sends is 'Messages a month, as a person estimated; null where nobody did.';
create index templates_request on public.templates (provider_id, client_id, request_id);
alter table public.templates enable row level security;
alter table public.templates force row level security;
revoke all on public.templates from public, anon, authenticated, service_role;
grant select on public.templates to authenticated, service_role;

-- What will happen to the templates, predicted before the move and compared with what did happen.
create table public.template_forecasts (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null unique,
  taken_at timestamptz not null default now(),
  summary jsonb not null,
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.template_forecasts
  is 'The latest forecast of a request: counts and slots, as in src/domain/templates/forecast-schema.ts.';
create index template_forecasts_request on public.template_forecasts (provider_id, client_id, request_id);
alter table public.template_forecasts enable row level security;
alter table public.template_forecasts force row level security;
revoke all on public.template_forecasts from public, anon, authenticated, service_role;
grant select on public.template_forecasts to authenticated, service_role;

-- After the move the templates are read again at once, after a day and after a week, and the missing ones are copied
-- again on request. The download of the old texts as a backup is recorded.
create table public.template_readings (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  moment text not null check (moment in ('0h', '24h', '7d', 'webhook')),
  due_at timestamptz not null,
  tried_at timestamptz,
  attempts integer not null default 0,
  taken_at timestamptz,
  cause text,
  summary jsonb,
  given_up_at timestamptz,
  unique (request_id, moment),
  check ((taken_at is null) = (summary is null)),
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.template_readings is
  'Readings of the templates after the move. The one at 0 hours is the comparison of the move itself; the one that '
    'Meta prompts is repeated each time.';
comment on column public.template_readings.cause
  is 'Why the last attempt could not read them: an exception code or a kind of failure.';
comment on column public.template_readings.summary is 'As src/domain/templates/template-reading.ts describes it.';
comment on column public.template_readings.given_up_at
  is 'When the last attempt had failed and the alarm was raised; a new prompt starts it again.';
create index template_readings_request on public.template_readings (provider_id, client_id, request_id);
create index template_readings_due on public.template_readings (due_at) where taken_at is null;
alter table public.template_readings enable row level security;
alter table public.template_readings force row level security;
revoke all on public.template_readings from public, anon, authenticated, service_role;
grant select on public.template_readings to authenticated, service_role;

-- Holds calendars, open periods, clocks and their notices.

-- When a provider's people work: the calendar that an admin keeps, and the open periods calculated from it.
create table public.provider_calendars (
  provider_id uuid primary key references public.providers (id),
  hours jsonb not null default
    '[{"weekday":1,"from":540,"to":1080},{"weekday":2,"from":540,"to":1080},{"weekday":3,"from":540,"to":1080},'
    '{"weekday":4,"from":540,"to":1080},{"weekday":5,"from":540,"to":1080}]',
  observe_holidays boolean not null default true,
  closed_days date[] not null default '{}',
  holidays jsonb not null default '[]',
  changed_at timestamptz not null default now(),
  built_at timestamptz
);
comment on table public.provider_calendars
  is 'Weekly hours and closures of a provider, in the provider''s time zone and country.';
comment on column public.provider_calendars.hours
  is '[{weekday: 1 for Monday, from, to: minutes from midnight, local}].';
comment on column public.provider_calendars.closed_days
  is 'The provider''s own closures, in addition to the public holidays.';
comment on column public.provider_calendars.holidays
  is 'The coming public holidays, as last calculated: [{date, name}].';
comment on column public.provider_calendars.built_at is 'When the open periods were last calculated; null: never.';
alter table public.provider_calendars enable row level security;
alter table public.provider_calendars force row level security;
revoke all on public.provider_calendars from public, anon, authenticated, service_role;
grant select on public.provider_calendars to authenticated, service_role;

create table public.open_periods (
  provider_id uuid not null references public.providers (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  primary key (provider_id, starts_at)
);
comment on table public.open_periods
  is 'When a provider is open. Past periods stay as they were when the calendar changes, so time once counted is kept.';
alter table public.open_periods enable row level security;
alter table public.open_periods force row level security;
revoke all on public.open_periods from public, anon, authenticated, service_role;
grant select on public.open_periods to authenticated, service_role;

-- One clock measures each next action, in the provider's open time or in all time; it pauses while the request is on
-- hold and waiting on us. Each event records which side was waited on after it, so every moment is attributed to a
-- side.
create table private.clock_catalogue (
  code text primary key,
  owner text not null check (owner in ('us', 'client', 'old_provider', 'meta')),
  counts text not null check (counts in ('business', 'wall')),
  minutes integer not null check (minutes > 0),
  actions text[] not null default '{}',
  is_default boolean not null default false
);
comment on table private.clock_catalogue is 'The same list as src/domain/clocks/clock-catalogue.ts, made from it.';
create unique index clock_catalogue_default on private.clock_catalogue (owner) where is_default;
alter table private.clock_catalogue enable row level security;
alter table private.clock_catalogue force row level security;
revoke all on private.clock_catalogue from public, anon, authenticated, service_role;

create table public.clock_targets (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  code text not null references private.clock_catalogue (code),
  minutes integer not null check (minutes between 1 and 525600),
  valid_from timestamptz not null default now(),
  set_by uuid
);
comment on table public.clock_targets
  is 'Time limits that a provider has set; the latest is in force, and none is ever changed.';
create index clock_targets_provider on public.clock_targets (provider_id, code, valid_from desc);
create index clock_targets_code on public.clock_targets (code);
alter table public.clock_targets enable row level security;
alter table public.clock_targets force row level security;
revoke all on public.clock_targets from public, anon, authenticated, service_role;
grant select on public.clock_targets to authenticated, service_role;

-- The clocks themselves act on these requests: reminders, escalations, expiry; each notice once per clock.
create table private.clock_notices (
  request_id uuid not null references public.migration_requests (id),
  clock_since timestamptz not null,
  kind text not null,
  notified_at timestamptz not null default now(),
  primary key (request_id, clock_since, kind)
);
comment on table private.clock_notices is 'Which notices of which clock have been sent.';
alter table private.clock_notices enable row level security;
alter table private.clock_notices force row level security;
revoke all on private.clock_notices from public, anon, authenticated, service_role;

-- These clocks measure how long a part of the whole request takes. Its events start, pause and end them, as
-- src/domain/clocks/request-clocks.ts reads them; a test runs both against the same events. Stored here, their due
-- notices are found without reading any event.
create table private.elapsed_clocks (
  request_id uuid not null references public.migration_requests (id),
  code text not null references private.clock_catalogue (code),
  started_at timestamptz not null,
  since timestamptz,
  spent interval not null default '0',
  predicted_breach_at timestamptz,
  due_at timestamptz,
  primary key (request_id, code)
);
comment on table private.elapsed_clocks is 'Clocks that are running or paused; a clock that has ended is deleted.';
comment on column private.elapsed_clocks.since is 'When it last began counting; null while it is paused.';
comment on column private.elapsed_clocks.spent is 'What it had counted before that, in its own measure.';
create index elapsed_clocks_code on private.elapsed_clocks (code);
alter table private.elapsed_clocks enable row level security;
alter table private.elapsed_clocks force row level security;
revoke all on private.elapsed_clocks from public, anon, authenticated, service_role;

-- One table says how long after a clock's start each notice follows. Elapsed times of the whole request are predicted
-- and breached like any other clock.
create table private.notice_catalogue (
  kind text primary key,
  minutes integer not null check (minutes > 0)
);
comment on table private.notice_catalogue is
  'The same list as src/domain/clocks/notice-catalogue.ts, in all hours after the clock''s start, made from it; an '
    'operator may change the minutes.';
alter table private.notice_catalogue enable row level security;
alter table private.notice_catalogue force row level security;
revoke all on private.notice_catalogue from public, anon, authenticated, service_role;

alter table public.migration_requests add foreign key (clock_code) references private.clock_catalogue (code);

-- Holds what is known of a number after its move, and what people do with it.

-- Shows people whether messages pass while a number is being moved: never what they say or who wrote them.
create table public.message_sightings (
  id bigint generated always as identity primary key,
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  direction text not null check (direction in ('in', 'out')),
  message_hash text not null,
  status text not null check (status in ('received', 'sent', 'delivered', 'read', 'failed', 'deleted')),
  at timestamptz not null,
  seen_at timestamptz not null default now(),
  error_code integer,
  error_title text check (length(error_title) <= 300),
  unique (request_id, direction, message_hash, status),
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.message_sightings
  is 'Records that messages passed while a number is being moved: never their text or who wrote them.';
comment on column public.message_sightings.message_hash
  is 'SHA-256 of Meta''s message id in hex; the id itself holds a telephone number.';
comment on column public.message_sightings.at is 'As Meta dates it, but never later than it was received.';
comment on column public.message_sightings.error_code is 'For failed messages: Meta''s number, where it gives one.';
comment on column public.message_sightings.error_title
  is 'For failed messages: Meta''s title without anything that names people; its details are not kept.';
create index message_sightings_request on public.message_sightings (request_id, id desc);
alter table public.message_sightings enable row level security;
alter table public.message_sightings force row level security;
revoke all on public.message_sightings from public, anon, authenticated, service_role;
grant select on public.message_sightings to authenticated, service_role;

-- After the move the number is read again: at once, after a day, after three days and after a week, and on request. The
-- findings settle tracks and exceptions; after completion a problem becomes an alarm.
create table public.monitoring_checks (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  moment text not null,
  due_at timestamptz not null,
  tried_at timestamptz,
  attempts integer not null default 0,
  taken_at timestamptz,
  cause text,
  points jsonb,
  given_up_at timestamptz,
  check ((taken_at is null) = (points is null)),
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id),
  constraint monitoring_checks_moment_check
  check (moment in ('0h', '24h', '72h', '7d', 'manual', 'webhook', 'again'))
);
comment on table public.monitoring_checks is 'Readings of the number after its move, each kept for the proof.';
comment on column public.monitoring_checks.cause
  is 'Why the last attempt could not read it: an exception code or a kind of failure.';
comment on column public.monitoring_checks.points is 'As src/domain/monitoring/monitoring-check.ts describes them.';
comment on column public.monitoring_checks.given_up_at
  is 'When the last attempt had failed and the alarm was raised; a new request or prompt starts it again.';
create unique index monitoring_checks_manual on public.monitoring_checks (request_id) where moment = 'manual'
  and taken_at is null;
create index monitoring_checks_request on public.monitoring_checks (provider_id, client_id, request_id);
create index monitoring_checks_due on public.monitoring_checks (due_at) where taken_at is null;
create unique index monitoring_checks_webhook on public.monitoring_checks (request_id) where moment = 'webhook'
  and taken_at is null;
create unique index monitoring_checks_planned on public.monitoring_checks (request_id, moment)
  where moment not in ('manual', 'webhook', 'again');
create unique index monitoring_checks_again on public.monitoring_checks (request_id) where moment = 'again'
  and taken_at is null;
alter table public.monitoring_checks enable row level security;
alter table public.monitoring_checks force row level security;
revoke all on public.monitoring_checks from public, anon, authenticated, service_role;
grant select on public.monitoring_checks to authenticated, service_role;

-- What people and Portdesk do with a number just moved: give it a new PIN, send a test message, and measure with small
-- messages how long it could not send or receive. Each call has its row before it is made.
create table public.pin_settings (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  set_by uuid not null,
  side text not null check (side in ('member', 'client')),
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  outcome text check (outcome in ('set', 'refused', 'unknown')),
  shown_at timestamptz,
  confirmed boolean,
  check ((closed_at is null) = (outcome is null)),
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.pin_settings
  is 'When a new PIN was given to a number, by whom, and whether they noted it; the PIN itself is stored nowhere.';
comment on column public.pin_settings.shown_at
  is 'When the person who set it confirmed that they were shown the PIN and noted it; null: nobody has.';
comment on column public.pin_settings.confirmed is 'Whether Meta then showed two-step verification as on.';
create index pin_settings_request on public.pin_settings (request_id, opened_at desc);
create unique index pin_settings_one_open on public.pin_settings (request_id) where closed_at is null;
alter table public.pin_settings enable row level security;
alter table public.pin_settings force row level security;
revoke all on public.pin_settings from public, anon, authenticated, service_role;
grant select on public.pin_settings to service_role;
grant select (
  client_id, closed_at, confirmed, id, opened_at, outcome, provider_id, request_id, shown_at, side
) on public.pin_settings to authenticated;

create table public.test_messages (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  purpose text not null check (purpose in ('smoke', 'probe')),
  direction text not null check (direction in ('in', 'out')),
  sent_by uuid,
  last_four text not null,
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  outcome text check (outcome in ('accepted', 'refused', 'unreachable')),
  error_number integer,
  message_hash text,
  check ((closed_at is null) = (outcome is null)),
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.test_messages
  is 'Messages by which people or the probe try whether the number works; message_sightings records their outcome.';
comment on column public.test_messages.direction
  is 'out: from the moved number; in: from the provider''s probing number to the moved one.';
comment on column public.test_messages.last_four is 'The last four digits of the other number.';
comment on column public.test_messages.message_hash is 'SHA-256 of Meta''s message id in hex, as in message_sightings.';
create index test_messages_request on public.test_messages (request_id, opened_at desc);
create index test_messages_open on public.test_messages (opened_at) where closed_at is null;
alter table public.test_messages enable row level security;
alter table public.test_messages force row level security;
revoke all on public.test_messages from public, anon, authenticated, service_role;
grant select on public.test_messages to service_role;
grant select (
  client_id, closed_at, direction, error_number, id, last_four, message_hash, opened_at, outcome, provider_id,
  purpose, request_id
) on public.test_messages to authenticated;

create table public.probe_settings (
  provider_id uuid primary key references public.providers (id),
  phone_number text not null check (phone_number ~ '^\+[1-9][0-9]{6,14}$'),
  phone_number_id text not null check (phone_number_id ~ '^[0-9]{5,25}$'),
  template_name text not null check (template_name ~ '^[a-z0-9_]+$' and length(template_name) <= 512),
  template_language text not null check (template_language ~ '^[a-z]{2,3}(_[A-Z]{2})?$'),
  interval_seconds integer not null check (interval_seconds between 5 and 600),
  updated_at timestamptz not null default now()
);
comment on table public.probe_settings
  is 'The provider''s own number that measures the gap of its moves; without a row nothing is probed.';
comment on column public.probe_settings.template_name
  is 'From the probing number''s own account; without variables, and not hello_world.';
alter table public.probe_settings enable row level security;
alter table public.probe_settings force row level security;
revoke all on public.probe_settings from public, anon, authenticated, service_role;
grant select on public.probe_settings to authenticated, service_role;

-- A number may send only templates approved in its own account, and never Meta's sample hello_world, which is refused
-- outside Meta's public test numbers. So the template of each measured move is chosen from the number's destination
-- account; the provider's probing number has its own, from the settings.
create table private.probe_templates (
  request_id uuid primary key references public.migration_requests (id),
  name text,
  language text,
  read_at timestamptz not null default now(),
  check ((name is null) = (language is null))
);
comment on table private.probe_templates
  is 'The template for a move''s outgoing messages; without a name, the account had nothing to send when it was read.';
alter table private.probe_templates enable row level security;
alter table private.probe_templates force row level security;
revoke all on private.probe_templates from public, anon, authenticated, service_role;

-- Holds Meta's webhooks as they arrived, and the alarms that they raise.

-- Raw bodies of Meta's webhooks arrive by one insert; the engine reads them later and turns them into alarms and
-- read-backs of our own requests. A webhook never moves a step or a status by itself.
create table private.webhook_inbox (
  digest text primary key,
  body bytea,
  received_at timestamptz not null default now(),
  attempts integer not null default 0,
  taken_until timestamptz,
  processed_at timestamptz,
  problem text
);
comment on table private.webhook_inbox is
  'Raw bodies by their SHA-256: the same body is stored once. After reading, only what was not understood stays, '
    'without people''s messages.';
create index webhook_inbox_waiting on private.webhook_inbox (received_at) where processed_at is null;
create index webhook_inbox_received on private.webhook_inbox (received_at);
alter table private.webhook_inbox enable row level security;
alter table private.webhook_inbox force row level security;
revoke all on private.webhook_inbox from public, anon, authenticated, service_role;

create table private.webhook_changes (
  key text primary key,
  waba_id text not null,
  field text not null,
  event text not null,
  facts jsonb not null,
  sent_at timestamptz not null,
  received_at timestamptz not null,
  subject text not null default '',
  lifts text[] not null default '{}'
);
comment on table private.webhook_changes is 'Every reported change, once: Meta repeats itself for up to seven days.';
comment on column private.webhook_changes.lifts
  is 'The alarms about the subject that it closes, including those reported late.';
create index webhook_changes_received on private.webhook_changes (received_at);
create index webhook_changes_lifts on private.webhook_changes (waba_id, sent_at) where lifts <> '{}';
alter table private.webhook_changes enable row level security;
alter table private.webhook_changes force row level security;
revoke all on private.webhook_changes from public, anon, authenticated, service_role;

create table public.request_alarms (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  code text not null,
  subject text not null,
  facts jsonb not null,
  times integer not null default 1,
  opened_at timestamptz not null,
  last_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  note text,
  lifted_at timestamptz,
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.request_alarms
  is 'What Meta reported about a number after Portdesk took it over, until somebody has dealt with it: for staff.';
comment on column public.request_alarms.subject
  is 'What it is about where one request may have several, for example a template''s name and language.';
comment on column public.request_alarms.lifted_at
  is 'When a report from Meta closed it; null: a person did, or it is open.';
create unique index request_alarms_open on public.request_alarms (request_id, code, subject)
  where acknowledged_at is null;
create index request_alarms_provider on public.request_alarms (provider_id, opened_at desc)
  where acknowledged_at is null;
create index request_alarms_request on public.request_alarms (provider_id, client_id, request_id);
alter table public.request_alarms enable row level security;
alter table public.request_alarms force row level security;
revoke all on public.request_alarms from public, anon, authenticated, service_role;
grant select on public.request_alarms to authenticated, service_role;

-- Counts webhooks with a wrong signature: somebody is guessing, or Meta signs with a secret that Portdesk does not
-- have.
create table private.webhook_refusals (
  hour timestamptz primary key,
  refused bigint not null check (refused > 0)
);
comment on table private.webhook_refusals is 'Webhooks with a bad signature, by the hour; nothing of them is kept.';
alter table private.webhook_refusals enable row level security;
alter table private.webhook_refusals force row level security;
revoke all on private.webhook_refusals from public, anon, authenticated, service_role;

-- The alarms that exist, as src/domain/webhooks/alarm-codes.ts lists them.
create table private.alarm_catalogue (
  code text primary key,
  position integer not null unique,
  after_register boolean not null
);
comment on table private.alarm_catalogue is 'What can happen to a number after its move.';
comment on column private.alarm_catalogue.after_register
  is 'Only meaningful once the number is registered here; until then it is part of the preparation.';
alter table private.alarm_catalogue enable row level security;
alter table private.alarm_catalogue force row level security;
revoke all on private.alarm_catalogue from public, anon, authenticated, service_role;

-- Holds rehearsals: dry runs of a move that show in advance what would stop it.

-- A rehearsal runs a move on a stage with a copy of Meta's state, so what would stop the move is known in advance.
create table public.rehearsals (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  taken_at timestamptz not null default now(),
  taken_by uuid,
  stops_at text references private.step_catalogue (step),
  exception_code text,
  result jsonb not null,
  check ((stops_at is null) = (exception_code is null)),
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.rehearsals
  is 'Moves run against a private simulator of Meta, with what was really read just before: for staff.';
comment on column public.rehearsals.stops_at
  is 'The step that would need a person; null when the move would go through.';
comment on column public.rehearsals.result
  is 'The requests that would be sent, redacted; notices; assumptions: src/domain/rehearsal/rehearsal-result.ts.';
create index rehearsals_request on public.rehearsals (request_id, taken_at desc);
create index rehearsals_step on public.rehearsals (stops_at);
alter table public.rehearsals enable row level security;
alter table public.rehearsals force row level security;
revoke all on public.rehearsals from public, anon, authenticated, service_role;
grant select on public.rehearsals to authenticated, service_role;

-- Records exports: who took what out. And what reports count.

create table public.exports (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  user_id uuid not null,
  mode text not null check (mode in ('machine', 'spreadsheet')),
  filter jsonb not null,
  row_count integer not null,
  created_at timestamptz not null default now(),
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$')
);
comment on table public.exports is 'Who took which rows out, written before the first byte leaves.';
comment on column public.exports.sha256 is 'Of the whole file, in hex; null if the transfer broke off.';
create index exports_provider on public.exports (provider_id, created_at desc);
create index exports_person on public.exports (user_id, created_at);
alter table public.exports enable row level security;
alter table public.exports force row level security;
revoke all on public.exports from public, anon, authenticated, service_role;
grant select on public.exports to authenticated, service_role;

-- Counting a period reads this index alone: what the reports group by, and what the policy asks for.
create index migration_requests_filed on public.migration_requests (provider_id, created_at)
  include (client_id, status, reason, old_provider_name);

-- Stores the audit: entries wait in an intake, which costs writers no lock, and are sealed into a chain per provider.

create sequence private.audit_entries;
revoke all on sequence private.audit_entries from public, anon, authenticated, service_role;

-- Every change leaves one audit entry in its own transaction. Entries wait in an intake, which costs writers no lock,
-- and are sealed in order into a chain per provider: each row holds the hash of the one before it. The chain holds
-- personal data only as salted commitments; the values that open them can be erased without breaking it.
create table private.audit_intake (
  id bigint primary key default nextval('private.audit_entries'),
  provider_id uuid not null,
  at timestamptz not null default now(),
  kind text not null,
  actor_kind text not null check (actor_kind in ('member', 'client', 'engine')),
  actor_id uuid,
  request_id uuid,
  event_id bigint unique,
  data jsonb not null
);
comment on table private.audit_intake is 'Written with the change itself; removed only when the row is in the chain.';
create index audit_intake_provider on private.audit_intake (provider_id, id);
alter table private.audit_intake enable row level security;
alter table private.audit_intake force row level security;
revoke all on private.audit_intake from public, anon, authenticated, service_role;

create table public.audit_rows (
  id bigint primary key,
  provider_id uuid not null,
  seq bigint not null check (seq > 0),
  at timestamptz not null,
  kind text not null,
  actor_kind text not null,
  actor_id uuid,
  request_id uuid,
  event_id bigint unique,
  body text not null,
  hash text not null,
  unique (provider_id, seq)
);
comment on table public.audit_rows
  is 'The chain: one row per change, numbered from 1 without gaps within a provider; append-only.';
comment on column public.audit_rows.body is
  'Exactly what is hashed: JSON with v, provider, seq, previous, id, at, kind, actor, actorId, request, event and '
    'data. src/domain/audit/chain.ts describes it.';
comment on column public.audit_rows.hash is 'SHA-256 of the body in UTF-8, hexadecimal.';
create index audit_rows_request on public.audit_rows (provider_id, request_id, seq desc);
create index audit_rows_actor on public.audit_rows (provider_id, actor_id, seq desc);
create index audit_rows_kind on public.audit_rows (provider_id, kind, seq desc);
alter table public.audit_rows enable row level security;
alter table public.audit_rows force row level security;
revoke all on public.audit_rows from public, anon, authenticated, service_role;
grant select on public.audit_rows to authenticated, service_role;

create table public.audit_values (
  entry bigint not null,
  field text not null,
  provider_id uuid not null,
  subject uuid,
  salt text not null,
  value text not null,
  primary key (entry, field)
);
comment on table public.audit_values is 'The values that open the chain''s commitments, until they are erased.';
comment on column public.audit_values.subject is
  'Whom the value is about: a person''s user id, a request or a company; null where it is about nobody in '
    'particular.';
comment on column public.audit_values.value is 'JSON, as it was hashed after the salt and a colon.';
create index audit_values_subject on public.audit_values (provider_id, subject) where subject is not null;
alter table public.audit_values enable row level security;
alter table public.audit_values force row level security;
revoke all on public.audit_values from public, anon, authenticated, service_role;
grant select on public.audit_values to authenticated, service_role;

create table private.audit_heads (
  provider_id uuid primary key,
  seq bigint not null default 0,
  hash text not null default repeat('0', 64),
  published_seq bigint not null default 0,
  published_at timestamptz,
  tried_at timestamptz
);
comment on table private.audit_heads
  is 'How far each provider''s chain is sealed, and which head was last sent to people outside.';
comment on column private.audit_heads.tried_at
  is 'When the head was last due to be sent outside, whether or not a mail was accepted.';
alter table private.audit_heads enable row level security;
alter table private.audit_heads force row level security;
revoke all on private.audit_heads from public, anon, authenticated, service_role;

create table private.audit_plain_fields (
  relation text not null,
  field text not null,
  primary key (relation, field)
);
comment on table private.audit_plain_fields
  is 'Fields that the chain holds in plain; it only commits to every field not listed here.';
alter table private.audit_plain_fields enable row level security;
alter table private.audit_plain_fields force row level security;
revoke all on private.audit_plain_fields from public, anon, authenticated, service_role;

insert into private.audit_plain_fields (relation, field)
select relation, unnest(string_to_array(fields, ' ')) from (values
  ('batches', 'client_id created_at id provider_id'),
  ('client_members', 'client_id created_at ended_at id provider_id user_id'),
  ('clients', 'country created_at id is_person provider_id'),
  ('clock_targets', 'code id minutes provider_id set_by valid_from'),
  ('connection_tokens', 'connection_id created_at key_id provider_id purpose'),
  ('events', 'actor_id actor_kind client_id from_status id kind provider_id request_id to_status visibility'),
  ('exports', 'created_at id mode provider_id row_count sha256 user_id'),
  ('halts', 'ended_at ended_by id provider_id started_at started_by'),
  ('invitations', 'accepted_at client_id created_at expires_at id invited_by provider_id role withdrawn_at'),
  ('members', 'created_at ended_at id provider_id role user_id'),
  ('meta_connections', 'app_id business_id created_at id name number_limit provider_id request_id revoked_at '
    || 'signup_config_id token_data_access_expires_at token_expires_at token_read_at token_scopes '
    || 'token_valid'),
  ('migration_requests',
    'acknowledged_at acknowledgements asked_at assignee_id batch_id predicted_breach_at checks_passed '
    || 'checks_read_at checks_total client_account_model client_hours client_id client_time_zone clock_code '
    || 'clock_measures clock_since clock_spent closed_reason completed_at connection_id counter_ends_at '
    || 'counter_starts_at created_at created_by destination_phone_number_id destination_waba_id due_at fence '
    || 'follows_id id locale monthly_volume next_action next_action_subject no_return_at old_provider_id '
    || 'phone_country provider_id readiness reason reference registered_at route route_answers '
    || 'route_chosen_at route_chosen_by route_chosen_for second_approved_at second_approved_by '
    || 'second_approved_for signup_connection_id source_business_id source_phone_number_id source_waba_id '
    || 'status submitted_at tracks two_step_alarmed_at two_step_off_since updated_at version waiting_on '
    || 'webhook_received_at window_confirmed_at window_confirmed_by window_confirmed_for window_ends_at '
    || 'window_starts_at'),
  ('old_providers', 'created_at id name provider_id'),
  ('probe_settings', 'interval_seconds phone_number_id provider_id template_language template_name updated_at'),
  ('provider_calendars', 'changed_at closed_days hours observe_holidays provider_id'),
  ('providers', 'accent_color country created_at default_locale id name platform_signup_url second_approval '
    || 'second_factor_admins second_factor_cutover slug suspended_at time_zone'),
  ('tariffs', 'connection_fee_micros currency id max_working_days message_fee_micros min_working_days '
    || 'monthly_fee_micros provider_id support_locales valid_from')
) as plain (relation, fields) on conflict (relation, field) do nothing;

-- The image of a request before the transaction's first change to it; deleted when that change is closed.
create unlogged table private.audit_pending (
  request_id uuid primary key,
  before jsonb not null
);
comment on table private.audit_pending is 'Empty between transactions.';
alter table private.audit_pending enable row level security;
alter table private.audit_pending force row level security;
revoke all on private.audit_pending from public, anon, authenticated, service_role;

-- Says how long Portdesk keeps what nobody needs permanently.

-- The one place with the retention times of what nobody needs permanently; a job of the tick sweeps it.
create table private.retention (
  relation text primary key,
  since text not null,
  keep interval not null,
  reason text not null
);
comment on table private.retention is 'Rows whose column `since` is further back than `keep` are swept.';
alter table private.retention enable row level security;
alter table private.retention force row level security;
revoke all on private.retention from public, anon, authenticated, service_role;

insert into private.retention (relation, since, keep, reason) values
  ('private.webhook_inbox', 'received_at', '30 days',
    'Meta repeats itself for a week; what nobody has looked at in a month nobody will.'),
  ('private.webhook_changes', 'received_at', '30 days', 'Kept to know repetitions by.'),
  ('private.readings', 'closed_at', '7 days', 'What a reading found stands in the checks and snapshots.'),
  ('private.outbox', 'created_at', '30 days', 'Who has not told of an event within a month reads the events.'),
  ('public.invitations', 'expires_at', '90 days', 'Names and addresses of people who came, or did not.'),
  ('private.number_conflicts', 'opened_at', '1 year', 'A person stops a live request once; none lives for a year.'),
  ('private.webhook_refusals', 'hour', '30 days', 'A wrong secret or a guesser is seen within days.'),
  ('private.reading_prompts', 'prompted_at', '1 day', 'After a day the scheduled readings cover it.'),
  ('private.person_commands', 'at', '10 minutes', 'Only the last minute counts.'),
  ('private.job_failures', 'failed_at', '2 days', 'What has not failed for two days works again.')
on conflict (relation) do nothing;

-- Holds when the tick next has something to do for a request, and rows that a job of it could not process.

-- The tick asks every few seconds what is due, and almost nothing is. Triggers keep these times with every
-- change that decides about them. They stand beside the request, so that they neither widen its row nor appear in its
-- audit.
create table private.due_times (
  request_id uuid primary key,
  provider_id uuid not null,
  next_notice_at timestamptz,
  full_reading_at timestamptz,
  two_step_reading_at timestamptz,
  next_reading_at timestamptz generated always as (least(full_reading_at, two_step_reading_at)) stored,
  two_step_watched_since timestamptz,
  next_step_at timestamptz,
  no_return_at timestamptz,
  window_starts_at timestamptz,
  foreign key (provider_id, request_id) references public.migration_requests (provider_id, id) on delete cascade
);
comment on table private.due_times is 'When the tick next has something to do for a request, as the rules say.';
comment on column private.due_times.next_notice_at
  is 'The earliest of private.unsent_notices; null while none is to come.';
comment on column private.due_times.full_reading_at
  is 'When everything that Meta answers is to be read again, as private.reading_times says; null: not by itself.';
comment on column private.due_times.two_step_reading_at
  is 'When two-step verification alone is to be read again, as private.reading_times says; null: not by itself.';
comment on column private.due_times.two_step_watched_since is
  'Since when two-step verification has been watched until it is off, or Meta last reported a change of it; the '
    'longer ago, the less often it is read.';
comment on column private.due_times.next_step_at is
  'When the move''s next step may be taken by itself, as private.next_step_time says; null: not by itself.';
comment on column private.due_times.no_return_at
  is 'As in the move, like window_starts_at: the order in which a provider''s numbers come.';
create index due_times_notice on private.due_times (next_notice_at) where next_notice_at is not null;
create index due_times_reading on private.due_times (next_reading_at) where next_reading_at is not null;
create index due_times_step on private.due_times (next_step_at, provider_id) where next_step_at is not null;
create index due_times_step_order on private.due_times (provider_id, no_return_at, window_starts_at, request_id)
  include (next_step_at) where next_step_at is not null;
alter table private.due_times enable row level security;
alter table private.due_times force row level security;
revoke all on private.due_times from public, anon, authenticated, service_role;

-- A row that keeps failing is set aside: retried after a minute, two, four and so on; from the eighth failure once a
-- day, and a person is notified. Webhooks, monitoring checks, template readings and mails count their own attempts.
create table private.job_failures (
  job text not null,
  row_id uuid not null,
  failures integer not null default 1,
  failed_at timestamptz not null default now(),
  error text not null,
  reported_at timestamptz,
  primary key (job, row_id)
);
comment on table private.job_failures is
  'Rows that a job of the tick could not process, with their consecutive failures; the count restarts after two '
    'days without one.';
comment on column private.job_failures.row_id is 'The request, or the provider where the job works by provider.';
comment on column private.job_failures.reported_at is 'When the alarm was raised at the request.';
create index job_failures_failed on private.job_failures (failed_at);
alter table private.job_failures enable row level security;
alter table private.job_failures force row level security;
revoke all on private.job_failures from public, anon, authenticated, service_role;

-- Decides who may run commands for a provider, and records what is known of its tokens.

-- Commands on the provider as a whole return its id.
create function private.open_provider(p_provider uuid, p_permission text) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if p_provider is null or p_provider not in (select private.my_provider_ids())
    then perform private.refuse(404, 'provider_not_found'); end if;
  if p_provider in (select private.my_locked_provider_ids())
    then perform private.refuse(403, 'second_factor_missing'); end if;
  if not private.permits(p_provider, null, p_permission)
    then perform private.refuse(403, 'not_permitted', p_permission); end if;
end $$;

-- p_facts: {"valid", "scopes", "expiresAt", "dataAccessExpiresAt"}.
create function private.note_token(p_connection uuid, p_facts jsonb) returns void
language sql security definer set search_path = '' as $$
  update public.meta_connections set token_read_at = now(), token_valid = (p_facts ->> 'valid')::boolean,
    token_scopes = array(select jsonb_array_elements_text(p_facts -> 'scopes')), token_expires_at
      = (p_facts ->> 'expiresAt')::timestamptz,
    token_data_access_expires_at = (p_facts ->> 'dataAccessExpiresAt')::timestamptz
  where id = p_connection;
$$;

-- If an app that is not ours was uninstalled, that says nothing about our access.
create function private.is_own_app(p_request public.migration_requests, p_app text) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce(bool_or(c.app_id = p_app), true) from public.meta_connections c
  where c.provider_id = p_request.provider_id and (p_request.connection_id is null or c.id = p_request.connection_id);
$$;
comment on function private.is_own_app
  is 'Whether it is the app of the request''s connection or, where the request has none, of any of the provider''s.';

create function private.local_date(p_provider uuid, p_at timestamptz) returns date
language sql stable set search_path = '' as $$
  select (p_at at time zone p.time_zone)::date from public.providers p where p.id = p_provider;
$$;

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

-- The one way to change a request: open_request locks and judges, the command changes the row that it was given or
-- writes what belongs to the request, and write_change ends it: status, version and which side is waited on in one
-- update of the row, event and outbox in the same transaction.

-- Every cut-over command of staff needs the second factor, where the provider requires it: codes, manual steps and the
-- PIN move or lock a number as much as the commands named after the cut-over.
-- Locks the request for a command of the signed-in person. Someone else's request does not exist for them (404).
-- p_any_version: for messages, which disturb nobody.
create function private.open_request(p_request uuid, p_version integer, p_permission text,
  p_any_version boolean default false)
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
  -- Clients are exempt: the provider's requirement is for its own people, and a client may have no phone at hand except
  -- the one whose number moves, which receives the code.
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
    and not exists (select from private.transitions where permission = p_permission
      and from_status = request.status) then
    perform private.refuse(409, 'wrong_status', request.status);
  end if;
  return request;
end $$;

-- Once every other track is settled, only the client can confirm that their messages come and go, so that is their next
-- step and not ours. An exception whose step is being tried again does not hide that step.
-- Derives which side is waited on and what comes next from the open exceptions, checks and steps. Nothing else sets
-- these columns.
create function private.settled(p_request public.migration_requests) returns public.migration_requests
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests := p_request;
  owner text; action text; subject text; measured text;
  passed integer; total integer; hard_failed boolean; their_word boolean;
begin
  select count(*) filter (where c.status in ('passed', 'waived')), count(*),
    coalesce(bool_or(k.hard and c.status = 'failed'), false)
  into passed, total, hard_failed
  from public.checks c join private.check_catalogue k on k.code = c.code where c.request_id = request.id;

  if request.status in ('completed', 'rejected', 'cancelled', 'failed') then
    owner := null; action := null;
  else
    -- Exceptions left by a finished step do not hide the step that is due now; nor do those whose step is being
    -- retried.
    select e.owner, 'resolve_exception', e.code into owner, action, subject from public.request_exceptions e
    where e.request_id = request.id and e.resolved_at is null
      and not (request.status = 'cutover' and exists (select from public.cutover_steps s
        where s.request_id = request.id and s.step = e.step and s.state in ('done', 'skipped')))
      and not (e.retried_at is not null and exists (select from public.cutover_steps s
        where s.request_id = request.id and s.step = case request.status when 'monitoring' then 'compare'
          else e.step end
          and s.state in ('pending', 'running', 'unknown')))
    order by e.opened_at, e.id limit 1;

    -- Before a route is chosen Meta cannot be read; once a date is agreed, only a failed check stands in the way.
    if owner is null and request.status in ('preparing', 'scheduled') then
      select private.check_waiting_on(c), 'pass_check', k.code into owner, action, subject
      from public.checks c join private.check_catalogue k on k.code = c.code
      where c.request_id = request.id and k.hard and c.status not in ('passed', 'waived')
        and (c.status = 'failed' or (request.status = 'preparing' and (k.source <> 'api' or request.route is not null)))
      order by (c.status = 'failed') desc, k.position limit 1;
    end if;

    if owner is null and request.status in ('submitted', 'preparing', 'scheduled') and request.asked_at is not null then
      owner := 'client'; action := 'answer_question';
    end if;

    if owner is null and request.status = 'cutover' then
      select case when s.state in ('unknown', 'failed') then 'us' when s.state = 'running' then 'meta'
        else k.waits_on end,
        case when s.state = 'unknown' then 'explain_outcome' when s.state = 'failed' then 'retry_step'
          when s.state = 'running' then 'await_step' else k.action end, s.step
      into owner, action, subject
      from public.cutover_steps s join private.step_catalogue k on k.step = s.step
      where s.request_id = request.id and s.state not in ('done', 'skipped') order by s.position limit 1;
    end if;

    their_word := request.tracks ->> 'client_integration' in ('pending', 'working', 'partial') and not exists (
      select from jsonb_each_text(request.tracks) as t where t.key <> 'client_integration'
        and t.value not in ('done', 'not_applicable'));
    if owner is null then
      select o, a into owner, action from (values
        ('draft', 'client', 'finish_application'),
        ('submitted', 'us', 'triage'),
        ('preparing', 'us', case when request.route_chosen_at is null then 'choose_route' else 'propose_date' end),
        ('scheduled', case when request.counter_starts_at is not null
          or request.window_confirmed_at is not null then 'us' else 'client' end,
          case when request.counter_starts_at is not null then 'answer_proposed_window' when request.window_confirmed_at
            is null
            then 'confirm_date'
            when request.route_chosen_at is null then 'choose_route' else 'start_cutover' end),
        ('cutover', 'meta', 'await_step'),
        ('monitoring', case when their_word then 'client' else 'us' end,
          case when their_word then 'confirm_integration' else 'finish_tracks' end)) as plan (s, o, a)
      where plan.s = request.status;
    end if;
    measured := concat_ws(' ', action, subject, owner);
    if request.hold_reason is not null then
      action := 'release_hold'; subject := null;
    end if;
  end if;

  request.waiting_on := owner;
  request.next_action := action;
  request.next_action_subject := subject;
  request.checks_passed := passed;
  request.checks_total := total;
  request.readiness := case when hard_failed or total = 0 then 0 else passed * 100 / total end;
  return private.with_clock(request, measured, private.clock_of(split_part(measured, ' ', 1), owner));
end $$;

create function private.store_request(p_request public.migration_requests) returns void
language plpgsql security definer set search_path = '' as $$
declare stored public.migration_requests;
begin
  update public.migration_requests r set (status, version, updated_at, submitted_at, completed_at, assignee_id,
    hold_reason, asked_at, closed_reason, closed_note, client_hours, client_time_zone, window_confirmed_at,
    window_confirmed_by, window_confirmed_for, second_approved_at, second_approved_by, second_approved_for,
    route_chosen_at, route_chosen_by, route_chosen_for, waiting_on, next_action, next_action_subject, checks_passed,
    checks_total, readiness, clock_code, clock_measures, clock_since, clock_spent, due_at, predicted_breach_at)
    = (p_request.status, p_request.version, p_request.updated_at, p_request.submitted_at, p_request.completed_at,
    p_request.assignee_id, p_request.hold_reason, p_request.asked_at, p_request.closed_reason, p_request.closed_note,
    p_request.client_hours, p_request.client_time_zone, p_request.window_confirmed_at, p_request.window_confirmed_by,
    p_request.window_confirmed_for, p_request.second_approved_at, p_request.second_approved_by,
    p_request.second_approved_for, p_request.route_chosen_at, p_request.route_chosen_by, p_request.route_chosen_for,
    p_request.waiting_on, p_request.next_action, p_request.next_action_subject, p_request.checks_passed,
    p_request.checks_total, p_request.readiness, p_request.clock_code, p_request.clock_measures,
    p_request.clock_since, p_request.clock_spent, p_request.due_at, p_request.predicted_breach_at)
  where r.id = p_request.id returning * into strict stored;
  if stored is distinct from p_request then
    raise exception 'A command changed a column that store_request does not write.';
  end if;
end $$;
comment on function private.store_request is
  'Writes the row as a command left it, in one update. Only for a row that this transaction has locked: it writes '
    'every column that commands set on the row, and raises an exception where another one differs from what is stored.';

create function private.settle_request(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  select * into strict request from public.migration_requests where id = p_request for update;
  perform private.store_request(private.settled(request));
end $$;

-- Ends a change: status by the transition table, version, event, outbox, settling.
create function private.write_change(p_request public.migration_requests, p_permission text, p_visibility text,
  p_data jsonb default '{}')
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests := p_request; given public.migration_requests; target text; event bigint;
begin
  select to_status into target from private.transitions where permission = p_permission
    and from_status = p_request.status;
  request.status := coalesce(target, request.status);
  request.updated_at := now();
  if p_permission not like 'comment.%' and p_permission <> 'conflict.opened' then
    request.version := request.version + 1;
  end if;
  if target = 'submitted' then request.submitted_at := now(); end if;
  if target = 'completed' then request.completed_at := now(); end if;
  given := request;
  request := private.settled(private.without_void_consents(request));
  perform private.store_request(request);

  insert into public.events (provider_id, client_id, request_id, kind, visibility, actor_kind, actor_id, from_status,
    to_status, data, waiting_on, next_action, on_hold)
  values (request.provider_id, request.client_id, request.id, p_permission, p_visibility,
    private.actor_kind(request.provider_id), (select auth.uid()), p_request.status, request.status,
    coalesce(p_data, '{}') || private.voided(given, request), request.waiting_on, request.next_action,
    request.hold_reason is not null)
  returning id into event;
  insert into private.outbox (provider_id, request_id, event_id, kind)
    values (request.provider_id, request.id, event, p_permission);
  return jsonb_build_object('id', request.id, 'reference', request.reference, 'status', request.status,
    'version', request.version);
end $$;
comment on function private.write_change is
  'Ends a change of the row as open_request returned it and the command changed it. Of a row that has been written '
    'since, use close_change.';

create function private.close_change(p_request uuid, p_permission text, p_visibility text, p_data jsonb default '{}')
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  select * into strict request from public.migration_requests where id = p_request for update;
  return private.write_change(request, p_permission, p_visibility, p_data);
end $$;

-- The refusal does not reveal the names of tables and constraints.
create function private.write_application(p_request uuid, p_application jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.migration_requests r set
    phone_number = p_application ->> 'phoneNumber',
    phone_country = p_application ->> 'phoneCountry',
    locale = coalesce(p_application ->> 'locale', r.locale),
    reason = p_application ->> 'reason',
    reason_note = p_application ->> 'reasonNote',
    monthly_volume = (p_application ->> 'monthlyVolume')::integer,
    old_provider_name = p_application ->> 'oldProviderName',
    old_provider_id = (select o.id from public.old_providers o
      where o.provider_id = r.provider_id and lower(o.name) = lower(p_application ->> 'oldProviderName')),
    contact_name = p_application ->> 'contactName',
    contact_email = p_application ->> 'contactEmail',
    contact_phone = p_application ->> 'contactPhone',
    authorised_name = p_application ->> 'authorisedName',
    authorised_email = p_application ->> 'authorisedEmail',
    authorised_position = p_application ->> 'authorisedPosition',
    source_business_id = p_application ->> 'sourceBusinessId',
    source_waba_id = p_application ->> 'sourceWabaId',
    source_phone_number_id = p_application ->> 'sourcePhoneNumberId',
    client_account_model = p_application ->> 'accountModel',
    platform_account = p_application ->> 'platformAccount',
    acknowledgements = coalesce((select array_agg(value)
      from jsonb_array_elements_text(p_application -> 'acknowledgements')), '{}'),
    acknowledged_at = now()
  where r.id = p_request;
exception
  when check_violation or not_null_violation or invalid_text_representation or numeric_value_out_of_range then
    perform private.refuse(400, 'invalid_input', 'application');
end $$;

-- Limits how much one person may file: enough for a company with many numbers, too little to flood a provider.
-- A person's applications are counted one at a time; otherwise two simultaneous ones would both find the last place
-- free.
-- Volatile, because a stable function would count as of the moment when it asked for the lock.
create function private.check_filing(p_person uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare oldest timestamptz;
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('filing ' || p_person, 0));
  if (select count(*) from public.migration_requests r where r.created_by = p_person and r.status = 'draft') >= 50 then
    perform private.refuse(409, 'too_many_drafts', '50');
  end if;
  select min(latest.created_at) into oldest from (
    select r.created_at from public.migration_requests r where r.created_by = p_person
      and r.created_at > now() - interval '24 hours'
    order by r.created_at desc limit 1000) as latest
  having count(*) >= 1000;
  perform private.check_wait(oldest + interval '24 hours');
end $$;
comment on function private.check_filing
  is 'For one person at most 50 drafts at a time, and 1,000 requests in 24 hours.';

-- Anybody can file anybody's number. That stops the number's own move only while nothing supports the move that a
-- stranger cannot show: that Meta has listed the number in the account that the client opened to the provider, or that
-- staff have verified before. Otherwise staff are notified, and the move goes on. The stranger's request waits in any
-- case.
create function private.is_in_conflict(p_request uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select from public.request_exceptions e
      where e.request_id = p_request and e.code = 'AUTHORISATION_CONFLICT' and e.resolved_at is null)
    or exists (select from private.number_conflicts c join public.migration_requests r on r.phone_number
      = c.phone_number
      where c.reported_at is null and r.id = p_request
        and (c.rival_request_id = p_request or (c.live_request_id = p_request and c.stops_live)));
end $$;
comment on function private.is_in_conflict is 'Whether there is doubt about who may decide on the request''s number.';

create function private.refuse_in_conflict(p_request uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if private.is_in_conflict(p_request) and not exists (select from public.migration_requests r
    where r.id = p_request and coalesce(r.no_return_at, r.registered_at) is not null) then
    perform private.refuse(409, 'number_in_conflict');
  end if;
end $$;

-- The outcome of a call may always be read.
create function private.guard_intent_conflict() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.kind = 'call' then perform private.refuse_in_conflict(new.request_id); end if;
  return new;
end $$;

create function private.guard_start_conflict() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.refuse_in_conflict(new.id);
  return new;
end $$;

-- Records the conflict; false if there is none: the other request is the same company's, is past its point of no
-- return, or was already stopped by this person.
create function private.note_conflict(p_request public.migration_requests) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.number_conflicts (phone_number, live_request_id, rival_request_id, rival_person, stops_live)
  select live.phone_number, live.id, p_request.id, (select auth.uid()),
    not private.is_source_proved(live) and not exists (select from public.request_exceptions e
      where e.request_id = live.id and e.code = 'AUTHORISATION_CONFLICT' and e.resolved_at is not null)
  from public.migration_requests live
  where live.phone_number = p_request.phone_number and live.client_id <> p_request.client_id
    and live.status in ('submitted', 'preparing', 'scheduled', 'cutover')
      and coalesce(live.no_return_at, live.registered_at) is null
  on conflict do nothing;
  return found;
end $$;

-- Adds an event that only informs people: the request itself does not change, so nobody's command becomes outdated.
create function private.notify(p_request uuid, p_kind text, p_visibility text, p_data jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare event bigint;
begin
  insert into public.events (provider_id, client_id, request_id, kind, visibility, actor_kind, actor_id, from_status,
    to_status, data,
    waiting_on, next_action, on_hold)
  select r.provider_id, r.client_id, r.id, p_kind, p_visibility, private.actor_kind(r.provider_id), (select auth.uid()),
    r.status, r.status, p_data, r.waiting_on, r.next_action, r.hold_reason is not null
  from public.migration_requests r where r.id = p_request
  returning id into event;
  insert into private.outbox (provider_id, request_id, event_id, kind)
  select provider_id, request_id, id, kind from public.events where id = event;
end $$;

-- Decides which side an open check waits on. A client is not waited on while Meta has not been asked yet, or while Meta
-- or our own access withholds the answer. A hard check that fails after the date was agreed also waits on a side.
-- What Meta withholds from us permanently is answered by its owner's statement; what was not read is ours to read, or
-- Meta's to answer.
create function private.check_waiting_on(p_check public.checks) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when k.source <> 'api' or p_check.status = 'failed' or private.is_out_of_reach(p_check.cause) then k.owner
    when why.kept in ('limited', 'unavailable', 'lost', 'nonsense') then 'meta'
    when exists (select from private.exception_catalogue e where e.code = why.kept and e.owner = 'meta') then 'meta'
    else 'us' end
  from private.check_catalogue k cross join lateral (select split_part(p_check.cause, 'could_not_be_read:',
    2) as kept) why
  where k.code = p_check.code;
$$;

create function private.keep_request_staff_data() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.request_staff_data (request_id, provider_id, assignee_id, route_answers, second_approved_by)
  values (new.id, new.provider_id, new.assignee_id, new.route_answers, new.second_approved_by)
  on conflict (request_id) do update set assignee_id = excluded.assignee_id, route_answers = excluded.route_answers,
    second_approved_by = excluded.second_approved_by;
  return null;
end $$;

-- A person's number conflicts are counted one at a time; otherwise many simultaneous ones would all find the day's five
-- free.
create function private.check_conflicts(p_person uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare oldest timestamptz;
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('conflict ' || p_person, 0));
  select min(c.opened_at) into oldest from private.number_conflicts c
  where c.rival_person = p_person and c.opened_at > now() - interval '24 hours' having count(*) >= 5;
  perform private.check_wait(oldest + interval '24 hours');
end $$;
comment on function private.check_conflicts is 'A person who tries number after number learns little and stops little.';

-- Picks the address for a client's mails: nobody whose access has ended, and staff can name another contact.
-- Mail goes only to an address that its owner has proved: a client user's own. What could not be sent in two days is
-- reported to Portdesk, which can call instead.
create function private.mail_address(p_request public.migration_requests) returns text
language sql stable security definer set search_path = '' as $$
  select m.email from public.client_members m
  where m.provider_id = p_request.provider_id and m.client_id = p_request.client_id and m.ended_at is null
  order by lower(m.email) <> lower(p_request.contact_email), m.created_at, m.id limit 1;
$$;
comment on function private.mail_address is
  'The contact where they are a client user, otherwise the longest-standing client user; null: nobody is left. A '
    'client user''s address was proved when they signed in.';

-- The zeros that pad references would make 000 a part of nearly every request.
create function private.search_words(p_phone text, p_reference text, p_company text) returns text
language sql immutable set search_path = '' as $$
  select lower(p_phone || '|' || p_company || '|' || regexp_replace(p_reference, '^\D*0*', ''))
$$;

-- No two requests should share a place, or a page after one of them would begin with a walk over the others.
create function private.due_order(p_due timestamptz, p_updated timestamptz) returns timestamptz
language sql immutable set search_path = '' as $$
  select coalesce(p_due, '9999-12-31T00:00:00Z'::timestamptz - (p_updated - '2000-01-01T00:00:00Z'::timestamptz))
$$;

create function private.keep_request_list() returns trigger
language plpgsql security definer set search_path = '' as $$
declare company text := (select c.name from public.clients c where c.id = new.client_id);
begin
  insert into public.request_list as l (id, provider_id, client_id, reference, phone_number, phone_country, client_name,
    status, waiting_on, next_action, next_action_subject, hold_reason, checks_passed, checks_total, readiness, due_at,
    due_order, predicted_breach_at, old_provider_name, reason, assignee_id, updated_at, words)
  values (new.id, new.provider_id, new.client_id, new.reference, new.phone_number, new.phone_country, company,
    new.status, new.waiting_on, new.next_action, new.next_action_subject, new.hold_reason, new.checks_passed,
    new.checks_total, new.readiness, new.due_at, private.due_order(new.due_at, new.updated_at),
    new.predicted_breach_at, new.old_provider_name, new.reason, new.assignee_id, new.updated_at,
    private.search_words(new.phone_number, new.reference, company))
  on conflict (id) do update set (client_id, reference, phone_number, phone_country, client_name, status, waiting_on,
    next_action, next_action_subject, hold_reason, checks_passed, checks_total, readiness, due_at, due_order,
    predicted_breach_at, old_provider_name, reason, assignee_id, updated_at, words) = (excluded.client_id,
    excluded.reference, excluded.phone_number, excluded.phone_country, excluded.client_name, excluded.status,
    excluded.waiting_on,
    excluded.next_action, excluded.next_action_subject, excluded.hold_reason, excluded.checks_passed,
    excluded.checks_total, excluded.readiness, excluded.due_at, excluded.due_order, excluded.predicted_breach_at,
    excluded.old_provider_name, excluded.reason, excluded.assignee_id, excluded.updated_at, excluded.words);
  return null;
end $$;

create function private.keep_client_name() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.request_list l set client_name = new.name,
    words = private.search_words(l.phone_number, l.reference, new.name)
  where l.provider_id = new.provider_id and l.client_id = new.id;
  return null;
end $$;

create function private.tally_request() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op <> 'INSERT' then
    insert into private.request_tallies (provider_id, status, requests) values (old.provider_id, old.status, -1);
  end if;
  if tg_op <> 'DELETE' then
    insert into private.request_tallies (provider_id, status, requests) values (new.provider_id, new.status, 1);
  end if;
  return null;
end $$;

-- A provider at a time, and rows that another sweep has taken are its to add up.
create function private.add_up_tallies() returns void
language plpgsql security definer set search_path = '' as $$
declare provider uuid;
begin
  for provider in select t.provider_id from private.request_tallies t group by t.provider_id having count(*) > 100 loop
    with gone as (
      delete from private.request_tallies t where t.ctid = any (array(
        select ctid from private.request_tallies where provider_id = provider for update skip locked))
      returning t.status, t.requests)
    insert into private.request_tallies (provider_id, status, requests)
    select provider, g.status, sum(g.requests) from gone g group by g.status having sum(g.requests) <> 0;
  end loop;
end $$;

-- A search, a count and the list apply the same filters, so what one finds the others show. The planner must see the
-- values, and one value as an equality: only then does it know how rare they are, and walk an index in its order.
create function private.request_conditions(p_filter jsonb) returns text
language plpgsql immutable set search_path = '' as $$
declare conditions text := ''; filter record;
begin
  for filter in select k.name, k.is_id, array(select v from jsonb_array_elements_text(p_filter -> k.name) v
      -- What is no id names nothing.
      where not k.is_id or pg_input_is_valid(v, 'uuid')) as listed
    from (values ('provider_id', true), ('status', false), ('waiting_on', false), ('reason', false),
      ('old_provider_name', false), ('assignee_id', true)) as k (name, is_id)
    where jsonb_typeof(p_filter -> k.name) = 'array'
  loop
    conditions := conditions || ' and ' || case
      when cardinality(filter.listed) = 1 then format('r.%I = %L', filter.name, filter.listed[1])
      else format('r.%I = any (%L::%s[])', filter.name, filter.listed, case when filter.is_id then 'uuid' else 'text'
        end) end;
  end loop;
  return conditions;
end $$;
comment on function private.request_conditions is
  'SQL conditions on request_list r, each after an "and", for {column: [values]}; other keys are ignored.';

-- By the indexes on words and references only. The list's own order has been tried; where a part is rare for one tenant
-- and common for others, the planner would walk that again, to its end.
create function private.search_by_index(p_where text, p_most integer) returns setof uuid
language plpgsql stable security definer set search_path = '' set enable_indexscan = off set enable_seqscan = off
rows 200 as $$
begin
  return query execute format('select r.id from public.request_list r where %s '
    'order by r.updated_at desc, r.id desc limit %s', p_where, p_most);
end $$;

grant execute on function private.request_conditions(jsonb) to authenticated;

-- Decides how checks grow old, what to read again, and which ids of the old account are proved.

create function private.open_hard_checks(p_request uuid) returns text
language sql stable security definer set search_path = '' as $$
  select string_agg(k.code, ',' order by k.position) from private.check_catalogue k
  left join public.checks c on c.request_id = p_request and c.code = k.code
  where k.hard and coalesce(c.status, 'pending') not in ('passed', 'waived');
$$;

-- Causes for which Meta withholds a field from us permanently: only then does a claim count.
create function private.is_out_of_reach(p_cause text) returns boolean
language sql immutable set search_path = '' as $$
  select coalesce(p_cause in ('could_not_be_read:PERMISSION_MISSING', 'could_not_be_read:not_given',
    'could_not_be_read:missing'), false);
$$;

-- Where a route has no destination before it runs, business verification is read at the source, so a change of the old
-- account's ids outdates that as well.
-- A waiver covers only the account named when it was given, and what was read there goes with its ids.
create function private.outdate_evidence() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  source_changed boolean := (new.source_business_id, new.source_waba_id, new.source_phone_number_id)
    is distinct from (old.source_business_id, old.source_waba_id, old.source_phone_number_id);
  destination_changed boolean := (new.connection_id, new.destination_waba_id) is distinct
    from (old.connection_id, old.destination_waba_id);
  outdated text[] := array(
    select unnest('{BUSINESS_VERIFIED,SAME_BUSINESS,SOURCE_READY,NAME_APPROVED,CLOUD_API_NUMBER,TWO_STEP_OFF}'::text[])
    where source_changed
    union select unnest('{BUSINESS_VERIFIED,SAME_BUSINESS,DESTINATION_READY,APP_SUBSCRIBED}'::text[])
      where destination_changed);
begin
  if new.status not in ('submitted', 'preparing', 'scheduled')
    or not (source_changed or destination_changed) then return new; end if;
  update public.checks set status = 'stale', updated_at = now()
  where request_id = new.id and evidence_kind = 'api' and status in ('passed', 'failed') and code = any (outdated);
  update public.checks set status = 'pending', waived_by = null, waived_at = null, waived_reason = null, updated_at
    = now()
  where request_id = new.id and status = 'waived' and evidence_field is distinct from 'route' and code = any (outdated);
  new.checks_read_at := null;
  if source_changed then
    new.two_step_off_since := null;
    new.two_step_alarmed_at := null;
    delete from public.snapshots where request_id = new.id and side = 'source';
    delete from public.templates where request_id = new.id;
    delete from public.template_forecasts where request_id = new.id;
  end if;
  return new;
end $$;

-- Two-step verification that has been on for long is not switched off within the quarter of an hour, and Meta reports
-- when it is.
create function private.two_step_pause(p_watched interval) returns interval
language sql stable security definer set search_path = '' as $$
  select coalesce(max(p.pause) filter (where p.pause <= p_watched), min(p.pause))
  from private.reading_settings s, unnest(s.two_step_pauses) as p (pause);
$$;

create function private.is_two_step_watched(p_check public.checks) returns boolean
language sql immutable security definer set search_path = '' as $$
  select coalesce(p_check.status in ('failed', 'stale')
    or (p_check.status = 'pending' and p_check.read_at is not null), false);
$$;

-- Says when a request is to be read again, in full and for two-step verification alone; engine_due_readings decides
-- which of what is due may be read at this moment.
create function private.reading_times(p_request uuid) returns table (full_at timestamptz, two_step_at timestamptz)
language plpgsql stable security definer set search_path = '' as $$
declare
  request public.migration_requests; settings private.reading_settings; latest private.readings; free_at timestamptz;
begin
  select * into request from public.migration_requests r where r.id = p_request and r.hold_reason is null
    and (r.status in ('submitted', 'preparing', 'scheduled') or r.status = 'cutover' and r.registered_at is null);
  if not found then return query select null::timestamptz, null::timestamptz; return; end if;
  select * into strict settings from private.reading_settings;
  select * into latest from private.readings d where d.request_id = p_request order by d.opened_at desc limit 1;
  -- One reader at a time, and a reading that found nothing leaves the request alone for some minutes.
  free_at := case when latest.closed_at is null then latest.lease_until
    when latest.outcome = 'failed' then latest.closed_at + interval '10 minutes' end;
  return query with wanted as (
    -- A first reading waits until nobody is working on the request. Later readings come before the evidence is old, and
    -- a day and an hour before the date.
    select 'all' as scope, least(
      coalesce(request.checks_read_at + settings.reread_after, request.updated_at + settings.watch_every),
      case when request.status = 'scheduled'
        and request.checks_read_at < request.window_starts_at - interval '24 hours'
        then request.window_starts_at - interval '24 hours' end,
      case when request.status = 'scheduled'
        and request.checks_read_at < request.window_starts_at - interval '1 hour'
        then request.window_starts_at - interval '1 hour' end) as at
    where request.status <> 'cutover' and request.route is not null and request.connection_id is not null
      and request.source_phone_number_id is not null
    union all
    select 'two_step', w.read_at + private.two_step_pause(w.read_at - d.two_step_watched_since)
    from public.checks c
    left join private.due_times d on d.request_id = p_request
    cross join lateral (select coalesce(latest.opened_at, c.read_at) as read_at) as w
    where c.request_id = p_request and c.code = 'TWO_STEP_OFF' and private.is_two_step_watched(c)
      and request.status <> 'cutover' and request.connection_id is not null
      and request.source_phone_number_id is not null
    union all
    -- A move that is stopped until something changes at Meta: people are waiting, so it is read as often throughout.
    select case when k.watched_by = '{TWO_STEP_OFF}' then 'two_step' else 'all' end,
      case when latest.opened_at > e.opened_at then latest.opened_at + settings.watch_every else e.opened_at end
    from public.request_exceptions e join private.exception_catalogue k on k.code = e.code and k.watched_by <> '{}'
    join public.cutover_steps t on t.request_id = e.request_id and t.step = e.step and t.state = 'failed'
    where e.request_id = p_request and e.resolved_at is null and request.status = 'cutover'
    union all
    -- Meta reported something about it: at most once a minute for one request, and after a day the scheduled readings
    -- cover it.
    select p.scope, greatest(p.prompted_at, latest.opened_at + interval '1 minute')
    from private.reading_prompts p
    where p.request_id = p_request and request.connection_id is not null and request.source_phone_number_id is not null
      and p.prompted_at > now() - interval '1 day' and (p.scope = 'two_step' or request.route is not null)
      and not exists (select from private.readings d where d.request_id = p_request and d.opened_at >= p.prompted_at
        and d.outcome = 'recorded' and (d.scope = 'all' or p.scope = 'two_step')))
  select max(greatest(w.at, free_at)) filter (where w.scope = 'all'),
    max(greatest(w.at, free_at)) filter (where w.scope = 'two_step')
  from (select x.scope, min(x.at) as at from wanted x group by x.scope) as w where w.at is not null;
end $$;

-- The row is locked first: of two changes at once, the later one then sees what the earlier one has changed.
create function private.set_next_reading(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform from private.due_times where request_id = p_request for update;
  insert into private.due_times as d (request_id, provider_id, full_reading_at, two_step_reading_at)
  select r.id, r.provider_id, t.full_at, t.two_step_at
  from public.migration_requests r cross join lateral private.reading_times(r.id) t where r.id = p_request
  on conflict (request_id) do update set full_reading_at = excluded.full_reading_at,
      two_step_reading_at = excluded.two_step_reading_at
    where (d.full_reading_at, d.two_step_reading_at)
      is distinct from (excluded.full_reading_at, excluded.two_step_reading_at);
end $$;

create function private.watch_two_step(p_request uuid) returns void
language sql security definer set search_path = '' as $$
  insert into private.due_times (request_id, provider_id, two_step_watched_since)
  select r.id, r.provider_id, now() from public.migration_requests r where r.id = p_request
  on conflict (request_id) do update set two_step_watched_since = excluded.two_step_watched_since;
$$;

create function private.follow_readings_of_request() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_next_reading(new.id);
  return null;
end $$;

create function private.follow_readings_of_row() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_next_reading(case tg_op when 'DELETE' then old.request_id else new.request_id end);
  return null;
end $$;

create function private.follow_two_step() returns trigger
language plpgsql security definer set search_path = '' as $$
declare changed public.checks := case tg_op when 'DELETE' then old else new end;
begin
  if changed.code <> 'TWO_STEP_OFF' then return null; end if;
  if tg_op <> 'DELETE' and private.is_two_step_watched(new)
    and not (tg_op = 'UPDATE' and private.is_two_step_watched(old)) then
    perform private.watch_two_step(changed.request_id);
  end if;
  perform private.set_next_reading(changed.request_id);
  return null;
end $$;

-- The sweep deletes readings that later ones have overtaken: they decide nothing, unless they answered a prompt.
create function private.follow_swept_reading() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from private.readings where request_id = old.request_id and opened_at > old.opened_at)
    or exists (select from private.reading_prompts where request_id = old.request_id
      and prompted_at <= old.opened_at) then
    perform private.set_next_reading(old.request_id);
  end if;
  return null;
end $$;

create function private.follow_reading_settings() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_next_reading(r.id) from (select id from public.migration_requests
    where status in ('submitted', 'preparing', 'scheduled', 'cutover') order by id) as r;
  return null;
end $$;

-- A provider's readings of an account count only against its own app. Another provider's readings of the same account
-- neither slow it down nor show in its waits.
-- Returns the calls that automatic readings may still make on the account in this hour.
create function private.reading_calls_left(p_provider uuid, p_waba text, p_manual boolean) returns integer
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select floor(s.calls_per_hour * case when p_manual then 1 else s.share end)::integer
      - coalesce((select sum(d.calls)::integer from private.readings d
        where d.provider_id = p_provider and d.waba_id = p_waba and d.opened_at > now() - interval '1 hour'), 0)
    from private.reading_settings s);
end $$;

-- The checks of the hour before the window, or later ones, decide; the hour has some tolerance.
create function private.checks_are_fresh(p_request public.migration_requests) returns boolean
language sql stable set search_path = '' as $$
  select coalesce(p_request.checks_read_at >= least(p_request.window_starts_at, now()) - interval '90 minutes', false);
$$;

-- A completed request is final: work that an alarm makes necessary later becomes a separate request, linked to it.
create function private.add_checks(p_request public.migration_requests) returns void
language sql security definer set search_path = '' as $$
  insert into public.checks (provider_id, client_id, request_id, code, status, evidence_kind, evidence_field,
    evidence_value, read_at)
  select p_request.provider_id, p_request.client_id, p_request.id, k.code,
    case when found.value is null then 'pending' else 'passed' end,
    case when found.value is null then null else 'document' end, found.field, found.value,
    case when found.value is null then null else now() end
  from private.check_catalogue k
  left join (values
    ('AUTHORISED_PERSON', 'authorised_name', p_request.authorised_name),
    ('WABA_DATA', 'source_waba_id', case when p_request.source_business_id is not null
      and p_request.source_phone_number_id is not null then p_request.source_waba_id end),
    ('PLATFORM_ACCOUNT', 'platform_account', nullif(trim(p_request.platform_account), '')),
    ('NUMBER_FORMAT', 'phone_number', p_request.phone_number),
    ('NO_OTHER_REQUEST', 'phone_number', p_request.phone_number)) as found (code, field, value) on found.code = k.code
  on conflict (request_id, code) do nothing;
$$;

-- The call count is that of the readings: it limits everything that Portdesk reads of its own accord.
create function private.may_read_account(p_provider uuid, p_waba text) returns boolean
language sql stable security definer set search_path = '' as $$
  select private.reading_calls_left(p_provider, p_waba, false) >= s.calls_per_reading from private.reading_settings s;
$$;

create function private.keep_check_staff_data() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.check_staff_data (check_id, provider_id, evidence_value, claimed_value, waived_reason,
    waiving_member_id)
  values (new.id, new.provider_id, new.evidence_value, new.claimed_value, new.waived_reason,
    (select m.id from public.members m where m.provider_id = new.provider_id and m.user_id = new.waived_by))
  on conflict (check_id) do update set evidence_value = excluded.evidence_value, claimed_value = excluded.claimed_value,
    waived_reason = excluded.waived_reason, waiving_member_id = excluded.waiving_member_id;
  return null;
end $$;

-- Ids that people typed in count here as well: they lead to nothing but a reading with the provider's own token.
create function private.prompted_requests(p_waba text, p_change jsonb) returns setof public.migration_requests
language sql stable security definer set search_path = '' as $$
  select r.* from public.migration_requests r
  where p_change ->> 'checks' is not null and (r.destination_waba_id = p_waba or r.source_waba_id = p_waba)
    and r.status in ('submitted', 'preparing', 'scheduled', 'cutover')
      and (r.status <> 'cutover' or r.registered_at is null)
    and r.connection_id is not null and r.source_phone_number_id is not null
    and (p_change ->> 'checks' = 'two_step' or r.route is not null)
    and (p_change ->> 'scope' <> 'number' or p_change ->> 'phoneNumberId'
      in (r.source_phone_number_id, r.destination_phone_number_id)
      or regexp_replace(r.phone_number, '\D', '', 'g') = p_change ->> 'phoneDigits');
$$;

-- A change of two-step verification also starts its watch again.
create function private.prompt_checks(p_change jsonb) returns void
language sql security definer set search_path = '' as $$
  select private.watch_two_step(r.id) from private.prompted_requests(p_change ->> 'wabaId', p_change) as r
  where p_change ->> 'checks' = 'two_step' order by r.id;
  insert into private.reading_prompts as p (request_id, provider_id, scope, prompted_at)
  select r.id, r.provider_id, p_change ->> 'checks', now()
  from private.prompted_requests(p_change ->> 'wabaId', p_change) as r order by r.id
  on conflict (request_id) do update set prompted_at = excluded.prompted_at,
    scope = case when p.scope = 'all' and p.prompted_at > now() - interval '1 day' then 'all' else excluded.scope end;
$$;

create function private.is_source_proved(p_request public.migration_requests) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from private.source_proofs p where p.request_id = p_request.id
    and p.waba_id is not distinct from p_request.source_waba_id
    and p.phone_number_id is not distinct from p_request.source_phone_number_id);
$$;

-- Typing the account's id proves nothing: only an account that Portdesk moves a number to, or a proved one, counts.
create function private.is_source_others(p_request public.migration_requests) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.migration_requests o
      where o.destination_waba_id = p_request.source_waba_id and o.provider_id = p_request.provider_id
        and o.client_id <> p_request.client_id)
    or exists (select from private.source_proofs p join public.migration_requests o on o.id = p.request_id
      where p.waba_id = p_request.source_waba_id and o.provider_id = p_request.provider_id
        and o.client_id <> p_request.client_id);
$$;
comment on function private.is_source_others
  is 'Whether the account that this request names as its old one belongs to another client''s request of the provider.';

-- Closes the exceptions that a reading settles by itself.

-- A reading changes checks, the claims about them, two-step verification, and the exceptions that wait for a check.
-- Closes the exceptions whose checks have turned to passed; the step that met one is open again.
create function private.close_watched(p_request uuid, p_turned text[]) returns text[]
language plpgsql security definer set search_path = '' as $$
declare closed text[];
begin
  with over as (
    update public.request_exceptions e set resolved_at = now(), closed_by = 'reading'
    from private.exception_catalogue k
    where e.request_id = p_request and e.resolved_at is null and k.code = e.code and k.watched_by && p_turned
      and not exists (select from public.checks c
        where c.request_id = p_request and c.code = any (k.watched_by) and c.status not in ('passed', 'waived'))
    returning e.code)
  select coalesce(array_agg(code), '{}') into closed from over;
  update public.cutover_steps s set state = 'pending', wait_until = null, finished_at = null
  where s.request_id = p_request and s.state = 'failed'
    and exists (select from public.request_exceptions e where e.request_id = p_request and e.step = s.step
      and e.code = any (closed))
    and not exists (select from public.request_exceptions e where e.request_id = p_request and e.step = s.step
      and e.resolved_at is null);
  return closed;
end $$;

-- Says what a window must be, and what a consent is bound to.

create function private.check_window(p_starts_at timestamptz, p_ends_at timestamptz) returns void
language plpgsql set search_path = '' as $$
begin
  if p_starts_at is null or p_ends_at is null or p_ends_at <= p_starts_at or p_ends_at <= now()
    or p_ends_at - p_starts_at > interval '12 hours' then
    perform private.refuse(400, 'window_invalid');
  end if;
end $$;
comment on function private.check_window
  is 'A window is in the future, ends after it starts, and is no longer than a working day.';

create function private.set_window(p_request uuid, p_starts_at timestamptz, p_ends_at timestamptz,
  p_confirmed_at timestamptz) returns void
language sql security definer set search_path = '' as $$
  update public.migration_requests set window_starts_at = p_starts_at, window_ends_at = p_ends_at, window_confirmed_at
    = p_confirmed_at,
    window_confirmed_by = case when p_confirmed_at is not null then (select auth.uid()) end,
    counter_starts_at = null, counter_ends_at = null, counter_note = null
  where id = p_request;
  update public.migration_requests r set window_confirmed_for = case when p_confirmed_at is not null
    then private.date_facts(r) end
  where id = p_request;
$$;

-- A consent covers only what it was given for. The second approval stores the approved facts; a change of those facts
-- removes it in the same transaction and says so in its event. The person who gave it must still be allowed to when it
-- is used.
create function private.cutover_facts(p_request public.migration_requests) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'window', jsonb_build_array(p_request.window_starts_at, p_request.window_ends_at), 'number', p_request.phone_number,
    'route', p_request.route, 'connection', p_request.connection_id, 'destination', p_request.destination_waba_id,
    'source', jsonb_build_array(p_request.source_business_id, p_request.source_waba_id,
      p_request.source_phone_number_id),
    'waived', (select coalesce(jsonb_agg(c.code order by c.code), '[]') from public.checks c
      where c.request_id = p_request.id and c.status = 'waived'));
$$;
comment on function private.cutover_facts is
  'What a second person approves: the time, the route, the source and destination accounts, and the checks that do '
    'not count.';

-- When a person may no longer approve, their approvals end.
create function private.void_approvals_of_member() returns trigger
language plpgsql security definer set search_path = '' as $$
declare given uuid;
begin
  if new.ended_at is null and exists (select from private.permissions where role = new.role
    and permission = 'cutover.second_approve') then return null; end if;
  for given in select r.id from public.migration_requests r
    where r.provider_id = new.provider_id and r.second_approved_by = new.user_id
      and r.status in ('preparing', 'scheduled') order by r.id for update loop
    update public.migration_requests set second_approved_for = null where id = given;
    perform private.close_change(given, 'request.edit', 'internal');
  end loop;
  return null;
end $$;

create function private.date_facts(p_request public.migration_requests) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('window', jsonb_build_array(private.utc(p_request.window_starts_at),
    private.utc(p_request.window_ends_at)),
    'number', p_request.phone_number, 'route', p_request.route);
$$;
comment on function private.date_facts is 'What a date is agreed for.';

-- The date's confirmation and the route's choice also store who gave them and what for. A change of those facts removes
-- them in the same transaction and says so in its event; the start compares both once more.
create function private.without_void_consents(p_request public.migration_requests) returns public.migration_requests
language plpgsql stable security definer set search_path = '' as $$
declare request public.migration_requests := p_request;
begin
  if request.status not in ('preparing', 'scheduled') then return request; end if;
  if request.second_approved_at is not null
    and request.second_approved_for is distinct from private.cutover_facts(request) then
    request.second_approved_by := null; request.second_approved_at := null; request.second_approved_for := null;
  end if;
  if request.window_confirmed_for is not null and (request.window_confirmed_at is null
    or request.window_confirmed_for is distinct from private.date_facts(request)) then
    request.window_confirmed_by := null; request.window_confirmed_at := null; request.window_confirmed_for := null;
  end if;
  if request.route_chosen_at is not null
    and request.route_chosen_for is distinct from private.route_facts(request) then
    request.route_chosen_by := null; request.route_chosen_at := null; request.route_chosen_for := null;
  end if;
  return request;
end $$;
comment on function private.without_void_consents is 'The row without the consents that were given for other facts.';

create function private.voided(p_before public.migration_requests, p_after public.migration_requests) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_object_agg(c.consent, true) filter (where c.is_void), '{}') from (values
    ('approvalVoid', p_before.second_approved_at is not null and p_after.second_approved_at is null),
    ('confirmationVoid', p_before.window_confirmed_at is not null and p_after.window_confirmed_at is null),
    ('routeVoid', p_before.route_chosen_at is not null and p_after.route_chosen_at is null)) as c (consent, is_void);
$$;
comment on function private.voided is 'Which of approvalVoid, confirmationVoid, routeVoid: {"approvalVoid": true}.';

-- Decides when a step may begin: budgets, waits, halts, pauses, calls under way.

create function private.step_state(p_request uuid, p_step text) returns text
language sql stable security definer set search_path = '' as $$
  select state from public.cutover_steps where request_id = p_request and step = p_step;
$$;

-- Refuses while a wait is not over, for example the 72 hours in which Meta accepts no registration.
create function private.check_wait(p_until timestamptz) returns void
language plpgsql set search_path = '' as $$
begin
  if p_until > now() then perform private.refuse(429, 'too_soon', private.utc(p_until)); end if;
end $$;

-- An attempt does not count against the budget if Meta sent no code and said how long to wait: that wait alone delays
-- the next attempt. Meta may answer like this for days, and the budget must still be there when it sends codes again.
-- Returns the attempts left for the number, without the one about to begin; null where the step has no budget.
create function private.check_budget(p_step text, p_phone_number text) returns integer
language plpgsql stable security definer set search_path = '' as $$
declare
  entry private.step_catalogue; used integer; oldest timestamptz; latest timestamptz;
begin
  select * into strict entry from private.step_catalogue where step = p_step;
  perform private.check_wait(private.blocked_until(p_step, p_phone_number));
  select count(*), min(i.opened_at), max(i.opened_at) into used, oldest, latest from private.intents i
  where i.phone_number = p_phone_number and i.step = any (private.counted_with(p_step)) and i.kind = 'call'
    and not i.is_unsent
    and i.opened_at > now() - coalesce(entry.budget_window, interval '72 hours');
  if used >= entry.budget then perform private.refuse(429, 'budget_used', private.utc(oldest + entry.budget_window));
    end if;
  perform private.check_wait(latest + entry.pause);
  return entry.budget - used - 1;
end $$;

-- Closes an intent whose lease ran out: a repeatable step is open again, any other has an unknown outcome.
create function private.expire_intent(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  intent private.intents; repeatable boolean;
begin
  select * into intent from private.intents where request_id = p_request and closed_at is null and lease_until < now();
  if not found then return; end if;
  select k.repeatable into repeatable from private.step_catalogue k where k.step = intent.step;
  update private.intents set closed_at = now(), outcome = 'unknown' where id = intent.id;
  update public.cutover_steps set state = case when repeatable then 'pending' else 'unknown' end
  where request_id = p_request and step = intent.step and state in ('running', 'unknown');
  perform private.close_change(p_request, 'cutover.step', 'internal',
    jsonb_build_object('step', intent.step, 'outcome', 'unknown'));
end $$;

-- "pinShown": the PIN of this call is or may be the number's, and nobody has noted it yet.
create function private.store_records(p_request public.migration_requests, p_records jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.snapshots (provider_id, client_id, request_id, side, moment, data)
  select p_request.provider_id, p_request.client_id, p_request.id, x ->> 'side', x ->> 'moment', x -> 'data'
  from jsonb_array_elements(coalesce(p_records -> 'snapshots', '[]')) as x;
  insert into public.templates (provider_id, client_id, request_id, name, language, category, source_template_id,
    source_status,
    source_quality, destination_template_id, destination_status, outcome, why)
  select p_request.provider_id, p_request.client_id, p_request.id, x ->> 'name', x ->> 'language', x ->> 'category',
    x ->> 'sourceTemplateId', x ->> 'sourceStatus', x ->> 'sourceQuality', x ->> 'destinationTemplateId',
      x ->> 'destinationStatus',
    x ->> 'outcome', x ->> 'why'
  from jsonb_array_elements(coalesce(p_records -> 'templates', '[]')) as x
  on conflict (request_id, name, language) do update set category = excluded.category,
    source_template_id = excluded.source_template_id, source_status = excluded.source_status, source_quality
      = excluded.source_quality,
    destination_template_id = excluded.destination_template_id, destination_status = excluded.destination_status,
    outcome = excluded.outcome, updated_at = now(),
    -- The first record knows best why a template was kept.
    why = case when templates.outcome = 'kept' and excluded.outcome = 'kept' then templates.why else excluded.why end;
  update public.cutover_steps s set state = 'skipped', finished_at = now()
  where s.request_id = p_request.id and s.state = 'pending'
    and s.step in (select jsonb_array_elements_text(p_records -> 'skipped'));
  if p_records ? 'phoneNumberId' then
    update public.migration_requests set destination_phone_number_id = p_records ->> 'phoneNumberId',
      destination_account_kind = case when route_answers ->> 'accountModel' = 'old' then 'waba' end,
      waac_id = p_records ->> 'waacId'
    where id = p_request.id;
  end if;
  if p_records ? 'signup' then perform private.store_signup(p_request, p_records -> 'signup'); end if;
  if (p_records ->> 'shared')::boolean then perform private.become_shared(p_request); end if;
  if (p_records ->> 'pinShown')::boolean then
    update public.cutover_steps set pin_set_at = now(), pin_shown_at = null
    where request_id = p_request.id and step in ('register', 'register_shared');
  end if;
  if (p_records ->> 'byEarlierCall')::boolean then
    update public.cutover_steps set called_at = started_at, pin_set_at = null, pin_shown_at = null
    where request_id = p_request.id and step = 'register';
  end if;
end $$;

-- The engine's half of the signup window: what the client granted is stored under the same fence as every other answer.
-- p_signup: {"connectionId","businessId","wabaId","keyId","nonce","ciphertext"}: the token arrives encrypted for that
-- connection and opens nowhere else.
create function private.store_signup(p_request public.migration_requests, p_signup jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  connection uuid := (p_signup ->> 'connectionId')::uuid;
begin
  perform private.end_signup(p_request.id);
  insert into public.meta_connections (id, provider_id, name, app_id, business_id, request_id)
  select connection, p_request.provider_id, 'Signup ' || p_request.reference, c.app_id, p_signup ->> 'businessId',
    p_request.id
  from public.meta_connections c where c.id = p_request.connection_id;
  insert into private.connection_tokens (connection_id, provider_id, key_id, nonce, ciphertext)
  values (connection, p_request.provider_id, p_signup ->> 'keyId', p_signup ->> 'nonce', p_signup ->> 'ciphertext');
  update public.migration_requests set signup_connection_id = connection, destination_waba_id = p_signup ->> 'wabaId'
  where id = p_request.id;
end $$;

create function private.open_halt(p_provider uuid) returns private.halts
language plpgsql stable security definer set search_path = '' as $$
declare halt private.halts;
begin
  select * into halt from private.halts h where h.ended_at is null
    and (h.provider_id is null or h.provider_id = p_provider)
  order by h.provider_id nulls first limit 1;
  return halt;
end $$;

-- The refusal omits the reason, which is for staff: the person refused may be a client.
create function private.refuse_halted(p_provider uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
declare halt private.halts := private.open_halt(p_provider);
begin
  if halt.id is not null then perform private.refuse(409, 'moves_halted'); end if;
end $$;

create function private.guard_intent_halt() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.refuse_halted(new.provider_id);
  return new;
end $$;

create function private.guard_start_halt() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.refuse_suspended(new.provider_id);
  perform private.refuse_halted(new.provider_id);
  return new;
end $$;

-- Returns the destination's account and the app through which it is reached.
create function private.graph_places(p_request uuid) returns table (provider_id uuid, kind text, id text)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select r.provider_id, place.kind, place.id from public.migration_requests r
    left join public.meta_connections c on c.id = r.connection_id
    cross join lateral (values ('app', c.app_id), ('waba', r.destination_waba_id)) as place (kind, id)
    where r.id = p_request and place.id is not null;
end $$;

-- The pause from Meta's headers and the breaker's pause are separate: a successful call shows that Meta answers, not
-- that an account has calls left.
create function private.paused_until(p_request uuid) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select max(greatest(p.closed_until, p.breaker_until))
    from private.graph_places(p_request) x join private.graph_pauses p using (provider_id, kind, id)
    where greatest(p.closed_until, p.breaker_until) > now());
end $$;

-- When a breaker's time is up, it lets one call through and blocks the others until that call is answered.
create function private.guard_intent_pause() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.refuse_paused(new.request_id);
  update private.graph_pauses p set breaker_until = new.lease_until
  from private.graph_places(new.request_id) x
  where (p.provider_id, p.kind, p.id) = (x.provider_id, x.kind, x.id)
    and p.failures >= case p.kind when 'app' then 10 else 5 end;
  return new;
end $$;

create function private.learn_from_intent() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  codes text[] := array(select x ->> 'code' from jsonb_array_elements(
    case jsonb_typeof(new.answer) when 'array' then new.answer when 'object' then jsonb_build_array(new.answer)
      else '[]' end) as x);
begin
  -- A worker that vanished says nothing about Meta.
  if new.outcome = 'unknown' and new.answer is null then
    update private.graph_pauses p set breaker_until = null from private.graph_places(new.request_id) x
    where (p.provider_id, p.kind, p.id) = (x.provider_id, x.kind, x.id) and p.breaker_until = new.lease_until;
  elsif codes && array['META_INCIDENT', 'MAINTENANCE'] then
    insert into private.graph_pauses as p (provider_id, kind, id, failures)
    select provider_id, kind, id, 1 from private.graph_places(new.request_id)
    on conflict (provider_id, kind, id) do update set failures = p.failures + 1,
      breaker_until = case when p.failures + 1 >= case p.kind when 'app' then 10 else 5 end
        then now() + least(interval '1 minute' * 2 ^ least(p.failures + 1 - case p.kind when 'app' then 10 else 5 end,
          4), interval '15 minutes')
        else p.breaker_until end;
  else
    update private.graph_pauses p set failures = 0, breaker_until = null
    from private.graph_places(new.request_id) x
    where (p.provider_id, p.kind, p.id) = (x.provider_id, x.kind, x.id)
      and (p.failures > 0 or p.breaker_until is not null);
  end if;
  return new;
end $$;
comment on function private.learn_from_intent
  is 'Five failures in a row block an account, ten an app: for a minute, then twice as long each time, up to fifteen.';

-- A cut-over cannot be left during one of its calls, whose outcome nobody would then receive. A vanished worker is
-- waited for no longer than its lease.
create function private.end_calls(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.expire_intent(p_request);
  if exists (select from private.intents where request_id = p_request and closed_at is null) then
    perform private.refuse(409, 'step_running');
  end if;
end $$;
comment on function private.end_calls
  is 'Refuses while the engine is running a step of the request or reading the outcome of one.';

-- An account in cool-down receives no call that Portdesk makes of its own accord, and no PIN or message of a person:
-- the pause covers more than the steps of its moves.
create function private.refuse_paused(p_request uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
declare until timestamptz := private.paused_until(p_request);
begin
  if until is not null then perform private.refuse(429, 'meta_paused', private.utc(until)); end if;
end $$;

-- Meta's timestamps are whole seconds. On a guided route no call registers the number: there a person's statement or
-- Meta's answer counts.
create function private.may_work_since(p_request public.migration_requests) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select date_trunc('second', least(p_request.no_return_at, p_request.registered_at, p_request.shared_at,
    (select min(i.opened_at)
    from private.intents i where i.provider_id = p_request.provider_id and i.request_id = p_request.id
      and i.step in ('register', 'register_shared') and i.kind = 'call')));
$$;

-- What Meta blocks for a number stays blocked for it: an abort and a new approval, another attempt, or another request
-- for the same number do not lift the block. The attempt that met the block records it.
create function private.blocked_until(p_step text, p_phone_number text) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select max(blocked_until) from private.intents
  where phone_number = p_phone_number and blocked_step = any (private.counted_with(p_step)) and blocked_until > now()
    and lifted_at is null;
$$;

-- That Meta shows two-step verification as on does not prove that anybody knows the PIN: the worker that generated it
-- may have died before it answered, with the PIN only in its memory.
-- The old provider knows the PIN of a shared number: only a PIN set since then is ours alone.
create function private.is_pin_known(p_request uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce(
    (select p.outcome = 'set' and p.shown_at is not null from public.pin_settings p
      where p.request_id = p_request and p.outcome in ('set', 'unknown') order by p.opened_at desc limit 1),
    (select coalesce(s.pin_set_at >= coalesce(s.called_at, s.pin_set_at) and s.pin_shown_at >= s.pin_set_at, false)
      from public.cutover_steps s where s.request_id = p_request and s.step = 'register' and s.state = 'done'),
    (select r.route is distinct from 'R0' from public.migration_requests r where r.id = p_request));
$$;
comment on function private.is_pin_known is
  'Whether one of our people has noted the number''s PIN: the newest one set since the move, or else that of the '
    'move. Where Portdesk did not register the number, the person who did it by hand chose the PIN.';

-- A step is done only on evidence that could not exist without our call. Where Meta's readings cannot be that evidence,
-- messages at our account can, or a person who has tried the number.
-- Meta dates messages to the second. While a number is shared, the call meant to register it here is the silent one.
create function private.received_here(p_request uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  with call as (
    select date_trunc('second', max(coalesce(s.called_at, s.finished_at))) as made_at from public.cutover_steps s
    where s.request_id = p_request and s.step in ('register', 'register_shared', 'record_ids'))
  select coalesce(bool_or(m.at >= c.made_at) and not bool_or(m.at < c.made_at), false)
  from call c join public.message_sightings m on m.request_id = p_request where c.made_at is not null;
$$;
comment on function private.received_here is
  'Whether a message passed through the new account after the last call meant to register the number there, and '
    'none before it.';

-- Meta counts every registration of the number, whatever the route.
create function private.counted_with(p_step text) returns text[]
language sql immutable security definer set search_path = '' as $$
  select case when p_step in ('register', 'register_shared') then array['register', 'register_shared']
    else array[p_step] end;
$$;

-- Route R0: under Meta's newer account model the signup window shares the number, both providers serve it, and the old
-- one is removed later. Its point of no return is that removal, not the registration. The client agrees to sharing
-- before anything begins or, where the signup route turned out to share the number, as soon as that is known.
-- A number proved to be shared continues with the steps of R0; steps already done are not repeated.
create function private.become_shared(p_request public.migration_requests) returns void
language plpgsql security definer set search_path = '' as $$
declare is_registered boolean := private.step_state(p_request.id, 'register') = 'done';
begin
  update public.migration_requests set route = 'R0', destination_account_kind = 'messaging_account'
    where id = p_request.id;
  if p_request.route = 'R0' then return; end if;
  delete from public.cutover_steps s where s.request_id = p_request.id
    and not exists (select from private.route_steps k where k.route = 'R0' and k.step = s.step);
  insert into public.cutover_steps (provider_id, client_id, request_id, step, position, state, finished_at)
  select p_request.provider_id, p_request.client_id, p_request.id, k.step, k.position,
    case when is_skipped then 'skipped' else 'pending' end, case when is_skipped then now() end
  from private.route_steps k, lateral (select k.step = 'embedded_signup'
    or (is_registered and k.step = 'register_shared') as is_skipped) as s
  where k.route = 'R0'
  on conflict (request_id, step) do update set position = excluded.position;
end $$;

-- Applies what a finished step changes in its request; returns the permission whose transition it takes.
create function private.apply_step(p_request uuid, p_step text) returns text
language plpgsql security definer set search_path = '' as $$
declare moved_to text;
begin
  select route into moved_to from public.migration_requests where id = p_request;
  -- A register that turned out to share the number has moved nothing.
  if p_step = 'register' and moved_to <> 'R0' then
    update public.migration_requests set registered_at = now(), no_return_at = now(),
      tracks = tracks || '{"number":"working","security_pin":"working"}' where id = p_request;
  elsif p_step = 'exchange_messages' then
    update public.migration_requests set shared_at = coalesce(shared_at, now()),
      tracks = tracks || '{"number":"working","webhook":"done"}' where id = p_request;
  elsif p_step = 'confirm_connected' then
    update public.migration_requests set registered_at = coalesce(registered_at, now()),
      tracks = tracks || '{"number":"done","webhook":"working"}' where id = p_request;
    return 'cutover.connected';
  elsif p_step = 'confirm_removed' then
    update public.migration_requests set registered_at = now(), no_return_at = now(),
      tracks = tracks || '{"number":"done","security_pin":"working"}' where id = p_request;
    return 'cutover.connected';
  elsif p_step = 'compare' then
    update public.migration_requests set tracks = tracks || jsonb_build_object('templates', case
      when exists (select from public.templates where request_id = p_request and outcome = 'pending') then 'partial'
        else 'done' end)
    where id = p_request;
  end if;
  return 'cutover.step';
end $$;

-- Looks for a message sent through the new account and delivered, and one received there, both since the number was
-- registered in it.
create function private.exchanged(p_request uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
      'sent', coalesce(bool_or(m.direction = 'out' and m.status in ('delivered', 'read')), false),
      'received', coalesce(bool_or(m.direction = 'in'), false))
  from (select date_trunc('second', max(s.finished_at)) as since from public.cutover_steps s
    where s.request_id = p_request and s.step = 'register_shared' and s.state in ('done', 'skipped')) as registered
  left join public.message_sightings m on m.request_id = p_request and m.at >= registered.since;
$$;

create function private.is_sharing_proved(p_request uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.cutover_steps s
    where s.request_id = p_request and s.step = 'embedded_signup' and s.result ->> 'sharing' = 'proved');
$$;

create function private.wait_of(p_step text, p_phone_number text)
returns table (wait_from timestamptz, wait_until timestamptz, blocked_until timestamptz)
language sql stable security definer set search_path = '' as $$
  select (array_agg(closed_at order by blocked_until desc))[1], max(blocked_until), max(blocked_until)
    filter (where is_block)
    from private.intents
  where phone_number = p_phone_number and blocked_step = any (private.counted_with(p_step)) and blocked_until > now()
    and lifted_at is null;
$$;

-- Lists what the start of a cut-over waits for: one row for each question that applies, in the order in which they are
-- asked. The start refuses with the first unanswered one, and the screen shows them all.
create function private.start_questions(p_request public.migration_requests)
returns table (question text, refusal text, hint text)
language plpgsql stable security definer set search_path = '' as $$
declare
  starts_at timestamptz := p_request.window_starts_at;
  open_codes text := private.open_hard_checks(p_request.id);
  needs_second boolean := (select p.second_approval from public.providers p where p.id = p_request.provider_id);
begin
  return query select q.question, q.refusal, case when q.refusal is not null then q.hint end from (values
    (1, 'not_on_hold', case when p_request.hold_reason is not null then 'on_hold' end, null),
    (2, 'window_confirmed', case when p_request.window_confirmed_at is null
      or p_request.window_confirmed_for is distinct from private.date_facts(p_request) then 'window_not_confirmed' end,
        null),
    (3, 'window_open', case when now() > p_request.window_ends_at then 'window_over'
      when coalesce(now() < starts_at - interval '15 minutes', true) then 'window_not_open' end,
        private.utc(starts_at)),
    (4, 'route_stands', case when p_request.route_chosen_at is null
      or p_request.route_chosen_for is distinct from private.route_facts(p_request) then 'route_outdated' end, null),
    (5, 'hard_checks', case when open_codes is not null then 'checks_open' end, open_codes),
    (6, 'checks_fresh', case when not private.checks_are_fresh(p_request) then 'checks_old' end, null),
    (7, 'second_approval', case when p_request.second_approved_by = (select auth.uid()) then 'second_approval_own'
      when p_request.second_approved_by is null or p_request.second_approved_for is distinct
        from private.cutover_facts(p_request)
        or not private.may_approve(p_request.provider_id, p_request.second_approved_by)
          then 'second_approval_missing' end, null),
    (8, 'no_conflict', case when private.is_in_conflict(p_request.id) then 'number_in_conflict' end, null)
  ) as q (position, question, refusal, hint)
  where needs_second or q.question <> 'second_approval' order by q.position;
end $$;

-- A restarted cut-over outside R2 has no destination yet: what an earlier signup granted is void.
create function private.clear_destination(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.end_signup(p_request);
  update public.migration_requests set destination_phone_number_id = null,
    destination_waba_id = case when not private.makes_account(route) then destination_waba_id end
  where id = p_request;
end $$;

-- While a person is asked about an outcome, the engine keeps trying to read it at the times it has set.
create function private.next_step_time(p_request public.migration_requests) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
declare step public.cutover_steps; free_at timestamptz;
begin
  if p_request.status not in ('cutover', 'monitoring') or p_request.hold_reason is not null then return null; end if;
  select s.* into step from public.cutover_steps s
  where s.request_id = p_request.id and s.state not in ('done', 'skipped') order by s.position limit 1;
  free_at := case
    when step.state = 'running' then '-infinity'
    when step.state = 'pending' and exists (select from private.step_catalogue k
      where k.step = step.step and k.trigger = 'automatic') then coalesce(step.wait_until, '-infinity')
    when step.state = 'unknown' and step.wait_until is not null then step.wait_until
    when step.state = 'unknown' and not exists (select from public.request_exceptions e
      where e.request_id = p_request.id and e.code = 'OUTCOME_UNKNOWN' and e.resolved_at is null) then '-infinity'
    end;
  if free_at is null then return null; end if;
  -- A worker that vanished is waited for no longer than its lease.
  return greatest(free_at, (select i.lease_until from private.intents i
    where i.request_id = p_request.id and i.closed_at is null));
end $$;

-- The row is locked first: of two changes at once, the later one then sees what the earlier one has changed.
create function private.set_next_step(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform from private.due_times where request_id = p_request for update;
  insert into private.due_times as d (request_id, provider_id, next_step_at, no_return_at, window_starts_at)
  select r.id, r.provider_id, private.next_step_time(r), r.no_return_at, r.window_starts_at
  from public.migration_requests r where r.id = p_request
  on conflict (request_id) do update set next_step_at = excluded.next_step_at, no_return_at = excluded.no_return_at,
      window_starts_at = excluded.window_starts_at
    where (d.next_step_at, d.no_return_at, d.window_starts_at)
      is distinct from (excluded.next_step_at, excluded.no_return_at, excluded.window_starts_at);
end $$;

create function private.follow_steps_of_request() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_next_step(new.id);
  return null;
end $$;

create function private.follow_steps_of_row() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_next_step(case tg_op when 'DELETE' then old.request_id else new.request_id end);
  return null;
end $$;

-- A move's steps come, go and are reset together.
create function private.follow_steps_of_move() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_next_step(c.request_id)
  from (select distinct request_id from changed order by request_id) as c;
  return null;
end $$;

-- Says what a route is chosen for, and which windows it allows.

-- Ends the access that a client granted for a request, and discards its token.
create function private.end_signup(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.migration_requests set signup_connection_id = null where id = p_request;
  delete from private.connection_tokens t using public.meta_connections c where c.id = t.connection_id
    and c.request_id = p_request;
  update public.meta_connections set revoked_at = now() where request_id = p_request and revoked_at is null;
end $$;

-- Two routes exclude days of the calendar: a credit line cannot be shared in the last three and the first four days of
-- a month (R4), and a number that sent a paid message is not deleted for thirty days (R5). Meta does not say whose
-- midnight counts, so UTC's does. A window may neither overlap such a span nor end as it begins, whoever names it.
create function private.route_closures(p_request public.migration_requests, p_from timestamptz, p_until timestamptz)
returns table (starts_at timestamptz, ends_at timestamptz)
language sql stable set search_path = '' as $$
  select (first - interval '3 days') at time zone 'UTC', (first + interval '4 days') at time zone 'UTC'
  from generate_series(date_trunc('month', p_from at time zone 'UTC'),
    p_until at time zone 'UTC' + interval '3 days', interval '1 month') as months (first)
  where p_request.route = 'R4' and (first + interval '4 days') at time zone 'UTC' > p_from
  union all
  select p_from, free
  from (select p_request.route_answers ->> 'lastPaidMessage') as answer (last_paid),
    lateral (select case when last_paid ~ '^\d{4}-\d{2}-\d{2}$' and pg_input_is_valid(last_paid, 'date')
      then (last_paid::date + 31)::timestamp at time zone 'UTC' end) as deletion (free)
  where p_request.route = 'R5' and p_from < free;
$$;
comment on function private.route_closures
  is 'The spans that a request''s route closes to a window, as far as they touch the time from p_from until p_until.';

create function private.check_route_window(p_request public.migration_requests, p_starts_at timestamptz,
  p_ends_at timestamptz) returns void
language plpgsql stable set search_path = '' as $$
begin
  if exists (select from private.route_closures(p_request, p_starts_at, p_ends_at)) then
    perform private.refuse(409, 'window_against_route');
  end if;
end $$;

-- The signup window creates the account, on R0 as on R1.
create function private.makes_account(p_route text) returns boolean
language sql immutable security definer set search_path = '' as $$ select p_route in ('R0', 'R1'); $$;

create function private.route_facts(p_request public.migration_requests) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('number', p_request.phone_number, 'route', p_request.route, 'connection',
    p_request.connection_id,
    'destination', case when not private.makes_account(p_request.route) then p_request.destination_waba_id end,
    'source', jsonb_build_array(p_request.source_business_id, p_request.source_waba_id,
      p_request.source_phone_number_id));
$$;
comment on function private.route_facts
  is 'What a route is chosen for: the number, and its source and destination accounts.';

-- Decides when templates are read again, and which are gone.

-- A template in the forecast but not in the snapshot before the move is gone; the records of the same snapshot correct
-- any that is still there.
create function private.mark_gone_templates() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.templates set outcome = 'lost', why = 'gone' where request_id = new.request_id and outcome = 'pending';
  return null;
end $$;

create function private.plan_template_readings() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  start timestamptz;
begin
  select coalesce(r.registered_at, now()) into start from public.migration_requests r where r.id = new.request_id;
  insert into public.template_readings (provider_id, client_id, request_id, moment, due_at, taken_at, summary)
  values (new.provider_id, new.client_id, new.request_id, '0h', now(), now(), jsonb_build_object(
      'kept', coalesce((new.result ->> 'kept')::integer, 0), 'lost', coalesce((new.result ->> 'lost')::integer, 0),
      'pending', coalesce((new.result ->> 'pending')::integer, 0), 'changed', 0, 'rejected', 0)),
    (new.provider_id, new.client_id, new.request_id, '24h', start + interval '24 hours', null, null),
    (new.provider_id, new.client_id, new.request_id, '7d', start + interval '7 days', null, null)
  on conflict (request_id, moment) do nothing;
  return null;
end $$;

-- Counts business time, and runs the clock of each next action and the clocks of a whole request.

create function private.add_calendar() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.provider_calendars (provider_id) values (new.id);
  return new;
end $$;

-- Same as src/domain/clocks/business-time.ts; a test proves them equal. Where no calendar reaches, every hour counts.
create function private.add_business_time(p_provider uuid, p_from timestamptz, p_span interval) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
begin
  return case when p_span <= interval '0' then p_from else coalesce((
    select s.ends_at - (s.upto - p_span) from (
      select o.ends_at, sum(o.ends_at - greatest(o.starts_at, p_from)) over (order by o.starts_at) as upto
      from public.open_periods o
      where o.provider_id = p_provider and o.ends_at > p_from and o.starts_at < p_from + interval '200 days') as s
    where s.upto >= p_span order by s.upto limit 1), p_from + p_span) end;
end $$;

create function private.business_between(p_provider uuid, p_from timestamptz, p_to timestamptz) returns interval
language sql stable security definer set search_path = '' as $$
  select case when exists (select from public.open_periods where provider_id = p_provider) then coalesce((
    select sum(least(o.ends_at, p_to) - greatest(o.starts_at, p_from)) from public.open_periods o
    where o.provider_id = p_provider and o.ends_at > p_from and o.starts_at < p_to), interval '0')
  else greatest(p_to - p_from, interval '0') end;
$$;

-- Postgres accepts time zones that no browser knows; one of those would break every page that shows a time in it.
create function private.check_time_zone(p_time_zone text) returns void
language plpgsql stable set search_path = '' as $$
begin
  if coalesce(p_time_zone, '') !~ '^(UTC|[A-Za-z_]+(/[A-Za-z0-9_+-]+){1,2})$' or p_time_zone ~ '^(posix|right|SystemV)/'
    or not exists (select from pg_catalog.pg_timezone_names where name = p_time_zone) then
    perform private.refuse(400, 'invalid_input', 'timeZone');
  end if;
end $$;

create function private.clock_of(p_action text, p_owner text) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select code from private.clock_catalogue
    where p_action <> '' and p_action <> 'start_cutover'
      and (p_action = any (actions) or (is_default and owner = p_owner))
    order by is_default limit 1);
end $$;

-- Returns the time limit in force for a provider. clock_end says when that much of a clock's measure will have been
-- counted.
create function private.clock_allowance(p_provider uuid, p_code text) returns interval
language plpgsql stable security definer set search_path = '' as $$
begin
  return make_interval(mins => coalesce(
    (select t.minutes from public.clock_targets t where t.provider_id = p_provider and t.code = p_code
      and t.valid_from <= now()
      order by t.valid_from desc, t.id limit 1),
    (select c.minutes from private.clock_catalogue c where c.code = p_code)));
end $$;

create function private.clock_end(p_provider uuid, p_code text, p_since timestamptz, p_span interval)
  returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select case c.counts when 'wall' then p_since + p_span
    else private.add_business_time(p_provider, p_since, p_span) end
    from private.clock_catalogue c where c.code = p_code);
end $$;

-- A paused clock resumes as the same clock: a prediction or breach already reported is reported again after the hold
-- only if the new due time lies ahead once more.
-- Starts, resumes, pauses or stops the clock of a request, and says when it is due.
create function private.with_clock(p_request public.migration_requests, p_measured text, p_code text)
  returns public.migration_requests
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests := p_request; since timestamptz; spent interval; allowance interval;
  paused boolean := p_request.hold_reason is not null and p_request.waiting_on = 'us';
begin
  if request.clock_measures is distinct from p_measured or request.clock_code is distinct from p_code then
    since := now(); spent := '0';
    delete from private.clock_notices where request_id = request.id and clock_since = '-infinity';
  else
    since := request.clock_since; spent := request.clock_spent;
    if since is null and not paused then
      since := now();
      perform private.keep_notices(request.id, '-infinity', since);
    end if;
  end if;
  if paused and since is not null then
    spent := spent + case (select counts from private.clock_catalogue where code = p_code) when 'wall'
      then now() - since
      else private.business_between(request.provider_id, since, now()) end;
    perform private.keep_notices(request.id, since, '-infinity');
    since := null;
  end if;
  allowance := private.clock_allowance(request.provider_id, p_code);
  request.clock_code := p_code;
  request.clock_measures := p_measured;
  request.clock_since := since;
  request.clock_spent := coalesce(spent, '0');
  request.due_at := case when request.next_action = 'start_cutover' then request.window_starts_at
    else private.clock_end(request.provider_id, p_code, since, allowance - spent) end;
  request.predicted_breach_at := private.clock_end(request.provider_id, p_code, since, allowance * 0.75 - spent);
  delete from private.clock_notices where request_id = request.id and clock_since = since
    and (kind = 'clock.breach_predicted' and request.predicted_breach_at > now() or kind = 'clock.breached'
      and request.due_at > now());
  return request;
end $$;
comment on function private.with_clock is
  'The row with its clock as it stands now; notices that the new times overtake are forgotten. Writes no request.';

-- After a change of calendar or time limit, counted time stays counted, and the remaining time is measured anew.
create function private.reset_due(p_provider uuid) returns void
language sql security definer set search_path = '' as $$
  update public.migration_requests r set (clock_code, clock_measures, clock_since, clock_spent, due_at,
    predicted_breach_at) = (select c.clock_code, c.clock_measures, c.clock_since, c.clock_spent, c.due_at,
    c.predicted_breach_at from private.with_clock(r, r.clock_measures, r.clock_code) c)
  where r.provider_id = p_provider and r.clock_since is not null;
  select private.measure_elapsed_clocks(r.id) from public.migration_requests r
  where r.provider_id = p_provider and exists (select from private.elapsed_clocks s where s.request_id = r.id);
$$;

-- The whole move may take as long as the terms promised on the day of the application, unless the provider has set a
-- time limit of its own.
-- Counted time stays counted, and the current limit and calendar measure the remaining time.
create function private.measure_elapsed_clocks(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update private.elapsed_clocks s set
    predicted_breach_at = private.clock_end(r.provider_id, s.code, s.since,
      private.elapsed_limit(r.provider_id, s.code, s.started_at) * 0.75 - s.spent),
    due_at = private.clock_end(r.provider_id, s.code, s.since,
      private.elapsed_limit(r.provider_id, s.code, s.started_at) - s.spent)
  from public.migration_requests r where r.id = s.request_id and s.request_id = p_request;
end $$;

create function private.follow_elapsed_clocks(p_event public.events) returns void
language plpgsql security definer set search_path = '' as $$
declare
  kind text := p_event.kind; data jsonb := p_event.data; at timestamptz := p_event.created_at; changed boolean;
  paused boolean := p_event.on_hold and coalesce(p_event.waiting_on, 'us') = 'us';
  ended text[]; started text[];
begin
  ended := case
    when p_event.to_status in ('completed', 'rejected', 'cancelled', 'failed')
      then '{first_answer,cutover,two_step_back_on,proof,whole_move}'
    when kind in ('request.accept', 'request.ask', 'comment.client')
      and p_event.actor_kind = 'member' then '{first_answer}'
    when kind = 'cutover.abort' then '{cutover}'
    when kind = 'cutover.connected' then '{cutover,whole_move}'
    when kind = 'track.set' and data ->> 'track' = 'security_pin' and data ->> 'state' in ('done', 'not_applicable')
      or kind = 'pin.ended' and data -> 'confirmed' = 'true'
      or kind in ('monitoring_check.taken', 'pin.noted') and data -> 'tracks' ->> 'security_pin' = 'done'
        then '{two_step_back_on}'
    else '{}' end;
  started := case
    when kind = 'request.submit' then '{first_answer,whole_move}'
    when kind = 'cutover.start' then '{cutover}'
    when kind = 'cutover.step' and data ->> 'step' = 'register'
      and data ->> 'outcome' in ('done', 'skipped') then '{two_step_back_on}'
    when kind = 'cutover.connected' then '{proof}'
    else '{}' end;
  delete from private.elapsed_clocks where request_id = p_event.request_id and code = any (ended);
  -- The proof waits for the reading 72 hours after the connection.
  insert into private.elapsed_clocks (request_id, code, started_at, since)
  select p_event.request_id, c, s, s from unnest(started) as c,
    lateral (select at + case c when 'proof' then interval '72 hours' else '0' end as s)
  on conflict (request_id, code) do update set started_at = excluded.started_at, since = excluded.since, spent = '0';
  update private.elapsed_clocks s set
    spent = s.spent + case
      when s.since is null or not paused then interval '0'
      when (select c.counts from private.clock_catalogue c where c.code = s.code) = 'wall'
        then greatest(at - s.since, '0')
      else private.business_between(p_event.provider_id, s.since, greatest(at, s.since)) end,
    since = case when not paused then greatest(at, s.started_at) end
  where s.request_id = p_event.request_id and (s.since is null) <> paused;
  changed := found;
  if changed or started <> '{}' then perform private.measure_elapsed_clocks(p_event.request_id); end if;
end $$;

create function private.follow_event() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.follow_elapsed_clocks(new);
  return null;
end $$;

-- Rebuilds the clocks from all events, for example after the events' times were shifted.
create function private.restart_elapsed_clocks(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare event public.events;
begin
  delete from private.elapsed_clocks where request_id = p_request;
  for event in select e.* from public.migration_requests r
    join public.events e on (e.provider_id, e.client_id, e.request_id) = (r.provider_id, r.client_id, r.id)
    where r.id = p_request order by e.id loop
    perform private.follow_elapsed_clocks(event);
  end loop;
end $$;

-- The hour of a cut-over ends when both providers are live: the removal has a date of its own.
create function private.unsent_notices(p_request uuid) returns table (since timestamptz, notice text, kind text,
  visibility text, clock text, at timestamptz, due_at timestamptz)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query with possible as (
    select r.clock_since as since, n.kind as notice, n.kind, n.visibility, r.clock_code as clock,
      coalesce(n.at, r.clock_since + make_interval(mins => k.minutes)) as at, r.due_at
    from public.migration_requests r
    cross join lateral (values
      ('clock.reminder_1', 'client', null::timestamptz, r.waiting_on = 'client'),
      ('clock.reminder_2', 'client', null, r.waiting_on = 'client'),
      ('clock.reminder_3', 'client', null, r.waiting_on = 'client'),
      ('clock.client_silent', 'client', null, r.waiting_on = 'client'
        and r.status in ('submitted', 'preparing', 'scheduled')),
      ('clock.chase_1', 'internal', null, r.waiting_on = 'old_provider'),
      ('clock.chase_2', 'internal', null, r.waiting_on = 'old_provider'),
      ('clock.old_provider_silent', 'internal', r.due_at, r.waiting_on = 'old_provider'
        and r.clock_code = 'old_provider_task'),
      -- While a number is being moved, minutes count, whichever side they belong to.
      ('clock.breach_predicted', 'internal', r.predicted_breach_at,
        r.waiting_on = 'us' or r.status = 'cutover' and r.clock_code in ('code_request', 'code_answer', 'step')),
      ('clock.breached', 'internal', r.due_at, r.clock_code is not null
        and (r.waiting_on = 'us' or r.status = 'cutover' and r.clock_code in ('code_request', 'code_answer', 'step'))),
      ('clock.expired', 'client', r.due_at, r.status = 'draft')) as n (kind, visibility, at, holds)
    left join private.notice_catalogue k on k.kind = n.kind
    where r.id = p_request and r.clock_since is not null and n.holds and (n.at is not null or k.kind is not null)
      -- A known disruption and a request on hold are not reported again.
      and r.hold_reason is null and coalesce(r.next_action_subject, '') <> 'CLIENT_SILENT'
      -- The client decides how long both providers stay.
      and (r.status <> 'cutover' or r.shared_at is null)
    union all
    select s.started_at, n.kind || ' ' || s.code, n.kind, 'internal', s.code, n.at, s.due_at
    from private.elapsed_clocks s
    cross join lateral (values ('clock.elapsed_breach_predicted', s.predicted_breach_at),
      ('clock.elapsed_breached', s.due_at)) as n (kind, at)
    where s.request_id = p_request
      and not exists (select from public.migration_requests r where r.id = p_request and r.status = 'cutover'
        and r.shared_at is not null)
    union all
    select s.started_at, k.kind, k.kind, 'internal', s.code, s.started_at + make_interval(mins => k.minutes), s.due_at
    from private.elapsed_clocks s join public.migration_requests r on r.id = s.request_id
    join private.notice_catalogue k on k.kind in ('clock.cutover_alarm_1', 'clock.cutover_alarm_2')
    where s.request_id = p_request and s.code = 'cutover' and s.since is not null and r.status = 'cutover'
      and r.registered_at is null and r.shared_at is null)
  select p.* from possible p where p.at is not null
    and not exists (select from private.clock_notices c where c.request_id = p_request and c.clock_since = p.since
      and c.kind = p.notice);
end $$;
comment on function private.unsent_notices
  is 'The notices of a request''s clocks that have not been sent, whether they are due or still to come.';

-- The row is locked first: of two changes at once, the later one then sees what the earlier one has changed.
create function private.set_next_notice(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform from private.due_times where request_id = p_request for update;
  insert into private.due_times as d (request_id, provider_id, next_notice_at)
  select r.id, r.provider_id, (select min(n.at) from private.unsent_notices(r.id) n)
  from public.migration_requests r where r.id = p_request
  on conflict (request_id) do update set next_notice_at = excluded.next_notice_at
    where d.next_notice_at is distinct from excluded.next_notice_at;
end $$;

create function private.follow_notices_of_request() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_next_notice(new.id);
  return null;
end $$;

-- A request's clocks are paused and measured together.
create function private.follow_notices_of_clocks() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_next_notice(c.request_id)
  from (select distinct request_id from changed order by request_id) as c;
  return null;
end $$;

create function private.follow_notices_of_row() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_next_notice(case tg_op when 'DELETE' then old.request_id else new.request_id end);
  return null;
end $$;

-- Only requests with a clock can have a notice.
create function private.follow_notices_of_catalogue() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_next_notice(d.request_id) from (
    select id as request_id from public.migration_requests where clock_since is not null
    union select request_id from private.elapsed_clocks order by request_id) as d;
  return null;
end $$;

-- Takes the requests whose time has come first; those behind the limit are taken by the next call.
create function private.due_notices(p_limit integer) returns table (request_id uuid, since timestamptz, notice text,
  kind text, visibility text, clock text, at timestamptz, due_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select d.request_id, n.* from (
    select t.request_id from private.due_times t
    where t.next_notice_at <= now() and not private.is_set_aside('clocks', t.request_id)
    order by t.next_notice_at limit p_limit) as d
  cross join lateral private.unsent_notices(d.request_id) n where n.at <= now()
  order by n.at, n.kind limit p_limit;
$$;

create function private.elapsed_limit(p_provider uuid, p_code text, p_started_at timestamptz) returns interval
language plpgsql stable security definer set search_path = '' as $$
declare days integer;
begin
  if p_code = 'whole_move' and not exists (select from public.clock_targets t
    where t.provider_id = p_provider and t.code = p_code and t.valid_from <= now()) then
    select t.max_working_days into days from public.tariffs t
    where t.provider_id = p_provider and t.valid_from <= private.local_date(p_provider, p_started_at)
    order by t.valid_from desc limit 1;
  end if;
  -- Terms with zero days promise nothing. A working day is eight hours.
  return coalesce(make_interval(mins => nullif(days, 0) * 480), private.clock_allowance(p_provider, p_code));
end $$;

-- Notices already sent for a paused clock wait at '-infinity' until it resumes.
create function private.keep_notices(p_request uuid, p_from timestamptz, p_to timestamptz) returns void
language sql security definer set search_path = '' as $$
  update private.clock_notices set clock_since = p_to
  where request_id = p_request and clock_since = p_from and kind in ('clock.breach_predicted', 'clock.breached');
$$;

create function private.hours_of(p_hours jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare hours jsonb;
begin
  if jsonb_typeof(p_hours) is distinct from 'array' or jsonb_array_length(p_hours) not between 1 and 40 then
    perform private.refuse(400, 'invalid_input', 'hours');
  end if;
  begin
    select jsonb_agg(jsonb_build_object('weekday', h.weekday, 'from', h."from", 'to', h."to")
      order by h.weekday, h."from") into hours
    from jsonb_to_recordset(p_hours) as h (weekday integer, "from" integer, "to" integer)
    having bool_and(coalesce(h.weekday between 1 and 7 and h."from" >= 0 and h."to" <= 1440
      and h."from" < h."to", false));
  exception when others then
    hours := null;
  end;
  if hours is null then perform private.refuse(400, 'invalid_input', 'hours'); end if;
  return hours;
end $$;
comment on function private.hours_of
  is 'Working hours as src/domain/clocks/calendar.ts reads them; in minutes of the day.';

-- Decides when a moved number is read again, and who may send commands for it.

-- Meta accepts a message and reports only later, by webhook, that it failed and why. The number and the title are kept
-- with the sighting, and what they say about the account opens its exception until a later message arrives.
-- p_sightings: [{"direction","hash","status","at" (ISO or null),"failure": {"code","title"} or null,"exception":
-- {"code","owner"} or null,"settles": [codes]}]. For a busy number the last five hundred are enough.
create function private.note_sightings(p_request public.migration_requests, p_sightings jsonb, p_came timestamptz)
  returns void
language plpgsql security definer set search_path = '' as $$
declare seen record; changed text[] := '{}';
begin
  insert into public.message_sightings (provider_id, client_id, request_id, direction, message_hash, status, at,
    error_code, error_title)
  select p_request.provider_id, p_request.client_id, p_request.id, x.direction, x.hash, x.status,
    least(coalesce(x.at, p_came), p_came),
    (x.failure ->> 'code')::integer, left(x.failure ->> 'title', 300)
  from jsonb_to_recordset(coalesce(p_sightings, '[]')) as x (direction text, hash text, status text, at timestamptz,
    failure jsonb)
  -- For a number already handed over, only the outcome of people's own tests counts.
  where p_request.status <> 'completed' or exists (select from public.test_messages m
    where m.provider_id = p_request.provider_id
    and m.client_id = p_request.client_id and m.request_id = p_request.id and m.direction = x.direction
      and m.message_hash = x.hash)
  on conflict (request_id, direction, message_hash, status) do nothing;
  delete from public.message_sightings where request_id = p_request.id and id <= (
    select id from public.message_sightings where request_id = p_request.id order by id desc offset 500 limit 1);

  -- Before the move is over the steps themselves report what is wrong, and an exception would stop them.
  if p_request.status <> 'monitoring' then return; end if;
  for seen in
    select least(coalesce(x.at, p_came), p_came) as at, x.exception, x.settles
    from jsonb_to_recordset(coalesce(p_sightings, '[]')) as x (at timestamptz, exception jsonb, settles jsonb)
    where jsonb_typeof(x.exception) = 'object' or x.settles <> '[]' order by 1
  loop
    if jsonb_typeof(seen.exception) = 'object' then
      -- A message that arrived after this one failed has already shown that the failure is over, whichever report came
      -- first.
      continue when exists (select from public.message_sightings s where s.request_id = p_request.id
        and s.direction = 'out'
        and s.status in ('delivered', 'read') and s.at > seen.at);
      insert into public.request_exceptions (provider_id, client_id, request_id, code, owner, opened_at)
      values (p_request.provider_id, p_request.client_id, p_request.id, seen.exception ->> 'code',
        seen.exception ->> 'owner', seen.at)
      on conflict (request_id, code) where resolved_at is null do nothing;
    else
      update public.request_exceptions set resolved_at = now(), closed_by = 'reading'
      where request_id = p_request.id and resolved_at is null and step is null and opened_at < seen.at
        and code in (select jsonb_array_elements_text(seen.settles));
    end if;
    if found then changed := changed || coalesce(seen.exception ->> 'code', 'none'); end if;
  end loop;
  if changed <> '{}' then
    perform private.close_change(p_request.id, case when changed[cardinality(changed)] = 'none' then 'message.arrived'
      else 'message.failed' end,
      'internal', jsonb_build_object('exceptions', to_jsonb(array_remove(changed, 'none'))));
  end if;
end $$;

-- What may be wrong for only minutes is read a second time before it opens anything: the reading that found it
-- schedules another some minutes later.
create function private.plan_monitoring_checks() returns trigger
language plpgsql security definer set search_path = '' as $$
declare start timestamptz := coalesce(new.registered_at, now());
begin
  insert into public.monitoring_checks (provider_id, client_id, request_id, moment, due_at)
  select new.provider_id, new.client_id, new.id, m.moment, start + m.after
  from (values ('0h', interval '0'), ('24h', interval '24 hours'), ('72h', interval '72 hours'),
    ('7d', interval '7 days')) as m (moment, after)
  on conflict (request_id, moment) where moment not in ('manual', 'webhook', 'again') do nothing;
  return null;
end $$;

-- A number that both providers serve can be tried, and handed to people to try.
create function private.open_moved_number(p_request uuid, p_version integer, p_permission text)
  returns public.migration_requests
language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests := private.open_request(p_request, p_version, p_permission);
begin
  if request.status not in ('monitoring', 'completed')
    and not (p_permission = 'message.test' and request.status = 'cutover'
      and coalesce(private.step_state(p_request, 'register_shared'), '') in ('done', 'skipped')) then
    perform private.refuse(409, 'wrong_status', request.status);
  end if;
  perform private.refuse_halted(request.provider_id);
  perform private.refuse_paused(p_request);
  return request;
end $$;

-- A report from Meta about a moved number or its templates prompts a reading within seconds instead of at the next
-- scheduled one, within the calls that automatic readings may use; at most every quarter of an hour for one request.
create function private.prompt_reading(p_request public.migration_requests, p_scope text) returns void
language plpgsql security definer set search_path = '' as $$
declare pause interval;
begin
  if p_request.status not in ('monitoring', 'completed') then return; end if;
  select watch_every into strict pause from private.reading_settings;
  if p_scope = 'template' then
    insert into public.template_readings as t (provider_id, client_id, request_id, moment, due_at)
    values (p_request.provider_id, p_request.client_id, p_request.id, 'webhook', now())
    on conflict (request_id, moment) do update set due_at = greatest(now(), t.taken_at + pause), taken_at = null,
      summary = null, cause = null,
      attempts = 0, tried_at = null, given_up_at = null where t.taken_at is not null or t.given_up_at is not null;
  else
    insert into public.monitoring_checks as a (provider_id, client_id, request_id, moment, due_at)
    values (p_request.provider_id, p_request.client_id, p_request.id, 'webhook',
      greatest(now(), (select max(c.taken_at) + pause
      from public.monitoring_checks c where c.request_id = p_request.id and c.moment = 'webhook')))
    on conflict (request_id) where moment = 'webhook' and taken_at is null do update set due_at = now(), cause = null,
      attempts = 0,
      tried_at = null, given_up_at = null where a.given_up_at is not null;
  end if;
end $$;

create function private.count_reading(p_request uuid) returns void
language sql security definer set search_path = '' as $$
  insert into private.readings (provider_id, request_id, scope, asked, waba_id, calls, worker, lease_until, closed_at,
    outcome)
  select r.provider_id, r.id, 'all', false, r.destination_waba_id, s.calls_per_reading, 'webhook', now(), now(),
    'recorded'
  from public.migration_requests r, private.reading_settings s where r.id = p_request;
$$;

-- Readings and webhooks that fail for the last time end in an alarm, so somebody knows that reading has stopped. No
-- reading begins while the provider's moves are halted.
-- An attempt under way has ended within the hour.
create function private.give_up_readings() returns void
language plpgsql security definer set search_path = '' as $$
declare due record; request public.migration_requests;
begin
  for due in
    select 'number' as subject, a.id, a.request_id, a.moment, a.cause from public.monitoring_checks a
    where a.taken_at is null and a.given_up_at is null and a.attempts >= 40 and a.tried_at < now() - interval '1 hour'
    union all
    select 'templates', t.id, t.request_id, t.moment, t.cause from public.template_readings t
    where t.taken_at is null and t.given_up_at is null and t.attempts >= 40 and t.tried_at < now() - interval '1 hour'
    order by request_id limit 20
  loop
    select * into strict request from public.migration_requests where id = due.request_id for update;
    if due.subject = 'number' then
      update public.monitoring_checks set given_up_at = now() where id = due.id and taken_at is null
        and given_up_at is null;
    else
      update public.template_readings set given_up_at = now() where id = due.id and taken_at is null
        and given_up_at is null;
    end if;
    continue when not found or request.status not in ('monitoring', 'completed');
    perform private.raise_alarm(request, jsonb_build_object('alarm', 'READINGS_FAILED', 'subject', due.subject || ' '
      || due.moment,
      'facts', jsonb_strip_nulls(jsonb_build_object('cause', due.cause))), now());
  end loop;
end $$;

-- From the verified code until ten minutes after the registration.
create function private.may_be_probed(p_request public.migration_requests) returns boolean
language sql stable security definer set search_path = '' as $$
  select p_request.status in ('cutover', 'monitoring') and p_request.destination_phone_number_id is not null
    and (p_request.registered_at is null or p_request.registered_at > now() - interval '10 minutes')
    and exists (select from public.cutover_steps s where s.request_id = p_request.id
      and s.step in ('verify_code', 'embedded_signup', 'move_under_intent', 'record_ids')
        and s.state in ('done', 'skipped'))
    and (private.open_halt(p_request.provider_id)).id is null and private.paused_until(p_request.id) is null;
$$;

-- Decides which request a webhook is about, which alarms it raises and which it closes.

-- Webhooks find their request by ids that Meta itself has given us or confirmed. The announcement and the signup window
-- give them; ids that people record on a guided route count only once Meta has said that the number is ours.
-- A copied template that is undecided or was lost matters too: what Meta reports about it prompts a reading, and is no
-- alarm.
create function private.webhook_requests(p_waba text, p_change jsonb) returns setof public.migration_requests
language sql stable security definer set search_path = '' as $$
  select r.* from public.migration_requests r
  where r.destination_waba_id = p_waba and r.destination_phone_number_id is not null
    and r.status in ('cutover', 'monitoring', 'completed')
    and (r.registered_at is not null or exists (select from public.cutover_steps s
      where s.request_id = r.id and s.step in ('claim_number', 'embedded_signup') and s.state = 'done'))
    and case p_change ->> 'scope'
      when 'number' then r.destination_phone_number_id = p_change ->> 'phoneNumberId'
        or regexp_replace(r.phone_number, '\D', '', 'g') = p_change ->> 'phoneDigits'
      when 'template' then exists (select from public.templates t
        where t.request_id = r.id and t.name || ' ' || t.language = p_change ->> 'subject')
        and coalesce(r.completed_at, now()) > now() - interval '30 days'
      else coalesce(r.completed_at, now()) > now() - interval '30 days' end;
$$;
comment on function private.webhook_requests is
  'A number''s own events are accepted permanently, those of its account and templates for thirty days after '
    'completion.';

create function private.raise_alarm(p_request public.migration_requests, p_change jsonb, p_sent_at timestamptz)
  returns void
language plpgsql security definer set search_path = '' as $$
declare alarm public.request_alarms;
begin
  insert into public.request_alarms as a (provider_id, client_id, request_id, code, subject, facts, opened_at, last_at)
  values (p_request.provider_id, p_request.client_id, p_request.id, p_change ->> 'alarm', p_change ->> 'subject',
    p_change -> 'facts', p_sent_at, p_sent_at)
  on conflict (request_id, code, subject) where acknowledged_at is null do update set
    times = a.times + 1, opened_at = least(a.opened_at, excluded.opened_at), last_at
      = greatest(a.last_at, excluded.last_at),
    -- The newest counts, whichever arrived first.
    facts = case when (excluded.last_at, excluded.facts::text) > (a.last_at, a.facts::text) then excluded.facts
      else a.facts end
  returning * into alarm;
  if alarm.times = 1 then
    perform private.close_change(p_request.id, 'alarm.opened', 'internal',
      jsonb_build_object('alarm', alarm.code, 'subject', alarm.subject));
  end if;
end $$;

-- A report that Meta repeats in the same words is a repetition while its alarm is open. After somebody has dealt with
-- the alarm, a report sent later is a new occurrence: the second request to switch two-step verification off matters as
-- much as the first.
-- A message counts from the moment the number may work here, shown by its webhook or by the answer of register,
-- whichever comes first.
create function private.receive_webhook(p_request public.migration_requests, p_sent_at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare since timestamptz := private.may_work_since(p_request);
begin
  if since is null or p_sent_at < since then return; end if;
  update public.migration_requests set webhook_received_at = least(webhook_received_at, p_sent_at)
    where id = p_request.id;
  if p_request.webhook_received_at is not null then return; end if;
  update public.migration_requests set tracks = tracks || '{"webhook":"done"}'
  where id = p_request.id and status = 'monitoring' and tracks ->> 'webhook' in ('pending', 'working');
  update public.request_exceptions set resolved_at = now(), closed_by = 'reading'
  where request_id = p_request.id and code = 'WEBHOOK_SILENT' and resolved_at is null;
  perform private.close_change(p_request.id, 'webhook.received', 'internal');
end $$;

-- If an alarm is open, it already covers the report. Otherwise the report raises a new alarm, if it was sent later than
-- everything known of it.
create function private.repeat_alarm(p_request public.migration_requests, p_change jsonb, p_sent_at timestamptz,
  p_later boolean) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.request_alarms a set opened_at = least(a.opened_at, p_sent_at), last_at
    = greatest(a.last_at, p_sent_at),
    facts = case when (p_sent_at, (p_change -> 'facts')::text) > (a.last_at, a.facts::text) then p_change -> 'facts'
      else a.facts end
  where a.request_id = p_request.id and a.code = p_change ->> 'alarm' and a.subject = p_change ->> 'subject'
    and a.acknowledged_at is null;
  if not found and p_later then perform private.raise_alarm(p_request, p_change, p_sent_at); end if;
end $$;

create function private.settle_received_webhook() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.tracks := new.tracks || '{"webhook":"done"}';
  return new;
end $$;

-- The ids in a webhook show whose it may be: one request of each provider that has the account stands for all.
create function private.give_up_webhooks() returns void
language plpgsql security definer set search_path = '' as $$
declare given private.webhook_inbox; request public.migration_requests; about uuid;
begin
  for given in
    select * from private.webhook_inbox where processed_at is null and attempts >= 10
      and coalesce(taken_until, '-infinity') < now()
    order by received_at limit 5 for update skip locked
  loop
    update private.webhook_inbox set processed_at = now(), problem = 'given_up' where digest = given.digest;
    for about in
      select s.id from (select distinct on (r.provider_id) r.id
        from (select distinct m[1] as waba from regexp_matches(encode(given.body, 'escape'),
          '"(?:waba_)?id"\s*:\s*"?(\d{1,40})', 'g') as m) as x,
          private.webhook_requests(x.waba, '{"scope":"account"}') as r
        order by r.provider_id, r.registered_at desc nulls last) as s order by s.id
    loop
      select * into strict request from public.migration_requests where id = about for update;
      perform private.raise_alarm(request, jsonb_build_object('alarm', 'WEBHOOK_UNREAD', 'subject', '',
        'facts', jsonb_build_object('received_at', private.utc(given.received_at))), given.received_at);
    end loop;
  end loop;
end $$;

-- Meta also reports that something is over: a pause, a restriction, a ban, or a template that may be sent again. Such a
-- report closes the alarm, whichever of the two arrives first.
create function private.lift_alarms(p_request public.migration_requests, p_change jsonb, p_sent_at timestamptz)
  returns void
language plpgsql security definer set search_path = '' as $$
declare alarm public.request_alarms;
begin
  for alarm in
    update public.request_alarms a set acknowledged_at = now(), lifted_at = now()
    where a.request_id = p_request.id and a.acknowledged_at is null and a.last_at <= p_sent_at
      and a.subject = p_change ->> 'subject' and a.code in (select jsonb_array_elements_text(p_change -> 'lifts'))
    returning a.*
  loop
    perform private.close_change(p_request.id, 'alarm.lifted', 'internal',
      jsonb_build_object('alarm', alarm.code, 'subject', alarm.subject));
  end loop;
end $$;

create function private.is_lifted(p_change jsonb, p_sent_at timestamptz) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from private.webhook_changes w
    where w.waba_id = p_change ->> 'wabaId' and w.lifts <> '{}' and w.sent_at >= p_sent_at
      and p_change ->> 'alarm' = any (w.lifts) and w.subject = p_change ->> 'subject');
$$;

create function private.is_alarming(p_request public.migration_requests, p_change jsonb, p_sent_at timestamptz)
  returns boolean
language sql stable security definer set search_path = '' as $$
  select p_change ->> 'alarm' is not null
    and (p_change ->> 'scope' <> 'template' or exists (select from public.templates t
      where t.request_id = p_request.id and t.outcome = 'kept'
        and t.name || ' ' || t.language = p_change ->> 'subject'))
    and (p_request.registered_at is not null or not exists (select from private.alarm_catalogue k
      where k.code = p_change ->> 'alarm' and k.after_register))
    and (p_change ->> 'partnerAppId' is null or private.is_own_app(p_request, p_change ->> 'partnerAppId'))
    and not private.is_lifted(p_change, p_sent_at);
$$;

-- Writes requests as CSV: which columns an export has, and how a cell is written in each of its two modes.

-- RFC 4180. `machine` is raw. `spreadsheet` puts an apostrophe before what a spreadsheet would compute or mangle: a
-- formula, in full-width signs too, what hides its beginning, and figures of twelve digits or more, which it rounds. A
-- spreadsheet whose list separator is the semicolon or the tab (Russian, German and most European settings) splits
-- cells where we did not, and ignores quotes in the middle: so the apostrophe also stands wherever such a split would
-- begin a formula. A cell that begins with an apostrophe gets another, so removing one is always right.
create function private.csv_cell(p_cell text, p_mode text) returns text
language plpgsql immutable strict set search_path = '' as $$
declare cell text := p_cell;
begin
  if p_mode = 'spreadsheet' then
    cell := case when p_cell ~ '^([=+\-@＝＋－＠''\t\r\n]|[0-9]{12,}$)' then '''' else '' end
      || regexp_replace(p_cell, '([;\t\r\n])(?=[=+\-@＝＋－＠''"])', '\1''', 'g');
  end if;
  return case when cell ~ '[",\r\n]' then '"' || replace(cell, '"', '""') || '"' else cell end;
end $$;
comment on function private.csv_cell is 'One cell of an export in that mode; an empty one stands for "none".';

-- Names and order are a promise: new columns go to the end. Times are ISO 8601 with zone, numbers E.164, ids text.
-- r is the request as the list shows it, m the request itself, a its assignee. `plain` needs no care in either mode,
-- because its type or its table's check admits nothing else; neither do `digits`, perhaps after a plus, but for the
-- apostrophe.
create function private.export_columns() returns table (name text, kind text, source text)
language sql immutable set search_path = '' rows 40 as $$
  values ('reference', 'text', 'm.reference'), ('id', 'plain', 'm.id'), ('phone_number', 'digits', 'm.phone_number'),
    ('phone_country', 'plain', 'm.phone_country'), ('company', 'text', 'r.client_name'),
    ('status', 'plain', 'm.status'), ('waiting_on', 'plain', 'm.waiting_on'), ('next_action', 'text', 'm.next_action'),
    ('next_action_subject', 'text', 'm.next_action_subject'), ('readiness', 'plain', 'm.readiness'),
    ('checks_passed', 'plain', 'm.checks_passed'), ('checks_total', 'plain', 'm.checks_total'),
    ('reason', 'plain', 'm.reason'), ('reason_note', 'text', 'm.reason_note'),
    ('old_provider_name', 'text', 'm.old_provider_name'), ('monthly_volume', 'plain', 'm.monthly_volume'),
    ('contact_name', 'text', 'm.contact_name'), ('contact_email', 'text', 'm.contact_email'),
    ('source_business_id', 'digits', 'm.source_business_id'), ('source_waba_id', 'digits', 'm.source_waba_id'),
    ('source_phone_number_id', 'digits', 'm.source_phone_number_id'), ('route', 'plain', 'm.route'),
    ('destination_waba_id', 'digits', 'm.destination_waba_id'),
    ('destination_phone_number_id', 'digits', 'm.destination_phone_number_id'), ('assignee', 'text', 'a.name'),
    ('hold_reason', 'text', 'm.hold_reason'), ('window_starts_at', 'time', 'm.window_starts_at'),
    ('window_ends_at', 'time', 'm.window_ends_at'), ('due_at', 'time', 'm.due_at'),
    ('created_at', 'time', 'm.created_at'), ('submitted_at', 'time', 'm.submitted_at'),
    ('registered_at', 'time', 'm.registered_at'), ('completed_at', 'time', 'm.completed_at'),
    ('closed_reason', 'text', 'm.closed_reason'), ('closed_note', 'text', 'm.closed_note'),
    ('updated_at', 'time', 'm.updated_at');
$$;

-- The first line of a file, after what a spreadsheet recognises UTF-8 by.
create function private.export_header(p_mode text) returns text
language sql immutable set search_path = '' as $$
  select case when p_mode = 'spreadsheet' then U&'\FEFF' else '' end || string_agg(name, ',') || e'\r\n'
  from private.export_columns();
$$;

-- Calling csv_cell for each cell would cost more than all the rest, so a pattern finds the few that need its care; and
-- neighbouring times, which are written in UTC, become ISO 8601 together.
create function private.export_line(p_mode text) returns text
language sql immutable set search_path = '' as $$
  with cells as (
    select min(c.at) as at, case c.kind
      when 'plain' then min(c.source)
      when 'time' then format('replace(replace(concat(%s), '' '', ''T''), ''+00'', ''+00:00'')',
        string_agg(c.source, ', '','', ' order by c.at))
      when 'digits' then format(case p_mode when 'machine' then '%s'
        else 'case when octet_length(%1$s) > 11 or left(%1$s, 1) = ''+'' then '''''''' || %1$s else %1$s end' end,
        min(c.source))
      else format('case when %1$s collate "C" ~ %2$L then private.csv_cell(%1$s, %3$L) else %1$s end', min(c.source),
        case p_mode when 'machine' then '[",\r\n]'
        else '^[=+\-@＝＋－＠''0-9]|[;",\t\r\n]' end, p_mode)
      end as value
    from (select k.*, case k.kind when 'time' then k.at - row_number() over (partition by k.kind order by k.at)
        else k.at end as run
      from private.export_columns() with ordinality as k (name, kind, source, at)) as c
    group by c.kind, c.run)
  select format('format(%L, %s)', string_agg('%s', ',' order by at), string_agg(value, ', ' order by at)) from cells;
$$;
comment on function private.export_line is 'The SQL expression for the record of a request, without its line end.';

-- The filter of src/domain/requests/request-filter.ts in the list's own terms; what is absent or empty means "any".
create function private.listed_filter(p_provider uuid, p_filter jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_strip_nulls(jsonb_build_object('provider_id', jsonb_build_array(p_provider),
    'status', nullif(p_filter -> 'status', '[]'), 'reason', nullif(p_filter -> 'reason', '[]'),
    'waiting_on', nullif(p_filter -> 'waitingOn', '[]'),
    'old_provider_name', nullif(p_filter -> 'oldProvider', '[]')));
$$;

create function private.filed_between(p_filter jsonb, p_table text) returns text
language plpgsql stable set search_path = '' as $$
begin
  return concat(
    case when p_filter ->> 'from' is not null then
      format(' and %I.created_at >= %L::timestamptz', p_table, (p_filter ->> 'from')::timestamptz) end,
    case when p_filter ->> 'to' is not null then
      format(' and %I.created_at < %L::timestamptz', p_table, (p_filter ->> 'to')::timestamptz) end);
exception when invalid_datetime_format or datetime_field_overflow then
  perform private.refuse(400, 'invalid_input', 'filter');
end $$;
comment on function private.filed_between is 'SQL conditions on the time of filing, each after an "and".';

-- A search is for finding a few requests, so its results are one page: a larger export needs a filter.
create function private.exported_rows(p_provider uuid, p_filter jsonb) returns text
language sql stable set search_path = '' as $$
  select 'public.request_list r'
    || case when p_filter ->> 'search' <> '' then format(
      ' join public.search_requests(%L, %L, 5001) as found on found.id = r.id', p_filter ->> 'search', listed)
      else '' end
    -- One row each, so a count that asks nothing of them does not read them.
    || ' left join public.migration_requests m on m.id = r.id left join public.members a on a.id = r.assignee_id'
    || ' where true' || private.request_conditions(listed) || private.filed_between(p_filter, 'm')
  from private.listed_filter(p_provider, p_filter) as listed;
$$;
comment on function private.exported_rows is 'The FROM and WHERE of an export, for its count and its pages.';

-- Keyset: an offset would skip or repeat rows when others are filed meanwhile.
create function private.export_statement(p_provider uuid, p_mode text, p_filter jsonb, p_after text, p_most integer)
  returns text
language sql stable set search_path = '' as $$
  select format('select count(*), max(page.reference), string_agg(page.line, e''\r\n'') from (
      select r.reference, %s as line from %s and r.reference > %L order by r.reference limit %s) as page',
    private.export_line(p_mode), private.exported_rows(p_provider, p_filter), coalesce(p_after, ''), p_most);
$$;
comment on function private.export_statement
  is 'Reads the next rows of an export: their number, the last reference, their records.';

-- Decides what becomes an entry, how it is committed to, and how values are erased without breaking the chain.

create function private.my_audited_provider_ids() returns setof uuid
language plpgsql stable security definer set search_path = '' rows 1 as $$
declare person uuid := auth.uid();
begin
  return query select m.provider_id from public.members m
    where m.user_id = person and m.ended_at is null
      and exists (select from private.permissions p where p.role = m.role and p.permission = 'audit.read');
end $$;

create function private.guard_audit_intake() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from gone g where not exists (select from public.audit_rows a where a.id = g.id
    and a.provider_id = g.provider_id)) then
    raise exception using errcode = '42501', message = 'DELETE of audit_intake is refused: an entry that is not sealed';
  end if;
  return null;
end $$;

create function private.guard_audit_values() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if current_setting('portdesk.erasing_audit_values', true) is distinct from 'yes' then
    raise exception
      using errcode = '42501', message = 'DELETE of audit_values is refused: they are erased for one subject at a time';
  end if;
  return null;
end $$;

create function private.guard_audit_heads() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.provider_id <> old.provider_id or new.seq < old.seq or (new.seq = old.seq and new.hash <> old.hash) then
    raise exception using errcode = '42501', message = 'UPDATE of audit_heads is refused: a head only moves on';
  end if;
  return new;
end $$;

-- The write helpers are in plpgsql, which keeps their plans for the session; SQL functions are planned at every call.
create function private.audit_commitment(p_salt text, p_value text) returns text
language plpgsql immutable set search_path = '' as $$
begin
  return encode(sha256(convert_to(p_salt || ':' || p_value, 'UTF8')), 'hex');
end $$;

-- Writes one entry. p_set: the changed fields with their new values; p_more: further parts of the entry's data, in
-- plain.
create function private.write_audit(p_provider uuid, p_kind text, p_actor_kind text, p_actor uuid, p_request uuid,
  p_subject uuid,
  p_relation text, p_set jsonb, p_more jsonb default '{}', p_event bigint default null, p_at timestamptz default now())
returns void language plpgsql security definer set search_path = '' as $$
declare
  entry bigint := nextval('private.audit_entries');
  plain jsonb := p_set; committed jsonb := '{}'; field record; salt text;
begin
  for field in select f.key, f.value::text as value from jsonb_each(p_set) as f
    where f.value <> 'null' and not exists (select from private.audit_plain_fields p where p.relation = p_relation
      and p.field = f.key) loop
    salt := encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex');
    insert into public.audit_values (provider_id, entry, field, subject, salt, value)
    values (p_provider, entry, field.key, p_subject, salt, field.value);
    plain := plain - field.key;
    committed := committed || jsonb_build_object(field.key, private.audit_commitment(salt, field.value));
  end loop;
  insert into private.audit_intake (id, provider_id, at, kind, actor_kind, actor_id, request_id, event_id, data)
  values (entry, p_provider, p_at, p_kind, p_actor_kind, p_actor, p_request, p_event, p_more
    || case when plain = '{}' then '{}' else jsonb_build_object('set', plain) end
    || case when committed = '{}' then '{}' else jsonb_build_object('committed', committed) end);
end $$;

-- An audited change of a request is its event, with every column that changed. What the engine records on a request
-- without an event becomes an entry when its transaction ends, so no change can be forgotten. In the tables that a
-- provider keeps for all its requests, each change of a row is an entry.
create function private.note_request_change() returns trigger
language plpgsql security definer set search_path = '' set timezone = 'UTC' set intervalstyle = 'postgres' as $$
begin
  if tg_op = 'DELETE' then
    delete from private.audit_pending where request_id = old.id;
    perform private.write_audit(old.provider_id, 'request.deleted', private.actor_kind(old.provider_id),
      (select auth.uid()), old.id, old.id,
      'migration_requests', '{}');
  elsif not exists (select from private.audit_pending where request_id = new.id) then
    insert into private.audit_pending (request_id, before)
      values (new.id, case tg_op when 'INSERT' then '{}' else to_jsonb(old) end);
  end if;
  return null;
end $$;

-- Returns what changed since the stored image, and discards the image.
create function private.take_request_change(p_request uuid) returns jsonb
language plpgsql security definer set search_path = '' set timezone = 'UTC' set intervalstyle = 'postgres' as $$
declare image jsonb;
begin
  -- Unpacked once here rather than for every column looked up in it.
  delete from private.audit_pending where request_id = p_request returning before || '{}' into image;
  if image is null then return '{}'; end if;
  return (select private.changed_fields(image, to_jsonb(r)) from public.migration_requests r where r.id = p_request);
end $$;

-- An event is written once. If one is changed all the same, for example when a person is forgotten, that leaves an
-- entry too: otherwise the audit could not tell an honest change from a hidden one. The event's time is left out, since
-- the entry has its own.
create function private.audit_event() returns trigger
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare changed jsonb := private.take_request_change(new.request_id);
begin
  perform private.write_audit(new.provider_id, new.kind, new.actor_kind, new.actor_id, new.request_id, new.request_id,
    'migration_requests',
    changed || case new.data when '{}' then '{}' else jsonb_build_object('event.data', new.data) end,
    jsonb_build_object('visibility', new.visibility, 'from', new.from_status, 'to', new.to_status), new.id);
  return null;
end $$;

create function private.close_pending() returns trigger
language plpgsql security definer set search_path = '' as $$
declare changed jsonb := private.take_request_change(new.request_id); request public.migration_requests;
begin
  select * into request from public.migration_requests where id = new.request_id;
  if changed <> '{}' then
    perform private.write_audit(request.provider_id, 'request.noted', private.actor_kind(request.provider_id),
      (select auth.uid()),
      request.id, request.id, 'migration_requests', changed);
  end if;
  return null;
end $$;

-- Arguments: the columns of provider and subject, then columns that are left out altogether. A row without a provider
-- belongs to every provider.
create function private.audit_row() returns trigger
language plpgsql security definer set search_path = '' set timezone = 'UTC' set intervalstyle = 'postgres' as $$
declare
  before jsonb := case tg_op when 'INSERT' then '{}' else to_jsonb(old) end;
  after jsonb := case tg_op when 'DELETE' then '{}' else to_jsonb(new) end;
  whole jsonb := case tg_op when 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
  changed jsonb := private.changed_fields(before, after) - tg_argv[2:];
  provider uuid := whole ->> tg_argv[0];
  concerned uuid[] := case when provider is null then (select array_agg(p.id) from public.providers p)
    else array[provider] end;
begin
  if tg_op = 'UPDATE' and changed = '{}' then return null; end if;
  foreach provider in array coalesce(concerned, '{}') loop
    perform private.write_audit(provider, tg_table_name || case tg_op when 'INSERT' then '.added' when 'UPDATE'
      then '.changed' else '.removed' end,
      private.actor_kind(provider), (select auth.uid()), null, (whole ->> tg_argv[1])::uuid, tg_table_name, changed,
      jsonb_build_object('row', coalesce(whole -> 'id', whole -> 'connection_id', whole -> 'provider_id')));
  end loop;
  return null;
end $$;

-- Covers what existed before the audit or before a column: events without an entry, and each request in its current
-- state.
create function private.take_up_audit() returns void
language plpgsql security definer set search_path = '' set timezone = 'UTC' set intervalstyle = 'postgres' as $$
declare event public.events; request public.migration_requests;
begin
  for event in select * from public.events e where not exists (select from private.audit_intake i
    where i.event_id = e.id)
    and not exists (select from public.audit_rows a where a.event_id = e.id) order by e.id loop
    perform private.write_audit(event.provider_id, event.kind, event.actor_kind, event.actor_id, event.request_id,
      event.request_id,
      'migration_requests', case event.data when '{}' then '{}' else jsonb_build_object('event.data', event.data) end,
      jsonb_build_object('visibility', event.visibility, 'from', event.from_status, 'to', event.to_status), event.id,
        event.created_at);
  end loop;
  for request in select * from public.migration_requests r order by r.created_at, r.id loop
    perform private.write_audit(request.provider_id, 'request.taken_up', 'engine', null, request.id, request.id,
      'migration_requests', to_jsonb(request));
  end loop;
end $$;
comment on function private.take_up_audit
  is 'Also for a migration that gives requests a column with a default: no entry records a value that no update wrote.';

-- An erasure lists in the chain which values it took. A missing value that no erasure names was therefore taken by
-- somebody else.
create function private.erase_audit_values(p_provider uuid, p_subject uuid, p_fields text[] default null)
  returns integer
language plpgsql security definer set search_path = '' as $$
begin
  return private.erase_listed_values(p_provider, p_subject,
    (select coalesce(jsonb_object_agg(l.entry, l.fields), '{}') from (
    select v.entry, jsonb_agg(v.field order by v.field) as fields from public.audit_values v
    where v.provider_id = p_provider and v.subject = p_subject and (p_fields is null or v.field = any (p_fields))
      group by v.entry) as l));
end $$;
comment on function private.erase_audit_values is
  'Erases salts and clear values about a subject (a user, request or company id), of some fields or all; the chain '
    'stays whole. Returns how many.';

-- Finds the audit's values about members, client users and invitations with the address, and about requests that name
-- it or once did.
create function private.audit_traces_of(p_email text, p_people uuid[])
  returns table (provider_id uuid, subject uuid, fields text[])
language plpgsql stable security definer set search_path = '' as $$
declare quoted text := to_jsonb(lower(trim(p_email)))::text;
begin
  return query
    select distinct v.provider_id, v.subject, null::text[] from public.audit_values v
    where v.subject = any (p_people) or (v.field = 'email' and lower(v.value) = quoted)
    union all
    select distinct v.provider_id, v.subject, case v.field when 'contact_email'
      then array['contact_name', 'contact_email', 'contact_phone']
      else array['authorised_name', 'authorised_email', 'authorised_position'] end
    from public.audit_values v where v.field in ('contact_email', 'authorised_email') and lower(v.value) = quoted;
end $$;

-- Erases what these people wrote into changes of requests: the audit's values of their own entries.
create function private.erase_audit_texts(p_people uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
declare written record;
begin
  for written in select e.provider_id, e.actor_id, array_agg(e.id) as entries from (
      select a.provider_id, a.actor_id, a.id from public.audit_rows a where a.actor_id = any (p_people)
      union all select i.provider_id, i.actor_id, i.id from private.audit_intake i
        where i.actor_id = any (p_people)) as e
    group by e.provider_id, e.actor_id loop
    perform private.erase_listed_values(written.provider_id, written.actor_id,
      (select coalesce(jsonb_object_agg(l.entry, l.fields), '{}') from (
      select v.entry, jsonb_agg(v.field order by v.field) as fields from public.audit_values v
        where v.entry = any (written.entries)
        and v.field in ('event.data', 'closed_note', 'hold_reason', 'counter_note', 'reason_note')
          group by v.entry) as l));
  end loop;
end $$;

create function private.erase_listed_values(p_provider uuid, p_subject uuid, p_listed jsonb) returns integer
language plpgsql security definer set search_path = '' as $$
declare erased integer;
begin
  perform set_config('portdesk.erasing_audit_values', 'yes', true);
  delete from public.audit_values v using jsonb_each(p_listed) as e where v.entry = e.key::bigint and e.value ? v.field;
  get diagnostics erased = row_count;
  perform set_config('portdesk.erasing_audit_values', '', true);
  perform private.write_audit(p_provider, 'audit.erased', private.actor_kind(p_provider), (select auth.uid()), null,
    null,
    '', '{}', jsonb_build_object('subject', p_subject, 'values', erased, 'erased', p_listed));
  return erased;
end $$;
comment on function private.erase_listed_values is
  'The only way to erase values: p_listed holds the fields by entry, and appears in the chain as the entry''s '
    '`erased`. Returns how many.';

-- The operator's check compares each audited row with its entries. No entry covers rows that existed before the audit,
-- or columns that were added later with a default; this takes them up.
create function private.take_up_rows() returns void
language plpgsql security definer set search_path = '' set timezone = 'UTC' set intervalstyle = 'postgres' as $$
declare audited record; standing jsonb;
begin
  -- Covers tables whose rows are audited from the moment they are added; the arguments are those of private.audit_row.
  for audited in select t.tgrelid::regclass as relation, c.relname,
    string_to_array(encode(t.tgargs, 'escape'), '\000') as arguments
    from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid
    where t.tgfoid = 'private.audit_row'::regproc and t.tgtype & 4 > 0 order by c.relname loop
    for standing in execute format('select to_jsonb(t) from %s t where %I is not null', audited.relation,
      audited.arguments[1]) loop
      perform private.write_audit((standing ->> audited.arguments[1])::uuid, audited.relname || '.taken_up', 'engine',
        null, null,
        (standing ->> audited.arguments[2])::uuid, audited.relname, standing - audited.arguments[3:],
        jsonb_build_object('row', coalesce(standing -> 'id', standing -> 'connection_id', standing -> 'provider_id')));
    end loop;
  end loop;
end $$;
comment on function private.take_up_rows is
  'Also for a migration that gives an audited table a column with a default: no entry records a value that no '
    'update wrote.';

grant execute on function private.my_audited_provider_ids()
  to authenticated;

-- Lists what the installation holds about a person, and forgets them; for the operator alone.

-- A person is an e-mail address: people ask from it, and their account is known by it. Listing and forgetting what the
-- installation holds about a person are for the operator alone.
create function private.accounts_of(p_email text) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(array_agg(id), '{}') from auth.users where lower(email) = lower(trim(p_email)));
end $$;

-- Forgetting a person leaves nothing of them behind: what was copied from their application, what they stated as
-- evidence or wrote as a note, and what the audit's values hold about invitations and about people no longer named.
create function private.person_data(p_email text) returns jsonb
language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
declare
  address text := lower(trim(p_email)); accounts uuid[] := private.accounts_of(p_email);
  people uuid[] := private.people_of(p_email);
begin
  return jsonb_build_object(
    'email', address,
    'accounts', coalesce((select jsonb_agg(jsonb_build_object('id', u.id, 'email', u.email, 'created_at', u.created_at))
      from auth.users u
      where u.id = any (accounts)), '[]'),
    'members', coalesce((select jsonb_agg(to_jsonb(m) order by m.created_at) from public.members m
      where m.user_id = any (people)), '[]'),
    'client_members', coalesce((select jsonb_agg(to_jsonb(m) order by m.created_at) from public.client_members m
      where m.user_id = any (people)), '[]'),
    'invitations', coalesce((select jsonb_agg(to_jsonb(i) order by i.created_at) from public.invitations i
      where lower(i.email) = address), '[]'),
    'requests', coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'reference', r.reference,
          'filed', coalesce(r.created_by = any (people), false), 'assigned', coalesce(m.user_id = any (people), false),
          'approved', coalesce(r.second_approved_by = any (people), false))
        || case when lower(r.contact_email) = address then
          jsonb_build_object('contact_name', r.contact_name, 'contact_email', r.contact_email, 'contact_phone',
            r.contact_phone) else '{}' end
        || case when lower(r.authorised_email) = address then
          jsonb_build_object('authorised_name', r.authorised_name, 'authorised_email', r.authorised_email,
            'authorised_position', r.authorised_position)
          else '{}' end order by r.created_at)
      from public.migration_requests r left join public.members m on m.id = r.assignee_id
      where lower(r.contact_email) = address or lower(r.authorised_email) = address or r.created_by = any (people)
        or r.second_approved_by = any (people) or m.user_id = any (people)), '[]'),
    'comments', coalesce((select jsonb_agg(to_jsonb(c) order by c.created_at) from public.comments c
      where c.author_id = any (people)), '[]'),
    'evidence', coalesce((select jsonb_agg(jsonb_build_object('request_id', c.request_id, 'code', c.code,
      'evidence_value', c.evidence_value))
      from private.evidence_of(address, people) as c), '[]'),
    'actions', coalesce((select jsonb_agg(jsonb_build_object('at', e.created_at, 'request_id', e.request_id, 'kind',
      e.kind, 'data', e.data) order by e.id)
      from public.events e where e.actor_id = any (people)), '[]'),
    'exports', coalesce((select jsonb_agg(to_jsonb(x) order by x.created_at) from public.exports x
      where x.user_id = any (people)), '[]'),
    'other_rows', private.other_rows_of(people),
    'audit_values', coalesce((select jsonb_agg(jsonb_build_object('provider_id', v.provider_id, 'entry', v.entry,
      'field', v.field, 'value', v.value)
        order by v.entry, v.field) from public.audit_values v
      where exists (select from private.audit_traces_of(address, people) t
        where t.provider_id = v.provider_id and t.subject = v.subject
          and (t.fields is null or v.field = any (t.fields)))), '[]'));
end $$;
comment on function private.person_data
  is 'Everything that names a person or was done by them, row by row, under the names of the tables.';

-- Forgetting a person also removes the words with which they denied a check, and a company name that was their own.
create function private.erase_person(p_email text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  address text := lower(trim(p_email)); accounts uuid[] := private.accounts_of(p_email);
  people uuid[] := private.people_of(p_email);
  nobody constant text := 'Erased'; nowhere constant text := 'erased@erased.invalid';
  over constant text[] := array['completed', 'rejected', 'cancelled', 'failed'];
  held jsonb := private.person_data(p_email); standing text; subject record;
begin
  if not exists (select from jsonb_each(held) as part where jsonb_typeof(part.value) = 'array'
    and part.value <> '[]') then
    perform private.refuse(404, 'person_not_found');
  end if;
  select string_agg(distinct p.slug, ', ') into standing from public.members m
    join public.providers p on p.id = m.provider_id
  where m.user_id = any (people) and m.ended_at is null;
  if standing is not null then perform private.refuse(409, 'person_is_member', standing); end if;
  select string_agg(r.reference, ', ' order by r.reference) into standing from public.migration_requests r
  where r.status <> all (over) and (lower(r.contact_email) = address or lower(r.authorised_email) = address
    or exists (select from public.client_members m where m.client_id = r.client_id and m.user_id = any (people)
      and m.ended_at is null));
  if standing is not null then perform private.refuse(409, 'person_in_live_request', standing); end if;

  -- Done while the rows still show whose they are.
  for subject in select * from private.audit_traces_of(address, people) loop
    perform private.erase_audit_values(subject.provider_id, subject.subject, subject.fields);
  end loop;
  perform private.erase_audit_texts(people);
  update public.checks set evidence_value = nobody where id
    in (select c.id from private.evidence_of(address, people) as c);
  perform private.erase_texts(people);

  update public.migration_requests set assignee_id = null
  where assignee_id in (select m.id from public.members m where m.user_id = any (people));
  update public.members set name = nobody, email = nowhere where user_id = any (people);
  update public.client_members set name = nobody, email = nowhere, ended_at = coalesce(ended_at, now())
    where user_id = any (people);
  update public.invitations set name = nobody, email = nowhere,
    withdrawn_at = case when accepted_at is null then coalesce(withdrawn_at, now()) else withdrawn_at end
  where lower(email) = address;
  -- Where no company was named, the person's name stands in for it.
  for subject in select c.provider_id, c.id from public.clients c where c.is_person and (
      exists (select from public.client_members m where m.client_id = c.id and m.user_id = any (people))
      or exists (select from public.migration_requests r where r.client_id = c.id
        and lower(r.contact_email) = address)) loop
    update public.clients set name = nobody where id = subject.id;
    perform private.erase_audit_values(subject.provider_id, subject.id, array['name']);
  end loop;
  update public.migration_requests set contact_name = nobody, contact_email = nowhere, contact_phone = null
    where lower(contact_email) = address;
  update public.migration_requests set authorised_name = nobody, authorised_email = nowhere, authorised_position = null
  where lower(authorised_email) = address;
  return jsonb_build_object('accounts', to_jsonb(accounts),
    'rows', (select jsonb_object_agg(part.key, jsonb_array_length(part.value)) from jsonb_each(held) as part
      where jsonb_typeof(part.value) = 'array'));
end $$;
comment on function private.erase_person is
  'Forgets a person who is no member of staff and has no live request: names, addresses and words go, what was done '
    'stays. Returns the accounts, which Supabase Auth keeps, and how many rows were about them.';

-- Finds the people behind an address: its accounts, and members recorded with it.
create function private.people_of(p_email text) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(array_agg(distinct person), '{}') from (
    select unnest(private.accounts_of(p_email)) as person
    union all select m.user_id from public.members m where lower(m.email) = lower(trim(p_email))
    union all select m.user_id from public.client_members m where lower(m.email) = lower(trim(p_email))) as found);
end $$;

-- Finds checks whose evidence is a person's statement, or was copied from an application that names the person.
create function private.evidence_of(p_email text, p_people uuid[]) returns setof public.checks
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select c.* from public.checks c join public.migration_requests r on r.id = c.request_id
    where (c.evidence_field = 'authorised_name' and lower(r.authorised_email) = lower(trim(p_email)))
      or (c.evidence_kind in ('document', 'person') and c.evidence_field is distinct from 'route'
        and (c.evidence_field is null or c.claim_kind is not null)
        and (select e.actor_id from public.events e where e.request_id = c.request_id
          and e.kind in ('check.confirm', 'check.confirm_own', 'check.deny')
          and e.data ->> 'code' = c.code order by e.id desc limit 1) = any (p_people));
end $$;

create function private.forget_invitation() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.erase_audit_values(old.provider_id, old.id);
  return null;
end $$;
comment on function private.forget_invitation
  is 'Sweeping an invitation also erases what the audit''s values hold about it.';

-- Finds rows of every other relation with a column that says who did it.
create function private.other_rows_of(p_people uuid[]) returns jsonb
language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
declare place record; matches jsonb; entries jsonb := '[]';
begin
  for place in select n.nspname, c.relname, a.attname from pg_catalog.pg_attribute a
    join pg_catalog.pg_class c on c.oid = a.attrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'private') and c.relkind = 'r' and a.atttypid = 'uuid'::regtype and not a.attisdropped
      and (a.attname like '%\_by' or a.attname in ('user_id', 'author_id', 'actor_id', 'rival_person'))
      and c.relname not in ('members', 'client_members', 'comments', 'events', 'exports', 'migration_requests',
        'audit_intake')
    order by n.nspname, c.relname, a.attname loop
    execute format('select jsonb_agg(jsonb_build_object(''relation'', $2, ''column'', $3, ''row'', to_jsonb(t)))'
      ' from %I.%I t where %I = any ($1)',
      place.nspname, place.relname, place.attname) into matches using p_people, place.relname, place.attname;
    entries := entries || coalesce(matches, '[]');
  end loop;
  return entries;
end $$;

-- Text that somebody wrote is stored beside their id, or beside the event of the change it came with.
create function private.erase_texts(p_people uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  nobody constant text := 'Erased'; request record;
begin
  update public.comments set author_name = nobody, body = nobody where author_id = any (p_people);
  update public.checks set claimed_value = nobody where claimed_by = any (p_people) and claimed_value is not null;
  update public.checks set waived_reason = nobody where waived_by = any (p_people) and waived_reason is not null;
  update public.request_alarms set note = nobody where acknowledged_by = any (p_people) and note is not null;
  update private.halts set reason = nobody where started_by = any (p_people);
  update public.cutover_steps set result = result || jsonb_build_object('note', nobody)
    where authorised_by = any (p_people) and result ? 'note';
  update public.exception_payloads p set payload = p.payload || jsonb_build_object('note', nobody)
  from public.request_exceptions x, public.events e
  where x.id = p.exception_id and p.payload ? 'note' and e.request_id = x.request_id and e.kind = 'exception.open'
    and e.data ->> 'exception' = x.code and e.created_at = x.opened_at and e.actor_id = any (p_people);
  update public.migration_requests set reason_note = nobody where created_by = any (p_people)
    and reason_note is not null;
  for request in select distinct on (e.request_id, e.kind) e.request_id, e.kind, e.actor_id from public.events e
    where e.kind in ('request.cancel', 'request.reject', 'cutover.fail', 'request.hold', 'window.confirm')
      and e.request_id in (select own.request_id from public.events own where own.actor_id = any (p_people))
    order by e.request_id, e.kind, e.id desc loop
    if request.actor_id is null or request.actor_id <> all (p_people) then continue; end if;
    update public.migration_requests set
      closed_note = case when request.kind not in ('request.hold', 'window.confirm')
        and closed_note is not null then nobody else closed_note end,
      hold_reason = case when request.kind = 'request.hold'
        and hold_reason is not null then nobody else hold_reason end,
      counter_note = case when request.kind = 'window.confirm'
        and counter_note is not null then nobody else counter_note end
    where id = request.request_id;
  end loop;
  -- The reason of a rejection is a code.
  update public.events set data = data || case when data ? 'note' then jsonb_build_object('note', nobody) else '{}' end
    || case when data ? 'reason' and kind <> 'request.reject' then jsonb_build_object('reason', nobody) else '{}' end
  where actor_id = any (p_people) and (data ? 'note' or data ? 'reason');
end $$;

-- Sets failing rows aside and schedules the tick.

-- Where the platform has pg_cron, pg_net and Vault, cron wakes the tick. Elsewhere, for example on the local stack,
-- this does nothing and something else wakes it.
create function private.schedule_tick() returns boolean
language plpgsql set search_path = '' as $$
begin
  if to_regprocedure('cron.schedule(text,text,text)') is null or to_regclass('vault.decrypted_secrets') is null
    or not exists (select from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
      where n.nspname = 'net' and p.proname = 'http_post') then return false; end if;
  -- A call may work for eight seconds. Without the two secrets nothing is called.
  execute 'select cron.schedule($1, $2, $3)' using 'portdesk-tick', '10 seconds', $job$
    select net.http_post(url := u.decrypted_secret, body := '{}'::jsonb, timeout_milliseconds := 30000,
      headers := jsonb_build_object('content-type', 'application/json', 'x-portdesk-tick', s.decrypted_secret))
    from vault.decrypted_secrets u, vault.decrypted_secrets s
    where u.name = 'portdesk_tick_url' and s.name = 'portdesk_tick_secret'
  $job$;
  -- Every run leaves a row: 8,640 a day.
  execute 'select cron.schedule($1, $2, $3)' using 'portdesk-tick-log', '17 3 * * *', $job$
    delete from cron.job_run_details where end_time < now() - interval '3 days'
      and jobid in (select jobid from cron.job where jobname = 'portdesk-tick')
  $job$;
  return true;
end $$;
comment on function private.schedule_tick
  is 'For the operator, to run again once the extensions are installed; false where cron, net or Vault is missing.';

create function private.is_set_aside(p_job text, p_row uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from private.job_failures f where f.job = p_job and f.row_id = p_row
    and f.failed_at > now() - case when f.failures < 8 then interval '1 minute' * 2 ^ (f.failures - 1)
      else interval '1 day' end);
$$;
comment on function private.is_set_aside is 'Whether a job must leave a row alone for now.';

create function private.note_failure(p_job text, p_row uuid, p_error text) returns void
language plpgsql security definer set search_path = '' as $$
declare failure private.job_failures; request public.migration_requests;
begin
  raise warning '%: % was set aside: %', p_job, p_row, p_error;
  insert into private.job_failures as f (job, row_id, error) values (p_job, p_row, left(p_error, 500))
  on conflict (job, row_id) do update set failed_at = now(), error = excluded.error,
    failures = case when f.failed_at < now() - interval '2 days' then 1 else f.failures + 1 end,
    reported_at = case when f.failed_at < now() - interval '2 days' then null else f.reported_at end
  returning * into failure;
  if failure.failures < 8 or failure.reported_at is not null then return; end if;
  begin
    select * into request from public.migration_requests where id = p_row for update;
    if request.status in ('submitted', 'preparing', 'scheduled', 'cutover', 'monitoring') then
      perform private.raise_alarm(request, jsonb_build_object('alarm', 'JOB_FAILED', 'subject', p_job, 'facts',
        '{}'::jsonb), now());
    end if;
    update private.job_failures set reported_at = now() where job = p_job and row_id = p_row;
  exception when others then
    raise warning '%: the alarm of % was not raised: %', p_job, p_row, sqlerrm;
  end;
end $$;
comment on function private.note_failure is
  'Counts a job''s failure at a row and sets the row aside; from the eighth consecutive failure, raises JOB_FAILED '
    'at the request.';

-- Changes a provider's settings and connections, and shows a visitor what they may know of it.

-- Returns what the public application page shows. For the service role only: a visitor gets it through the function
-- provider-page.
create function public.provider_page(p_slug text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('slug', p.slug, 'name', p.name, 'accentColor', p.accent_color, 'defaultLocale',
    p.default_locale,
    'country', p.country, 'officeName', p.office_name, 'officeEmail', p.office_email, 'officePhone', p.office_phone,
    'platformSignupUrl', p.platform_signup_url,
    'oldProviders', coalesce((select jsonb_agg(o.name order by o.name) from public.old_providers o
      where o.provider_id = p.id), '[]'),
    'tariff', (select to_jsonb(t) - 'id' - 'provider_id' from public.tariffs t
      where t.provider_id = p.id and t.valid_from <= private.local_date(p.id, now())
        order by t.valid_from desc limit 1))
  from public.providers p where p.slug = p_slug and p.suspended_at is null;
$$;

-- Sets how many numbers an account of a connection may hold. Meta publishes no figure, so the provider's own knowledge
-- counts.
create function public.set_number_limit(p_provider uuid, p_connection uuid, p_limit integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'connection.manage');
  if p_limit is not null and p_limit not between 1 and 10000 then perform private.refuse(400, 'invalid_input', 'limit');
    end if;
  update public.meta_connections set number_limit = p_limit where id = p_connection and provider_id = p_provider;
  if not found then perform private.refuse(404, 'connection_not_found'); end if;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.set_number_limit
  is 'Null removes the limit: the screens then show how many numbers there are, without judging it.';

-- The decision that one person may start alone is guarded like a cut-over.
create function public.set_second_approval(p_provider uuid, p_required boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'settings.manage');
  if p_required is null then perform private.refuse(400, 'invalid_input', 'required'); end if;
  if not private.has_second_factor() and (select p.second_factor_cutover from public.providers p
    where p.id = p_provider) then
    perform private.refuse(403, 'second_factor_missing');
  end if;
  update public.providers set second_approval = p_required where id = p_provider;
  return jsonb_build_object('id', p_provider);
end $$;

-- A token is saved in the name of the admin who brought it, if they still are an admin by then: Meta's answer about it
-- takes seconds.
create function public.authorise_connection(p_provider uuid, p_connection uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'connection.manage');
  if p_connection is not null and not exists (select from public.meta_connections
    where id = p_connection and provider_id = p_provider and request_id is null and revoked_at is null) then
    perform private.refuse(404, 'connection_not_found');
  end if;
  return jsonb_build_object('id', p_provider, 'person', (select auth.uid()));
end $$;
comment on function public.authorise_connection is
  'Whether the person may manage this connection of the provider, or add one (null): checked before Meta is asked. '
    '{id: the provider''s, person}.';

create function public.revoke_connection(p_provider uuid, p_connection uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform public.authorise_connection(p_provider, p_connection);
  if exists (select from public.migration_requests
    where provider_id = p_provider and connection_id = p_connection and status in ('cutover', 'monitoring')) then
    perform private.refuse(409, 'connection_in_use');
  end if;
  update public.meta_connections set revoked_at = now(), token_valid = null where id = p_connection;
  delete from private.connection_tokens where connection_id = p_connection;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.revoke_connection
  is 'Discards the token. Refused while a number is on its way through it, or has just arrived.';

-- Meta describes programmatic migration (R2) for On-Behalf-Of accounts alone, a model that ended on 1 October 2025.
-- Only an admin can know that Meta allows it to their app all the same: their statement is stored with its date.
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
comment on function public.state_programmatic
  is 'An admin''s statement that Meta allows programmatic migration to the app of a connection, or no longer does.';

grant execute on function public.provider_page(text)
  to service_role;

grant execute on function public.set_number_limit(uuid, uuid, integer), public.set_second_approval(uuid, boolean),
  public.authorise_connection(uuid, uuid), public.revoke_connection(uuid, uuid),
  public.state_programmatic(uuid, uuid, boolean)
  to authenticated;

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

-- Takes what clients and staff do with a request before its cut-over and at its end.

-- A signed-in person's first request makes their company a client of the provider.
create function public.create_draft(p_provider_slug text, p_application jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  provider public.providers; client uuid; person uuid := (select auth.uid()); serial integer; request uuid;
  company text := nullif(trim(p_application ->> 'companyName'), '');
begin
  if person is null then perform private.refuse(401, 'not_signed_in'); end if;
  select * into provider from public.providers where slug = p_provider_slug and suspended_at is null;
  if not found then perform private.refuse(404, 'provider_not_found'); end if;
  if exists (select from public.members where provider_id = provider.id and user_id = person and ended_at is null) then
    perform private.refuse(403, 'members_cannot_apply');
  end if;
  if jsonb_typeof(p_application) is distinct from 'object' or length(p_application::text) > 20000
    or nullif(trim(p_application ->> 'contactName'), '') is null
      or nullif(trim(p_application ->> 'contactEmail'), '') is null then
    perform private.refuse(400, 'invalid_input', 'application');
  end if;

  perform private.check_filing(person);

  select m.client_id into client from public.client_members m
  where m.provider_id = provider.id and m.user_id = person and m.ended_at is null order by m.created_at limit 1;
  if client is null then
    insert into public.clients (provider_id, name, country, is_person)
    values (provider.id, coalesce(company, p_application ->> 'contactName'), p_application ->> 'phoneCountry', company
      is null)
    returning id into client;
    insert into public.client_members (provider_id, client_id, user_id, name, email)
    values (provider.id, client, person, p_application ->> 'contactName',
      coalesce((select auth.jwt()) ->> 'email', p_application ->> 'contactEmail'));
  end if;

  insert into private.reference_counters as c (provider_id, last_number) values (provider.id, 1)
  on conflict (provider_id) do update set last_number = c.last_number + 1 returning last_number into serial;
  begin
    insert into public.migration_requests (provider_id, client_id, reference, phone_number, phone_country, reason,
      old_provider_name, contact_name, contact_email, created_by)
    values (provider.id, client, 'M-' || lpad(serial::text, greatest(5, length(serial::text)), '0'),
      p_application ->> 'phoneNumber', p_application ->> 'phoneCountry',
      p_application ->> 'reason', p_application ->> 'oldProviderName', p_application ->> 'contactName',
        p_application ->> 'contactEmail', person)
    returning id into request;
  exception when check_violation or not_null_violation then
    perform private.refuse(400, 'invalid_input', 'application');
  end;
  perform private.write_application(request, p_application);
  return private.close_change(request, 'request.draft', 'client');
end $$;
comment on function public.create_draft
  is 'Files a draft with the provider of that slug; shape of p_application: src/domain/requests/application.ts.';

create function public.save_draft(p_request uuid, p_version integer, p_application jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.draft');
  if request.status <> 'draft' then perform private.refuse(409, 'wrong_status', request.status); end if;
  perform private.write_application(p_request, p_application);
  -- A mistyped number is no conflict; the staff of the other request still verify.
  update public.request_exceptions set resolved_at = now(), closed_by = 'person'
  where request_id = p_request and code = 'AUTHORISATION_CONFLICT' and resolved_at is null
    and exists (select from public.migration_requests r where r.id = p_request
      and r.phone_number <> request.phone_number);
  return private.close_change(p_request, 'request.draft', 'client');
end $$;

-- What a client acknowledges depends on how the number moves: the points of the application tell the ways apart. A
-- client who acknowledged the former points was promised something else, and is asked again.
create function public.submit_request(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.submit');
  perform private.refuse_suspended(request.provider_id);
  if request.authorised_name is null or request.authorised_email is null then
    perform private.refuse(400, 'authorised_person_missing');
  end if;
  if not request.acknowledgements @> array['service_by_route', 'history_stays', 'templates_by_route',
    'templates_not_copied', 'number_keeps_by_route'] then
    perform private.refuse(400, 'acknowledgements_missing');
  end if;
  perform private.refuse_in_conflict(p_request);
  perform private.check_conflicts((select auth.uid()));
  begin
    perform private.add_checks(request);
    return private.close_change(p_request, 'request.submit', 'client');
  exception when unique_violation then
    if not private.note_conflict(request) then perform private.refuse(409, 'number_in_live_request'); end if;
  end;
  -- Raising an exception would roll back the recorded conflict with everything else.
  return jsonb_build_object('id', request.id, 'reference', request.reference, 'status', request.status, 'version',
    request.version,
    'refused', 'number_in_live_request');
end $$;
comment on function public.submit_request is
  'Moves a draft to submitted: required fields, every acknowledgement, and no other live request for the number '
    'anywhere. If another company has one, both requests stop, and the answer says refused.';

create function public.cancel_request(p_request uuid, p_version integer, p_note text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests := private.open_request(p_request, p_version, 'request.cancel');
begin
  request.closed_reason := 'cancelled';
  request.closed_note := p_note;
  return private.write_change(request, 'request.cancel', 'client', jsonb_build_object('note', p_note));
end $$;

create function public.add_comment(p_request uuid, p_visibility text, p_body text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; side text; author text;
begin
  if coalesce(p_visibility, '') not in ('internal', 'client')
    then perform private.refuse(400, 'invalid_input', 'visibility'); end if;
  if length(trim(coalesce(p_body, ''))) not between 1 and 4000
    then perform private.refuse(400, 'invalid_input', 'body'); end if;
  request := private.open_request(p_request, null, 'comment.' || p_visibility, true);
  select 'provider', m.name into side, author from public.members m
  where m.provider_id = request.provider_id and m.user_id = (select auth.uid()) and m.ended_at is null;
  if side is null then
    select 'client', m.name into side, author from public.client_members m
    where m.client_id = request.client_id and m.user_id = (select auth.uid()) and m.ended_at is null;
  end if;
  insert into public.comments (provider_id, client_id, request_id, visibility, author_id, author_name, author_side,
    body)
  values (request.provider_id, request.client_id, request.id, p_visibility, (select auth.uid()), author, side,
    trim(p_body));
  if side = 'client' then request.asked_at := null; end if;
  return private.write_change(request, 'comment.' || p_visibility, p_visibility);
end $$;

create function public.accept_request(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
begin
  return private.write_change(private.open_request(p_request, p_version, 'request.accept'), 'request.accept', 'client');
end $$;

create function public.reject_request(p_request uuid, p_version integer, p_reason text, p_note text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests := private.open_request(p_request, p_version, 'request.reject');
begin
  if coalesce(p_reason, '') not in ('not_authorised', 'not_migratable', 'incomplete', 'duplicate', 'terms_not_met') then
    perform private.refuse(400, 'invalid_input', 'reason');
  end if;
  request.closed_reason := p_reason;
  request.closed_note := p_note;
  return private.write_change(request, 'request.reject', 'client',
    jsonb_build_object('reason', p_reason, 'note', p_note));
end $$;

create function public.ask_client(p_request uuid, p_version integer, p_body text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.ask');
  if request.status not in ('submitted', 'preparing', 'scheduled', 'monitoring')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  perform public.add_comment(p_request, 'client', p_body);
  update public.migration_requests set asked_at = now() where id = p_request;
  return private.close_change(p_request, 'request.ask', 'client');
end $$;
comment on function public.ask_client
  is 'Asks the client for information: the request waits on the client until they write back.';

create function public.assign_request(p_request uuid, p_version integer, p_member uuid)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.assign');
  if p_member is not null and not exists (select from public.members
    where id = p_member and provider_id = request.provider_id and role in ('admin', 'manager')
      and ended_at is null) then
    perform private.refuse(404, 'member_not_found');
  end if;
  request.assignee_id := p_member;
  return private.write_change(request, 'request.assign', 'internal', jsonb_build_object('member', p_member));
end $$;

create function public.hold_request(p_request uuid, p_version integer, p_reason text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.hold');
  if request.status not in ('submitted', 'preparing', 'scheduled')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  request.hold_reason := nullif(trim(coalesce(p_reason, '')), '');
  return private.write_change(request, 'request.hold', 'client', jsonb_build_object('reason', p_reason));
end $$;
comment on function public.hold_request is 'Puts the request on hold with a reason; an empty reason releases it.';

-- No keys except the known ones, not even from a member of staff.
create function public.edit_facts(p_request uuid, p_version integer, p_facts jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; right_name text := 'facts.edit_own';
  accounts constant text[] := '{sourceBusinessId,sourceWabaId,sourcePhoneNumberId,accountModel,platformAccount}';
  contact constant text[] := '{contactName,contactEmail,contactPhone}';
begin
  if exists (select from public.migration_requests r where r.id = p_request
    and private.permits(r.provider_id, r.client_id, 'request.edit')) then
    right_name := 'request.edit';
  end if;
  request := private.open_request(p_request, p_version, right_name);
  if request.status not in ('submitted', 'preparing', 'scheduled')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  if jsonb_typeof(p_facts) is distinct from 'object' then perform private.refuse(400, 'invalid_input', 'facts'); end if;
  if exists (select from jsonb_object_keys(p_facts) as key where key <> all (accounts)
    and (right_name = 'facts.edit_own' or key <> all (contact))) then
    perform private.refuse(403, 'not_permitted', 'facts');
  end if;
  begin
    update public.migration_requests set
      source_business_id = coalesce(p_facts ->> 'sourceBusinessId', source_business_id),
      source_waba_id = coalesce(p_facts ->> 'sourceWabaId', source_waba_id),
      source_phone_number_id = coalesce(p_facts ->> 'sourcePhoneNumberId', source_phone_number_id),
      client_account_model = coalesce(p_facts ->> 'accountModel', client_account_model),
      platform_account = coalesce(p_facts ->> 'platformAccount', platform_account),
      contact_name = coalesce(p_facts ->> 'contactName', contact_name),
      contact_email = coalesce(p_facts ->> 'contactEmail', contact_email),
      contact_phone = coalesce(p_facts ->> 'contactPhone', contact_phone)
    where id = p_request returning * into request;
  exception when check_violation then
    perform private.refuse(400, 'invalid_input', 'facts');
  end;
  update public.checks set status = 'passed', evidence_kind = 'document', evidence_field = 'source_waba_id',
    evidence_value = request.source_waba_id, read_at = now(), updated_at = now(), cause = null
  where request_id = p_request and code = 'WABA_DATA' and status <> 'waived' and request.source_waba_id is not null
    and request.source_business_id is not null and request.source_phone_number_id is not null;
  update public.checks set status = 'passed', evidence_kind = 'document', evidence_field = 'platform_account',
    evidence_value = request.platform_account, read_at = now(), updated_at = now(), cause = null
  where request_id = p_request and code = 'PLATFORM_ACCOUNT' and status <> 'waived'
    and nullif(trim(request.platform_account), '') is not null;
  return private.close_change(p_request, right_name, case right_name when 'request.edit' then 'internal'
    else 'client' end,
    -- Facts about a person are stored, and forgotten, in the request itself.
    p_facts - contact || case when p_facts ?| contact then jsonb_build_object('contact', true) else '{}' end);
end $$;

create function public.set_track(p_request uuid, p_version integer, p_track text, p_state text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'track.set');
  if request.status not in ('preparing', 'scheduled', 'cutover', 'monitoring')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  if p_track = 'number' or not coalesce(request.tracks ? p_track, false)
    then perform private.refuse(400, 'invalid_input', 'track'); end if;
  if coalesce(p_state, '') not in ('not_applicable', 'pending', 'working', 'partial', 'done', 'exception')
    then perform private.refuse(400, 'invalid_input', 'state'); end if;
  update public.migration_requests set tracks = tracks || jsonb_build_object(p_track, p_state) where id = p_request;
  return private.close_change(p_request, 'track.set', 'client', jsonb_build_object('track', p_track, 'state', p_state));
end $$;

create function public.complete_request(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.complete');
  if exists (select from jsonb_each_text(request.tracks) where value not in ('done', 'not_applicable')) then
    perform private.refuse(409, 'tracks_open');
  end if;
  if not exists (select from public.snapshots where request_id = p_request and moment = 'after')
    then perform private.refuse(409, 'proof_missing'); end if;
  if exists (select from public.request_exceptions where request_id = p_request and resolved_at is null)
    then perform private.refuse(409, 'exceptions_open'); end if;
  return private.close_change(p_request, 'request.complete', 'client');
end $$;

create function public.request_counts(p_provider uuid) returns table (status text, requests bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select t.status, sum(t.requests)::bigint from private.request_tallies t
    where t.provider_id = p_provider and p_provider in (select private.my_provider_ids())
      and p_provider not in (select private.my_locked_provider_ids())
    group by t.status having sum(t.requests) > 0;
end $$;
comment on function public.request_counts is 'How many requests are in each status; for the provider''s staff.';

create function public.count_requests(p_filter jsonb, p_most integer, p_query text default null) returns integer
language plpgsql volatile set search_path = '' as $$
declare requests integer;
begin
  if p_query is not null then
    return (select count(*) from public.search_request_ids(p_query, p_filter, p_most));
  end if;
  if pg_column_size(p_filter) > 16384 then perform private.refuse(400, 'invalid_input', 'filter'); end if;
  execute format('select count(*) from (select from public.request_list r where true%s limit %s) as found',
    private.request_conditions(p_filter), least(greatest(p_most, 0), 100000)) into requests;
  return requests;
end $$;
comment on function public.count_requests is
  'How many requests match {column: [values]}, or how many of them a search finds, under the reader''s own rights; it '
    'counts no further than p_most.';

-- What staff write about an alarm is for staff: it is stored with the alarm, not as the reason of the following
-- request, which the client reads.
-- Where the number is now is not known, so neither its old ids nor a route are copied.
create function public.open_linked_request(p_request uuid, p_version integer, p_alarm uuid, p_note text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests := private.open_request(p_request, p_version, 'alarm.acknowledge');
  linked public.migration_requests; serial integer; alarm text; outcome jsonb;
begin
  if request.status <> 'completed' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if length(trim(coalesce(p_note, ''))) not between 1 and 1000
    then perform private.refuse(400, 'invalid_input', 'note'); end if;
  update private.reference_counters set last_number = last_number + 1 where provider_id = request.provider_id
    returning last_number into serial;
  insert into public.migration_requests (provider_id, client_id, reference, phone_number, phone_country, locale, reason,
    monthly_volume, old_provider_name, contact_name, contact_email, contact_phone, authorised_name, authorised_email,
    authorised_position, platform_account, acknowledgements, acknowledged_at, assignee_id, created_by, follows_id)
  values (request.provider_id, request.client_id, 'M-' || lpad(serial::text, greatest(5, length(serial::text)), '0'),
    request.phone_number,
    request.phone_country, request.locale, 'other', request.monthly_volume, request.old_provider_name,
      request.contact_name,
    request.contact_email, request.contact_phone, request.authorised_name, request.authorised_email,
      request.authorised_position,
    request.platform_account, request.acknowledgements, request.acknowledged_at, request.assignee_id,
      (select auth.uid()), request.id)
  returning * into linked;
  perform private.add_checks(linked);
  update public.request_alarms set acknowledged_at = now(), acknowledged_by = (select auth.uid()), note = trim(p_note)
  where id = p_alarm and request_id = p_request and acknowledged_at is null returning code into alarm;
  if not found then perform private.refuse(404, 'alarm_not_found'); end if;
  perform private.close_change(p_request, 'alarm.acknowledge', 'internal',
    jsonb_build_object('alarm', alarm, 'note', trim(p_note), 'linked', linked.reference));
  begin
    outcome := private.close_change(linked.id, 'request.submit', 'client');
  exception when unique_violation then
    perform private.refuse(409, 'number_in_live_request');
  end;
  return outcome;
end $$;
comment on function public.open_linked_request
  is 'Opens a request for the same number of the same client and closes the alarm with it; returns the new request.';

create function public.search_request_ids(p_query text, p_filter jsonb default '{}', p_most integer default 200)
  returns setof uuid
language plpgsql volatile security definer set search_path = '' rows 200 as $$
declare
  part text := lower(trim(p_query)); digits text; parts text[]; pattern text; own text; staff uuid[]; latest uuid[];
  most integer := least(greatest(p_most, 0), 5001);
begin
  perform private.count_command('searches');
  if coalesce(length(p_query), 101) > 100 or pg_column_size(p_filter) > 16384 then return; end if;
  -- A number in any notation.
  digits := case when part !~ '[[:alpha:]]' then regexp_replace(part, '\D', '', 'g') else '' end;
  -- The index holds parts of three characters; shorter ones would read every row.
  if greatest(length(part), length(digits)) < 3 then return; end if;
  parts := array_remove(array[case when part !~ '^m-\d*$' then part end,
    case when length(digits) >= 3 and digits <> part then digits end], null);
  pattern := array_to_string(array(select format('r.words like %L', '%' || regexp_replace(p, '([\\%_])', '\\\1', 'g')
    || '%') from unnest(parts) p) || case when part ~ '^m-\d*$' then format('r.reference like %L', upper(part) || '%')
    when digits <> '' then format('r.reference = %L', 'M-' || lpad(ltrim(digits, '0'), 5, '0')) end, ' or ');
  staff := array(select private.my_provider_ids() except select private.my_locked_provider_ids());
  own := format('r.provider_id %s', case cardinality(staff) when 1 then format('= %L', staff[1])
    else format('= any (%L::uuid[])', staff) end) || private.request_conditions(p_filter);
  -- What many requests hold is found among the latest; what few hold, by its index.
  execute format('select array_agg(found.id) from (select r.id from (select * from public.request_list r where %s '
    'order by r.updated_at desc, r.id desc limit 2000) as r where %s limit %s) as found', own, pattern,
    most) into latest;
  if cardinality(latest) = most then return query select unnest(latest);
  else return query select * from private.search_by_index(own || ' and (' || pattern || ')', most);
  end if;
end $$;
comment on function public.search_request_ids is
  'For staff: finds requests by a part of the number, reference or company, of three characters or more, among those '
    'that match the list''s filters {column: [values]}; the last changed first, at most p_most.';

create function public.search_requests(p_query text, p_filter jsonb default '{}', p_most integer default 200)
  returns setof public.request_list
language sql volatile set search_path = '' rows 200 as $$
  select l.* from public.search_request_ids(p_query, p_filter, p_most) as found (id)
  join public.request_list l on l.id = found.id;
$$;
comment on function public.search_requests is 'The rows of public.search_request_ids, as the list shows them.';

grant execute on function public.create_draft(text, jsonb), public.save_draft(uuid, integer, jsonb),
  public.submit_request(uuid, integer), public.cancel_request(uuid, integer, text),
  public.add_comment(uuid, text, text), public.accept_request(uuid, integer),
  public.reject_request(uuid, integer, text, text), public.ask_client(uuid, integer, text),
  public.assign_request(uuid, integer, uuid), public.hold_request(uuid, integer, text),
  public.edit_facts(uuid, integer, jsonb), public.set_track(uuid, integer, text, text),
  public.complete_request(uuid, integer), public.request_counts(uuid),
  public.open_linked_request(uuid, integer, uuid, text), public.search_request_ids(text, jsonb, integer),
  public.search_requests(text, jsonb, integer), public.count_requests(jsonb, integer, text)
  to authenticated;

-- Takes what people report about checks.

create function public.waive_check(p_request uuid, p_version integer, p_code text, p_reason text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; right_name text;
begin
  select case when hard then 'check.waive_hard' else 'check.waive_soft' end into right_name from private.check_catalogue
    where code = p_code;
  if right_name is null then perform private.refuse(404, 'check_not_found', p_code); end if;
  if nullif(trim(coalesce(p_reason, '')), '') is null then perform private.refuse(400, 'invalid_input', 'reason');
    end if;
  request := private.open_request(p_request, p_version, right_name);
  if request.status not in ('submitted', 'preparing', 'scheduled')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  update public.checks set status = 'waived', cause = null, updated_at = now(),
    waived_by = (select auth.uid()), waived_at = now(), waived_reason = trim(p_reason)
  where request_id = p_request and code = p_code;
  return private.close_change(p_request, right_name, 'internal',
    jsonb_build_object('code', p_code, 'reason', p_reason));
end $$;

create function public.run_checks(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'check.run');
  if request.status not in ('submitted', 'preparing', 'scheduled')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  return private.close_change(p_request, 'check.run', 'internal');
end $$;
comment on function public.run_checks is
  'Records that somebody requested a reading; the function of the same name then reads Meta and stores what it '
    'finds.';

-- A person can also report that a check is not met: only people know of unpaid invoices or of a code that does not
-- arrive, and the exceptions that these predict are then shown in advance. A person cannot supply Meta's own answers.
create function public.confirm_check(p_request uuid, p_version integer, p_code text, p_kind text, p_evidence text,
  p_outcome text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; entry private.check_catalogue; right_name text := 'check.confirm_own';
  outcome text := coalesce(p_outcome, 'passed');
begin
  select * into entry from private.check_catalogue where code = p_code;
  if not found then perform private.refuse(404, 'check_not_found', p_code); end if;
  if coalesce(p_kind, '') not in ('document', 'person') then perform private.refuse(400, 'invalid_input', 'kind');
    end if;
  if nullif(trim(coalesce(p_evidence, '')), '') is null then perform private.refuse(400, 'invalid_input', 'evidence');
    end if;
  if outcome not in ('passed', 'failed') or (outcome = 'failed' and entry.source = 'api') then
    perform private.refuse(400, 'invalid_input', 'outcome');
  end if;
  if exists (select from public.migration_requests r where r.id = p_request
    and private.permits(r.provider_id, r.client_id, 'check.confirm')) then
    right_name := 'check.confirm';
  end if;
  request := private.open_request(p_request, p_version, right_name);
  if right_name = 'check.confirm_own' and (entry.owner <> 'client' or (entry.hard and entry.source <> 'api')) then
    perform private.refuse(403, 'not_permitted', p_code);
  end if;
  if request.status not in ('submitted', 'preparing', 'scheduled')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  if entry.source = 'api' then
    update public.checks set claim_kind = p_kind, claimed_value = trim(p_evidence), claimed_by = (select auth.uid()),
      claimed_at = now(),
      claimed_side = case right_name when 'check.confirm' then 'provider' else 'client' end,
      contradicted_at = case when evidence_kind = 'api' and status = 'failed' then now() end, updated_at = now()
    where request_id = p_request and code = p_code;
  end if;
  update public.checks set status = outcome, evidence_kind = p_kind, evidence_value = trim(p_evidence),
    evidence_field = case entry.source when 'api' then evidence_field end,
    cause = case when entry.source = 'api' then cause when outcome = 'failed' then entry.predicts[1] end, read_at
      = now(), updated_at = now()
  where request_id = p_request and code = p_code
    and (entry.source <> 'api' or (status in ('pending', 'passed', 'stale') and private.is_out_of_reach(cause)));
  if outcome = 'failed' then
    return private.close_change(p_request, 'check.deny', 'client',
      jsonb_build_object('code', p_code, 'kind', p_kind, 'changed', jsonb_build_array(p_code)));
  end if;
  return private.close_change(p_request, right_name, 'client', jsonb_build_object('code', p_code, 'kind', p_kind));
end $$;
comment on function public.confirm_check is
  'A person''s or a document''s evidence that a check is met or, where Meta does not answer it, that it is not. For '
    'a check that Meta answers it is a claim, which counts only where Meta cannot be read.';

grant execute on function public.waive_check(uuid, integer, text, text), public.run_checks(uuid, integer),
  public.confirm_check(uuid, integer, text, text, text, text)
  to authenticated;

-- Lets people open what only they can know of, and settle what only they can.

-- The note is for staff: it is stored with Meta's answers, which clients never read.
create function public.open_exception(p_request uuid, p_version integer, p_code text, p_note text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; entry private.exception_catalogue; opened uuid;
begin
  request := private.open_request(p_request, p_version, 'exception.open');
  select * into entry from private.exception_catalogue where code = p_code and opened_in <> '{}';
  if not found then perform private.refuse(404, 'exception_not_found', p_code); end if;
  if nullif(trim(coalesce(p_note, '')), '') is null then perform private.refuse(400, 'invalid_input', 'note'); end if;
  if not request.status = any (entry.opened_in) then perform private.refuse(409, 'wrong_status', request.status);
    end if;
  insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
  values (request.provider_id, request.client_id, request.id, entry.code, entry.owner)
  on conflict (request_id, code) where resolved_at is null do nothing returning id into opened;
  if opened is null then perform private.refuse(409, 'exception_open', p_code); end if;
  insert into public.exception_payloads (exception_id, provider_id, payload)
  values (opened, request.provider_id, jsonb_build_object('note', trim(p_note)));
  return private.close_change(p_request, 'exception.open', 'client', jsonb_build_object('exception', p_code));
end $$;
comment on function public.open_exception
  is 'Opens an exception that only people can know of; private.exception_catalogue says which and when.';

-- A person who settles an exception by hand gives the reason: no other record would later show the grounds. The reason
-- is for staff.
create function public.resolve_exception(p_request uuid, p_version integer, p_code text, p_reason text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; open_one public.request_exceptions; reason text := nullif(trim(coalesce(p_reason,
    '')), '');
begin
  request := private.open_request(p_request, p_version, 'exception.settle');
  if request.status in ('completed', 'rejected', 'cancelled', 'failed')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  select * into open_one from public.request_exceptions where request_id = p_request and code = p_code
    and resolved_at is null;
  if not found then perform private.refuse(404, 'exception_not_found', p_code); end if;
  if not exists (select from private.exception_catalogue where code = p_code and settled_by_hand)
    or exists (select from public.cutover_steps s
      where s.request_id = p_request and s.step = open_one.step and s.state not in ('done', 'skipped')) then
    perform private.refuse(409, 'not_by_hand', p_code);
  end if;
  if reason is null then perform private.refuse(400, 'invalid_input', 'reason'); end if;
  update public.request_exceptions set resolved_at = now(), closed_by = 'person' where id = open_one.id;
  return private.close_change(p_request, 'exception.settle', 'internal',
    jsonb_build_object('exception', p_code, 'note', reason));
end $$;
comment on function public.resolve_exception
  is 'A person reports that it is settled, and why; refused where only Meta, a reading or a step can say so.';

grant execute on function public.open_exception(uuid, integer, text, text),
  public.resolve_exception(uuid, integer, text, text)
  to authenticated;

-- Lets people propose, answer, confirm and postpone dates, and a second person approve them.

create function public.confirm_window(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'window.confirm');
  if request.status <> 'scheduled' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if request.window_ends_at <= now() then perform private.refuse(409, 'window_over'); end if;
  perform private.set_window(p_request, request.window_starts_at, request.window_ends_at, now());
  return private.close_change(p_request, 'window.confirm', 'client');
end $$;

create function public.schedule_request(p_request uuid, p_version integer, p_starts_at timestamptz,
  p_ends_at timestamptz)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; open_codes text;
begin
  request := private.open_request(p_request, p_version, 'request.schedule');
  if request.hold_reason is not null then perform private.refuse(409, 'on_hold'); end if;
  if request.route is null then perform private.refuse(409, 'route_missing'); end if;
  if request.route_chosen_at is null then perform private.refuse(409, 'route_outdated'); end if;
  open_codes := private.open_hard_checks(p_request);
  if open_codes is not null then perform private.refuse(409, 'checks_open', open_codes); end if;
  perform private.check_window(p_starts_at, p_ends_at);
  perform private.check_route_window(request, p_starts_at, p_ends_at);
  perform private.set_window(p_request, p_starts_at, p_ends_at, null);
  return private.close_change(p_request, 'request.schedule', 'client',
    jsonb_build_object('startsAt', p_starts_at, 'endsAt', p_ends_at));
end $$;

create function public.postpone_request(p_request uuid, p_version integer, p_note text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_request(p_request, p_version, 'request.postpone');
  perform private.set_window(p_request, null, null, null);
  return private.close_change(p_request, 'request.postpone', 'client', jsonb_build_object('note', p_note));
end $$;

create function public.propose_window(p_request uuid, p_version integer, p_starts_at timestamptz, p_ends_at timestamptz,
  p_note text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'window.confirm');
  if request.status <> 'scheduled' then perform private.refuse(409, 'wrong_status', request.status); end if;
  perform private.check_window(p_starts_at, p_ends_at);
  if p_starts_at <= now() then perform private.refuse(400, 'window_invalid'); end if;
  perform private.check_route_window(request, p_starts_at, p_ends_at);
  if length(p_note) > 1000 then perform private.refuse(400, 'invalid_input', 'note'); end if;
  update public.migration_requests set counter_starts_at = p_starts_at, counter_ends_at = p_ends_at,
    counter_note = nullif(trim(p_note), ''), window_confirmed_at = null
  where id = p_request;
  return private.close_change(p_request, 'window.confirm', 'client',
    jsonb_build_object('proposed', true, 'startsAt', p_starts_at, 'endsAt', p_ends_at));
end $$;
comment on function public.propose_window
  is 'The client would prefer another window; the provider''s stays unconfirmed until the provider answers.';

create function public.accept_window(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.schedule');
  if request.counter_starts_at is null then perform private.refuse(409, 'nothing_proposed'); end if;
  if request.hold_reason is not null then perform private.refuse(409, 'on_hold'); end if;
  perform private.check_window(request.counter_starts_at, request.counter_ends_at);
  perform private.check_route_window(request, request.counter_starts_at, request.counter_ends_at);
  perform private.set_window(p_request, request.counter_starts_at, request.counter_ends_at, now());
  return private.close_change(p_request, 'request.schedule', 'client',
    jsonb_build_object('accepted', true, 'startsAt', request.counter_starts_at, 'endsAt', request.counter_ends_at));
end $$;
comment on function public.accept_window
  is 'Accepts the client''s window: proposed by one side and accepted by the other, it is agreed.';

create function public.approve_cutover(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'cutover.second_approve');
  if request.status <> 'scheduled' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if request.window_confirmed_at is null then perform private.refuse(409, 'window_not_confirmed'); end if;
  request.second_approved_by := (select auth.uid());
  request.second_approved_at := now();
  request.second_approved_for := private.cutover_facts(request);
  return private.write_change(request, 'cutover.second_approve', 'internal',
    jsonb_build_object('approved', request.second_approved_for));
end $$;
comment on function public.approve_cutover
  is 'The second person''s approval: it covers the window as it is, and never starts anything.';

-- When somebody at the client can read out the code to us: the second calendar that a window must fit.
create function public.set_client_hours(p_request uuid, p_version integer, p_hours jsonb, p_time_zone text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests; hours jsonb;
begin
  request := private.open_request(p_request, p_version, 'window.confirm');
  if request.status not in ('submitted', 'preparing', 'scheduled')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  hours := private.hours_of(p_hours);
  perform private.check_time_zone(p_time_zone);
  request.client_hours := hours;
  request.client_time_zone := p_time_zone;
  return private.write_change(request, 'window.confirm', 'client',
    jsonb_build_object('hours', hours, 'timeZone', p_time_zone));
end $$;
comment on function public.set_client_hours
  is 'When the client can be reached for the code; windows are proposed within it.';

create function public.start_questions(p_request uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  select * into request from public.migration_requests r where r.id = p_request
    and private.permits(r.provider_id, r.client_id, 'request.read');
  if not found then perform private.refuse(404, 'request_not_found'); end if;
  if not private.permits(request.provider_id, request.client_id, 'report.read') then
    perform private.refuse(403, 'not_permitted', 'report.read');
  end if;
  return (select jsonb_agg(jsonb_build_object('question', q.question, 'refusal', q.refusal, 'hint', q.hint))
    from private.start_questions(request) q);
end $$;
comment on function public.start_questions is
  'For staff: [{question, refusal, hint}]; refusal is null where nothing prevents the start, and otherwise the code '
    'that refuses it.';

grant execute on function public.start_questions(uuid), public.confirm_window(uuid, integer),
  public.schedule_request(uuid, integer, timestamptz, timestamptz), public.postpone_request(uuid, integer, text),
  public.propose_window(uuid, integer, timestamptz, timestamptz, text), public.accept_window(uuid, integer),
  public.approve_cutover(uuid, integer), public.set_client_hours(uuid, integer, jsonb, text)
  to authenticated;

-- Takes people's decisions in the cut-over; the engine makes the calls.

-- A step that Meta blocked before the cut-over stays blocked in it.
create function public.start_cutover(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; blocker record;
begin
  request := private.open_request(p_request, p_version, 'cutover.start');
  select * into blocker from private.start_questions(request) q where q.refusal is not null limit 1;
  if found then perform private.refuse(409, blocker.refusal, blocker.hint); end if;
  delete from public.cutover_steps s where s.request_id = p_request
    and not exists (select from private.route_steps k where k.route = request.route and k.step = s.step);
  insert into public.cutover_steps (provider_id, client_id, request_id, step, position, wait_from, wait_until,
    blocked_until)
  select request.provider_id, request.client_id, request.id, k.step, k.position, w.wait_from, w.wait_until,
    w.blocked_until
  from private.route_steps k cross join lateral private.wait_of(k.step, request.phone_number) as w
    where k.route = request.route
  on conflict (request_id, step) do update set position = excluded.position, state = 'pending', attempts = 0, wait_from
    = excluded.wait_from,
    wait_until = excluded.wait_until, blocked_until = excluded.blocked_until, authorised_by = null,
    authorised_at = null, authorisation = null, started_at = null, finished_at = null, result = null;
  if request.route <> 'R2' then perform private.clear_destination(p_request); end if;
  return private.close_change(p_request, 'cutover.start', 'client');
end $$;
comment on function public.start_cutover is
  'A person''s approval, never automatic. It needs an agreed window that is open, every hard check passed or waived '
    'and read shortly before, and a second person''s approval where the provider requires one.';

-- Records a person's approval for one attempt of one step: request a code, enter a code, approve register.
create function public.authorise_step(p_request uuid, p_version integer, p_step text, p_detail jsonb default '{}')
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; step public.cutover_steps; right_name text;
begin
  right_name := case p_step when 'request_code' then 'code.request' when 'verify_code' then 'code.enter'
    when 'embedded_signup' then 'signup.finish' when 'register' then 'cutover.approve' when 'register_shared'
      then 'cutover.approve' end;
  if right_name is null then perform private.refuse(400, 'invalid_input', 'step'); end if;
  request := private.open_request(p_request, p_version, right_name);
  if request.status <> 'cutover' then perform private.refuse(409, 'wrong_status', request.status); end if;
  -- If only a person's statement says that the number is shared, a silent registration may still move it.
  if (p_step = 'register' or p_step = 'register_shared' and not private.is_sharing_proved(p_request))
    and coalesce(p_detail ->> 'lastFour', '') <> right(request.phone_number, 4) then
    perform private.refuse(400, 'last_four_wrong');
  end if;
  if p_step = 'request_code' then
    if coalesce(p_detail ->> 'method', '') not in ('SMS', 'VOICE')
      then perform private.refuse(400, 'invalid_input', 'method'); end if;
  end if;
  if p_step = 'embedded_signup' and not (coalesce(p_detail ->> 'wabaId', '') ~ '^[0-9]{1,30}$'
    and coalesce(p_detail ->> 'phoneNumberId', '') ~ '^[0-9]{1,30}$') then
    perform private.refuse(400, 'invalid_input', 'hint');
  end if;
  select s.* into step from public.cutover_steps s
  where s.request_id = p_request and s.state not in ('done', 'skipped') order by s.position limit 1;
  -- Another code can be requested while one is awaited. The step itself goes back only with the intent: until then the
  -- code already sent can still be entered.
  if p_step = 'request_code' and step.step = 'verify_code' and step.state = 'pending' then
    select s.* into step from public.cutover_steps s where s.request_id = p_request and s.step = 'request_code';
    if step.state = 'done' then step.state := 'pending'; end if;
  end if;
  if step.step is distinct from p_step or step.state <> 'pending' then
    perform private.refuse(409, 'step_not_due', coalesce(step.step, '') || ' ' || coalesce(step.state, ''));
  end if;
  perform private.check_wait(step.wait_until);
  perform private.check_budget(p_step, request.phone_number);
  update public.cutover_steps set authorised_by = (select auth.uid()), authorised_at = now(),
    authorisation = p_detail - 'lastFour' where id = step.id;
  return private.close_change(p_request, right_name, 'client', jsonb_build_object('step', p_step));
end $$;
comment on function public.authorise_step is
  'p_detail: {"method":"SMS"|"VOICE","language"} for request_code, {"wabaId","phoneNumberId"} for embedded_signup '
    '(a hint only), {"lastFour"} for register; never a code.';

-- While both providers serve the number, aborting means to stop sharing it: the old provider continues alone.
create function public.abort_cutover(p_request uuid, p_version integer, p_note text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'cutover.abort');
  if request.no_return_at is not null or private.step_state(p_request, 'register') = 'done' then
    perform private.refuse(409, 'past_point_of_no_return');
  end if;
  perform private.end_calls(p_request);
  if private.step_state(p_request, 'register') = 'unknown' then perform private.refuse(409, 'outcome_unknown'); end if;
  -- The client may have removed the old provider by now.
  if private.step_state(p_request, 'remove_old_partner') = 'done' then perform private.refuse(409, 'outcome_unknown');
    end if;
  update public.request_exceptions set resolved_at = now() where request_id = p_request and resolved_at is null
    and step is not null;
  update public.migration_requests set window_starts_at = null, window_ends_at = null, window_confirmed_at = null,
    shared_at = null where id = p_request;
  return private.close_change(p_request, 'cutover.abort', 'client', jsonb_build_object('note', p_note));
end $$;
comment on function public.abort_cutover
  is 'Returns the request to preparing: free before the step that cannot be undone, impossible after it.';

-- A person reports a step's outcome only where the engine has asked: an outcome that the engine can read is its own to
-- find. That includes a register that no reading can explain, because the engine has then asked. The report explains
-- only the lost outcome; "it did not happen" settles nothing else.
create function public.resolve_outcome(p_request uuid, p_version integer, p_step text, p_happened boolean)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare permission text := 'cutover.resolve';
begin
  perform private.open_request(p_request, p_version, 'cutover.resolve');
  if p_happened is null then perform private.refuse(400, 'invalid_input', 'happened'); end if;
  if exists (select from public.cutover_steps where request_id = p_request and step = p_step and state = 'unknown')
    and not exists (select from public.request_exceptions
      where request_id = p_request and step = p_step and code = 'OUTCOME_UNKNOWN' and resolved_at is null) then
    perform private.refuse(409, case p_step when 'register' then 'read_decides' else 'not_by_hand' end, p_step);
  end if;
  -- Evidence may be arriving at this very moment.
  if exists (select from private.intents where request_id = p_request and closed_at is null
    and lease_until >= now()) then
    perform private.refuse(409, 'intent_open');
  end if;
  update public.cutover_steps set state = case when p_happened then 'done' else 'pending' end, wait_until = null,
    finished_at = case when p_happened then now() end, authorised_by = null, authorised_at = null, authorisation = null
  where request_id = p_request and step = p_step and state = 'unknown';
  if not found then perform private.refuse(409, 'step_not_due', p_step); end if;
  update public.request_exceptions set resolved_at = now()
  where request_id = p_request and step = p_step and resolved_at is null and (p_happened or code = 'OUTCOME_UNKNOWN');
  if p_happened and private.apply_step(p_request, p_step) <> 'cutover.step' then permission := 'cutover.connected';
    end if;
  return private.close_change(p_request, permission, 'internal',
    jsonb_build_object('step', p_step, 'happened', p_happened));
end $$;
comment on function public.resolve_outcome
  is 'For steps whose effect cannot be read back. Meta''s state, never a person, decides about register.';

create function public.fail_cutover(p_request uuid, p_version integer, p_note text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'cutover.fail');
  -- A guided route without an irreversible step has passed its point of no return once the number works here.
  if coalesce(request.no_return_at, request.registered_at) is null
    then perform private.refuse(409, 'before_point_of_no_return'); end if;
  if nullif(trim(coalesce(p_note, '')), '') is null then perform private.refuse(400, 'invalid_input', 'note'); end if;
  perform private.end_calls(p_request);
  update public.migration_requests set closed_reason = 'failed', closed_note = p_note where id = p_request;
  return private.close_change(p_request, 'cutover.fail', 'client', jsonb_build_object('note', p_note));
end $$;

-- A person reports that the due step of a guided route is done, with the evidence for it.
create function public.complete_manual_step(p_request uuid, p_version integer, p_step text, p_note text,
  p_last_four text default null, p_waba_id text default null, p_phone_number_id text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; entry private.step_catalogue; due public.cutover_steps; right_name text;
  is_member boolean;
begin
  select * into entry from private.step_catalogue where step = p_step and trigger = 'manual';
  if not found then perform private.refuse(400, 'invalid_input', 'step'); end if;
  is_member := exists (select from public.migration_requests r where r.id = p_request
    and private.permits(r.provider_id, r.client_id, 'step.complete'));
  right_name := case when entry.asks_digits then 'cutover.approve'
    when entry.done_by = 'client' or (entry.done_by = 'either' and not is_member) then 'step.complete_own'
      else 'step.complete' end;
  request := private.open_request(p_request, p_version, right_name);
  if request.status <> 'cutover' then perform private.refuse(409, 'wrong_status', request.status); end if;
  perform private.refuse_in_conflict(p_request);
  if nullif(trim(coalesce(p_note, '')), '') is null then perform private.refuse(400, 'invalid_input', 'note'); end if;
  if entry.asks_digits and coalesce(p_last_four, '') <> right(request.phone_number, 4)
    then perform private.refuse(400, 'last_four_wrong'); end if;
  if p_step = 'record_ids' and not (coalesce(p_waba_id, '') ~ '^[0-9]{5,25}$'
    and coalesce(p_phone_number_id, '') ~ '^[0-9]{5,25}$') then
    perform private.refuse(400, 'invalid_input', 'ids');
  end if;
  select s.* into due from public.cutover_steps s
  where s.request_id = p_request and s.state not in ('done', 'skipped') order by s.position limit 1;
  -- Ids may be corrected until Meta has confirmed them.
  if p_step = 'record_ids' and due.step = 'confirm_connected' and due.state in ('pending', 'failed', 'unknown') then
    update public.cutover_steps set state = 'pending', wait_until = null, result = null where id = due.id;
    update public.request_exceptions set resolved_at = now() where request_id = p_request and step = due.step
      and resolved_at is null;
    select s.* into due from public.cutover_steps s where s.request_id = p_request and s.step = p_step;
    due.state := 'pending';
  end if;
  if due.step is distinct from p_step or due.state <> 'pending' then
    perform private.refuse(409, 'step_not_due', coalesce(due.step, '') || ' ' || coalesce(due.state, ''));
  end if;
  update public.cutover_steps set state = 'done', attempts = attempts + 1, started_at = coalesce(started_at, now()),
    finished_at = now(),
    authorised_by = (select auth.uid()), authorised_at = now(), result = jsonb_build_object('note', trim(p_note))
  where id = due.id;
  update public.migration_requests set
    no_return_at = case when entry.irreversible then coalesce(no_return_at, now()) else no_return_at end,
    destination_waba_id = case when p_step = 'record_ids' then p_waba_id else destination_waba_id end,
    destination_phone_number_id = case when p_step = 'record_ids' then p_phone_number_id
      else destination_phone_number_id end
  where id = p_request;
  return private.close_change(p_request, right_name, 'client',
    jsonb_build_object('step', p_step, 'note', trim(p_note)));
end $$;
comment on function public.complete_manual_step is
  'Marks the due step of a guided route as done. A step that cannot be undone needs the approval of register: the '
    'permission and the last four digits.';

create function public.halt_moves(p_provider uuid, p_reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'moves.halt');
  if length(trim(coalesce(p_reason, ''))) not between 1 and 500
    then perform private.refuse(400, 'invalid_input', 'reason'); end if;
  insert into private.halts (provider_id, reason, started_by) values (p_provider, trim(p_reason), (select auth.uid()))
  on conflict do nothing;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.halt_moves is 'A second halt changes nothing.';

create function public.resume_moves(p_provider uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'moves.resume');
  update private.halts set ended_at = now(), ended_by = (select auth.uid()) where provider_id = p_provider
    and ended_at is null;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.resume_moves
  is 'Ends the provider''s own halt; the operator ends a halt of the whole installation.';

create function public.move_halt(p_provider uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare halt private.halts;
begin
  perform private.open_provider(p_provider, 'request.read');
  halt := private.open_halt(p_provider);
  if halt.id is null then return null; end if;
  return jsonb_build_object('everywhere', halt.provider_id is null, 'reason', halt.reason, 'startedAt',
    private.utc(halt.started_at),
    'startedBy', (select m.name from public.members m where m.provider_id = p_provider
      and m.user_id = halt.started_by limit 1),
    'underWay', (select count(*)::int from private.intents i where i.provider_id = p_provider and i.closed_at is null
      and i.lease_until > now()));
end $$;
comment on function public.move_halt is
  'The halt that is in force, for the provider''s people: {everywhere, reason, startedAt, startedBy, underWay}; '
    'null when there is none.';

-- Records how the signup window ended when it left nothing for the engine: only the client's browser sees it, and staff
-- should know.
create function public.report_signup(p_request uuid, p_ending text, p_screen text default null,
  p_meta_code text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests; due public.cutover_steps;
begin
  -- Accepted at any version: it changes nothing that anybody decides about, and must not make the window's code arrive
  -- too late.
  request := private.open_request(p_request, null, 'signup.finish', true);
  if request.status <> 'cutover' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if p_ending is null or p_ending not in
    ('no_number', 'app_number', 'owner_changed', 'access_only', 'cancelled', 'error', 'unknown', 'silent') then
    perform private.refuse(400, 'invalid_input', 'ending');
  end if;
  if p_screen !~ '^[A-Z_]{1,60}$' then perform private.refuse(400, 'invalid_input', 'screen'); end if;
  if p_meta_code !~ '^[0-9]{1,12}$' then perform private.refuse(400, 'invalid_input', 'meta_code'); end if;
  select s.* into due from public.cutover_steps s
  where s.request_id = p_request and s.state not in ('done', 'skipped') order by s.position limit 1;
  if due.step is distinct from 'embedded_signup' or due.state <> 'pending' then
    perform private.refuse(409, 'step_not_due', coalesce(due.step, '') || ' ' || coalesce(due.state, ''));
  end if;
  update public.cutover_steps set result = jsonb_strip_nulls(jsonb_build_object(
    'error', 'signup_end_' || p_ending, 'reported', true, 'screen', p_screen, 'metaCode', p_meta_code))
  where id = due.id;
  return jsonb_build_object('id', request.id, 'reference', request.reference, 'status', request.status, 'version',
    request.version);
end $$;
comment on function public.report_signup is
  'Records on the step what the client''s browser reports about a signup window that left nothing to work with: a '
    'hint for staff, which decides nothing.';

-- Says how long Meta blocks a step, and who may try it earlier. Nobody may lift a block that every attempt lengthens; a
-- person who gives a reason may cut any other wait short. The exception stays open until a new attempt succeeds or a
-- reading shows that it is over: a new attempt alone does not settle it.
create function public.retry_step(p_request uuid, p_version integer, p_step text, p_reason text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; step public.cutover_steps; wait record; opens_at timestamptz;
  reason text := nullif(trim(coalesce(p_reason, '')), '');
begin
  request := private.open_request(p_request, p_version, 'cutover.retry');
  select * into step from public.cutover_steps s where s.request_id = p_request and s.step = p_step;
  select * into wait from private.wait_of(p_step, request.phone_number);
  opens_at := greatest(step.wait_until, wait.wait_until);
  if not coalesce(step.state = 'failed' or step.state = 'pending' and opens_at > now(), false) then
    perform private.refuse(409, 'step_not_due', p_step);
  end if;
  perform private.check_wait(greatest(step.blocked_until, wait.blocked_until));
  if opens_at > now() then
    if reason is null then perform private.check_wait(opens_at); end if;
    perform private.refuse_paused(p_request);
    update private.intents set lifted_at = now()
    where phone_number = request.phone_number and blocked_step = any (private.counted_with(p_step))
      and blocked_until > now()
      and not is_block and lifted_at is null;
  else
    opens_at := null;
  end if;
  update public.cutover_steps set state = 'pending', wait_until = null, wait_from = null, blocked_until = null,
    finished_at = null where id = step.id;
  update public.request_exceptions e set retried_at = now() where e.request_id = p_request and e.step = p_step
    and e.resolved_at is null;
  return private.close_change(p_request, 'cutover.retry', 'internal',
    jsonb_strip_nulls(jsonb_build_object('step', p_step, 'note', reason, 'before', private.utc(opens_at))));
end $$;
comment on function public.retry_step is
  'Opens a stopped or waiting step for another attempt. Never during a block of Meta''s; during any other wait only '
    'with a reason.';

grant execute on function public.start_cutover(uuid, integer), public.authorise_step(uuid, integer, text, jsonb),
  public.abort_cutover(uuid, integer, text), public.resolve_outcome(uuid, integer, text, boolean),
  public.fail_cutover(uuid, integer, text), public.complete_manual_step(uuid, integer, text, text, text, text, text),
  public.halt_moves(uuid, text), public.resume_moves(uuid), public.move_halt(uuid),
  public.report_signup(uuid, text, text, text), public.retry_step(uuid, integer, text, text)
  to authenticated;

-- Takes the choice of the route, and the answers behind it.

-- People decide about the route and, on the guided ones, take steps by hand.
create function public.answer_route_questions(p_request uuid, p_version integer, p_answers jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.edit');
  if request.status not in ('submitted', 'preparing', 'scheduled')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  if coalesce(jsonb_typeof(p_answers), '') <> 'object' or length(p_answers::text) > 2000
    then perform private.refuse(400, 'invalid_input', 'answers'); end if;
  update public.migration_requests set route_answers = p_answers where id = p_request;
  return private.close_change(p_request, 'request.edit', 'internal', jsonb_build_object('routeAnswers', p_answers));
end $$;
comment on function public.answer_route_questions
  is 'Saves what people know about an account for the route advice, all answers at once.';

create function public.choose_route(p_request uuid, p_version integer, p_route text, p_connection uuid,
  p_destination_waba_id text default null, p_reason text default null, p_advice jsonb default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; destination text := nullif(p_destination_waba_id, '');
begin
  request := private.open_request(p_request, p_version, 'request.edit');
  -- Once a date is agreed the route stands; it is only chosen again after something it was chosen for has changed.
  if request.status <> 'preparing' and not (request.status = 'scheduled' and request.route_chosen_at is null
    and (request.route, request.connection_id, request.destination_waba_id) is not distinct
      from (p_route, p_connection, destination)) then
    perform private.refuse(409, 'wrong_status', request.status);
  end if;
  if not exists (select from private.route_steps where route = p_route)
    then perform private.refuse(400, 'invalid_input', 'route'); end if;
  if (destination is null and p_route in ('R2', 'R5')) or destination !~ '^[0-9]{1,30}$'
    then perform private.refuse(400, 'invalid_input', 'destination_waba_id'); end if;
  if length(p_advice::text) > 20000 then perform private.refuse(400, 'invalid_input', 'advice'); end if;
  if not exists (select from public.meta_connections
    where id = p_connection and provider_id = request.provider_id and request_id is null and revoked_at is null) then
    perform private.refuse(404, 'connection_not_found');
  end if;
  update public.migration_requests set route = p_route, connection_id = p_connection,
    destination_waba_id = case when not private.makes_account(p_route) then destination end,
    destination_phone_number_id = case when (route, destination_waba_id) is not distinct
      from (p_route, destination) then destination_phone_number_id end
  where id = p_request;
  update public.migration_requests r set route_chosen_by = (select auth.uid()), route_chosen_at = now(),
    route_chosen_for = private.route_facts(r)
  where id = p_request;
  if request.status = 'preparing' then perform private.end_signup(p_request); end if;

  update public.checks set status = 'pending', evidence_kind = null, evidence_field = null, evidence_value = null,
    read_at = null, updated_at = now()
  where request_id = p_request and status = 'waived' and evidence_field = 'route';
  update public.checks c set status = 'waived', evidence_kind = 'person', evidence_field = 'route', evidence_value
    = p_route,
    cause = null, read_at = now(), updated_at = now()
  from private.route_needless_checks n
  where c.request_id = p_request and n.route = p_route and c.code = n.code and c.status not in ('passed', 'waived');
  return private.close_change(p_request, 'request.edit', 'internal', jsonb_strip_nulls(jsonb_build_object(
    'route', p_route, 'destinationWabaId', destination, 'reason', nullif(trim(p_reason), ''), 'advice', p_advice)));
end $$;
comment on function public.choose_route is
  'The route and the number''s destination. Advice is not a rule: the event records what the advisor said, and why '
    'it was not followed.';

create function public.route_closures(p_request uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  select * into request from public.migration_requests r where r.id = p_request
    and private.permits(r.provider_id, r.client_id, 'request.read');
  if not found then perform private.refuse(404, 'request_not_found'); end if;
  if not private.permits(request.provider_id, request.client_id, 'report.read') then
    perform private.refuse(403, 'not_permitted', 'report.read');
  end if;
  -- Calendars are computed for 400 days, so no window is offered later.
  return (select coalesce(jsonb_agg(jsonb_build_object('startsAt', private.utc(c.starts_at), 'endsAt',
    private.utc(c.ends_at)) order by c.starts_at), '[]')
    from private.route_closures(request, now(), now() + interval '14 months') c);
end $$;
comment on function public.route_closures is
  'For staff: [{startsAt, endsAt}], the spans from now on that the request''s route closes. A window may neither '
    'overlap one nor end as it begins.';

grant execute on function public.answer_route_questions(uuid, integer, jsonb), public.route_closures(uuid),
  public.choose_route(uuid, integer, text, uuid, text, text, jsonb)
  to authenticated;

-- Takes people's commands on templates.

-- Templates can also be predicted for a move through the signup window: the new account holds none.
create function public.read_templates(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'check.run');
  if request.status not in ('submitted', 'preparing', 'scheduled')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  -- The signup window creates the account: it is empty.
  if request.destination_waba_id is null and request.route is distinct
    from 'R1' then perform private.refuse(409, 'route_missing'); end if;
  if request.source_waba_id is null then perform private.refuse(409, 'source_missing'); end if;
  return private.close_change(p_request, 'template.read', 'internal');
end $$;
comment on function public.read_templates
  is 'Records who requested the inventory; the function templates then reads both sides and stores the forecast.';

-- p_sends: [[name, language, sends a month or null]]; templates not listed keep what they have.
create function public.set_template_sends(p_request uuid, p_version integer, p_sends jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; known integer;
begin
  request := private.open_request(p_request, p_version, 'request.edit');
  if request.status not in ('submitted', 'preparing', 'scheduled', 'cutover', 'monitoring') then
    perform private.refuse(409, 'wrong_status', request.status);
  end if;
  if coalesce(jsonb_typeof(p_sends), '') <> 'array' or jsonb_array_length(p_sends) not between 1 and 10000 then
    perform private.refuse(400, 'invalid_input', 'sends');
  end if;
  begin
    update public.templates t set monthly_sends = (x ->> 2)::bigint, updated_at = now()
    from jsonb_array_elements(p_sends) as x
    where t.request_id = p_request and t.name = x ->> 0 and t.language = x ->> 1;
    get diagnostics known = row_count;
  exception when data_exception or check_violation then
    perform private.refuse(400, 'invalid_input', 'sends');
  end;
  if known = 0 then perform private.refuse(404, 'template_not_found'); end if;
  return private.close_change(p_request, 'template.sends', 'internal',
    jsonb_build_object('count', known, 'unknown', jsonb_array_length(p_sends) - known));
end $$;

create function public.template_counts(p_request uuid)
returns table (forecast text, forecast_why text, collides boolean, outcome text, why text, templates bigint,
  sends bigint)
language sql stable set search_path = '' as $$
  select t.forecast, t.forecast_why, t.collides, t.outcome, t.why, count(*), coalesce(sum(t.monthly_sends), 0)::bigint
  from public.templates t where t.request_id = p_request group by 1, 2, 3, 4, 5;
$$;
comment on function public.template_counts
  is 'How many templates of a request have each forecast and outcome, under the reader''s own rights.';

-- Copies the missing ones again, by their ids: the comparison is repeated and begins with them.
create function public.retry_templates(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'cutover.retry');
  if request.status <> 'monitoring' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if not exists (select from public.templates where request_id = p_request and outcome = 'pending') then
    perform private.refuse(409, 'nothing_to_copy');
  end if;
  update public.cutover_steps set state = 'pending', attempts = 0, wait_until = null, finished_at = null, result
    = '{"retry": []}'
  where request_id = p_request and step = 'compare' and state = 'done';
  if not found then perform private.refuse(409, 'step_not_due', 'compare'); end if;
  update public.request_exceptions set retried_at = now()
  where request_id = p_request and code in ('TEMPLATE_LIMIT', 'TEMPLATES_PARTIAL') and resolved_at is null;
  update public.migration_requests set tracks = tracks || '{"templates": "working"}' where id = p_request;
  return private.close_change(p_request, 'template.retry', 'client');
end $$;
comment on function public.retry_templates
  is 'Copies the templates that are still missing again by id, and repeats the comparison.';

-- Nothing of the request changes, so its version stays; at most once a minute.
create function public.record_template_backup(p_request uuid)
returns uuid language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; event bigint; latest timestamptz;
begin
  request := private.open_request(p_request, null, 'request.read', true);
  if request.status = 'draft' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if request.source_waba_id is null then perform private.refuse(409, 'source_missing'); end if;
  if request.connection_id is null then perform private.refuse(409, 'route_missing'); end if;
  select max(created_at) into latest from public.events where request_id = p_request and kind = 'template.backup';
  perform private.check_wait(latest + interval '1 minute');
  insert into public.events (provider_id, client_id, request_id, kind, visibility, actor_kind, actor_id, from_status,
    to_status)
  values (request.provider_id, request.client_id, request.id, 'template.backup', 'client',
    private.actor_kind(request.provider_id), (select auth.uid()), request.status, request.status)
  returning id into event;
  insert into private.outbox (provider_id, request_id, event_id, kind)
  values (request.provider_id, request.id, event, 'template.backup');
  return request.id;
end $$;
comment on function public.record_template_backup
  is 'Records who downloads the texts of the old templates, before the first byte leaves.';

grant execute on function public.read_templates(uuid, integer), public.set_template_sends(uuid, integer, jsonb),
  public.template_counts(uuid), public.retry_templates(uuid, integer), public.record_template_backup(uuid)
  to authenticated;

-- Changes the provider's calendar and time limits.

create function public.save_calendar(p_provider uuid, p_time_zone text, p_country text, p_hours jsonb,
  p_observe_holidays boolean, p_closed_days date[])
returns jsonb language plpgsql security definer set search_path = '' as $$
declare kept jsonb;
begin
  perform private.open_provider(p_provider, 'settings.manage');
  perform private.check_time_zone(p_time_zone);
  if coalesce(p_country, '') !~ '^[A-Z]{2}$' then perform private.refuse(400, 'invalid_input', 'country'); end if;
  if p_observe_holidays is null or p_closed_days is null or cardinality(p_closed_days) > 400
    or exists (select from unnest(p_closed_days) as day where day is null or day not between current_date - 3660
      and current_date + 3660) then
    perform private.refuse(400, 'invalid_input', 'closedDays');
  end if;
  kept := private.hours_of(p_hours);
  update public.providers set time_zone = p_time_zone, country = p_country where id = p_provider;
  update public.provider_calendars set hours = kept, observe_holidays = p_observe_holidays, closed_days = p_closed_days,
    changed_at = now()
  where provider_id = p_provider;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.save_calendar is 'Saves the calendar; the open periods follow with the next tick.';

create function public.set_clock_target(p_provider uuid, p_code text, p_minutes integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'settings.manage');
  if not exists (select from private.clock_catalogue where code = p_code)
    then perform private.refuse(404, 'clock_not_found', p_code); end if;
  if coalesce(p_minutes, 0) not between 1 and 525600 then perform private.refuse(400, 'invalid_input', 'minutes');
    end if;
  insert into public.clock_targets (provider_id, code, minutes, set_by)
    values (p_provider, p_code, p_minutes, (select auth.uid()));
  perform private.reset_due(p_provider);
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.set_clock_target is 'Sets a new time limit from now on; time already counted stays counted.';

grant execute on function public.save_calendar(uuid, text, text, jsonb, boolean, date[]),
  public.set_clock_target(uuid, text, integer)
  to authenticated;

-- Takes people's commands on a moved number: PINs, test messages, probes and the client's confirmation.

create function public.ask_monitoring_check(p_request uuid, p_version integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests; latest timestamptz;
begin
  request := private.open_request(p_request, p_version, 'check.run');
  if request.status not in ('monitoring', 'completed')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  select max(taken_at) into latest from public.monitoring_checks where request_id = p_request;
  perform private.check_wait(latest + interval '1 minute');
  insert into public.monitoring_checks (provider_id, client_id, request_id, moment, due_at)
  values (request.provider_id, request.client_id, request.id, 'manual', now()) on conflict do nothing;
  -- A check that could not be read before is tried at once.
  update public.monitoring_checks set tried_at = null, attempts = case when given_up_at is null then attempts
    else 0 end,
    given_up_at = null
  where request_id = p_request and taken_at is null and due_at <= now();
  return private.close_change(p_request, 'monitoring_check.ask', 'internal');
end $$;
comment on function public.ask_monitoring_check
  is 'Starts another monitoring check within seconds, for example after somebody fixed what the last one found.';

create function public.begin_pin(p_request uuid, p_version integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests := private.open_moved_number(p_request, p_version,
    'pin.set'); opened uuid; used integer; oldest timestamptz;
begin
  -- A function that was cut off will not report any more.
  update public.pin_settings set closed_at = now(), outcome = 'unknown'
  where request_id = p_request and closed_at is null and opened_at < now() - interval '1 minute';
  perform private.check_wait((select opened_at + interval '1 minute' from public.pin_settings
    where request_id = p_request and closed_at is null));
  select count(*), min(opened_at) into used, oldest from public.pin_settings where request_id = p_request
    and opened_at > now() - interval '24 hours';
  if used >= 5 then perform private.check_wait(oldest + interval '24 hours'); end if;
  insert into public.pin_settings (provider_id, client_id, request_id, set_by, side)
  values (request.provider_id, request.client_id, request.id, (select auth.uid()),
    private.actor_kind(request.provider_id)) returning id into opened;
  return private.close_change(p_request, 'pin.set', 'client') || jsonb_build_object('attempt', opened);
end $$;
comment on function public.begin_pin
  is 'Opens the attempt before a new PIN is set: {id, reference, status, version, attempt}. Allows five in a day.';

create function public.begin_test_message(p_request uuid, p_version integer, p_to text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests := private.open_moved_number(p_request, p_version,
    'message.test'); opened uuid; used integer; oldest timestamptz;
begin
  if coalesce(p_to, '') !~ '^\+[1-9][0-9]{6,14}$' or p_to = request.phone_number
    then perform private.refuse(400, 'invalid_input', 'to'); end if;
  select count(*), min(opened_at) into used, oldest from public.test_messages
  where request_id = p_request and purpose = 'smoke' and opened_at > now() - interval '24 hours';
  if used >= 20 then perform private.check_wait(oldest + interval '24 hours'); end if;
  insert into public.test_messages (provider_id, client_id, request_id, purpose, direction, sent_by, last_four)
  values (request.provider_id, request.client_id, request.id, 'smoke', 'out', (select auth.uid()), right(p_to, 4))
    returning id into opened;
  return private.close_change(p_request, 'message.test', 'client', jsonb_build_object('lastFour', right(p_to, 4)))
    || jsonb_build_object('attempt', opened);
end $$;
comment on function public.begin_test_message
  is 'Opens the attempt before a test message is sent: {id, reference, status, version, attempt}.';

create function public.save_probe(p_provider uuid, p_phone_number text, p_phone_number_id text, p_template_name text,
  p_template_language text, p_interval_seconds integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'settings.manage');
  if p_template_name = 'hello_world' then perform private.refuse(400, 'sample_template'); end if;
  insert into public.probe_settings (provider_id, phone_number, phone_number_id, template_name, template_language,
    interval_seconds)
  values (p_provider, p_phone_number, p_phone_number_id, p_template_name, p_template_language, p_interval_seconds)
  on conflict (provider_id) do update set phone_number = excluded.phone_number, phone_number_id
    = excluded.phone_number_id,
    template_name = excluded.template_name, template_language = excluded.template_language,
    interval_seconds = excluded.interval_seconds, updated_at = now();
  return jsonb_build_object('id', p_provider);
exception when check_violation or not_null_violation then
  perform private.refuse(400, 'invalid_input', 'probe');
end $$;

create function public.end_probe(p_provider uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'settings.manage');
  delete from public.probe_settings where provider_id = p_provider;
  return jsonb_build_object('id', p_provider);
end $$;

create function public.confirm_integration(p_request uuid, p_version integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests := private.open_request(p_request, p_version, 'integration.confirm');
begin
  if request.status <> 'monitoring' then perform private.refuse(409, 'wrong_status', request.status); end if;
  update public.migration_requests set tracks = tracks || '{"client_integration":"done"}' where id = p_request;
  return private.close_change(p_request, 'integration.confirm', 'client');
end $$;
comment on function public.confirm_integration
  is 'The client confirms that its own systems send and receive through the new provider: nobody else can know.';

-- A PIN in an answer has not necessarily been seen: the page may have been closed, or the answer lost. It counts as
-- known once the person who received it confirms that they have noted it; until then the track stays open.
-- p_pin: the row of pin_settings, or the intent of the registration, that the answer with the PIN named. Other changes
-- of the request in the meantime do not matter.
create function public.note_pin(p_request uuid, p_pin uuid, p_noted boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests := private.open_request(p_request, null, 'pin.set', true);
  setting public.pin_settings; registered timestamptz; locked boolean; state text; moved jsonb := '{}';
begin
  if p_noted is null then perform private.refuse(400, 'invalid_input', 'noted'); end if;
  select * into setting from public.pin_settings where id = p_pin and request_id = p_request
    and set_by = (select auth.uid());
  if found then
    if coalesce(setting.outcome, 'refused') = 'refused'
      or exists (select from public.pin_settings p where p.request_id = p_request
      and p.outcome in ('set', 'unknown') and p.opened_at > setting.opened_at) then
      perform private.refuse(409, 'pin_replaced');
    end if;
    update public.pin_settings set shown_at = case when p_noted then now() end where id = p_pin;
    locked := setting.outcome = 'set' and setting.confirmed;
  else
    select i.closed_at into registered from private.intents i
    where i.id = p_pin and i.request_id = p_request and i.step in ('register', 'register_shared') and i.kind = 'call'
      and i.closed_at is not null;
    -- The event of the call's start records who approved it; the latest is the one whose PIN may be the number's.
    if registered is null or (select e.data ->> 'authorisedBy' from public.events e
      where e.provider_id = request.provider_id and e.client_id = request.client_id and e.request_id = p_request
        and e.kind = 'cutover.step'
        and e.data ->> 'step' in ('register', 'register_shared') and e.data ->> 'outcome' = 'started'
          and e.data ->> 'kind' = 'call'
      order by e.id desc limit 1) is distinct from (select auth.uid())::text then
      perform private.refuse(404, 'pin_not_found');
    end if;
    if exists (select from public.pin_settings p where p.request_id = p_request
      and p.outcome in ('set', 'unknown')) then
      perform private.refuse(409, 'pin_replaced');
    end if;
    update public.cutover_steps set pin_shown_at = case when p_noted then now() end
    where request_id = p_request and step in ('register', 'register_shared') and pin_set_at = registered;
    if not found then perform private.refuse(409, 'pin_replaced'); end if;
    locked := (select x ->> 'verdict' = 'good' from public.monitoring_checks a cross
      join jsonb_array_elements(a.points) as x
      where a.request_id = p_request and a.taken_at is not null and x ->> 'point' = 'two_step_on'
        order by a.taken_at desc limit 1);
  end if;
  -- Before the number is registered none of its tracks has begun, and after completion none changes.
  if request.status in ('cutover', 'monitoring') and request.tracks ->> 'security_pin' not
    in ('not_applicable', 'pending') then
    state := case when not p_noted then 'exception' when locked
      and private.is_pin_known(p_request) then 'done' else 'working' end;
    if request.tracks ->> 'security_pin' <> state then moved := jsonb_build_object('security_pin', state); end if;
    update public.migration_requests set tracks = tracks || moved where id = p_request;
  end if;
  return private.close_change(p_request, case when p_noted then 'pin.noted' else 'pin.not_noted' end, 'client',
    jsonb_build_object('tracks', moved));
end $$;
comment on function public.note_pin is
  'The person who received a PIN reports that they were shown it and noted it, or that they could not. Refused as '
    'pin_replaced if the number has a newer one.';

create function public.read_test_templates(p_request uuid, p_version integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests := private.open_moved_number(p_request, p_version, 'message.test');
begin
  if request.destination_waba_id is null then perform private.refuse(409, 'route_missing'); end if;
  return jsonb_build_object('id', p_request, 'status', request.status);
end $$;
comment on function public.read_test_templates
  is 'Whether the person may send test messages from this number: checked before Meta is asked what can be sent.';

grant execute on function public.ask_monitoring_check(uuid, integer), public.begin_pin(uuid, integer),
  public.begin_test_message(uuid, integer, text), public.save_probe(uuid, text, text, text, text, integer),
  public.end_probe(uuid), public.confirm_integration(uuid, integer), public.note_pin(uuid, uuid, boolean),
  public.read_test_templates(uuid, integer)
  to authenticated;

-- Acknowledges an alarm.

create function public.acknowledge_alarm(p_request uuid, p_version integer, p_alarm uuid, p_note text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare alarm public.request_alarms;
begin
  perform private.open_request(p_request, p_version, 'alarm.acknowledge');
  if length(trim(coalesce(p_note, ''))) not between 1 and 1000
    then perform private.refuse(400, 'invalid_input', 'note'); end if;
  update public.request_alarms set acknowledged_at = now(), acknowledged_by = (select auth.uid()), note = trim(p_note)
  where id = p_alarm and request_id = p_request and acknowledged_at is null returning * into alarm;
  if not found then perform private.refuse(404, 'alarm_not_found'); end if;
  return private.close_change(p_request, 'alarm.acknowledge', 'internal',
    jsonb_build_object('alarm', alarm.code, 'subject', alarm.subject, 'note', trim(p_note)));
end $$;
comment on function public.acknowledge_alarm
  is 'A person reports how they have dealt with it; if it happens again, a new alarm opens.';

grant execute on function public.acknowledge_alarm(uuid, integer, uuid, text)
  to authenticated;

-- Decides who may rehearse.

create function public.rehearse_request(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'cutover.rehearse');
  if request.status not in ('preparing', 'scheduled') then perform private.refuse(409, 'wrong_status', request.status);
    end if;
  if request.route is null then perform private.refuse(409, 'route_missing'); end if;
  return private.close_change(p_request, 'cutover.rehearse', 'internal');
end $$;
comment on function public.rehearse_request
  is 'Records who requested a rehearsal; the function of that name then runs it and stores the result.';

grant execute on function public.rehearse_request(uuid, integer)
  to authenticated;

-- Counts for the reports, and records each export.

-- Days and weeks are the provider's own: a request filed there on a Monday morning belongs to that week, and terms
-- begin at the provider's midnight.
-- Planned with the values, so the planner knows how many rows there are: for few it would sort, for many it must not.
create function public.report_counts(p_provider uuid, p_from timestamptz, p_to timestamptz)
returns table (dimension text, key text, requests bigint)
language plpgsql stable set search_path = '' as $$
begin
  return query execute 'select case when grouping(f.status) = 0 then ''status''
      when grouping(f.reason) = 0 then ''reason'' when grouping(f.old_provider_name) = 0 then ''old_provider''
      else ''week'' end, coalesce(f.status, f.reason, f.old_provider_name, to_char(f.week, ''YYYY-MM-DD'')), count(*)
    from (
      select r.status, r.reason, r.old_provider_name,
        date_trunc(''week'', r.created_at at time zone p.time_zone) as week
      from public.migration_requests r join public.providers p on p.id = r.provider_id
      where r.provider_id = $1 and r.created_at >= $2 and r.created_at < $3) as f
    group by grouping sets (f.status, f.reason, f.old_provider_name, f.week)'
  using p_provider, p_from, p_to;
end $$;

-- Limits how much one person exports: enough for any report, too little to copy Portdesk over and over.
create function public.record_export(p_provider uuid, p_mode text, p_filter jsonb, p_row_count integer) returns uuid
language plpgsql security definer set search_path = '' as $$
declare export uuid; person uuid := (select auth.uid());
begin
  if not private.permits(p_provider, null, 'report.export')
    then perform private.refuse(403, 'not_permitted', 'report.export'); end if;
  if coalesce(p_mode, '') not in ('machine', 'spreadsheet') then perform private.refuse(400, 'invalid_input', 'mode');
    end if;
  -- A person's exports run one at a time; otherwise many simultaneous ones would all pass the limit.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('export ' || person, 0));
  perform private.check_wait((select min(latest.created_at) + interval '1 hour' from (
      select x.created_at from public.exports x where x.user_id = person and x.created_at > now() - interval '1 hour'
      order by x.created_at desc limit 30) as latest
    having count(*) >= 30));
  insert into public.exports (provider_id, user_id, mode, filter, row_count)
  values (p_provider, person, p_mode, p_filter, p_row_count) returning id into export;
  return export;
end $$;
comment on function public.record_export
  is 'Audits an export before its first byte; at most 30 by one person in an hour.';

-- Records what an export held: the SHA-256 of its file, which the sending function reports before the file ends. It
-- identifies a file that turns up somewhere, and exposes one that was changed.
create function public.record_export_hash(p_provider uuid, p_export uuid, p_sha256 text) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  if not private.permits(p_provider, null, 'report.export')
    then perform private.refuse(403, 'not_permitted', 'report.export'); end if;
  if coalesce(p_sha256, '') !~ '^[0-9a-f]{64}$' then perform private.refuse(400, 'invalid_input', 'sha256'); end if;
  update public.exports set sha256 = p_sha256
  where id = p_export and provider_id = p_provider and user_id = (select auth.uid()) and sha256 is null;
  if not found then perform private.refuse(400, 'invalid_input', 'export'); end if;
  return jsonb_build_object('id', p_export);
end $$;
comment on function public.record_export_hash is 'Once, by the person who exports; audited with the export.';

-- The audit names the exact number. Where it can, it comes from the kept tallies or from an index alone.
create function public.export_count(p_provider uuid, p_filter jsonb) returns integer
language plpgsql volatile set search_path = '' set jit = off set enable_bitmapscan = on as $$
declare listed jsonb := private.listed_filter(p_provider, p_filter); period boolean := p_filter ?| array['from', 'to'];
  requests integer;
begin
  if p_filter ->> 'search' <> '' then
    requests := public.count_requests(listed, 5001, p_filter ->> 'search');
    if requests > 5000 then perform private.refuse(413, 'export_too_large', '> 5000'); end if;
    if not period then return requests; end if;
  elsif not period and listed - 'provider_id' - 'status' = '{}' then
    return (select coalesce(sum(c.requests), 0) from public.request_counts(p_provider) c
      where not listed ? 'status' or listed -> 'status' ? c.status);
  elsif not listed ? 'waiting_on' then
    -- Else the planner finds the tenant's rows by a smaller index, and then reads them one by one.
    perform set_config('enable_bitmapscan', 'off', true);
    execute 'select count(*) from public.migration_requests r
      where r.provider_id in (select private.my_provider_ids())' || private.request_conditions(listed)
      || private.filed_between(p_filter, 'r') into requests;
    return requests;
  end if;
  execute 'select count(*) from ' || private.exported_rows(p_provider, p_filter) into requests;
  return requests;
end $$;
comment on function public.export_count
  is 'How many rows an export with that filter has now, as the reader may see them.';

-- PostgREST answers the bytes of a type with such a name as they are, instead of as JSON, to those who ask for it:
-- https://docs.postgrest.org/en/v14/references/api/media_type_handlers.html, read 2026-12-01.
create domain public."application/vnd.portdesk.csv-page" as text;

-- The rows of one page may be sorted. Of several, each would sort all that are left; so the planner has to walk the
-- references in their order, and together the pages walk them once.
create function public.export_page(p_export uuid, p_after text, p_most integer)
  returns public."application/vnd.portdesk.csv-page"
language plpgsql volatile set search_path = '' set timezone = 'UTC' set datestyle = 'ISO' set jit = off
  set enable_sort = on as $$
declare export public.exports; number integer; last text; lines text; most integer := least(greatest(p_most, 0), 5000);
begin
  select * into export from public.exports e where e.id = p_export and e.user_id = (select auth.uid())
    and e.sha256 is null and e.created_at > now() - interval '1 hour';
  if not found then perform private.refuse(404, 'export_not_found'); end if;
  perform set_config('enable_sort', case when export.row_count > most then 'off' else 'on' end, true);
  execute private.export_statement(export.provider_id, export.mode, export.filter, p_after, most)
    into number, last, lines;
  return concat(number, ' ', last, e'\n', case when p_after is null then private.export_header(export.mode) end,
    lines || e'\r\n');
end $$;
comment on function public.export_page is
  'A recorded export''s next rows, by their reference, as the reader may see them: first a line with their number and '
    'the last reference, then the part of the file. Without p_after it begins with the head of the file.';

grant execute on function private.csv_cell(text, text), private.export_columns(), private.export_header(text),
  private.export_line(text), private.listed_filter(uuid, jsonb), private.filed_between(jsonb, text),
  private.exported_rows(uuid, jsonb), private.export_statement(uuid, text, jsonb, text, integer)
  to authenticated;
grant execute on function public.report_counts(uuid, timestamptz, timestamptz), public.export_count(uuid, jsonb),
  public.export_page(uuid, text, integer), public.record_export(uuid, text, jsonb, integer),
  public.record_export_hash(uuid, uuid, text)
  to authenticated;

-- Returns the head of a provider's chain.

create function public.audit_head(p_provider uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'audit.read');
  return (select jsonb_build_object('seq', coalesce(max(h.seq), 0), 'hash', coalesce(max(h.hash), repeat('0', 64)),
    'waiting', (select count(*)::int from private.audit_intake i where i.provider_id = p_provider),
    'waitingSince', (select private.utc(min(i.at)) from private.audit_intake i where i.provider_id = p_provider),
    'late', exists (select from private.audit_intake i where i.provider_id = p_provider
      and i.at < now() - interval '10 minutes'))
    from private.audit_heads h where h.provider_id = p_provider);
end $$;
comment on function public.audit_head is
  'For the provider''s admins: how far the chain is sealed, and what still waits: {seq, hash, waiting, '
    'waitingSince, late}.';

grant execute on function public.audit_head(uuid)
  to authenticated;

-- Stores tokens sealed, reads them for the engine alone, reseals them, and warns by mail before they end.

-- Admins add, test and revoke a provider's connections to Meta and replace their tokens. A function delivers each token
-- encrypted, and no token leaves again; keys are rotated by resealing each token.
create function public.engine_connection_token(p_connection uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('provider', c.provider_id, 'app_id', c.app_id, 'purpose', t.purpose, 'key_id', t.key_id,
    'nonce', t.nonce, 'ciphertext', t.ciphertext)
  from public.meta_connections c join private.connection_tokens t on t.connection_id = c.id
  where c.id = p_connection and c.revoked_at is null;
$$;

create function public.engine_note_token(p_connection uuid, p_facts jsonb) returns void
language sql security definer set search_path = '' as $$
  select private.note_token(p_connection, p_facts);
$$;

create function public.engine_old_tokens(p_key text, p_limit integer) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('connection', x.connection_id, 'provider', x.provider_id, 'purpose',
    x.purpose,
    'key_id', x.key_id, 'nonce', x.nonce, 'ciphertext', x.ciphertext)), '[]')
  from (select * from private.connection_tokens where key_id <> p_key order by connection_id limit p_limit) as x;
$$;
comment on function public.engine_old_tokens is 'Tokens that are not sealed with the key p_key.';

create function public.engine_reseal_token(p_connection uuid, p_former jsonb, p_token jsonb) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update private.connection_tokens set key_id = p_token ->> 'key_id', nonce = p_token ->> 'nonce', ciphertext
    = p_token ->> 'ciphertext'
  where connection_id = p_connection and key_id = p_former ->> 'key_id' and nonce = p_former ->> 'nonce';
  return found;
end $$;
comment on function public.engine_reseal_token
  is 'The same token under another key, unless it was replaced meanwhile. Returns whether it was stored.';

-- p_token: {"key_id", "nonce", "ciphertext"}. Creates the connection if none has the id.
create function public.engine_save_connection(p_provider uuid, p_person uuid, p_connection uuid, p_name text,
  p_app_id text,
  p_business_id text, p_token jsonb, p_facts jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare own_claims text := current_setting('request.jwt.claims', true);
begin
  perform from public.members m join private.permissions p on p.role = m.role and p.permission = 'connection.manage'
  where m.provider_id = p_provider and m.user_id = p_person and m.ended_at is null for share of m;
  if not found then perform private.refuse(403, 'not_permitted', 'connection.manage'); end if;
  -- The audit attributes the change to the person.
  perform set_config('request.jwt.claims', jsonb_build_object('sub', p_person)::text, true);
  insert into public.meta_connections as c (id, provider_id, name, app_id, business_id)
  values (p_connection, p_provider, trim(p_name), p_app_id, p_business_id)
  on conflict (id) do update set name = excluded.name, app_id = excluded.app_id, business_id = excluded.business_id
    where c.provider_id = p_provider and c.request_id is null and c.revoked_at is null;
  if not found then perform private.refuse(404, 'connection_not_found'); end if;
  insert into private.connection_tokens (connection_id, provider_id, key_id, nonce, ciphertext)
  values (p_connection, p_provider, p_token ->> 'key_id', p_token ->> 'nonce', p_token ->> 'ciphertext')
  on conflict (connection_id) do update set key_id = excluded.key_id, nonce = excluded.nonce, ciphertext
    = excluded.ciphertext, created_at = now();
  perform private.note_token(p_connection, p_facts);
  perform set_config('request.jwt.claims', own_claims, true);
end $$;
comment on function public.engine_save_connection
  is 'p_person: the person whom authorise_connection admitted; refused if they are no longer an admin.';

-- p_days: how many days before an end to warn, for example [14,3]; of several due at once only the last is sent.
create function public.engine_due_token_notices(p_days jsonb) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('connection', x.id, 'name', x.name, 'provider', x.provider_id,
    'providerName', x.provider_name,
    'locale', x.default_locale, 'kind', x.kind, 'endsAt', private.utc(x.ends_at), 'days', x.days, 'to', x.admins)
      order by x.ends_at, x.id), '[]')
  from (
    select c.id, c.name, c.provider_id, p.name as provider_name, p.default_locale, e.kind, e.ends_at,
      (select min(d::integer) from jsonb_array_elements_text(p_days) as d
        where now() >= e.ends_at - make_interval(days => d::integer)) as days,
      (select coalesce(jsonb_agg(m.email order by m.email), '[]') from public.members m
        where m.provider_id = c.provider_id and m.role = 'admin' and m.ended_at is null) as admins
    from public.meta_connections c join public.providers p on p.id = c.provider_id
    cross join lateral (values ('token', c.token_expires_at),
      ('data_access', c.token_data_access_expires_at)) as e (kind, ends_at)
    where c.revoked_at is null and c.request_id is null and e.ends_at > now()) as x
  where x.days is not null and not exists (select from private.token_notices n
    where n.connection_id = x.id and n.kind = x.kind and n.ends_at = date_trunc('second', x.ends_at)
      and n.days <= x.days);
$$;

create function public.engine_note_token_notice(p_connection uuid, p_kind text, p_ends_at timestamptz, p_days integer)
  returns void
language sql security definer set search_path = '' as $$
  insert into private.token_notices (connection_id, kind, ends_at, days)
    values (p_connection, p_kind, p_ends_at, p_days) on conflict do nothing;
$$;

grant execute on function public.engine_connection_token(uuid), public.engine_note_token(uuid, jsonb),
  public.engine_old_tokens(text, integer), public.engine_reseal_token(uuid, jsonb, jsonb),
  public.engine_save_connection(uuid, uuid, uuid, text, text, text, jsonb, jsonb),
  public.engine_due_token_notices(jsonb), public.engine_note_token_notice(uuid, text, timestamptz, integer)
  to service_role;

-- Hands out invitations to be mailed.

create function public.engine_due_invitations() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare answer jsonb;
begin
  with due as (
      select i.id from public.invitations i
      where i.mailed_at is null and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > now()
        and (i.tried_at is null or i.tried_at < now() - least(interval '5 minutes' * 2 ^ least(i.attempts, 10),
          interval '1 day'))
      order by i.tried_at nulls first, i.created_at limit 20 for update skip locked),
    taken as (
      update public.invitations i set attempts = i.attempts + 1, tried_at = now() from due where i.id = due.id
      returning i.*)
  select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'provider', p.name, 'client', c.name, 'locale',
    p.default_locale, 'to', i.email,
      'role', i.role, 'expiresAt', i.expires_at) order by i.created_at), '[]') into answer
  from taken i join public.providers p on p.id = i.provider_id left join public.clients c on c.id = i.client_id;
  return answer;
end $$;
comment on function public.engine_due_invitations is
  'Counts every invitation it returns as tried: one whose mail is not recorded returns after ten minutes, then '
    'after twice as long each time, up to a day.';

create function public.engine_note_mailed_invitation(p_invitation uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.invitations set mailed_at = now() where id = p_invitation;
end $$;

grant execute on function public.engine_due_invitations(), public.engine_note_mailed_invitation(uuid)
  to service_role;

-- Hands out mails to clients, and reports number conflicts to staff.

create function public.engine_report_conflicts(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare conflict private.number_conflicts; request public.migration_requests; reported integer := 0;
begin
  for conflict in select * from private.number_conflicts where reported_at is null
    and not private.is_set_aside('conflicts', live_request_id) order by id limit p_limit for update skip locked loop
    begin
      for request in select * from public.migration_requests r
        where r.id in (conflict.live_request_id, conflict.rival_request_id) order by r.id for update loop
        continue when request.phone_number <> conflict.phone_number
          or request.status not in ('draft', 'submitted', 'preparing', 'scheduled', 'cutover')
          or coalesce(request.no_return_at, request.registered_at) is not null;
        if request.id = conflict.live_request_id and not conflict.stops_live then
          perform private.notify(request.id, 'conflict.opened', 'internal', '{"stops": false}');
          continue;
        end if;
        insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
        select request.provider_id, request.client_id, request.id, k.code, k.owner from private.exception_catalogue k
        where k.code = 'AUTHORISATION_CONFLICT'
        on conflict (request_id, code) where resolved_at is null do nothing;
        if found then
          perform private.close_change(request.id, 'conflict.opened', 'client',
            jsonb_build_object('exception', 'AUTHORISATION_CONFLICT'));
        end if;
      end loop;
      update private.number_conflicts set reported_at = now() where id = conflict.id;
      reported := reported + 1;
    exception when others then
      perform private.note_failure('conflicts', conflict.live_request_id, sqlerrm);
    end;
  end loop;
  return reported;
end $$;
comment on function public.engine_report_conflicts is
  'Opens the exceptions of both requests without a person''s name: neither side reads who the other is. Returns how '
    'many conflicts were reported.';

create function public.engine_due_client_mails() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare answer jsonb;
begin
  with due as (
      select o.id from private.outbox o join public.migration_requests r on r.id = o.request_id
      where o.sent_at is null and o.kind in ('clock.reminder_1', 'clock.reminder_2', 'clock.reminder_3',
          'clock.client_silent', 'window.day_before', 'window.hour_before', 'request.ask', 'request.schedule')
        and o.created_at > now() - interval '2 days'
        and (o.tried_at is null or o.tried_at < now() - interval '5 minutes' * 2 ^ least(o.attempts, 8))
        and private.mail_address(r) is not null
        and case
          when o.kind = 'clock.client_silent' then r.hold_reason = 'client_silent'
          when o.kind like 'clock.%' then r.waiting_on = 'client' and r.hold_reason is null
            and r.clock_since <= o.created_at
          when o.kind = 'request.ask' then r.asked_at is not null
          when o.kind = 'request.schedule' then r.status = 'scheduled' and r.window_confirmed_at is null
          else r.status = 'scheduled' and r.window_starts_at > now() end
      order by o.tried_at nulls first, o.id limit 20 for update of o skip locked),
    taken as (
      update private.outbox o set attempts = o.attempts + 1, tried_at = now() from due where o.id = due.id
        returning o.*)
  select coalesce(jsonb_agg(jsonb_build_object('id', o.id::text, 'kind', o.kind, 'request', r.id, 'provider', p.name,
    'office', p.office_email,
      'locale', r.locale, 'to', private.mail_address(r), 'phone', r.phone_number, 'startsAt',
        private.utc(r.window_starts_at),
      'timeZone', coalesce(r.client_time_zone, p.time_zone),
      'moved', r.registered_at is not null) order by o.id), '[]') into answer
  from taken o join public.migration_requests r on r.id = o.request_id join public.providers p on p.id = r.provider_id;
  return answer;
end $$;
comment on function public.engine_due_client_mails is
  'Counts every mail it returns as tried: [{id, kind, request, provider, office, locale, to, phone, startsAt, '
    'timeZone, moved}]. One that is not recorded returns at growing intervals, for two days.';

-- What a client must know in time is mailed to the contact of the request. It comes from the outbox, where the change
-- itself put it; a mail that has lost its point by then is not sent.
create function public.engine_note_client_mail(p_id text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update private.outbox set sent_at = now() where id = p_id::bigint;
end $$;

create function public.engine_report_unsent_mails(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare mail private.outbox; request public.migration_requests; reported integer := 0;
begin
  for mail in select * from private.outbox o
    where o.sent_at is null and o.given_up_at is null and o.attempts > 0 and o.created_at < now() - interval '2 days'
      and not private.is_set_aside('unsent_mails', o.request_id)
    order by o.created_at limit p_limit for update skip locked loop
    begin
      update private.outbox set given_up_at = now() where id = mail.id;
      select * into strict request from public.migration_requests where id = mail.request_id for update;
      if request.status in ('submitted', 'preparing', 'scheduled', 'cutover', 'monitoring') then
        perform private.raise_alarm(request, jsonb_build_object('alarm', 'MAIL_UNSENT', 'subject', mail.kind,
          'facts', jsonb_build_object('created_at', private.utc(mail.created_at))), now());
        reported := reported + 1;
      end if;
    exception when others then
      perform private.note_failure('unsent_mails', mail.request_id, sqlerrm);
    end;
  end loop;
  return reported;
end $$;
comment on function public.engine_report_unsent_mails
  is 'Raises an alarm for each mail that failed for two days; returns how many.';

grant execute on function public.engine_report_conflicts(integer), public.engine_due_client_mails(),
  public.engine_note_client_mail(text), public.engine_report_unsent_mails(integer)
  to service_role;

-- Decides which readings of Meta are due, opens them and closes them with their findings.

-- The accounts' limits, halts and pauses are looked up once each, not for every request that is due.
create function public.engine_due_readings(p_limit integer)
  returns table (request_id uuid, provider_id uuid, scope text)
language sql stable security definer set search_path = '' as $$
  with halted as materialized (select h.provider_id from private.halts h where h.ended_at is null),
  cooling as materialized (
    select p.provider_id, p.kind, p.id from private.graph_pauses p
      where greatest(p.closed_until, p.breaker_until) > now()),
  set_aside as materialized (
    select f.row_id from private.job_failures f where f.job = 'readings'
      and private.is_set_aside('readings', f.row_id)),
  due as materialized (
    select r.id, r.provider_id, r.destination_waba_id as waba_id,
      case when d.full_reading_at <= now() then 'all' else 'two_step' end as scope,
      case when d.full_reading_at <= now() then d.full_reading_at else d.two_step_reading_at end as since
    from private.due_times d join public.migration_requests r on r.id = d.request_id
    where d.next_reading_at <= now()
      and not exists (select from halted h where h.provider_id is null or h.provider_id = r.provider_id)
      and not exists (select from set_aside x where x.row_id = r.id)
      and not exists (select from cooling x where x.provider_id = r.provider_id and x.id = case x.kind
        when 'waba' then r.destination_waba_id
        else (select c.app_id from public.meta_connections c where c.id = r.connection_id) end)),
  used_up as materialized (
    select a.provider_id, a.waba_id
    from (select distinct d.provider_id, d.waba_id from due d where d.scope = 'all') as a
    cross join private.reading_settings s
    where private.reading_calls_left(a.provider_id, a.waba_id, false) < s.calls_per_reading),
  free as (
    select d.*, row_number() over (partition by d.provider_id order by d.since, d.id) as turn from due d
    where d.scope = 'two_step' or not exists (select from used_up u
      where u.provider_id = d.provider_id and u.waba_id is not distinct from d.waba_id))
  select f.id, f.provider_id, f.scope from free f order by f.turn, f.since limit p_limit;
$$;
comment on function public.engine_due_readings is
  'Requests to read again now: one of each provider before the second of any, within the call limits of their '
    'accounts.';

create function public.engine_readings_at_once() returns integer
language sql stable security definer set search_path = '' as $$
  select at_once from private.reading_settings;
$$;

-- A halt also stops the readings of the checks, whether Portdesk starts them or a person does; and an account in
-- cool-down is not read for a person either.
create function public.engine_open_reading(p_request uuid, p_scope text, p_worker text, p_lease_seconds integer,
  p_manual boolean)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; planned integer; opened uuid;
begin
  select * into request from public.migration_requests where id = p_request for update;
  if not found then perform private.refuse(404, 'request_not_found'); end if;
  if request.status not in ('submitted', 'preparing', 'scheduled', 'cutover')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  perform private.refuse_halted(request.provider_id);
  perform private.refuse_paused(p_request);
  if p_scope = 'all' and request.route is null then perform private.refuse(409, 'route_missing'); end if;
  update private.readings set closed_at = now(), outcome = 'lost' where request_id = p_request and closed_at is null
    and lease_until <= now();
  if exists (select from private.readings where request_id = p_request and closed_at is null)
    then perform private.refuse(409, 'reading_open'); end if;
  select case p_scope when 'all' then s.calls_per_reading else 0 end into planned from private.reading_settings s;
  if planned > 0 and private.reading_calls_left(request.provider_id, request.destination_waba_id,
    p_manual) < planned then
    perform private.refuse(429, 'budget_used', private.utc((select min(d.opened_at) + interval '1 hour'
      from private.readings d
      where d.provider_id = request.provider_id and d.waba_id = request.destination_waba_id
        and d.opened_at > now() - interval '1 hour')));
  end if;
  insert into private.readings (provider_id, request_id, scope, asked, waba_id, calls, worker, lease_until)
  values (request.provider_id, p_request, p_scope, p_manual, request.destination_waba_id, planned, p_worker,
    now() + make_interval(secs => p_lease_seconds))
  returning id into opened;
  return jsonb_build_object('reading', opened);
end $$;
comment on function public.engine_open_reading
  is 'Allows one reader per request, and counts the calls before they are made.';

create function public.engine_close_reading(p_reading uuid) returns void
language sql security definer set search_path = '' as $$
  update private.readings set closed_at = now(), outcome = 'failed' where id = p_reading and closed_at is null;
$$;
comment on function public.engine_close_reading
  is 'Closes a reading that found nothing; the request is then left alone for some minutes.';

-- p_checks: [{"code","status","field","value","cause","parts"}]. Never overwrites a waiver. Where Meta answers, Meta
-- outweighs the claim; where Meta withholds the field from us, the claim counts. A failed reading takes nothing from a
-- person's or a document's evidence.
create function public.engine_record_checks(p_request uuid, p_checks jsonb, p_snapshots jsonb,
  p_reading uuid default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; reading private.readings; before jsonb; changed text[]; turned text[];
  contradicted text[];
  closed text[]; two_step text; noted jsonb;
begin
  select * into request from public.migration_requests where id = p_request for update;
  if not found then perform private.refuse(404, 'request_not_found'); end if;
  if p_reading is not null then
    update private.readings set closed_at = now(), outcome = 'recorded'
    where id = p_reading and request_id = p_request and closed_at is null returning * into reading;
    if not found then perform private.refuse(409, 'fence_lost'); end if;
  end if;
  if request.status not in ('submitted', 'preparing', 'scheduled', 'cutover')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  select coalesce(jsonb_object_agg(code, jsonb_build_object('status', status, 'cause', cause)), '{}') into before
  from public.checks where request_id = p_request;

  with found as (
    select c.id, k.source, x ->> 'status' as status, x ->> 'field' as field, x ->> 'value' as value,
      x ->> 'cause' as cause, x -> 'parts' as parts,
      case when x ->> 'status' <> 'pending' then 'reading'
        when c.claimed_value is not null and private.is_out_of_reach(x ->> 'cause') then 'claim'
        when c.status = 'passed' and c.evidence_kind in ('person', 'document')
          and x ->> 'cause' is distinct from 'could_not_be_read:unknown_value' then 'earlier'
        else 'reading' end as wins
    from jsonb_array_elements(p_checks) as x
    join public.checks c on c.request_id = p_request and c.code = x ->> 'code' and c.status <> 'waived'
    join private.check_catalogue k on k.code = c.code)
  update public.checks c set
    status = case when f.wins = 'reading' then f.status
      when f.wins = 'claim' and c.claimed_at < now() - (select stale_after from private.reading_settings) then 'stale'
        else 'passed' end,
    evidence_kind = case f.wins when 'claim' then c.claim_kind when 'earlier' then c.evidence_kind
      else case f.source when 'api' then 'api' else 'document' end end,
    evidence_field = f.field, evidence_parts = f.parts, cause = f.cause,
    evidence_value = case f.wins when 'claim' then c.claimed_value when 'earlier' then c.evidence_value
      else f.value end,
    read_at = case f.wins when 'earlier' then c.read_at when 'claim' then c.claimed_at else now() end,
    contradicted_at = case when f.status = 'failed' and c.claimed_value is not null
      then coalesce(c.contradicted_at, now()) end,
    updated_at = now()
  from found f where c.id = f.id;

  select coalesce(array_agg(c.code) filter (where c.status <> before -> c.code ->> 'status'), '{}'),
    -- A check has also turned to passed if Meta did not show its field before and no value spoke against it.
    coalesce(array_agg(c.code) filter (where c.status = 'passed' and c.evidence_kind = 'api'
      and (before -> c.code ->> 'status' = 'failed' or private.is_out_of_reach(before -> c.code ->> 'cause'))), '{}'),
    coalesce(array_agg(c.code) filter (where c.contradicted_at = now()), '{}')
  into changed, turned, contradicted from public.checks c where c.request_id = p_request;
  closed := private.close_watched(p_request, turned);

  select x ->> 'status' into two_step from jsonb_array_elements(p_checks) as x where x ->> 'code' = 'TWO_STEP_OFF';
  update public.migration_requests set
    checks_read_at = case when reading.scope = 'two_step' then checks_read_at else now() end,
    two_step_off_since = case two_step when 'passed' then coalesce(two_step_off_since, now()) when 'failed' then null
      else two_step_off_since end,
    two_step_alarmed_at = case two_step when 'failed' then null else two_step_alarmed_at end
  where id = p_request;
  perform private.store_records(request, jsonb_build_object('snapshots', p_snapshots));

  noted := jsonb_strip_nulls(jsonb_build_object('count', jsonb_array_length(p_checks), 'changed', to_jsonb(changed),
    'contradicted', to_jsonb(contradicted), 'closed', to_jsonb(closed), 'twoStep', case when 'TWO_STEP_OFF'
      = any (changed) then two_step end));
  -- A reading by Portdesk itself that finds nothing new creates no event, so it does not disturb a person who is
  -- working on the request.
  if reading.id is not null and not reading.asked and changed || contradicted || closed = '{}' then return noted;
    end if;
  return private.close_change(p_request, case reading.scope when 'two_step' then 'check.two_step'
    else 'check.recorded' end, 'client', noted);
end $$;
comment on function public.engine_record_checks is 'Stores a reading''s findings under the reading''s own lease.';

-- A statement that stands in for Meta's answer ages like any evidence, from the day it was given: two-step verification
-- or a display name can change overnight, so after a day it is requested again. A statement on something that Meta
-- never answers, such as campaigns, records an agreement rather than a state that changes by itself, and stays.
-- Outdated evidence no longer passes a check, and a number that stays unprotected is an alarm. Returns how many
-- requests changed.
create function public.engine_keep_checks(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  settings private.reading_settings; target uuid; stale text[]; kept integer := 0;
begin
  select * into strict settings from private.reading_settings;
  for target in
    select distinct r.id from public.checks c join public.migration_requests r on r.id = c.request_id
    where c.status = 'passed' and (c.evidence_kind = 'api' or c.claim_kind is not null)
      and c.read_at < now() - settings.stale_after
      and r.status in ('submitted', 'preparing', 'scheduled') and not private.is_set_aside('checks', r.id) limit p_limit
  loop
    begin
      perform from public.migration_requests where id = target for update;
      with old as (
        update public.checks set status = 'stale', updated_at = now()
        where request_id = target and status = 'passed' and (evidence_kind = 'api' or claim_kind is not null)
          and read_at < now() - settings.stale_after returning code)
      select coalesce(array_agg(code), '{}') into stale from old;
      perform private.close_change(target, 'check.stale', 'internal', jsonb_build_object('changed', to_jsonb(stale)));
      kept := kept + 1;
    exception when others then
      perform private.note_failure('checks', target, sqlerrm);
    end;
  end loop;
  for target in
    select r.id from public.migration_requests r
    where r.status in ('submitted', 'preparing', 'scheduled')
      and r.two_step_off_since < now() - settings.off_alarm_after
      and r.two_step_alarmed_at is null and not private.is_set_aside('checks', r.id)
        for update skip locked limit p_limit
  loop
    begin
      update public.migration_requests set two_step_alarmed_at = now() where id = target;
      perform private.close_change(target, 'two_step.alarm', 'client');
      kept := kept + 1;
    exception when others then
      perform private.note_failure('checks', target, sqlerrm);
    end;
  end loop;
  return kept;
end $$;
comment on function public.engine_keep_checks
  is 'Marks evidence that is too old and numbers that have been unprotected for too long.';

create function public.engine_prove_source(p_request uuid, p_waba_id text, p_phone_number_id text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.source_proofs as p (request_id, waba_id, phone_number_id)
  select r.id, r.source_waba_id, r.source_phone_number_id from public.migration_requests r
  where r.id = p_request and r.source_waba_id is not distinct from p_waba_id
    and r.source_phone_number_id is not distinct from p_phone_number_id
  on conflict (request_id) do update set waba_id = excluded.waba_id, phone_number_id = excluded.phone_number_id,
    proved_at = now();
end $$;
comment on function public.engine_prove_source
  is 'Records that Meta showed the request''s number at these ids; no effect if the request has other ids by now.';

grant execute on function public.engine_due_readings(integer), public.engine_readings_at_once(),
  public.engine_open_reading(uuid, text, text, integer, boolean), public.engine_close_reading(uuid),
  public.engine_record_checks(uuid, jsonb, jsonb, uuid), public.engine_keep_checks(integer),
  public.engine_prove_source(uuid, text, text)
  to service_role;

-- Announces windows that approach or were missed.

-- The notices of a window list the open hard checks, so they follow that hour's reading and do not precede it.
create function public.engine_announce_windows(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  notice record; reported integer := 0;
begin
  for notice in
    select r.id, r.window_starts_at, k.kind
    from public.migration_requests r
    cross join lateral (values
      ('window.day_before', r.window_starts_at - interval '24 hours', r.window_starts_at - interval '1 hour'),
      ('window.hour_before', r.window_starts_at - interval '1 hour', r.window_starts_at),
      ('window.missed', r.window_ends_at, 'infinity'::timestamptz)) as k (kind, since, until)
    where r.status = 'scheduled' and r.window_confirmed_at is not null and r.hold_reason is null
      and r.window_starts_at <= now() + interval '24 hours'
      and now() >= k.since and now() < k.until
      -- The notice reports checks just read, unless Meta makes us wait.
      and (k.kind = 'window.missed' or coalesce(r.checks_read_at, '-infinity') >= k.since
        or now() >= k.since + interval '10 minutes')
      -- A window agreed after its notice was due needs none.
      and (k.kind = 'window.missed' or r.window_confirmed_at < k.since)
      and not exists (select from private.window_notices n
        where n.request_id = r.id and n.window_starts_at = r.window_starts_at and n.kind = k.kind)
      and not private.is_set_aside('windows', r.id)
    order by k.since limit p_limit
    for update of r skip locked
  loop
    begin
      insert into private.window_notices (request_id, window_starts_at, kind)
        values (notice.id, notice.window_starts_at, notice.kind);
      perform private.close_change(notice.id, notice.kind, 'client',
        jsonb_build_object('startsAt', notice.window_starts_at, 'open', private.open_hard_checks(notice.id)));
      reported := reported + 1;
    exception when others then
      perform private.note_failure('windows', notice.id, sqlerrm);
    end;
  end loop;
  return reported;
end $$;
comment on function public.engine_announce_windows is
  'Announces once each window that is a day or an hour away or was missed, with the hard checks still open; never '
    'starts one.';

grant execute on function public.engine_announce_windows(integer)
  to service_role;

-- Runs the engine's half of the move: intents before calls, fences after them. Only the service role may call these.

-- Picks the next requests. The provider served longest ago, or never, comes first, so one provider's thousands do not
-- delay another's first; of providers never served, the one whose window is earliest. Within a provider, numbers past
-- the point of no return come first, then the earliest window: what has begun is finished before the next begins. This
-- query runs before every single step, so it reads no more rows than it returns and those that precede them.
create function public.engine_due_requests(p_limit integer) returns table (request_id uuid, provider_id uuid)
language sql stable security definer set search_path = '' as $$
  with halted as materialized (select h.provider_id from private.halts h where h.ended_at is null),
  cooling as materialized (
    select p.provider_id, p.kind, p.id from private.graph_pauses p
      where greatest(p.closed_until, p.breaker_until) > now()),
  waiting as materialized (
    select d.provider_id from private.due_times d where d.next_step_at <= now()
      and not exists (select from halted h where h.provider_id is null or h.provider_id = d.provider_id)
    group by d.provider_id)
  select due.id, w.provider_id
  from waiting w
  cross join lateral (
    select own.id, own.window_starts_at, row_number() over () as turn from (
      select r.id, d.window_starts_at
      from private.due_times d
      join public.migration_requests r on r.id = d.request_id
      cross join lateral (
        select s.step, s.state from public.cutover_steps s
        where s.request_id = r.id and s.state not in ('done', 'skipped') order by s.position limit 1) s
      join private.step_catalogue k on k.step = s.step
      -- The sum leaves only the index of this order: that of the times would be walked whole for each provider.
      where d.provider_id = w.provider_id and d.next_step_at + interval '0' <= now()
        and not exists (select from cooling x where x.provider_id = r.provider_id and x.id = case x.kind
          when 'waba' then r.destination_waba_id
          else (select c.app_id from public.meta_connections c where c.id = r.connection_id) end)
        -- Leaves out steps that would call Meta again; the outcome of an earlier call is read all the same.
        and not ((s.state = 'pending' or (s.state = 'running' and k.repeatable))
          and coalesce(r.no_return_at, r.registered_at) is null
          and private.is_in_conflict(r.id))
      order by d.no_return_at, d.window_starts_at, d.request_id limit p_limit) as own) as due
  left join lateral (
    select i.opened_at from private.intents i where i.provider_id = w.provider_id order by i.opened_at desc limit 1)
      as served on true
  order by due.turn, served.opened_at nulls first, due.window_starts_at, due.id limit p_limit;
$$;
comment on function public.engine_due_requests is
  'Requests with something to do now: one of each provider before the second of any, the provider served longest '
    'ago first. Leaves out requests that are halted or in conflict, or whose account is in cool-down.';

create function public.engine_move_limits() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('atOnce', at_once, 'perProvider', per_provider, 'keptFree', kept_free)
  from private.move_settings;
$$;

-- Returns everything the engine must know about one request, with the encrypted token of its connection.
create function public.engine_context(p_request uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select jsonb_build_object(
      'request', to_jsonb(r),
      'source', jsonb_build_object('proved', private.is_source_proved(r), 'others', private.is_source_others(r)),
      'steps', coalesce((select jsonb_agg(to_jsonb(s) order by s.position) from public.cutover_steps s
        where s.request_id = r.id), '[]'),
      'snapshots', coalesce((select jsonb_agg(jsonb_build_object('side', n.side, 'moment', n.moment, 'data', n.data))
        from (
        select distinct on (side, moment) side, moment, data from public.snapshots
        where request_id = r.id and moment <> 'check' order by side, moment, taken_at desc) as n), '[]'),
      -- A route that copies no templates takes them from what was recorded before.
      'templates', case when r.status <> 'monitoring' and r.route is distinct from 'R0' then '[]' else
        coalesce((select jsonb_agg(to_jsonb(x) order by x.name, x.language) from public.templates x
          where x.request_id = r.id), '[]') end,
      'received_here', private.received_here(r.id),
      'exchanged', private.exchanged(r.id),
      'connection', to_jsonb(c),
      'token', to_jsonb(t))
    from public.migration_requests r
    left join public.meta_connections c on c.id = coalesce(r.signup_connection_id, r.connection_id)
      and c.revoked_at is null
    left join private.connection_tokens t on t.connection_id = c.id
    where r.id = p_request);
end $$;

-- An answer settles only those exceptions of an earlier attempt that it concerns. A block of Meta's is kept apart from
-- a mere wait.
create function public.engine_close_intent(p_intent uuid, p_fence bigint, p_outcome text, p_result jsonb default null,
  p_records jsonb default '{}', p_exception jsonb default null, p_wait_seconds integer default null,
    p_reset_to text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  intent private.intents; request public.migration_requests; opened uuid; permission text := 'cutover.step';
  concerned text; item jsonb; reported jsonb := p_result; missed jsonb := '{}'; blocked timestamptz;
  reopens_at timestamptz;
  exceptions jsonb := case jsonb_typeof(p_exception) when 'array' then p_exception when 'object'
    then jsonb_build_array(p_exception) else '[]' end;
  met text[] := array(select x ->> 'code' from jsonb_array_elements(exceptions) as x);
  -- These answers say nothing about the number: an earlier attempt's exceptions may still hold.
  mute constant text[] :=
    '{META_INCIDENT,MAINTENANCE,RATE_LIMIT,TOKEN_INVALID,PERMISSION_MISSING,OUTCOME_UNKNOWN,UNCLASSIFIED}';
begin
  select * into intent from private.intents where id = p_intent;
  if not found then perform private.refuse(404, 'intent_not_found'); end if;
  select * into strict request from public.migration_requests where id = intent.request_id for update;
  select * into intent from private.intents where id = p_intent;
  if intent.closed_at is not null or request.fence <> p_fence
    or intent.fence <> p_fence then perform private.refuse(409, 'fence_lost'); end if;

  concerned := coalesce(p_reset_to, intent.step);
  blocked := now() + (select max(k.block) from private.exception_catalogue k where k.code = any (met));
  reopens_at := greatest(now() + make_interval(secs => p_wait_seconds), blocked);
  update private.intents set closed_at = now(), outcome = p_outcome, answer = p_exception where id = p_intent;
  if intent.kind = 'call' and reopens_at is not null and (p_outcome = 'again' or blocked is not null) then
    update private.intents set blocked_step = concerned, blocked_until = reopens_at, is_block = blocked is not null
      where id = p_intent;
  end if;
  -- A person's attempt that had no effect: what was wrong, when, and how many attempts are left.
  if p_outcome = 'again' and p_result ? 'error' then
    select jsonb_build_object('attemptsLeft', k.budget - count(i.id), 'attempts', k.budget) into missed
    from private.step_catalogue k left join private.intents i on i.step = any (private.counted_with(k.step))
      and i.phone_number = intent.phone_number
      and i.kind = 'call' and not i.is_unsent and i.opened_at > now() - k.budget_window
    where k.step = intent.step and k.budget is not null group by k.budget;
    missed := coalesce(missed, '{}') || jsonb_build_object('error', p_result ->> 'error');
    reported := p_result || missed || jsonb_build_object('at', private.utc(now()));
  end if;
  update public.cutover_steps set
    state = case p_outcome when 'again' then 'pending' else p_outcome end,
    result = coalesce(reported, result),
    authorisation = null,
    wait_until = case when p_reset_to is null then reopens_at end,
    wait_from = case when p_reset_to is null and reopens_at is not null then now() end,
    blocked_until = case when p_reset_to is null then blocked end,
    finished_at = case when p_outcome in ('done', 'skipped') then now() end
  where request_id = intent.request_id and step = intent.step;
  if p_reset_to is not null then
    update public.cutover_steps s set state = 'pending', finished_at = null, authorised_by = null, authorised_at = null,
      authorisation = null,
      wait_until = case when s.step = p_reset_to then reopens_at end,
      wait_from = case when s.step = p_reset_to and reopens_at is not null then now() end,
      blocked_until = case when s.step = p_reset_to then blocked end
    where s.request_id = intent.request_id and s.step <> intent.step
      and s.position >= (select o.position from public.cutover_steps o where o.request_id = intent.request_id
        and o.step = p_reset_to)
      and s.position < (select o.position from public.cutover_steps o where o.request_id = intent.request_id
        and o.step = intent.step);
  end if;
  perform private.store_records(request, p_records);

  update public.request_exceptions e set resolved_at = now()
  where e.request_id = intent.request_id and e.resolved_at is null and e.code <> all (met)
    -- Templates copied again are compared again, whichever step found them missing.
    and (e.step in (intent.step, concerned)
      or intent.step = 'compare' and e.retried_at is not null and e.code in ('TEMPLATE_LIMIT', 'TEMPLATES_PARTIAL'))
    and (p_outcome in ('done', 'skipped') or not met <@ mute
      or exists (select from private.exception_catalogue k where k.code = e.code and k.retry = 'automatic'));
  -- A retry that stopped again leaves the exception it was meant to settle as it was.
  update public.request_exceptions set retried_at = null
  where p_outcome = 'failed' and request_id = intent.request_id and step in (intent.step, concerned)
    and resolved_at is null and retried_at is not null;
  if p_outcome in ('done', 'skipped') then permission := private.apply_step(intent.request_id, intent.step); end if;
  for item in select * from jsonb_array_elements(exceptions) loop
    insert into public.request_exceptions (provider_id, client_id, request_id, code, owner, step)
    values (request.provider_id, request.client_id, request.id, item ->> 'code', item ->> 'owner', concerned)
    on conflict (request_id, code) where resolved_at is null do update set step = excluded.step, retried_at = null
      returning id into opened;
    insert into public.exception_payloads (exception_id, provider_id, payload, fbtrace_id)
    values (opened, request.provider_id, coalesce(item -> 'payload', '{}'), item ->> 'fbtraceId')
    on conflict (exception_id) do update set payload = excluded.payload, fbtrace_id = excluded.fbtrace_id;
  end loop;
  return private.close_change(intent.request_id, permission, 'client',
    jsonb_strip_nulls(jsonb_build_object('step', intent.step, 'outcome', p_outcome, 'exception',
      exceptions -> 0 ->> 'code') || missed));
end $$;
comment on function public.engine_close_intent is
  'The answer of a call, valid only under its own fence. Outcomes: done, skipped, again (the step is open again), '
    'failed (an exception stops it), unknown.';

create function public.engine_attempts(p_request uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_object_agg(step, used), '{}') from (
    select i.step, count(*) as used
    from public.migration_requests r
    join private.intents i on i.phone_number = r.phone_number and i.kind = 'call' and not i.is_unsent
    join private.step_catalogue k on k.step = i.step and i.opened_at > now() - k.budget_window
    where r.id = p_request
    group by i.step) as counted;
$$;
comment on function public.engine_attempts
  is 'Attempts that still count against the budget of each step for the number: {step: count}.';

create function public.engine_halt_all(p_reason text) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  if p_reason is null then
    update private.halts set ended_at = now() where provider_id is null and ended_at is null;
  else
    insert into private.halts (reason) values (trim(p_reason)) on conflict do nothing;
  end if;
  return found;
end $$;
comment on function public.engine_halt_all is
  'The operator''s switch for the whole installation; a null reason ends the halt. Returns whether anything '
    'changed.';

create function public.engine_pause_calls(p_provider uuid, p_kind text, p_id text, p_seconds integer) returns void
language sql security definer set search_path = '' as $$
  insert into private.graph_pauses as p (provider_id, kind, id, closed_until)
  values (p_provider, p_kind, p_id, now() + make_interval(secs => p_seconds))
  on conflict (provider_id, kind, id) do update set closed_until = greatest(p.closed_until, excluded.closed_until);
$$;
comment on function public.engine_pause_calls
  is 'Stores the pause that Meta''s usage headers ask for, for every worker and across restarts.';

-- A call that a person started belongs to that person. A worker may have seen the step while its outcome was unknown
-- and arrive after it was explained and approved anew; it would then use up the approval without the person's code or
-- PIN.
-- A step may be called several times. The gap of a move begins with the call that registered the number, not with the
-- first call, which Meta may have refused hours before.
create function public.engine_open_intent(p_request uuid, p_step text, p_worker text, p_lease_seconds integer,
  p_by_itself boolean default false)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; step public.cutover_steps; entry private.step_catalogue;
  remaining integer; intent private.intents;
begin
  select * into request from public.migration_requests where id = p_request for update;
  if not found then perform private.refuse(404, 'request_not_found'); end if;
  perform private.expire_intent(p_request);
  if exists (select from private.intents where request_id = p_request and closed_at is null)
    then perform private.refuse(409, 'intent_open'); end if;
  select * into strict entry from private.step_catalogue where private.step_catalogue.step = p_step;
  if request.status <> entry.status then perform private.refuse(409, 'wrong_status', request.status); end if;
  if request.hold_reason is not null then perform private.refuse(409, 'on_hold'); end if;
  select s.* into step from public.cutover_steps s
  where s.request_id = p_request and s.state not in ('done', 'skipped') order by s.position limit 1;
  -- Another code is requested while one is awaited.
  if p_step = 'request_code' and step.step = 'verify_code' and step.state = 'pending' then
    select s.* into step from public.cutover_steps s
    where s.request_id = p_request and s.step = 'request_code' and s.state = 'done' and s.authorised_at is not null;
    if found then step.state := 'pending'; end if;
  end if;
  if step.step is distinct from p_step or step.state not in ('pending', 'unknown') then
    perform private.refuse(409, 'step_not_due', coalesce(step.step, '') || ' ' || coalesce(step.state, ''));
  end if;
  perform private.check_wait(step.wait_until);

  if step.state = 'pending' then
    if p_by_itself and entry.trigger <> 'automatic' then perform private.refuse(409, 'not_authorised', p_step); end if;
    if entry.trigger <> 'automatic' and (step.authorised_at is null
      or step.authorised_at < now() - interval '5 minutes') then
      perform private.refuse(409, 'not_authorised', p_step);
    end if;
    remaining := private.check_budget(p_step, request.phone_number);
  end if;

  update public.migration_requests set fence = fence + 1 where id = p_request returning * into request;
  insert into private.intents (provider_id, request_id, step, kind, phone_number, fence, worker, lease_until)
  values (request.provider_id, p_request, p_step, case when step.state = 'unknown' then 'reconcile' else 'call' end,
    request.phone_number, request.fence, p_worker, now() + make_interval(secs => p_lease_seconds))
  returning * into intent;
  update public.cutover_steps set state = case when step.state = 'unknown' then 'unknown' else 'running' end,
    attempts = attempts + case when step.state = 'unknown' then 0 else 1 end,
    started_at = coalesce(started_at, now()), finished_at = null,
    called_at = case when step.state = 'unknown' then called_at else now() end,
    authorised_by = null, authorised_at = null
  where id = step.id;
  perform private.close_change(p_request, 'cutover.step', 'internal',
    jsonb_build_object('step', p_step, 'outcome', 'started', 'kind', intent.kind, 'authorisedBy', step.authorised_by));
  return jsonb_build_object('intent', intent.id, 'fence', intent.fence, 'kind', intent.kind, 'authorisation',
    step.authorisation,
    'left', remaining);
end $$;
comment on function public.engine_open_intent is
  'Written before the call: fence, lease, budget and a person''s approval, in one transaction. p_by_itself: no '
    'person started it. {intent, fence, kind, authorisation, left}.';

grant execute on function public.engine_due_requests(integer), public.engine_move_limits(),
  public.engine_context(uuid),
  public.engine_close_intent(uuid, bigint, text, jsonb, jsonb, jsonb, integer, text), public.engine_attempts(uuid),
  public.engine_halt_all(text), public.engine_pause_calls(uuid, text, text, integer),
  public.engine_open_intent(uuid, text, text, integer, boolean)
  to service_role;

-- Stores forecasts and readings of templates.

-- p_templates:
-- [{"name","language","category","sourceTemplateId","sourceStatus","sourceQuality","forecast","why","collides"}], all
-- of the source. A move that has begun keeps its first forecast.
create function public.engine_store_template_forecast(p_request uuid, p_templates jsonb, p_summary jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  select * into request from public.migration_requests where id = p_request for update;
  if not found then perform private.refuse(404, 'request_not_found'); end if;
  if request.status not in ('submitted', 'preparing', 'scheduled')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  delete from public.templates t where t.request_id = p_request and not exists (
    select from jsonb_to_recordset(p_templates) as f (name text, language text) where f.name = t.name
      and f.language = t.language);
  insert into public.templates as t (provider_id, client_id, request_id, name, language, category, source_template_id,
    source_status, source_quality, outcome, why, forecast, forecast_why, collides)
  select request.provider_id, request.client_id, request.id, f.name, f.language, f.category, f."sourceTemplateId",
    f."sourceStatus", f."sourceQuality", 'pending', 'not_copied_yet', f.forecast, f.why, f.collides
  from jsonb_to_recordset(p_templates) as f (name text, language text, category text, "sourceTemplateId" text,
    "sourceStatus" text, "sourceQuality" text, forecast text, why text, collides boolean)
  on conflict (request_id, name, language) do update set category = excluded.category,
    source_template_id = excluded.source_template_id, source_status = excluded.source_status,
    source_quality = excluded.source_quality, outcome = 'pending', why = 'not_copied_yet', destination_template_id
      = null,
    destination_status = null, forecast = excluded.forecast, forecast_why = excluded.forecast_why,
    collides = excluded.collides, updated_at = now();
  insert into public.template_forecasts (provider_id, client_id, request_id, summary)
  values (request.provider_id, request.client_id, request.id, p_summary)
  on conflict (request_id) do update set taken_at = now(), summary = excluded.summary;
  -- How many of all are kept; if none is lost or at risk, there is nothing to agree on. A person's statement stays.
  update public.checks set evidence_kind = 'api', evidence_field = 'message_templates', cause = null, read_at = now(),
    updated_at = now(),
    evidence_value = concat(s.total - s.doubtful, '/', s.total), status = case when s.doubtful = 0 then 'passed'
      else 'pending' end
  from (select (p_summary ->> 'total')::integer as total,
    (p_summary -> 'classes' ->> 'at_risk')::integer + (p_summary -> 'classes' ->> 'lost')::integer as doubtful) as s
  where request_id = p_request and code = 'TEMPLATES_PLAN'
    and (status in ('pending', 'stale') or (status = 'passed' and evidence_kind = 'api'));
  return private.close_change(p_request, 'template.forecast', 'client',
    jsonb_build_object('count', p_summary -> 'total'));
end $$;

-- Hands out due readings, each to one worker for a while; one that fails returns less and less often.
create function public.engine_due_template_readings(p_limit integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare due public.template_readings; handed jsonb := '[]';
begin
  perform private.give_up_readings();
  for due in
    select t.* from public.template_readings t join public.migration_requests r on r.id = t.request_id
    where t.taken_at is null and t.due_at <= now() and t.attempts < 40 and r.status in ('monitoring', 'completed')
      and coalesce(t.tried_at, '-infinity') <= now() - make_interval(mins => 15 * least(t.attempts, 16))
      and (private.open_halt(r.provider_id)).id is null and private.paused_until(t.request_id) is null
      and (t.moment <> 'webhook' or private.may_read_account(r.provider_id, r.destination_waba_id))
    order by t.due_at limit p_limit for update of t skip locked for key share of r skip locked
  loop
    update public.template_readings set tried_at = now(), attempts = attempts + 1 where id = due.id;
    if due.moment = 'webhook' then perform private.count_reading(due.request_id); end if;
    handed := handed || jsonb_build_object('reading', due.id, 'request', due.request_id);
  end loop;
  return handed;
end $$;
comment on function public.engine_due_template_readings
  is 'Due readings as [{reading, request}], each taken for at least a quarter of an hour.';

create function public.engine_recorded_templates(p_request uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(t) order by t.name, t.language), '[]') from public.templates t
    where t.request_id = p_request;
$$;

-- What the reading after a week finds on a completed request is an alarm: nobody could settle an exception there.
-- p_changes: the templates that look different now, in the form of the move's records; null p_summary: the reading
-- failed.
create function public.engine_store_template_reading(p_reading uuid, p_changes jsonb, p_summary jsonb, p_cause text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  reading public.template_readings; request public.migration_requests; lost record;
begin
  select * into reading from public.template_readings where id = p_reading;
  if not found then perform private.refuse(404, 'reading_not_found'); end if;
  select * into strict request from public.migration_requests where id = reading.request_id for update;
  if p_summary is null then
    update public.template_readings set cause = p_cause where id = p_reading and taken_at is null;
    return null;
  end if;
  update public.template_readings set taken_at = now(), cause = null, summary = p_summary where id = p_reading
    and taken_at is null;
  if not found then return null; end if;
  update public.templates t set destination_template_id = x."destinationTemplateId", destination_status
    = x."destinationStatus",
    outcome = x.outcome, why = x.why, updated_at = now()
  from jsonb_to_recordset(p_changes) as x (name text, language text, "destinationTemplateId" text,
    "destinationStatus" text,
    outcome text, why text)
  where t.request_id = request.id and t.name = x.name and t.language = x.language;
  if not exists (select from public.templates where request_id = request.id and outcome = 'pending') then
    update public.request_exceptions set resolved_at = now()
    where request_id = request.id and code = 'TEMPLATES_PARTIAL' and resolved_at is null;
    update public.migration_requests set tracks = tracks || '{"templates": "done"}'
    where id = request.id and tracks ->> 'templates' = 'partial';
  end if;
  if (p_summary ->> 'rejected')::integer > 0 and request.status = 'monitoring' then
    insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
    values (request.provider_id, request.client_id, request.id, 'TEMPLATE_RECATEGORISED', 'us')
    on conflict (request_id, code) where resolved_at is null do nothing;
  end if;
  -- A completed request has nothing open any more.
  if request.status = 'completed' then
    for lost in select x.name, x.language, x."destinationStatus" as status
      from jsonb_to_recordset(p_changes) as x (name text, language text, "destinationStatus" text, outcome text)
      where x.outcome = 'lost' and x."destinationStatus" is not null loop
      perform private.raise_alarm(request, jsonb_build_object('alarm', 'TEMPLATE_STOPPED', 'subject', lost.name || ' '
        || lost.language,
        'facts', jsonb_build_object('event', lost.status)), now());
    end loop;
  end if;
  return private.close_change(request.id, 'template.reading', 'client',
    jsonb_build_object('moment', reading.moment, 'count', jsonb_array_length(p_changes)));
end $$;

grant execute on function public.engine_store_template_forecast(uuid, jsonb, jsonb),
  public.engine_due_template_readings(integer), public.engine_recorded_templates(uuid),
  public.engine_store_template_reading(uuid, jsonb, jsonb, text)
  to service_role;

-- Builds open periods and runs what clocks trigger.

create function public.engine_stale_calendars() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('providerId', c.provider_id, 'timeZone', p.time_zone, 'country',
    p.country, 'hours', c.hours,
    'observeHolidays', c.observe_holidays, 'closedDays', to_jsonb(c.closed_days), 'changedAt', c.changed_at,
    'from', coalesce((select now() from public.open_periods o where o.provider_id = c.provider_id limit 1),
      now() - interval '120 days'))), '[]')
  from public.provider_calendars c join public.providers p on p.id = c.provider_id
  where (c.built_at is null or c.built_at <= c.changed_at or c.built_at < now() - interval '30 days')
    and not private.is_set_aside('calendars', c.provider_id);
$$;
comment on function public.engine_stale_calendars
  is 'Calendars that changed, were never built, or do not reach far enough ahead.';

-- p_periods: [{start, end}] in ms since 1970. Past periods stay.
create function public.engine_store_open_periods(p_provider uuid, p_changed_at timestamptz, p_periods jsonb,
  p_holidays jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  edge timestamptz := case when exists (select from public.open_periods where provider_id = p_provider) then now()
    else '-infinity' end;
begin
  perform from public.provider_calendars where provider_id = p_provider for update;
  delete from public.open_periods where provider_id = p_provider and starts_at >= edge;
  update public.open_periods set ends_at = edge where provider_id = p_provider and ends_at > edge;
  insert into public.open_periods (provider_id, starts_at, ends_at)
  select p_provider, greatest(to_timestamp(x.start / 1000.0), edge), to_timestamp(x."end" / 1000.0)
  from jsonb_to_recordset(p_periods) as x (start bigint, "end" bigint) where to_timestamp(x."end" / 1000.0) > edge;
  update public.provider_calendars set holidays = p_holidays, built_at = case when changed_at = p_changed_at
    then clock_timestamp() else built_at end
  where provider_id = p_provider;
  perform private.reset_due(p_provider);
end $$;
comment on function public.engine_store_open_periods
  is 'Keeps past periods and replaces future ones; a calendar that has changed meanwhile remains to be built.';

create function public.engine_keep_clocks(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  notice record; request public.migration_requests; silent text; reported integer := 0;
begin
  for notice in select * from private.due_notices(p_limit) loop
    begin
      select * into request from public.migration_requests where id = notice.request_id for update;
      continue when request.clock_since is distinct from notice.since
        and not exists (select from private.elapsed_clocks s
        where s.request_id = request.id and s.code = notice.clock and s.started_at = notice.since);
      insert into private.clock_notices (request_id, clock_since, kind) values (request.id, notice.since, notice.notice)
        on conflict do nothing;
      continue when not found;
      silent := case notice.kind when 'clock.client_silent' then 'CLIENT_SILENT' when 'clock.old_provider_silent'
        then 'OLD_PROVIDER_SILENT' end;
      if notice.kind = 'clock.expired' then
        update public.migration_requests set closed_reason = 'expired' where id = request.id;
        perform private.close_change(request.id, 'request.expire', 'client');
      elsif silent is null then
        perform private.notify(request.id, notice.kind, notice.visibility,
          jsonb_build_object('clock', notice.clock, 'dueAt', notice.due_at));
      else
        insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
        select request.provider_id, request.client_id, request.id, k.code, k.owner from private.exception_catalogue k
          where k.code = silent
        on conflict (request_id, code) where resolved_at is null do nothing;
        if silent = 'CLIENT_SILENT' then
          update public.migration_requests set hold_reason = 'client_silent' where id = request.id;
        end if;
        perform private.close_change(request.id, notice.kind, notice.visibility,
          jsonb_build_object('clock', notice.clock, 'dueAt', notice.due_at));
      end if;
      reported := reported + 1;
    exception when others then
      perform private.note_failure('clocks', notice.request_id, sqlerrm);
    end;
  end loop;
  return reported;
end $$;
comment on function public.engine_keep_clocks
  is 'Reminds, chases, escalates, predicts and lets drafts expire, each once per clock; returns how much it did.';

grant execute on function public.engine_stale_calendars(),
  public.engine_store_open_periods(uuid, timestamptz, jsonb, jsonb), public.engine_keep_clocks(integer)
  to service_role;

-- Hands out readings of moved numbers, and messages that measure the gap.

-- Handing out a reading never waits. If another transaction holds its request, for example a webhook's, which may be
-- waiting for that very reading, the reading comes with the next tick.
create function public.engine_due_monitoring_checks(p_limit integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare due public.monitoring_checks; handed jsonb := '[]';
begin
  perform private.give_up_readings();
  for due in
    select a.* from public.monitoring_checks a join public.migration_requests r on r.id = a.request_id
    where a.taken_at is null and a.due_at <= now() and a.attempts < 40 and r.status in ('monitoring', 'completed')
      and coalesce(a.tried_at, '-infinity') <= now() - make_interval(mins => 5 * least(a.attempts, 48))
      and (a.moment <> '0h' or a.due_at < now() - interval '1 hour' or not exists (select from public.cutover_steps s
        where s.request_id = a.request_id and s.step in ('snapshot_after', 'compare')
          and s.state in ('pending', 'running')))
      and (private.open_halt(r.provider_id)).id is null and private.paused_until(a.request_id) is null
      and (a.moment <> 'webhook' or private.may_read_account(r.provider_id, r.destination_waba_id))
    order by a.due_at limit p_limit for update of a skip locked for key share of r skip locked
  loop
    update public.monitoring_checks set tried_at = now(), attempts = attempts + 1 where id = due.id;
    if due.moment = 'webhook' then perform private.count_reading(due.request_id); end if;
    handed := handed || jsonb_build_object('check', due.id, 'request', due.request_id, 'earlier', (
      select e.points from public.monitoring_checks e where e.request_id = due.request_id and e.taken_at is not null
      order by e.taken_at desc limit 1));
  end loop;
  return handed;
end $$;
comment on function public.engine_due_monitoring_checks is
  'Due checks as [{check, request, earlier}], each taken for at least five minutes; earlier: the points of the last '
    'completed one, or null.';

-- p_findings: {"points", "exceptions": [{"code","owner"}], "settled": [codes], "tracks": {track: state}, "deviations":
-- [{"point","facts"}]}; null: the reading failed because of p_cause.
create function public.engine_store_monitoring_check(p_check uuid, p_findings jsonb, p_cause text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  taken public.monitoring_checks; request public.migration_requests; item jsonb; moved jsonb := '{}';
  looked jsonb := p_findings -> 'tracks';
begin
  select * into taken from public.monitoring_checks where id = p_check;
  if not found then perform private.refuse(404, 'monitoring_check_not_found'); end if;
  if p_findings is null then
    update public.monitoring_checks set cause = p_cause where id = p_check and taken_at is null;
    return null;
  end if;
  select * into strict request from public.migration_requests where id = taken.request_id for update;
  update public.monitoring_checks set taken_at = now(), cause = null, points = p_findings -> 'points' where id = p_check
    and taken_at is null;
  if not found then return null; end if;

  if request.status = 'monitoring' then
    update public.request_exceptions set resolved_at = now(), closed_by = 'reading'
    where request_id = request.id and resolved_at is null
      and code in (select jsonb_array_elements_text(p_findings -> 'settled'));
    insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
    select request.provider_id, request.client_id, request.id, x ->> 'code', x ->> 'owner'
      from jsonb_array_elements(p_findings -> 'exceptions') as x
    on conflict (request_id, code) where resolved_at is null do nothing;
    -- A lock that Meta shows as on serves its purpose only once somebody has the key. A track already done was
    -- completed by a new PIN or a person's statement.
    if looked ->> 'security_pin' = 'done' and request.tracks ->> 'security_pin' <> 'done'
      and not private.is_pin_known(request.id) then
      looked := looked || '{"security_pin":"exception"}';
    end if;
    -- A person decided that the track does not apply, and no reading reverses that.
    select coalesce(jsonb_object_agg(t.key, t.value), '{}') into moved from jsonb_each(looked) as t
    where request.tracks ->> t.key <> 'not_applicable' and request.tracks -> t.key <> t.value;
    update public.migration_requests set tracks = tracks || moved where id = request.id;
    if taken.moment in ('24h', '72h') and request.webhook_received_at is null
      and request.tracks ->> 'webhook' <> 'not_applicable' then
      insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
      values (request.provider_id, request.client_id, request.id, 'WEBHOOK_SILENT', 'us')
      on conflict (request_id, code) where resolved_at is null do nothing;
    end if;
  else
    for item in select * from jsonb_array_elements(p_findings -> 'deviations') loop
      perform private.raise_alarm(request, jsonb_build_object('alarm', 'NUMBER_CHANGED', 'subject', item ->> 'point',
        'facts', item -> 'facts'), now());
    end loop;
  end if;
  if p_findings ->> 'again' is not null and request.status in ('monitoring', 'completed') then
    insert into public.monitoring_checks (provider_id, client_id, request_id, moment, due_at)
    values (request.provider_id, request.client_id, request.id, 'again',
      now() + make_interval(mins => (p_findings ->> 'again')::integer))
    on conflict (request_id) where moment = 'again' and taken_at is null do nothing;
  end if;
  return private.close_change(request.id, 'monitoring_check.taken', 'client',
    jsonb_build_object('moment', taken.moment, 'tracks', moved,
    'bad', (select count(*) from jsonb_array_elements(p_findings -> 'points') as p where p ->> 'verdict' = 'bad')));
end $$;

-- A PIN that replaced another is nobody's until the person who set it has noted it.
create function public.engine_end_pin(p_attempt uuid, p_outcome text, p_enabled boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare setting public.pin_settings; locked boolean := coalesce(p_enabled, false);
begin
  update public.pin_settings set closed_at = now(), outcome = p_outcome, confirmed = locked
  where id = p_attempt and closed_at is null returning * into setting;
  if not found then perform private.refuse(404, 'attempt_not_found'); end if;
  perform from public.migration_requests where id = setting.request_id for update;
  if p_outcome <> 'refused' then
    update public.migration_requests
    set tracks = tracks || jsonb_build_object('security_pin', case p_outcome when 'set' then 'working'
      else 'exception' end)
    where id = setting.request_id and status = 'monitoring' and tracks ->> 'security_pin' <> 'not_applicable';
  end if;
  return private.close_change(setting.request_id, 'pin.ended', 'client',
    jsonb_build_object('outcome', p_outcome, 'locked', locked));
end $$;
comment on function public.engine_end_pin
  is 'p_outcome: set, refused or unknown; p_enabled: whether Meta then showed two-step verification as on.';

create function public.engine_end_test_message(p_attempt uuid, p_outcome text, p_error integer, p_message_hash text)
  returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.test_messages set closed_at = now(), outcome = p_outcome, error_number = p_error, message_hash
    = p_message_hash
  where id = p_attempt and closed_at is null;
  if not found then perform private.refuse(404, 'attempt_not_found'); end if;
end $$;

-- Opens a message in each direction for every such move: at most sixty rounds before registration, since an approval
-- may take time, and a hundred and twenty after it. A direction without a template is left out.
create function public.engine_due_probes(p_limit integer) returns jsonb
language sql security definer set search_path = '' as $$
  with due as (
    select r.id, r.provider_id, r.client_id, r.destination_phone_number_id, r.phone_number, p.phone_number as probe,
      p.phone_number_id as probe_id, p.template_name, p.template_language, t.name as own_template,
        t.language as own_language
    from public.migration_requests r join public.probe_settings p on p.provider_id = r.provider_id
    left join private.probe_templates t on t.request_id = r.id
    where r.status in ('cutover', 'monitoring') and p.phone_number <> r.phone_number and private.may_be_probed(r)
      and not private.is_set_aside('probes', r.id)
      and (t.name is not null or p.template_name <> 'hello_world')
      and not exists (select from public.test_messages m where m.request_id = r.id and m.purpose = 'probe'
        and m.opened_at > now() - make_interval(secs => p.interval_seconds))
      and coalesce((select max(c.n) from (select count(*) as n from public.test_messages m where m.request_id = r.id
        and m.purpose = 'probe'
        and (r.registered_at is null or m.opened_at > r.registered_at) group by m.direction) as c), 0)
        < case when r.registered_at is null then 60 else 120 end
    order by r.id limit p_limit for update of r skip locked),
  opened as (
    insert into public.test_messages (provider_id, client_id, request_id, purpose, direction, last_four)
    select d.provider_id, d.client_id, d.id, 'probe', w.direction, right(d.probe, 4)
      from due d, (values ('out'), ('in')) as w (direction)
    where case w.direction when 'out' then d.own_template is not null else d.template_name <> 'hello_world' end
    returning id, request_id, direction)
  select coalesce(jsonb_agg(jsonb_build_object('attempt', o.id, 'request', d.id,
    'fromId', case o.direction when 'out' then d.destination_phone_number_id else d.probe_id end,
    'to', case o.direction when 'out' then d.probe else d.phone_number end,
    'template', case o.direction when 'out' then d.own_template else d.template_name end,
    'language', case o.direction when 'out' then d.own_language else d.template_language end)), '[]')
  from opened o join due d on d.id = o.request_id;
$$;
comment on function public.engine_due_probes
  is 'Messages to send now, each with its row open: [{attempt, request, fromId, to, template, language}].';

-- A function that dies between writing its row and the call's answer leaves the row open; nobody else would ever close
-- a test message.
create function public.engine_close_interrupted_commands(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare attempt uuid; closed integer := 0; messages integer;
begin
  -- Locks the request first, as every command does.
  for attempt in select s.id from public.migration_requests r join public.pin_settings s on s.request_id = r.id
    where s.closed_at is null and s.opened_at < now() - interval '2 minutes' limit p_limit
      for update of r skip locked loop
    perform public.engine_end_pin(attempt, 'unknown', false);
    closed := closed + 1;
  end loop;
  update public.test_messages set closed_at = now(), outcome = 'unreachable'
  where id = any (array(select id from public.test_messages where closed_at is null
    and opened_at < now() - interval '2 minutes'
    order by opened_at limit p_limit for update skip locked));
  get diagnostics messages = row_count;
  return closed + messages;
end $$;
comment on function public.engine_close_interrupted_commands
  is 'Closes as unknown the PINs and messages whose function was cut off; they are far older than any call may take.';

create function public.engine_due_probe_templates(p_limit integer) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(x.id), '[]') from (
    select r.id from public.migration_requests r join public.probe_settings p on p.provider_id = r.provider_id
    left join private.probe_templates t on t.request_id = r.id
    where r.status in ('cutover', 'monitoring') and r.destination_waba_id is not null
      and p.phone_number <> r.phone_number
      and t.name is null and coalesce(t.read_at, '-infinity') < now() - interval '5 minutes'
        and private.may_be_probed(r)
      and not private.is_set_aside('probes', r.id)
    order by r.id limit p_limit) as x;
$$;
comment on function public.engine_due_probe_templates
  is 'Measured moves that have no template yet: [request]. An account that had none is read again after five minutes.';

create function public.engine_choose_probe_template(p_request uuid, p_name text, p_language text) returns void
language sql security definer set search_path = '' as $$
  insert into private.probe_templates as t (request_id, name, language) values (p_request, p_name, p_language)
  on conflict (request_id) do update set name = excluded.name, language = excluded.language, read_at = now();
$$;
comment on function public.engine_choose_probe_template
  is 'p_name, p_language: null when the account has nothing that can be sent as it is.';

grant execute on function public.engine_due_monitoring_checks(integer),
  public.engine_store_monitoring_check(uuid, jsonb, text),
  public.engine_end_pin(uuid, text, boolean), public.engine_end_test_message(uuid, text, integer, text),
  public.engine_due_probes(integer), public.engine_close_interrupted_commands(integer),
  public.engine_due_probe_templates(integer), public.engine_choose_probe_template(uuid, text, text)
  to service_role;

-- Receives webhooks by one insert and reads them later.

create function public.engine_receive_webhook(p_digest text, p_body text) returns void
language sql security definer set search_path = '' as $$
  insert into private.webhook_inbox (digest, body) values (p_digest, decode(p_body, 'base64')) on conflict do nothing;
$$;
comment on function public.engine_receive_webhook
  is 'p_digest: SHA-256 of the body, hex; p_body: base64. A body already received changes nothing.';

create function public.engine_take_webhooks(p_limit integer) returns jsonb
language sql security definer set search_path = '' as $$
  select private.give_up_webhooks();
  with taken as (
    update private.webhook_inbox i set attempts = i.attempts + 1, taken_until = now() + interval '1 minute'
    where i.digest in (select w.digest from private.webhook_inbox w
      where w.processed_at is null and coalesce(w.taken_until, '-infinity') < now() and w.attempts < 10
      order by w.received_at limit p_limit for update skip locked)
    returning i.digest, i.body)
  select coalesce(jsonb_agg(jsonb_build_object('digest', digest, 'body', translate(encode(body, 'base64'), E'\n', ''))),
    '[]') from taken;
$$;
comment on function public.engine_take_webhooks is
  '[{digest, body (base64)}] for one worker for a minute. After ten failed attempts a body stays as it is, and the '
    'providers that it may concern are alerted.';

create function public.engine_count_refused_webhooks(p_count integer) returns void
language sql security definer set search_path = '' as $$
  insert into private.webhook_refusals as w (hour, refused) values (date_trunc('hour', now()), p_count)
  on conflict (hour) do update set refused = w.refused + excluded.refused;
$$;

-- For a body that was not fully understood, its reader says what is kept: neither all nor nothing, and without people
-- or what they wrote.
-- Storing also closes alarms, marks checks as worth reading at once, and follows test messages even after completion.
create function public.engine_store_webhook(p_digest text, p_changes jsonb, p_problem text, p_kept text) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  change jsonb; request public.migration_requests; sent timestamptz; added integer := 0; came timestamptz;
  is_known boolean; is_later boolean;
begin
  select received_at into came from private.webhook_inbox where digest = p_digest for update;
  if not found then perform private.refuse(404, 'webhook_not_found'); end if;
  -- Locks all of them first and in one order, so two bodies about the same requests never wait for each other.
  perform from public.migration_requests where id in (
    select r.id from jsonb_array_elements(p_changes) as x, private.webhook_requests(x ->> 'wabaId', x) as r
    union
    select r.id from jsonb_array_elements(p_changes) as x, private.prompted_requests(x ->> 'wabaId', x) as r)
      order by id for update;
  for change in select x from jsonb_array_elements(p_changes) as x order by x ->> 'key' loop
    -- A clock that is ahead of ours changes nothing here.
    sent := least(coalesce((change ->> 'sentAt')::timestamptz, came), came);
    is_known := exists (select from private.webhook_changes w
      where w.key = change ->> 'key' and w.received_at >= came - interval '8 days');
    insert into private.webhook_changes as w (key, waba_id, field, event, facts, subject, lifts, sent_at, received_at)
    values (change ->> 'key', change ->> 'wabaId', change ->> 'field', change ->> 'event', change -> 'facts',
      change ->> 'subject',
      array(select jsonb_array_elements_text(change -> 'lifts')), sent, came)
    on conflict (key) do update set sent_at = excluded.sent_at, received_at
      = greatest(w.received_at, excluded.received_at)
      where w.received_at < excluded.received_at - interval '8 days' or w.sent_at < excluded.sent_at;
    is_later := found;
    added := added + case when is_known then 0 else 1 end;
    if is_later or not is_known then perform private.prompt_checks(change); end if;
    for request in select * from private.webhook_requests(change ->> 'wabaId', change) as r order by r.id loop
      select * into strict request from public.migration_requests where id = request.id;
      if private.is_alarming(request, change, sent) then
        if is_known then perform private.repeat_alarm(request, change, sent, is_later);
        else perform private.raise_alarm(request, change, sent); end if;
      end if;
      continue when is_known and not is_later;
      if change -> 'lifts' <> '[]' then perform private.lift_alarms(request, change, sent); end if;
      if request.status in ('cutover', 'monitoring', 'completed')
        then perform private.note_sightings(request, change -> 'sightings', came); end if;
      if (change ->> 'received')::boolean then perform private.receive_webhook(request, sent); end if;
      -- Reads back now what would have been read in a while. Where Meta asked us to wait, we wait, and we never hurry.
      if (change ->> 'reread')::boolean then
        update public.cutover_steps s set wait_until = null from private.step_catalogue k
        where s.request_id = request.id and k.step = s.step and k.trigger = 'automatic' and k.repeatable
          and s.state = 'pending' and s.wait_until > now()
          and not exists (select from private.intents i where i.request_id = request.id
            and i.opened_at > now() - interval '30 seconds')
          and not exists (select from public.request_exceptions e where e.request_id = request.id
            and e.resolved_at is null);
        perform private.prompt_reading(request, change ->> 'scope');
      end if;
    end loop;
  end loop;
  update private.webhook_inbox set processed_at = now(), problem = p_problem, body = decode(p_kept, 'base64')
    where digest = p_digest;
  return added;
end $$;
comment on function public.engine_store_webhook is
  'p_kept: base64 of what was not understood, without people''s messages; null when everything was. Returns how '
    'many changes were new.';

grant execute on function public.engine_receive_webhook(text, text), public.engine_count_refused_webhooks(integer)
  to service_role, webhook_receiver;

grant execute on function public.engine_take_webhooks(integer), public.engine_store_webhook(text, jsonb, text, text)
  to service_role;

-- Stores what a rehearsal found.

create function public.engine_store_rehearsal(p_request uuid, p_stops_at text, p_exception_code text, p_result jsonb)
returns uuid language sql security definer set search_path = '' as $$
  insert into public.rehearsals (provider_id, client_id, request_id, taken_by, stops_at, exception_code, result)
  select r.provider_id, r.client_id, r.id,
    (select e.actor_id from public.events e where e.request_id = r.id and e.kind = 'cutover.rehearse'
      order by e.id desc limit 1),
    p_stops_at, p_exception_code, p_result
  from public.migration_requests r where r.id = p_request
  returning id;
$$;

grant execute on function public.engine_store_rehearsal(uuid, text, text, jsonb)
  to service_role;

-- Seals the chain and sends its heads to people outside.

-- Seals waiting entries, at most p_limit for each provider, and returns how many. Skips providers that another worker
-- is sealing.
create function public.engine_seal_audit(p_limit integer) returns integer
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  provider uuid; head private.audit_heads; entry private.audit_intake; body text; sealed bigint[]; total integer := 0;
begin
  for provider in select distinct i.provider_id from private.audit_intake i loop
    insert into private.audit_heads (provider_id) values (provider) on conflict do nothing;
    select * into head from private.audit_heads h where h.provider_id = provider for update skip locked;
    if not found then continue; end if;
    sealed := '{}';
    for entry in select * from private.audit_intake i where i.provider_id = provider order by i.id limit p_limit loop
      head.seq := head.seq + 1;
      body := jsonb_build_object('v', 1, 'provider', provider, 'seq', head.seq, 'previous', head.hash, 'id', entry.id,
        'at', entry.at,
        'kind', entry.kind, 'actor', entry.actor_kind, 'actorId', entry.actor_id, 'request', entry.request_id, 'event',
          entry.event_id,
        'data', entry.data)::text;
      head.hash := encode(sha256(convert_to(body, 'UTF8')), 'hex');
      insert into public.audit_rows (id, provider_id, seq, at, kind, actor_kind, actor_id, request_id, event_id, body,
        hash)
      values (entry.id, provider, head.seq, entry.at, entry.kind, entry.actor_kind, entry.actor_id, entry.request_id,
        entry.event_id, body, head.hash);
      sealed := sealed || entry.id;
    end loop;
    delete from private.audit_intake i where i.id = any (sealed);
    update private.audit_heads set seq = head.seq, hash = head.hash where provider_id = provider;
    total := total + cardinality(sealed);
  end loop;
  return total;
end $$;
comment on function public.engine_seal_audit is
  'The tick calls it. A later change of a request is never seen before the earlier one, because each change holds '
    'the request''s lock until it commits.';

-- A mail that was not accepted is tried again later, after those that have not been tried yet; nobody is mailed without
-- limit.
create function public.engine_audit_heads_due() returns jsonb
language sql security definer set search_path = '' as $$
  with due as (
    update private.audit_heads h set tried_at = now()
    where h.seq > h.published_seq and (h.published_at is null or h.published_at < now() - interval '1 day')
      and (h.tried_at is null or h.tried_at < now() - interval '10 minutes')
    returning h.*)
  select coalesce(jsonb_agg(jsonb_build_object('provider', h.provider_id, 'name', p.name, 'locale', p.default_locale,
    'seq', h.seq, 'hash', h.hash,
    'to', (select coalesce(jsonb_agg(m.email order by m.email), '[]') from public.members m
      where m.provider_id = h.provider_id and m.role = 'admin' and m.ended_at is null)) order by h.provider_id), '[]')
  from due h join public.providers p on p.id = h.provider_id;
$$;
comment on function public.engine_audit_heads_due is
  'Chains that have grown since their head was last sent, at least a day ago, with the admins to notify. A chain '
    'whose mail is not recorded returns after ten minutes.';

-- Heads go to people outside once a day, so an owner of the database cannot cut or reseal a chain unnoticed.
create function public.engine_note_published_head(p_provider uuid, p_seq bigint) returns void
language sql security definer set search_path = '' as $$
  update private.audit_heads set published_seq = p_seq, published_at = now() where provider_id = p_provider
    and p_seq between published_seq and seq;
$$;

grant execute on function public.engine_seal_audit(integer), public.engine_audit_heads_due(),
  public.engine_note_published_head(uuid, bigint)
  to service_role;

-- Sweeps rows past their retention time.

create function public.engine_sweep(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare rule private.retention; swept integer; total integer := 0;
begin
  for rule in select * from private.retention order by relation loop
    execute format('delete from %1$s where ctid = any (array('
      'select ctid from %1$s where %2$I < now() - $1 limit $2 for update skip locked))',
      rule.relation::regclass, rule.since) using rule.keep, p_limit;
    get diagnostics swept = row_count;
    total := total + swept;
  end loop;
  perform private.add_up_tallies();
  return total;
end $$;
comment on function public.engine_sweep is
  'Deletes rows past their retention time, at most p_limit of each relation, and adds up the tallies; returns how many '
    'it deleted.';

grant execute on function public.engine_sweep(integer)
  to service_role;

-- Records failures that the functions report.

create function public.engine_note_failure(p_job text, p_row uuid, p_error text) returns void
language sql security definer set search_path = '' as $$
  select private.note_failure(p_job, p_row, p_error);
$$;

grant execute on function public.engine_note_failure(text, uuid, text)
  to service_role;

-- What whoever keeps the installation does for its providers, as the database's owner: no key of the API reaches it.

create function private.add_provider(p_provider jsonb, p_admin jsonb) returns uuid
language plpgsql security definer set search_path = '' as $$
declare provider uuid;
begin
  perform private.check_time_zone(p_provider ->> 'timeZone');
  begin
    insert into public.providers (slug, name, default_locale, time_zone, country, office_name, office_email,
      office_phone, platform_signup_url)
    values (p_provider ->> 'slug', trim(p_provider ->> 'name'), p_provider ->> 'locale', p_provider ->> 'timeZone',
      p_provider ->> 'country', p_provider ->> 'officeName', p_provider ->> 'officeEmail',
      p_provider ->> 'officePhone', p_provider ->> 'platformSignupUrl')
    returning id into provider;
  exception
    when unique_violation then perform private.refuse(409, 'slug_taken');
    when check_violation or not_null_violation then
      perform private.refuse(400, 'invalid_input',
        'slug (a-z, 0-9, -), name, country (GB), locale (en, ru), office, sign-up address (https://)');
  end;
  perform private.invite(provider, null, p_admin ->> 'email', p_admin ->> 'name', 'admin');
  return provider;
end $$;
comment on function private.add_provider is
  'p_provider: {slug, name, locale, timeZone, country, officeName, officeEmail, officePhone, platformSignupUrl}; '
    'p_admin: {email, name}, who is invited. Returns the provider''s id.';

create function private.suspend_provider(p_slug text, p_suspended boolean) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.providers set suspended_at = case when p_suspended then coalesce(suspended_at, now()) end
  where slug = p_slug;
  if not found then perform private.refuse(404, 'provider_not_found'); end if;
end $$;
comment on function private.suspend_provider is
  'A suspended provider takes no new application and starts no new cut-over. Moves under way go on: a number must not '
    'stay between two providers.';

create function private.invite_by_operator(p_slug text, p_email text, p_name text, p_role text) returns void
language plpgsql security definer set search_path = '' as $$
declare provider uuid := (select p.id from public.providers p where p.slug = p_slug);
begin
  if provider is null then perform private.refuse(404, 'provider_not_found'); end if;
  if coalesce(p_role, '') not in ('admin', 'manager', 'analyst')
    then perform private.refuse(400, 'invalid_input', 'role'); end if;
  perform private.invite(provider, null, p_email, p_name, p_role);
end $$;

create function private.providers_at_a_glance() returns table (slug text, name text, admins integer, members integer,
  open_requests integer, suspended_since timestamptz)
language sql stable security definer set search_path = '' as $$
  select p.slug, p.name,
    (select count(*)::int from public.members m
      where m.provider_id = p.id and m.ended_at is null and m.role = 'admin'),
    (select count(*)::int from public.members m where m.provider_id = p.id and m.ended_at is null),
    (select coalesce(sum(t.requests), 0)::int from private.request_tallies t where t.provider_id = p.id
      and t.status in ('submitted', 'preparing', 'scheduled', 'cutover', 'monitoring')),
    p.suspended_at
  from public.providers p;
$$;

create function private.refuse_suspended(p_provider uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if (select p.suspended_at from public.providers p where p.id = p_provider) is not null then
    perform private.refuse(409, 'provider_suspended');
  end if;
end $$;

-- Decides who reads a provider's rows, and what its texts may hold.

create policy providers_select_own on public.providers for select to authenticated
  using (id in (select private.my_provider_ids())
    or id in (select private.my_client_provider_ids()));

create trigger providers_add_calendar after insert on public.providers for each row
  execute function private.add_calendar();

create trigger providers_names before insert or update of name, office_name, office_email, office_phone,
  platform_signup_url on public.providers for each row
when (not (private.is_line(new.name, 120) and coalesce(private.is_line(new.office_name, 120), true)
  and coalesce(private.is_address(new.office_email), true)
  and coalesce(private.is_line(new.office_phone, 40), true) and new.platform_signup_url ~ '^https://[^\s"<>\\]+$'
    and length(new.platform_signup_url) <= 500))
execute function private.refuse_field('name');

create policy clients_select_own on public.clients for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or id in (select private.my_client_ids()));

create trigger clients_names before insert or update of name on public.clients for each row
when (not private.is_line(new.name, 200)) execute function private.refuse_field('name');

create policy old_providers_select_own on public.old_providers for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or provider_id in (select private.my_client_provider_ids()));

create policy tariffs_select_own on public.tariffs for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or provider_id in (select private.my_client_provider_ids()));

create policy meta_connections_select_own_provider on public.meta_connections for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

-- Decides who reads the rows about people, what proving an address clears, and how every table of a provider enforces
-- the second factor.

create policy members_select_own_provider on public.members for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

create trigger members_void_approvals after update of role, ended_at on public.members
  for each row when ((new.role, new.ended_at) is distinct from (old.role, old.ended_at))
    execute function private.void_approvals_of_member();

create trigger members_names before insert or update of name, email on public.members for each row
when (not (private.is_line(new.name, 120) and private.is_address(new.email)))
  execute function private.refuse_field('name');

create policy client_members_select_own on public.client_members for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create trigger client_members_names before insert or update of name, email on public.client_members for each row
when (not (private.is_line(new.name, 120) and private.is_address(new.email)))
  execute function private.refuse_field('name');

create policy invitations_select_own_provider on public.invitations for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

create trigger invitations_forgotten after delete on public.invitations for each row
  execute function private.forget_invitation();

create trigger invitations_names before insert or update of name, email on public.invitations for each row
when (not (private.is_line(new.name, 120) and private.is_address(new.email)))
  execute function private.refuse_field('name');

create trigger users_prove_account before insert or update of email_confirmed_at, encrypted_password on auth.users
  for each row execute function private.prove_account();

-- Where a provider requires a second factor, a person who has not shown it reads nothing of the provider's.
do $$
declare relation text; tie text;
begin
  for relation, tie in
    select c.relname, case c.relname when 'providers' then 'id' else 'provider_id' end from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and exists (select from pg_attribute a where a.attrelid = c.oid and not a.attisdropped
        and a.attname = case c.relname when 'providers' then 'id' else 'provider_id' end)
  loop
    execute format('create policy %I on public.%I as restrictive for all to authenticated
      using (%I not in (select private.my_locked_provider_ids()))',
      relation || '_second_factor', relation, tie);
  end loop;
end $$;

-- Decides who reads requests, what people may write, and what only staff may read of a request.

create policy batches_select_own on public.batches for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create trigger batches_names before insert or update of label on public.batches for each row
when (not private.is_line(new.label, 120)) execute function private.refuse_field('name');

create policy migration_requests_select_own on public.migration_requests for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create trigger migration_requests_outdate_evidence before update of source_business_id, source_waba_id,
  source_phone_number_id,
  connection_id, destination_waba_id on public.migration_requests for each row
    execute function private.outdate_evidence();

create policy request_list_select_own on public.request_list for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

create trigger migration_requests_keep_list_add after insert on public.migration_requests
  for each row execute function private.keep_request_list();

create trigger migration_requests_keep_list_change after update on public.migration_requests
  for each row when ((new.reference, new.phone_number, new.phone_country, new.client_id, new.status, new.waiting_on,
    new.next_action, new.next_action_subject, new.hold_reason, new.checks_passed, new.checks_total, new.readiness,
    new.due_at, new.predicted_breach_at, new.old_provider_name, new.reason, new.assignee_id, new.updated_at)
    is distinct from (old.reference, old.phone_number, old.phone_country, old.client_id, old.status, old.waiting_on,
    old.next_action, old.next_action_subject, old.hold_reason, old.checks_passed, old.checks_total, old.readiness,
    old.due_at, old.predicted_breach_at, old.old_provider_name, old.reason, old.assignee_id, old.updated_at))
  execute function private.keep_request_list();

create trigger clients_keep_list after update of name on public.clients
  for each row when (new.name <> old.name) execute function private.keep_client_name();

create trigger migration_requests_tally after insert or delete on public.migration_requests
  for each row execute function private.tally_request();

create trigger migration_requests_tally_change after update of status, provider_id on public.migration_requests
  for each row when ((new.status, new.provider_id) is distinct from (old.status, old.provider_id))
  execute function private.tally_request();

create trigger migration_requests_halt before update of status on public.migration_requests
for each row when (new.status = 'cutover' and old.status <> 'cutover') execute function private.guard_start_halt();

create trigger migration_requests_plan_monitoring_checks after update of status
  on public.migration_requests for each row
  when (new.status = 'monitoring' and old.status <> 'monitoring') execute function private.plan_monitoring_checks();

create trigger migration_requests_audit_add after insert or delete on public.migration_requests
for each row execute function private.note_request_change();

create trigger migration_requests_audit_change after update on public.migration_requests
for each row when (old.* is distinct from new.*) execute function private.note_request_change();

create trigger migration_requests_conflict before update of status on public.migration_requests
for each row when (new.status = 'cutover' and old.status <> 'cutover') execute function private.guard_start_conflict();

create trigger migration_requests_keep_staff_data_add after insert on public.migration_requests
  for each row execute function private.keep_request_staff_data();

create trigger migration_requests_keep_staff_data_change after update on public.migration_requests for each row
  when ((new.assignee_id, new.route_answers, new.second_approved_by) is distinct
    from (old.assignee_id, old.route_answers, old.second_approved_by))
  execute function private.keep_request_staff_data();

create trigger migration_requests_webhook_received before update of tracks on public.migration_requests for each row
when (new.webhook_received_at is not null and old.tracks ->> 'webhook' = 'pending'
  and new.tracks ->> 'webhook' = 'working')
execute function private.settle_received_webhook();

create trigger migration_requests_names before insert or update of contact_name, contact_phone, authorised_name,
  authorised_position, old_provider_name,
  platform_account on public.migration_requests for each row
when (not (private.is_line(new.contact_name, 120) and private.is_line(new.old_provider_name, 120)
  and coalesce(private.is_line(nullif(new.contact_phone, ''), 40), true)
    and coalesce(private.is_line(nullif(new.authorised_name, ''), 120), true)
  and coalesce(private.is_line(nullif(new.authorised_position, ''), 120), true)
    and coalesce(private.is_line(nullif(new.platform_account, ''), 120), true)))
execute function private.refuse_field('name');

create trigger migration_requests_addresses before insert
  or update of contact_email, authorised_email on public.migration_requests for each row
when (not (private.is_address(new.contact_email) and coalesce(private.is_address(new.authorised_email), true)))
execute function private.refuse_field('email');

create trigger migration_requests_texts before insert or update of closed_note, hold_reason, reason_note, counter_note
  on public.migration_requests for each row
when (not (coalesce(private.is_prose(new.closed_note, 4000), true)
  and coalesce(private.is_prose(new.hold_reason, 4000), true)
  and coalesce(private.is_prose(new.reason_note, 1000), true)
    and coalesce(private.is_prose(new.counter_note, 4000), true)))
execute function private.refuse_field('text');

create trigger migration_requests_ids before insert or update of source_business_id, source_waba_id,
  source_phone_number_id, destination_waba_id,
  destination_phone_number_id on public.migration_requests for each row
when (greatest(length(new.source_business_id), length(new.source_waba_id), length(new.source_phone_number_id),
  length(new.destination_waba_id),
  length(new.destination_phone_number_id)) > 30)
execute function private.refuse_field('meta_id');

create trigger migration_requests_lists before insert or update of acknowledgements, route_answers
  on public.migration_requests for each row
when (cardinality(new.acknowledgements) > 20 or length(array_to_string(new.acknowledgements, ' ')) > 1000
  or jsonb_typeof(new.route_answers) <> 'object' or length(new.route_answers::text) > 2000)
execute function private.refuse_field('list');

create trigger migration_requests_moments before insert
  or update of window_starts_at, window_ends_at, counter_starts_at, counter_ends_at
  on public.migration_requests for each row
when (not (coalesce(private.is_near(new.window_starts_at), true) and coalesce(private.is_near(new.window_ends_at), true)
  and coalesce(private.is_near(new.counter_starts_at), true) and coalesce(private.is_near(new.counter_ends_at), true)))
execute function private.refuse_field('window');

create policy comments_select_own on public.comments for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()) and visibility = 'client');

create trigger comments_texts before insert or update of body, author_name on public.comments for each row
when (not (private.is_prose(new.body, 4000) and private.is_line(new.author_name, 120)))
  execute function private.refuse_field('text');

create policy events_select_own on public.events for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()) and visibility = 'client');

create trigger events_audit after insert on public.events for each row execute function private.audit_event();

create trigger events_elapsed_clocks after insert on public.events for each row execute function private.follow_event();

create trigger events_texts before insert on public.events for each row
when (greatest(length(new.data ->> 'note'), length(new.data ->> 'reason')) > 4000)
execute function private.refuse_too_long();

create trigger events_audit_change after update or delete on public.events
for each row execute function private.audit_row('provider_id', 'request_id', 'created_at');

create trigger events_size before insert on public.events for each row
when (length(new.data::text) > 32000) execute function private.refuse_field('size');

create trigger events_rate before insert on public.events for each row execute function private.count_event();

create policy request_staff_data_select_own on public.request_staff_data for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

-- Decides who reads checks and snapshots, what outdates them, and what changes the time of the next reading.

create policy checks_select_own on public.checks for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

-- Meta's answer to a check has no length limit.
create trigger checks_texts before insert or update on public.checks for each row
when (greatest(length(new.claimed_value), length(new.waived_reason),
  case when new.evidence_kind in ('document', 'person') then length(new.evidence_value) end) > 4000)
execute function private.refuse_too_long();

create trigger checks_keep_staff_data_add after insert on public.checks for each row
  execute function private.keep_check_staff_data();

create trigger checks_keep_staff_data_change after update on public.checks for each row
  when ((new.evidence_value, new.claimed_value, new.waived_reason, new.waived_by)
    is distinct from (old.evidence_value, old.claimed_value, old.waived_reason, old.waived_by))
  execute function private.keep_check_staff_data();

create policy snapshots_select_own on public.snapshots for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create trigger snapshots_mark_gone_templates after insert on public.snapshots for each row
  when (new.moment = 'before' and new.side = 'source' and jsonb_typeof(new.data -> 'templateCount') = 'number')
  execute function private.mark_gone_templates();

create policy check_staff_data_select_own on public.check_staff_data for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

-- From here on: what changes the time of a request's next reading.

create trigger migration_requests_next_reading_add after insert on public.migration_requests for each row
  when (new.status <> 'draft') execute function private.follow_readings_of_request();

-- updated_at decides only until the first reading.
create trigger migration_requests_next_reading_change after update on public.migration_requests for each row
  when ((new.status, new.hold_reason is null, new.route is null, new.connection_id is null,
      new.source_phone_number_id is null, new.registered_at is null, new.checks_read_at, new.window_starts_at,
      case when new.checks_read_at is null then new.updated_at end)
    is distinct from (old.status, old.hold_reason is null, old.route is null, old.connection_id is null,
      old.source_phone_number_id is null, old.registered_at is null, old.checks_read_at, old.window_starts_at,
      case when old.checks_read_at is null then old.updated_at end))
  execute function private.follow_readings_of_request();

create trigger checks_next_reading_add after insert or delete on public.checks for each row
  execute function private.follow_two_step();

create trigger checks_next_reading_change after update on public.checks for each row
  when (new.code = 'TWO_STEP_OFF' and (new.status, new.read_at) is distinct from (old.status, old.read_at))
  execute function private.follow_two_step();

create trigger request_exceptions_next_reading after insert or update or delete on public.request_exceptions
  for each row execute function private.follow_readings_of_row();

create trigger cutover_steps_next_reading_add after insert on public.cutover_steps for each row
  when (new.state = 'failed') execute function private.follow_readings_of_row();

create trigger cutover_steps_next_reading_change after update on public.cutover_steps for each row
  when ((new.state = 'failed') is distinct from (old.state = 'failed'))
  execute function private.follow_readings_of_row();

create trigger cutover_steps_next_reading_remove after delete on public.cutover_steps for each row
  when (old.state = 'failed') execute function private.follow_readings_of_row();

create trigger readings_next_reading after insert or update on private.readings for each row
  execute function private.follow_readings_of_row();

create trigger readings_next_reading_remove after delete on private.readings for each row
  execute function private.follow_swept_reading();

create trigger reading_prompts_next_reading after insert or update or delete on private.reading_prompts
  for each row execute function private.follow_readings_of_row();

create trigger reading_settings_next_reading after insert or update on private.reading_settings for each row
  execute function private.follow_reading_settings();

-- Decides who reads exceptions.

create policy request_exceptions_select_own on public.request_exceptions for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create policy exception_payloads_select_own_provider on public.exception_payloads for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

create trigger exception_payloads_texts before insert on public.exception_payloads for each row
when (length(new.payload ->> 'note') > 4000)
execute function private.refuse_too_long();

-- Stops every step during halts and pauses, and for numbers in conflict.

create policy cutover_steps_select_own on public.cutover_steps for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create trigger cutover_steps_plan_template_readings after update of state on public.cutover_steps for each row
  when (new.step = 'compare' and new.state = 'done' and old.state <> 'done')
  execute function private.plan_template_readings();

create trigger cutover_steps_size before insert or update of authorisation on public.cutover_steps for each row
when (length(new.authorisation::text) > 2000) execute function private.refuse_field('detail');

create trigger intents_10_halt before insert on private.intents for each row
  execute function private.guard_intent_halt();

create trigger intents_20_pause before insert on private.intents for each row
  execute function private.guard_intent_pause();

create trigger intents_learn after update of closed_at on private.intents
for each row when (old.closed_at is null and new.closed_at is not null) execute function private.learn_from_intent();

create trigger intents_15_conflict before insert on private.intents for each row
  execute function private.guard_intent_conflict();

-- From here on: what changes the time of a move's next step.

create trigger migration_requests_next_step_change after update on public.migration_requests for each row
  when ((new.status in ('cutover', 'monitoring') or old.status in ('cutover', 'monitoring'))
    and (new.status, new.hold_reason is null, new.no_return_at, new.window_starts_at)
      is distinct from (old.status, old.hold_reason is null, old.no_return_at, old.window_starts_at))
  execute function private.follow_steps_of_request();

create trigger cutover_steps_next_step_add after insert on public.cutover_steps
  referencing new table as changed for each statement execute function private.follow_steps_of_move();

create trigger cutover_steps_next_step_change after update on public.cutover_steps
  referencing new table as changed for each statement execute function private.follow_steps_of_move();

create trigger cutover_steps_next_step_remove after delete on public.cutover_steps
  referencing old table as changed for each statement execute function private.follow_steps_of_move();

create trigger intents_next_step after insert or update or delete on private.intents for each row
  execute function private.follow_steps_of_row();

create trigger request_exceptions_next_step_change after insert or update on public.request_exceptions for each row
  when (new.code = 'OUTCOME_UNKNOWN') execute function private.follow_steps_of_row();

create trigger request_exceptions_next_step_remove after delete on public.request_exceptions for each row
  when (old.code = 'OUTCOME_UNKNOWN') execute function private.follow_steps_of_row();

-- Decides who reads templates.

create policy templates_select_own on public.templates for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create policy template_forecasts_select_own on public.template_forecasts for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create policy template_readings_select_own on public.template_readings for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

-- Decides who reads calendars, and what changes the time of a request's next notice.

create policy provider_calendars_select_own_provider on public.provider_calendars for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

create trigger provider_calendars_size before insert or update of hours, closed_days
  on public.provider_calendars for each row
when (length(new.hours::text) > 4000 or cardinality(new.closed_days) > 400)
execute function private.refuse_field('hours');

create policy open_periods_select_own on public.open_periods for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or provider_id in (select private.my_client_provider_ids()));

create policy clock_targets_select_own_provider on public.clock_targets for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

create trigger migration_requests_next_notice_add after insert on public.migration_requests for each row
  when (new.clock_since is not null) execute function private.follow_notices_of_request();

create trigger migration_requests_next_notice_change after update on public.migration_requests for each row
  when ((new.status, new.waiting_on, new.hold_reason is null, new.next_action_subject, new.clock_code, new.clock_since,
      new.due_at, new.predicted_breach_at, new.registered_at is null, new.shared_at is null)
    is distinct from (old.status, old.waiting_on, old.hold_reason is null, old.next_action_subject, old.clock_code,
      old.clock_since, old.due_at, old.predicted_breach_at, old.registered_at is null, old.shared_at is null))
  execute function private.follow_notices_of_request();

create trigger elapsed_clocks_next_notice_add after insert on private.elapsed_clocks
  referencing new table as changed for each statement execute function private.follow_notices_of_clocks();

create trigger elapsed_clocks_next_notice_change after update on private.elapsed_clocks
  referencing new table as changed for each statement execute function private.follow_notices_of_clocks();

create trigger elapsed_clocks_next_notice_remove after delete on private.elapsed_clocks
  referencing old table as changed for each statement execute function private.follow_notices_of_clocks();

create trigger clock_notices_next_notice after insert or update or delete on private.clock_notices for each row
  execute function private.follow_notices_of_row();

create trigger notice_catalogue_next_notice after insert or update or delete on private.notice_catalogue for each row
  execute function private.follow_notices_of_catalogue();

-- Decides who reads the findings, and what schedules the readings.

create policy message_sightings_select_own on public.message_sightings for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create policy monitoring_checks_select_own on public.monitoring_checks for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create policy pin_settings_select_own on public.pin_settings for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create policy test_messages_select_own on public.test_messages for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create policy probe_settings_select_own_provider on public.probe_settings for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

-- Decides who reads alarms.

create policy request_alarms_select_own_provider on public.request_alarms for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

create trigger request_alarms_texts before insert or update of note on public.request_alarms for each row
when (not private.is_prose(new.note, 4000)) execute function private.refuse_field('note');

-- Decides who reads rehearsals.

create policy rehearsals_select_own_provider on public.rehearsals for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

-- Decides who reads exports, and what their record may hold.

create policy exports_select_own_provider on public.exports for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

create trigger exports_size before insert on public.exports for each row
when (new.filter is null or jsonb_typeof(new.filter) <> 'object' or length(new.filter::text) > 4000
  or coalesce(new.row_count not between 0 and 100000000, true))
execute function private.refuse_field('filter');

-- Names the audited tables, and keeps the chain append-only.

create trigger audit_intake_only_added before update or truncate on private.audit_intake
for each statement execute function private.refuse_rewriting();

create trigger audit_intake_sealed_first after delete on private.audit_intake referencing old table as gone
for each statement execute function private.guard_audit_intake();

create policy audit_rows_select_own_provider on public.audit_rows for select to authenticated
  using (provider_id in (select private.my_audited_provider_ids()));

create trigger audit_rows_only_added before update or delete or truncate on public.audit_rows
for each statement execute function private.refuse_rewriting();

create policy audit_values_select_own_provider on public.audit_values for select to authenticated
  using (provider_id in (select private.my_audited_provider_ids()));

create trigger audit_values_only_added before update or truncate on public.audit_values
for each statement execute function private.refuse_rewriting();

create trigger audit_values_erased_only before delete on public.audit_values
for each statement execute function private.guard_audit_values();

create trigger audit_heads_kept before delete or truncate on private.audit_heads
for each statement execute function private.refuse_rewriting();

create trigger audit_heads_move_on before update on private.audit_heads for each row
  execute function private.guard_audit_heads();

create constraint trigger audit_pending_close after insert on private.audit_pending deferrable initially deferred
for each row execute function private.close_pending();

-- The arguments name the tenant's column, the subject's column, and the columns that no entry holds.
create trigger connection_tokens_audit after insert or update or delete on private.connection_tokens
  for each row execute function private.audit_row('provider_id', 'connection_id', 'nonce', 'ciphertext');
create trigger halts_audit after insert or update or delete on private.halts
  for each row execute function private.audit_row('provider_id', 'started_by');
create trigger batches_audit after insert or update or delete on public.batches
  for each row execute function private.audit_row('provider_id', 'client_id');
create trigger client_members_audit after insert or update or delete on public.client_members
  for each row execute function private.audit_row('provider_id', 'user_id');
create trigger clients_audit after insert or update or delete on public.clients
  for each row execute function private.audit_row('provider_id', 'id');
create trigger clock_targets_audit after insert or update or delete on public.clock_targets
  for each row execute function private.audit_row('provider_id', 'set_by');
create trigger exports_audit after insert or update or delete on public.exports
  for each row execute function private.audit_row('provider_id', 'user_id');
create trigger invitations_audit after insert or update or delete on public.invitations
  for each row execute function private.audit_row('provider_id', 'id', 'mailed_at', 'attempts', 'tried_at');
create trigger members_audit after insert or update or delete on public.members
  for each row execute function private.audit_row('provider_id', 'user_id');
create trigger meta_connections_audit after insert or update or delete on public.meta_connections
  for each row execute function private.audit_row('provider_id', 'id');
create trigger old_providers_audit after insert or update or delete on public.old_providers
  for each row execute function private.audit_row('provider_id', 'id');
create trigger probe_settings_audit after insert or update or delete on public.probe_settings
  for each row execute function private.audit_row('provider_id', 'provider_id');
create trigger provider_calendars_audit after insert or update or delete on public.provider_calendars
  for each row execute function private.audit_row('provider_id', 'provider_id', 'holidays', 'built_at');
create trigger providers_audit after insert or update or delete on public.providers
  for each row execute function private.audit_row('id', 'id');
create trigger tariffs_audit after insert or update or delete on public.tariffs
  for each row execute function private.audit_row('provider_id', 'id');

-- From here on cron wakes the tick, where the platform has it.

select private.schedule_tick();

-- Made from src/domain by `npm run db:reference`; never edited.

insert into private.permissions (role, permission) values
  ('admin', 'request.read'),
  ('admin', 'report.read'),
  ('admin', 'report.export'),
  ('admin', 'request.accept'),
  ('admin', 'request.reject'),
  ('admin', 'request.ask'),
  ('admin', 'request.assign'),
  ('admin', 'request.hold'),
  ('admin', 'request.edit'),
  ('admin', 'request.schedule'),
  ('admin', 'request.postpone'),
  ('admin', 'request.cancel'),
  ('admin', 'request.complete'),
  ('admin', 'check.run'),
  ('admin', 'check.confirm'),
  ('admin', 'check.waive_soft'),
  ('admin', 'exception.open'),
  ('admin', 'exception.settle'),
  ('admin', 'track.set'),
  ('admin', 'cutover.rehearse'),
  ('admin', 'cutover.start'),
  ('admin', 'cutover.abort'),
  ('admin', 'cutover.approve'),
  ('admin', 'cutover.retry'),
  ('admin', 'cutover.resolve'),
  ('admin', 'cutover.fail'),
  ('admin', 'code.request'),
  ('admin', 'code.enter'),
  ('admin', 'step.complete'),
  ('admin', 'comment.internal'),
  ('admin', 'comment.client'),
  ('admin', 'moves.halt'),
  ('admin', 'alarm.acknowledge'),
  ('admin', 'pin.set'),
  ('admin', 'message.test'),
  ('admin', 'check.waive_hard'),
  ('admin', 'cutover.second_approve'),
  ('admin', 'connection.manage'),
  ('admin', 'member.manage'),
  ('admin', 'tariff.manage'),
  ('admin', 'settings.manage'),
  ('admin', 'moves.resume'),
  ('admin', 'audit.read'),
  ('manager', 'request.read'),
  ('manager', 'report.read'),
  ('manager', 'report.export'),
  ('manager', 'request.accept'),
  ('manager', 'request.reject'),
  ('manager', 'request.ask'),
  ('manager', 'request.assign'),
  ('manager', 'request.hold'),
  ('manager', 'request.edit'),
  ('manager', 'request.schedule'),
  ('manager', 'request.postpone'),
  ('manager', 'request.cancel'),
  ('manager', 'request.complete'),
  ('manager', 'check.run'),
  ('manager', 'check.confirm'),
  ('manager', 'check.waive_soft'),
  ('manager', 'exception.open'),
  ('manager', 'exception.settle'),
  ('manager', 'track.set'),
  ('manager', 'cutover.rehearse'),
  ('manager', 'cutover.start'),
  ('manager', 'cutover.abort'),
  ('manager', 'cutover.approve'),
  ('manager', 'cutover.retry'),
  ('manager', 'cutover.resolve'),
  ('manager', 'cutover.fail'),
  ('manager', 'code.request'),
  ('manager', 'code.enter'),
  ('manager', 'step.complete'),
  ('manager', 'comment.internal'),
  ('manager', 'comment.client'),
  ('manager', 'moves.halt'),
  ('manager', 'alarm.acknowledge'),
  ('manager', 'pin.set'),
  ('manager', 'message.test'),
  ('analyst', 'request.read'),
  ('analyst', 'report.read'),
  ('analyst', 'report.export'),
  ('client', 'request.read'),
  ('client', 'request.draft'),
  ('client', 'request.submit'),
  ('client', 'request.cancel'),
  ('client', 'window.confirm'),
  ('client', 'check.confirm_own'),
  ('client', 'facts.edit_own'),
  ('client', 'code.request'),
  ('client', 'code.enter'),
  ('client', 'signup.finish'),
  ('client', 'step.complete_own'),
  ('client', 'comment.client'),
  ('client', 'pin.set'),
  ('client', 'integration.confirm'),
  ('engine', 'request.expire'),
  ('engine', 'cutover.connected'),
  ('engine', 'cutover.fail')
on conflict (role, permission) do nothing;
delete from private.permissions where (role, permission) not in (('admin', 'request.read'), ('admin', 'report.read'), ('admin', 'report.export'), ('admin', 'request.accept'), ('admin', 'request.reject'), ('admin', 'request.ask'), ('admin', 'request.assign'), ('admin', 'request.hold'), ('admin', 'request.edit'), ('admin', 'request.schedule'), ('admin', 'request.postpone'), ('admin', 'request.cancel'), ('admin', 'request.complete'), ('admin', 'check.run'), ('admin', 'check.confirm'), ('admin', 'check.waive_soft'), ('admin', 'exception.open'), ('admin', 'exception.settle'), ('admin', 'track.set'), ('admin', 'cutover.rehearse'), ('admin', 'cutover.start'), ('admin', 'cutover.abort'), ('admin', 'cutover.approve'), ('admin', 'cutover.retry'), ('admin', 'cutover.resolve'), ('admin', 'cutover.fail'), ('admin', 'code.request'), ('admin', 'code.enter'), ('admin', 'step.complete'), ('admin', 'comment.internal'), ('admin', 'comment.client'), ('admin', 'moves.halt'), ('admin', 'alarm.acknowledge'), ('admin', 'pin.set'), ('admin', 'message.test'), ('admin', 'check.waive_hard'), ('admin', 'cutover.second_approve'), ('admin', 'connection.manage'), ('admin', 'member.manage'), ('admin', 'tariff.manage'), ('admin', 'settings.manage'), ('admin', 'moves.resume'), ('admin', 'audit.read'), ('manager', 'request.read'), ('manager', 'report.read'), ('manager', 'report.export'), ('manager', 'request.accept'), ('manager', 'request.reject'), ('manager', 'request.ask'), ('manager', 'request.assign'), ('manager', 'request.hold'), ('manager', 'request.edit'), ('manager', 'request.schedule'), ('manager', 'request.postpone'), ('manager', 'request.cancel'), ('manager', 'request.complete'), ('manager', 'check.run'), ('manager', 'check.confirm'), ('manager', 'check.waive_soft'), ('manager', 'exception.open'), ('manager', 'exception.settle'), ('manager', 'track.set'), ('manager', 'cutover.rehearse'), ('manager', 'cutover.start'), ('manager', 'cutover.abort'), ('manager', 'cutover.approve'), ('manager', 'cutover.retry'), ('manager', 'cutover.resolve'), ('manager', 'cutover.fail'), ('manager', 'code.request'), ('manager', 'code.enter'), ('manager', 'step.complete'), ('manager', 'comment.internal'), ('manager', 'comment.client'), ('manager', 'moves.halt'), ('manager', 'alarm.acknowledge'), ('manager', 'pin.set'), ('manager', 'message.test'), ('analyst', 'request.read'), ('analyst', 'report.read'), ('analyst', 'report.export'), ('client', 'request.read'), ('client', 'request.draft'), ('client', 'request.submit'), ('client', 'request.cancel'), ('client', 'window.confirm'), ('client', 'check.confirm_own'), ('client', 'facts.edit_own'), ('client', 'code.request'), ('client', 'code.enter'), ('client', 'signup.finish'), ('client', 'step.complete_own'), ('client', 'comment.client'), ('client', 'pin.set'), ('client', 'integration.confirm'), ('engine', 'request.expire'), ('engine', 'cutover.connected'), ('engine', 'cutover.fail'));

insert into private.transitions (permission, from_status, to_status) values
  ('request.submit', 'draft', 'submitted'),
  ('request.accept', 'submitted', 'preparing'),
  ('request.reject', 'submitted', 'rejected'),
  ('request.schedule', 'preparing', 'scheduled'),
  ('request.schedule', 'scheduled', 'scheduled'),
  ('request.postpone', 'scheduled', 'preparing'),
  ('request.cancel', 'draft', 'cancelled'),
  ('request.cancel', 'submitted', 'cancelled'),
  ('request.cancel', 'preparing', 'cancelled'),
  ('request.cancel', 'scheduled', 'cancelled'),
  ('request.expire', 'draft', 'cancelled'),
  ('cutover.start', 'scheduled', 'cutover'),
  ('cutover.abort', 'cutover', 'preparing'),
  ('cutover.connected', 'cutover', 'monitoring'),
  ('cutover.fail', 'cutover', 'failed'),
  ('cutover.fail', 'monitoring', 'failed'),
  ('request.complete', 'monitoring', 'completed')
on conflict (permission, from_status) do update set to_status = excluded.to_status;
delete from private.transitions where (permission, from_status) not in (('request.submit', 'draft'), ('request.accept', 'submitted'), ('request.reject', 'submitted'), ('request.schedule', 'preparing'), ('request.schedule', 'scheduled'), ('request.postpone', 'scheduled'), ('request.cancel', 'draft'), ('request.cancel', 'submitted'), ('request.cancel', 'preparing'), ('request.cancel', 'scheduled'), ('request.expire', 'draft'), ('cutover.start', 'scheduled'), ('cutover.abort', 'cutover'), ('cutover.connected', 'cutover'), ('cutover.fail', 'cutover'), ('cutover.fail', 'monitoring'), ('request.complete', 'monitoring'));

update private.check_catalogue set position = position + 1000;
insert into private.check_catalogue (code, position, owner, hard, source, predicts) values
  ('AUTHORISED_PERSON', 1, 'client', true, 'application', '{AUTHORISATION_CONFLICT}'),
  ('WABA_DATA', 2, 'old_provider', true, 'application', '{OLD_PROVIDER_SILENT}'),
  ('PLATFORM_ACCOUNT', 3, 'client', true, 'application', '{CLIENT_SILENT}'),
  ('NUMBER_FORMAT', 4, 'us', true, 'application', '{FORMAT_MISMATCH}'),
  ('NO_OTHER_REQUEST', 5, 'us', true, 'application', '{AUTHORISATION_CONFLICT}'),
  ('BUSINESS_VERIFIED', 6, 'client', true, 'api', '{SOURCE_NOT_READY}'),
  ('SOURCE_READY', 7, 'old_provider', true, 'api', '{SOURCE_NOT_READY,NO_FUNDING}'),
  ('SAME_BUSINESS', 8, 'client', true, 'api', '{DIFFERENT_BUSINESS}'),
  ('NAME_APPROVED', 9, 'client', true, 'api', '{NAME_NOT_APPROVED,NAME_CHANGE_PENDING}'),
  ('CLOUD_API_NUMBER', 10, 'client', true, 'api', '{APP_NUMBER,NOT_A_MIGRATION}'),
  ('TWO_STEP_OFF', 11, 'client', true, 'api', '{TWO_STEP_ON}'),
  ('DESTINATION_READY', 12, 'us', true, 'api', '{DESTINATION_NOT_APPROVED,NO_FUNDING}'),
  ('APP_SUBSCRIBED', 13, 'us', true, 'api', '{}'),
  ('CODE_CHANNEL', 14, 'client', false, 'person', '{CODE_NOT_RECEIVED}'),
  ('OLD_PROVIDER_SETTLED', 15, 'client', false, 'person', '{BALANCE_DUE}'),
  ('CAMPAIGNS_PAUSED', 16, 'client', false, 'person', '{}'),
  ('ROLLBACK_CARD', 17, 'client', false, 'person', '{}'),
  ('TEMPLATES_PLAN', 18, 'us', false, 'person', '{TEMPLATES_PARTIAL,TEMPLATE_LIMIT}')
on conflict (code) do update set position = excluded.position, owner = excluded.owner, hard = excluded.hard, source = excluded.source, predicts = excluded.predicts;
delete from private.check_catalogue where (code) not in (('AUTHORISED_PERSON'), ('WABA_DATA'), ('PLATFORM_ACCOUNT'), ('NUMBER_FORMAT'), ('NO_OTHER_REQUEST'), ('BUSINESS_VERIFIED'), ('SOURCE_READY'), ('SAME_BUSINESS'), ('NAME_APPROVED'), ('CLOUD_API_NUMBER'), ('TWO_STEP_OFF'), ('DESTINATION_READY'), ('APP_SUBSCRIBED'), ('CODE_CHANNEL'), ('OLD_PROVIDER_SETTLED'), ('CAMPAIGNS_PAUSED'), ('ROLLBACK_CARD'), ('TEMPLATES_PLAN'));

update private.exception_catalogue set position = position + 1000;
insert into private.exception_catalogue (code, position, owner, retry, settled_by_hand, watched_by, opened_in, block) values
  ('TWO_STEP_ON', 1, 'client', 'watched', false, '{TWO_STEP_OFF}', '{}', null),
  ('PIN_LOCKED', 2, 'meta', 'by_hand', false, '{}', '{}', null),
  ('REGISTER_LIMIT', 3, 'meta', 'by_hand', false, '{}', '{}', '72 hours'),
  ('NAME_NOT_APPROVED', 4, 'client', 'watched', false, '{NAME_APPROVED}', '{}', null),
  ('NAME_CHANGE_PENDING', 5, 'meta', 'watched', false, '{NAME_APPROVED}', '{}', null),
  ('NAME_PROVISIONING', 6, 'meta', 'by_hand', false, '{}', '{}', null),
  ('DIFFERENT_BUSINESS', 7, 'client', 'watched', false, '{SAME_BUSINESS}', '{}', null),
  ('SOURCE_NOT_READY', 8, 'old_provider', 'watched', false, '{SOURCE_READY,BUSINESS_VERIFIED}', '{}', null),
  ('DESTINATION_NOT_APPROVED', 9, 'us', 'watched', false, '{DESTINATION_READY}', '{}', null),
  ('MESSAGING_FOR_PENDING', 10, 'client', 'by_hand', false, '{}', '{}', null),
  ('NO_FUNDING', 11, 'us', 'watched', false, '{DESTINATION_READY}', '{}', null),
  ('NO_WEBHOOK_ON_DESTINATION', 12, 'us', 'automatic', false, '{}', '{}', null),
  ('ALREADY_HERE', 13, 'us', 'by_hand', false, '{}', '{}', null),
  ('ADD_DIRECTLY', 14, 'us', 'never', false, '{}', '{}', null),
  ('NOT_A_MIGRATION', 15, 'us', 'automatic', false, '{}', '{}', null),
  ('CODE_NOT_RECEIVED', 16, 'client', 'by_hand', false, '{}', '{}', null),
  ('CODE_ATTEMPTS_USED', 17, 'meta', 'by_hand', false, '{}', '{}', null),
  ('VERIFICATION_EXPIRED', 18, 'client', 'by_hand', false, '{}', '{}', null),
  ('MAINTENANCE', 19, 'meta', 'automatic', false, '{}', '{}', null),
  ('META_INCIDENT', 20, 'meta', 'automatic', false, '{}', '{}', null),
  ('RATE_LIMIT', 21, 'meta', 'automatic', false, '{}', '{}', null),
  ('RECENTLY_DELETED', 22, 'meta', 'automatic', false, '{}', '{}', null),
  ('NOT_REGISTERED_AFTER_MOVE', 23, 'us', 'watched', false, '{}', '{}', null),
  ('CANNOT_SEND', 24, 'us', 'by_hand', true, '{}', '{monitoring}', null),
  ('TEMPLATES_PARTIAL', 25, 'us', 'by_hand', true, '{}', '{}', null),
  ('TEMPLATE_RECATEGORISED', 26, 'us', 'by_hand', true, '{}', '{monitoring}', null),
  ('TEMPLATE_LIMIT', 27, 'us', 'by_hand', true, '{}', '{}', null),
  ('QUALITY_CHANGED', 28, 'us', 'by_hand', true, '{}', '{monitoring}', null),
  ('LIMIT_CHANGED', 29, 'us', 'by_hand', true, '{}', '{monitoring}', null),
  ('OFFICIAL_MARK_LOST', 30, 'us', 'by_hand', true, '{}', '{monitoring}', null),
  ('PROFILE_CHANGED', 31, 'us', 'by_hand', true, '{}', '{monitoring}', null),
  ('WEBHOOK_SILENT', 32, 'us', 'by_hand', true, '{}', '{monitoring}', null),
  ('OLD_PROVIDER_SILENT', 33, 'us', 'by_hand', true, '{}', '{submitted,preparing,scheduled}', null),
  ('OLD_PROVIDER_REFUSES', 34, 'old_provider', 'by_hand', true, '{}', '{submitted,preparing,scheduled}', null),
  ('BALANCE_DUE', 35, 'client', 'by_hand', true, '{}', '{submitted,preparing,scheduled}', null),
  ('AUTHORISATION_CONFLICT', 36, 'us', 'by_hand', true, '{}', '{submitted,preparing,scheduled,cutover}', null),
  ('APP_NUMBER', 37, 'client', 'watched', false, '{CLOUD_API_NUMBER}', '{}', null),
  ('FORMAT_MISMATCH', 38, 'us', 'never', false, '{}', '{}', null),
  ('CLIENT_SILENT', 39, 'client', 'by_hand', true, '{}', '{submitted,preparing,scheduled,cutover,monitoring}', null),
  ('TOKEN_INVALID', 40, 'us', 'by_hand', false, '{}', '{}', null),
  ('PERMISSION_MISSING', 41, 'us', 'by_hand', false, '{}', '{}', null),
  ('OUTCOME_UNKNOWN', 42, 'us', 'by_hand', false, '{}', '{}', null),
  ('UNCLASSIFIED', 43, 'us', 'by_hand', false, '{}', '{}', null),
  ('NOT_SHARED', 44, 'us', 'by_hand', false, '{}', '{}', null)
on conflict (code) do update set position = excluded.position, owner = excluded.owner, retry = excluded.retry, settled_by_hand = excluded.settled_by_hand, watched_by = excluded.watched_by, opened_in = excluded.opened_in, block = excluded.block;
delete from private.exception_catalogue where (code) not in (('TWO_STEP_ON'), ('PIN_LOCKED'), ('REGISTER_LIMIT'), ('NAME_NOT_APPROVED'), ('NAME_CHANGE_PENDING'), ('NAME_PROVISIONING'), ('DIFFERENT_BUSINESS'), ('SOURCE_NOT_READY'), ('DESTINATION_NOT_APPROVED'), ('MESSAGING_FOR_PENDING'), ('NO_FUNDING'), ('NO_WEBHOOK_ON_DESTINATION'), ('ALREADY_HERE'), ('ADD_DIRECTLY'), ('NOT_A_MIGRATION'), ('CODE_NOT_RECEIVED'), ('CODE_ATTEMPTS_USED'), ('VERIFICATION_EXPIRED'), ('MAINTENANCE'), ('META_INCIDENT'), ('RATE_LIMIT'), ('RECENTLY_DELETED'), ('NOT_REGISTERED_AFTER_MOVE'), ('CANNOT_SEND'), ('TEMPLATES_PARTIAL'), ('TEMPLATE_RECATEGORISED'), ('TEMPLATE_LIMIT'), ('QUALITY_CHANGED'), ('LIMIT_CHANGED'), ('OFFICIAL_MARK_LOST'), ('PROFILE_CHANGED'), ('WEBHOOK_SILENT'), ('OLD_PROVIDER_SILENT'), ('OLD_PROVIDER_REFUSES'), ('BALANCE_DUE'), ('AUTHORISATION_CONFLICT'), ('APP_NUMBER'), ('FORMAT_MISMATCH'), ('CLIENT_SILENT'), ('TOKEN_INVALID'), ('PERMISSION_MISSING'), ('OUTCOME_UNKNOWN'), ('UNCLASSIFIED'), ('NOT_SHARED'));

update private.step_catalogue set position = position + 1000;
insert into private.step_catalogue (step, position, status, trigger, repeatable, budget, budget_window, pause, waits_on, action, irreversible, asks_digits, done_by) values
  ('snapshot_before', 1, 'cutover', 'automatic', true, null, null, null, 'meta', 'await_step', false, false, null),
  ('subscribe_app', 2, 'cutover', 'automatic', true, null, null, null, 'meta', 'await_step', false, false, null),
  ('copy_templates', 3, 'cutover', 'automatic', true, null, null, null, 'meta', 'await_step', false, false, null),
  ('claim_number', 4, 'cutover', 'automatic', false, 20, '72 hours', null, 'meta', 'await_step', false, false, null),
  ('request_code', 5, 'cutover', 'person', false, 5, '12 hours', '60 seconds', 'client', 'request_code', false, false, null),
  ('verify_code', 6, 'cutover', 'person', false, 10, '12 hours', null, 'client', 'enter_code', false, false, null),
  ('register', 7, 'cutover', 'approval', false, 9, '72 hours', null, 'us', 'approve_register', true, true, null),
  ('confirm_connected', 8, 'cutover', 'automatic', true, null, null, null, 'meta', 'await_step', false, false, null),
  ('snapshot_after', 9, 'monitoring', 'automatic', true, null, null, null, 'meta', 'await_step', false, false, null),
  ('compare', 10, 'monitoring', 'automatic', true, null, null, null, 'meta', 'await_step', false, false, null),
  ('embedded_signup', 11, 'cutover', 'person', false, null, null, null, 'client', 'sign_up', false, false, null),
  ('create_templates', 12, 'cutover', 'automatic', true, null, null, null, 'meta', 'await_step', false, false, null),
  ('register_shared', 13, 'cutover', 'person', false, 9, '72 hours', null, 'us', 'register_silently', false, false, null),
  ('exchange_messages', 14, 'cutover', 'automatic', true, null, null, null, 'us', 'exchange_messages', false, false, null),
  ('confirm_removed', 15, 'cutover', 'automatic', true, null, null, null, 'meta', 'await_step', true, false, null),
  ('approve_removal', 16, 'cutover', 'manual', true, null, null, null, 'us', 'complete_step', false, true, 'staff'),
  ('remove_old_partner', 17, 'cutover', 'manual', true, null, null, null, 'client', 'complete_step', false, false, 'either'),
  ('set_migration_intent', 18, 'cutover', 'manual', true, null, null, null, 'old_provider', 'complete_step', false, false, 'staff'),
  ('accept_migration_intent', 19, 'cutover', 'manual', true, null, null, null, 'client', 'complete_step', false, false, 'either'),
  ('move_under_intent', 20, 'cutover', 'manual', true, null, null, null, 'us', 'complete_step', true, true, 'staff'),
  ('acknowledge_pause', 21, 'cutover', 'manual', true, null, null, null, 'client', 'complete_step', false, false, 'client'),
  ('unshare_account', 22, 'cutover', 'manual', true, null, null, null, 'us', 'complete_step', true, true, 'staff'),
  ('reshare_account', 23, 'cutover', 'manual', true, null, null, null, 'us', 'complete_step', false, false, 'staff'),
  ('await_month', 24, 'cutover', 'manual', true, null, null, null, 'meta', 'complete_step', false, false, 'staff'),
  ('acknowledge_losses', 25, 'cutover', 'manual', true, null, null, null, 'client', 'complete_step', false, false, 'client'),
  ('delete_number', 26, 'cutover', 'manual', true, null, null, null, 'us', 'complete_step', true, true, 'staff'),
  ('add_number', 27, 'cutover', 'manual', true, null, null, null, 'us', 'complete_step', false, false, 'staff'),
  ('record_ids', 28, 'cutover', 'manual', true, null, null, null, 'us', 'complete_step', false, false, 'staff'),
  ('acknowledge_sharing', 29, 'cutover', 'manual', true, null, null, null, 'client', 'complete_step', false, false, 'client')
on conflict (step) do update set position = excluded.position, status = excluded.status, trigger = excluded.trigger, repeatable = excluded.repeatable, budget = excluded.budget, budget_window = excluded.budget_window, pause = excluded.pause, waits_on = excluded.waits_on, action = excluded.action, irreversible = excluded.irreversible, asks_digits = excluded.asks_digits, done_by = excluded.done_by;
delete from private.step_catalogue where (step) not in (('snapshot_before'), ('subscribe_app'), ('copy_templates'), ('claim_number'), ('request_code'), ('verify_code'), ('register'), ('confirm_connected'), ('snapshot_after'), ('compare'), ('embedded_signup'), ('create_templates'), ('register_shared'), ('exchange_messages'), ('confirm_removed'), ('approve_removal'), ('remove_old_partner'), ('set_migration_intent'), ('accept_migration_intent'), ('move_under_intent'), ('acknowledge_pause'), ('unshare_account'), ('reshare_account'), ('await_month'), ('acknowledge_losses'), ('delete_number'), ('add_number'), ('record_ids'), ('acknowledge_sharing'));

update private.route_steps set position = position + 1000;
insert into private.route_steps (route, step, position) values
  ('R0', 'snapshot_before', 1),
  ('R0', 'acknowledge_sharing', 2),
  ('R0', 'embedded_signup', 3),
  ('R0', 'subscribe_app', 4),
  ('R0', 'create_templates', 5),
  ('R0', 'register_shared', 6),
  ('R0', 'exchange_messages', 7),
  ('R0', 'approve_removal', 8),
  ('R0', 'remove_old_partner', 9),
  ('R0', 'confirm_removed', 10),
  ('R0', 'snapshot_after', 11),
  ('R0', 'compare', 12),
  ('R1', 'snapshot_before', 1),
  ('R1', 'embedded_signup', 2),
  ('R1', 'subscribe_app', 3),
  ('R1', 'copy_templates', 4),
  ('R1', 'register', 5),
  ('R1', 'confirm_connected', 6),
  ('R1', 'snapshot_after', 7),
  ('R1', 'compare', 8),
  ('R2', 'snapshot_before', 1),
  ('R2', 'subscribe_app', 2),
  ('R2', 'copy_templates', 3),
  ('R2', 'claim_number', 4),
  ('R2', 'request_code', 5),
  ('R2', 'verify_code', 6),
  ('R2', 'register', 7),
  ('R2', 'confirm_connected', 8),
  ('R2', 'snapshot_after', 9),
  ('R2', 'compare', 10),
  ('R3', 'snapshot_before', 1),
  ('R3', 'set_migration_intent', 2),
  ('R3', 'accept_migration_intent', 3),
  ('R3', 'move_under_intent', 4),
  ('R3', 'record_ids', 5),
  ('R3', 'confirm_connected', 6),
  ('R3', 'snapshot_after', 7),
  ('R3', 'compare', 8),
  ('R4', 'snapshot_before', 1),
  ('R4', 'acknowledge_pause', 2),
  ('R4', 'unshare_account', 3),
  ('R4', 'reshare_account', 4),
  ('R4', 'await_month', 5),
  ('R4', 'record_ids', 6),
  ('R4', 'confirm_connected', 7),
  ('R4', 'snapshot_after', 8),
  ('R4', 'compare', 9),
  ('R5', 'snapshot_before', 1),
  ('R5', 'acknowledge_losses', 2),
  ('R5', 'delete_number', 3),
  ('R5', 'add_number', 4),
  ('R5', 'record_ids', 5),
  ('R5', 'confirm_connected', 6),
  ('R5', 'snapshot_after', 7),
  ('R5', 'compare', 8)
on conflict (route, step) do update set position = excluded.position;
delete from private.route_steps where (route, step) not in (('R0', 'snapshot_before'), ('R0', 'acknowledge_sharing'), ('R0', 'embedded_signup'), ('R0', 'subscribe_app'), ('R0', 'create_templates'), ('R0', 'register_shared'), ('R0', 'exchange_messages'), ('R0', 'approve_removal'), ('R0', 'remove_old_partner'), ('R0', 'confirm_removed'), ('R0', 'snapshot_after'), ('R0', 'compare'), ('R1', 'snapshot_before'), ('R1', 'embedded_signup'), ('R1', 'subscribe_app'), ('R1', 'copy_templates'), ('R1', 'register'), ('R1', 'confirm_connected'), ('R1', 'snapshot_after'), ('R1', 'compare'), ('R2', 'snapshot_before'), ('R2', 'subscribe_app'), ('R2', 'copy_templates'), ('R2', 'claim_number'), ('R2', 'request_code'), ('R2', 'verify_code'), ('R2', 'register'), ('R2', 'confirm_connected'), ('R2', 'snapshot_after'), ('R2', 'compare'), ('R3', 'snapshot_before'), ('R3', 'set_migration_intent'), ('R3', 'accept_migration_intent'), ('R3', 'move_under_intent'), ('R3', 'record_ids'), ('R3', 'confirm_connected'), ('R3', 'snapshot_after'), ('R3', 'compare'), ('R4', 'snapshot_before'), ('R4', 'acknowledge_pause'), ('R4', 'unshare_account'), ('R4', 'reshare_account'), ('R4', 'await_month'), ('R4', 'record_ids'), ('R4', 'confirm_connected'), ('R4', 'snapshot_after'), ('R4', 'compare'), ('R5', 'snapshot_before'), ('R5', 'acknowledge_losses'), ('R5', 'delete_number'), ('R5', 'add_number'), ('R5', 'record_ids'), ('R5', 'confirm_connected'), ('R5', 'snapshot_after'), ('R5', 'compare'));

insert into private.route_needless_checks (route, code) values
  ('R0', 'SAME_BUSINESS'),
  ('R0', 'TWO_STEP_OFF'),
  ('R0', 'DESTINATION_READY'),
  ('R0', 'APP_SUBSCRIBED'),
  ('R0', 'CODE_CHANNEL'),
  ('R1', 'SAME_BUSINESS'),
  ('R1', 'DESTINATION_READY'),
  ('R1', 'APP_SUBSCRIBED'),
  ('R3', 'SAME_BUSINESS'),
  ('R3', 'DESTINATION_READY'),
  ('R3', 'APP_SUBSCRIBED'),
  ('R3', 'CODE_CHANNEL'),
  ('R4', 'SAME_BUSINESS'),
  ('R4', 'TWO_STEP_OFF'),
  ('R4', 'DESTINATION_READY'),
  ('R4', 'APP_SUBSCRIBED'),
  ('R4', 'CODE_CHANNEL'),
  ('R5', 'SAME_BUSINESS'),
  ('R5', 'NAME_APPROVED')
on conflict (route, code) do nothing;
delete from private.route_needless_checks where (route, code) not in (('R0', 'SAME_BUSINESS'), ('R0', 'TWO_STEP_OFF'), ('R0', 'DESTINATION_READY'), ('R0', 'APP_SUBSCRIBED'), ('R0', 'CODE_CHANNEL'), ('R1', 'SAME_BUSINESS'), ('R1', 'DESTINATION_READY'), ('R1', 'APP_SUBSCRIBED'), ('R3', 'SAME_BUSINESS'), ('R3', 'DESTINATION_READY'), ('R3', 'APP_SUBSCRIBED'), ('R3', 'CODE_CHANNEL'), ('R4', 'SAME_BUSINESS'), ('R4', 'TWO_STEP_OFF'), ('R4', 'DESTINATION_READY'), ('R4', 'APP_SUBSCRIBED'), ('R4', 'CODE_CHANNEL'), ('R5', 'SAME_BUSINESS'), ('R5', 'NAME_APPROVED'));

insert into private.clock_catalogue (code, owner, counts, minutes, actions, is_default) values
  ('application', 'client', 'wall', 43200, '{finish_application}', false),
  ('triage', 'us', 'business', 480, '{triage}', false),
  ('our_task', 'us', 'business', 480, '{}', true),
  ('date_proposal', 'us', 'business', 480, '{propose_date,answer_proposed_window}', false),
  ('client_task', 'client', 'wall', 10080, '{}', true),
  ('old_provider_task', 'old_provider', 'business', 2400, '{}', true),
  ('code_request', 'client', 'wall', 20, '{request_code}', false),
  ('code_answer', 'client', 'wall', 10, '{enter_code}', false),
  ('approval', 'us', 'wall', 20, '{approve_register}', false),
  ('step', 'meta', 'wall', 10, '{await_step}', false),
  ('finishing', 'us', 'wall', 5760, '{finish_tracks}', false),
  ('first_answer', 'us', 'business', 240, '{}', false),
  ('cutover', 'us', 'wall', 60, '{}', false),
  ('two_step_back_on', 'us', 'wall', 30, '{}', false),
  ('proof', 'us', 'business', 480, '{}', false),
  ('whole_move', 'us', 'business', 3360, '{}', false)
on conflict (code) do update set owner = excluded.owner, counts = excluded.counts, minutes = excluded.minutes, actions = excluded.actions, is_default = excluded.is_default;
delete from private.clock_catalogue where (code) not in (('application'), ('triage'), ('our_task'), ('date_proposal'), ('client_task'), ('old_provider_task'), ('code_request'), ('code_answer'), ('approval'), ('step'), ('finishing'), ('first_answer'), ('cutover'), ('two_step_back_on'), ('proof'), ('whole_move'));

insert into private.notice_catalogue (kind, minutes) values
  ('clock.reminder_1', 1440),
  ('clock.reminder_2', 4320),
  ('clock.reminder_3', 10080),
  ('clock.client_silent', 20160),
  ('clock.chase_1', 1440),
  ('clock.chase_2', 2880),
  ('clock.cutover_alarm_1', 20),
  ('clock.cutover_alarm_2', 40)
on conflict (kind) do nothing;

update private.alarm_catalogue set position = position + 1000;
insert into private.alarm_catalogue (code, position, after_register) values
  ('QUALITY_DROPPED', 1, false),
  ('TEMPLATE_STOPPED', 2, false),
  ('TEMPLATE_QUALITY_LOW', 3, false),
  ('TEMPLATE_DELETED', 4, false),
  ('TEMPLATE_ARCHIVED', 5, false),
  ('TEMPLATE_AT_RISK', 6, false),
  ('TEMPLATE_LIMIT_REACHED', 7, false),
  ('TEMPLATE_CATEGORY_CHANGED', 8, false),
  ('TEMPLATE_CATEGORY_CHANGING', 9, false),
  ('PARTNER_REMOVED', 10, false),
  ('ACCOUNT_RESTRICTED', 11, false),
  ('CALLS_RESTRICTED', 12, false),
  ('DIRECT_SEND_RESTRICTED', 13, false),
  ('ACCOUNT_VIOLATED', 14, false),
  ('ACCOUNT_BANNED', 15, false),
  ('ACCOUNT_REJECTED', 16, false),
  ('ACCOUNT_GONE', 17, false),
  ('ACCOUNT_OFFBOARDED', 18, false),
  ('NAME_REJECTED', 19, false),
  ('TWO_STEP_RESET_REQUESTED', 20, true),
  ('TWO_STEP_SWITCHED_OFF', 21, true),
  ('PIN_CHANGED', 22, true),
  ('NUMBER_CHANGED', 23, false),
  ('READINGS_FAILED', 24, false),
  ('WEBHOOK_UNREAD', 25, false),
  ('MAIL_UNSENT', 26, false),
  ('JOB_FAILED', 27, false)
on conflict (code) do update set position = excluded.position, after_register = excluded.after_register;
delete from private.alarm_catalogue where (code) not in (('QUALITY_DROPPED'), ('TEMPLATE_STOPPED'), ('TEMPLATE_QUALITY_LOW'), ('TEMPLATE_DELETED'), ('TEMPLATE_ARCHIVED'), ('TEMPLATE_AT_RISK'), ('TEMPLATE_LIMIT_REACHED'), ('TEMPLATE_CATEGORY_CHANGED'), ('TEMPLATE_CATEGORY_CHANGING'), ('PARTNER_REMOVED'), ('ACCOUNT_RESTRICTED'), ('CALLS_RESTRICTED'), ('DIRECT_SEND_RESTRICTED'), ('ACCOUNT_VIOLATED'), ('ACCOUNT_BANNED'), ('ACCOUNT_REJECTED'), ('ACCOUNT_GONE'), ('ACCOUNT_OFFBOARDED'), ('NAME_REJECTED'), ('TWO_STEP_RESET_REQUESTED'), ('TWO_STEP_SWITCHED_OFF'), ('PIN_CHANGED'), ('NUMBER_CHANGED'), ('READINGS_FAILED'), ('WEBHOOK_UNREAD'), ('MAIL_UNSENT'), ('JOB_FAILED'));
