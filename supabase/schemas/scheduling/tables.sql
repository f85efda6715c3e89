-- Records the windows that were announced.

-- The client may answer a date with another, and the start requires fresh checks, an open window and, where the
-- provider wants it, a second person.
-- An agreed window is announced once each: a day before it, an hour before it, and when it passed unused.
create table private.window_notices (
  request_id uuid not null references public.migration_requests (id),
  window_starts_at timestamptz not null,
  kind text not null check (kind in ('window.day_before', 'window.hour_before', 'window.missed')),
  notified_at timestamptz not null default now(),
  primary key (request_id, window_starts_at, kind)
);
comment on table private.window_notices is 'Which notices of which window have been sent.';
alter table private.window_notices enable row level security;
alter table private.window_notices force row level security;
revoke all on private.window_notices from public, anon, authenticated, service_role;
