-- Migration requests: one request is one number. The status changes only through the commands of later files.

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

create table public.migration_requests (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  client_id uuid not null,
  batch_id uuid,
  reference text not null,
  status text not null default 'draft' check (status in
    ('draft', 'submitted', 'preparing', 'scheduled', 'cutover', 'stabilising', 'completed', 'rejected', 'cancelled', 'failed')),
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
  tracks jsonb not null default '{"number":"pending","templates":"pending","webhook":"pending","billing":"pending","security_pin":"pending","client_integration":"pending"}',
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

  unique (provider_id, id),
  unique (provider_id, reference),
  foreign key (provider_id, client_id) references public.clients (provider_id, id),
  foreign key (provider_id, batch_id) references public.batches (provider_id, id),
  foreign key (provider_id, old_provider_id) references public.old_providers (provider_id, id),
  foreign key (provider_id, connection_id) references public.meta_connections (provider_id, id),
  foreign key (provider_id, assignee_id) references public.members (provider_id, id)
);
comment on table public.migration_requests is 'One number on its way from the old provider to this one.';
comment on column public.migration_requests.phone_number is 'E.164.';
comment on column public.migration_requests.platform_account is 'The client''s account on the new platform, as the client names it; null until it is created.';
comment on column public.migration_requests.waiting_on is 'Derived from open checks, exceptions and steps; null once final.';
comment on column public.migration_requests.next_action is 'A code that the screens turn into one imperative line; next_action_subject names the check, exception or step.';
comment on column public.migration_requests.asked_at is 'When the provider asked the client for information that has not come yet.';
comment on column public.migration_requests.readiness is 'Percent of checks passed or waived; 0 while a hard one has failed.';
comment on column public.migration_requests.registered_at is 'The point of no return: when register succeeded.';
comment on column public.migration_requests.fence is 'Rises with every intent; an answer that comes under an older fence is refused.';
comment on column public.migration_requests.version is 'Rises with every change; a command names the version that its author saw.';

-- One live request per number in the whole installation; the refusal never tells whose the other is.
create unique index migration_requests_live_number on public.migration_requests (phone_number)
  where status in ('submitted', 'preparing', 'scheduled', 'cutover', 'stabilising');
create index migration_requests_queue on public.migration_requests (provider_id, updated_at desc, id desc);
create index migration_requests_status on public.migration_requests (provider_id, status, updated_at desc, id desc);
create index migration_requests_client on public.migration_requests (client_id, updated_at desc, id desc);
create index migration_requests_due on public.migration_requests (provider_id, due_at, id);
create index migration_requests_batch on public.migration_requests (provider_id, batch_id);
create index migration_requests_old_provider on public.migration_requests (provider_id, old_provider_id);
create index migration_requests_connection on public.migration_requests (provider_id, connection_id);
create index migration_requests_assignee on public.migration_requests (provider_id, assignee_id);
create index migration_requests_client_key on public.migration_requests (provider_id, client_id);

create table private.reference_counters (
  provider_id uuid primary key references public.providers (id),
  last_number integer not null default 0
);
comment on table private.reference_counters is 'The last reference given, per provider.';

alter table public.batches enable row level security;
alter table public.batches force row level security;
alter table public.migration_requests enable row level security;
alter table public.migration_requests force row level security;
alter table private.reference_counters enable row level security;
alter table private.reference_counters force row level security;

revoke all on public.batches, public.migration_requests from public, anon, authenticated, service_role;
revoke all on private.reference_counters from public, anon, authenticated, service_role;
grant select on public.batches, public.migration_requests to authenticated, service_role;

create policy batches_select_own on public.batches for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]) or client_id = any ((select private.my_client_ids())::uuid[]));

create policy migration_requests_select_own on public.migration_requests for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]) or client_id = any ((select private.my_client_ids())::uuid[]));
