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
