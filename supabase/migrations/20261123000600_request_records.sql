-- What belongs to a request: checks, exceptions, steps, templates, snapshots, comments, events.
-- Each row carries provider_id and client_id, so that every policy is one comparison on the row itself.

alter table public.migration_requests add unique (provider_id, client_id, id);

create table private.check_catalogue (
  code text primary key,
  position integer not null unique,
  owner text not null check (owner in ('us', 'client', 'old_provider', 'meta')),
  hard boolean not null
);
comment on table private.check_catalogue is 'The same list as src/domain/checks/check-catalogue.ts; a test proves them equal.';

insert into private.check_catalogue (position, code, owner, hard)
select row_number() over (), code, owner, hard from (values
  ('AUTHORISED_PERSON', 'client', true),
  ('WABA_DATA', 'old_provider', true),
  ('PLATFORM_ACCOUNT', 'client', true),
  ('NUMBER_FORMAT', 'us', true),
  ('NO_OTHER_REQUEST', 'us', true),
  ('BUSINESS_VERIFIED', 'client', true),
  ('SOURCE_READY', 'old_provider', true),
  ('SAME_BUSINESS', 'client', true),
  ('NAME_APPROVED', 'client', true),
  ('CLOUD_API_NUMBER', 'client', true),
  ('TWO_STEP_OFF', 'client', true),
  ('DESTINATION_READY', 'us', true),
  ('APP_SUBSCRIBED', 'us', true),
  ('CODE_CHANNEL', 'client', false),
  ('OLD_PROVIDER_SETTLED', 'client', false),
  ('CAMPAIGNS_PAUSED', 'client', false),
  ('ROLLBACK_CARD', 'client', false),
  ('TEMPLATES_PLAN', 'us', false)
) as catalogue (code, owner, hard);

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
  unique (request_id, code),
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.checks is 'What must be true before a number can move, with the evidence and the time it was read.';
comment on column public.checks.cause is 'Why it could not be read, or the exception code that it foretells.';
create index checks_request on public.checks (provider_id, client_id, request_id);

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
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.request_exceptions is 'What went wrong, by the code of the exception catalogue; several may be open at once.';
create index request_exceptions_request on public.request_exceptions (provider_id, client_id, request_id);
create unique index request_exceptions_one_open on public.request_exceptions (request_id, code) where resolved_at is null;

create table public.exception_payloads (
  exception_id uuid primary key references public.request_exceptions (id),
  provider_id uuid not null references public.providers (id),
  payload jsonb not null,
  fbtrace_id text
);
comment on table public.exception_payloads is 'Meta''s redacted answer behind an exception: for staff only.';
create index exception_payloads_provider on public.exception_payloads (provider_id);

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
  unique (request_id, step),
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.cutover_steps is 'The move as rows: what stands here survives every crash.';
comment on column public.cutover_steps.authorisation is 'A person''s go for exactly one attempt; taken away when its intent is written. Never a code or a PIN.';
comment on column public.cutover_steps.result is 'Safe to show: ids, states, counts.';
create index cutover_steps_request on public.cutover_steps (provider_id, client_id, request_id);

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
comment on table public.snapshots is 'What Meta said about number and WABA at a moment.';
create index snapshots_request on public.snapshots (provider_id, client_id, request_id, taken_at desc);

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
  unique (request_id, name, language),
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.templates is 'The fate of every template of the source WABA.';
create index templates_request on public.templates (provider_id, client_id, request_id);

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
create index comments_request on public.comments (provider_id, client_id, request_id, created_at);

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
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.events is 'One row per change, written with it in one transaction; never edited.';
create index events_request on public.events (provider_id, client_id, request_id, id);

create table public.exports (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  user_id uuid not null,
  mode text not null check (mode in ('machine', 'spreadsheet')),
  filter jsonb not null,
  row_count integer not null,
  created_at timestamptz not null default now()
);
comment on table public.exports is 'Who took which rows out, written before the first byte leaves.';
create index exports_provider on public.exports (provider_id, created_at desc);

do $$
declare
  relation text;
begin
  foreach relation in array array['checks', 'request_exceptions', 'exception_payloads', 'cutover_steps', 'snapshots',
    'templates', 'comments', 'events', 'exports'] loop
    execute format('alter table public.%I enable row level security', relation);
    execute format('alter table public.%I force row level security', relation);
    execute format('revoke all on public.%I from public, anon, authenticated, service_role', relation);
    execute format('grant select on public.%I to authenticated, service_role', relation);
  end loop;
  foreach relation in array array['checks', 'request_exceptions', 'cutover_steps', 'snapshots', 'templates'] loop
    execute format(
      'create policy %I on public.%I for select to authenticated using
         (provider_id = any ((select private.my_provider_ids())::uuid[]) or client_id = any ((select private.my_client_ids())::uuid[]))',
      relation || '_select_own', relation);
  end loop;
  foreach relation in array array['comments', 'events'] loop
    execute format(
      'create policy %I on public.%I for select to authenticated using
         (provider_id = any ((select private.my_provider_ids())::uuid[])
           or (client_id = any ((select private.my_client_ids())::uuid[]) and visibility = ''client''))',
      relation || '_select_own', relation);
  end loop;
  foreach relation in array array['exception_payloads', 'exports'] loop
    execute format(
      'create policy %I on public.%I for select to authenticated using (provider_id = any ((select private.my_provider_ids())::uuid[]))',
      relation || '_select_own_provider', relation);
  end loop;
end $$;

alter table private.check_catalogue enable row level security;
alter table private.check_catalogue force row level security;
revoke all on private.check_catalogue from public, anon, authenticated, service_role;
revoke all on sequence public.events_id_seq from public, anon, authenticated, service_role;
