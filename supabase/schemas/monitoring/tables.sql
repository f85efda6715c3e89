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
