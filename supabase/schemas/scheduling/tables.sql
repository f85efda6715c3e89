-- Windows that were announced.

-- Scheduling: the client may answer a date with another, and the start asks for fresh checks, an open window and, where
-- the provider wants it, a second person.
-- What is told of an agreed window, once each: a day before it, an hour before it, and when it passed unused.
create table private.window_notices (
  request_id uuid not null references public.migration_requests (id),
  window_starts_at timestamptz not null,
  kind text not null check (kind in ('window.day_before', 'window.hour_before', 'window.missed')),
  notified_at timestamptz not null default now(),
  primary key (request_id, window_starts_at, kind)
);
comment on table private.window_notices is 'Which notices of which window are out already.';
alter table private.window_notices enable row level security;
alter table private.window_notices force row level security;
revoke all on private.window_notices from public, anon, authenticated, service_role;
