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
