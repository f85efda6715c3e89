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
