-- Holds rows that a job of the tick could not process.

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
