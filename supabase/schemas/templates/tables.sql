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
