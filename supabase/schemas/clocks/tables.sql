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
