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
