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
