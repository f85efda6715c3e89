-- Holds rehearsals: dry runs of a move that show in advance what would stop it.

-- A rehearsal runs a move on a stage with a copy of Meta's state, so what would stop the move is known in advance.
create table public.rehearsals (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  taken_at timestamptz not null default now(),
  taken_by uuid,
  stops_at text references private.step_catalogue (step),
  exception_code text,
  result jsonb not null,
  check ((stops_at is null) = (exception_code is null)),
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.rehearsals
  is 'Moves run against a private simulator of Meta, with what was really read just before: for staff.';
comment on column public.rehearsals.stops_at
  is 'The step that would need a person; null when the move would go through.';
comment on column public.rehearsals.result
  is 'The requests that would be sent, redacted; notices; assumptions: src/domain/rehearsal/rehearsal-result.ts.';
create index rehearsals_request on public.rehearsals (request_id, taken_at desc);
create index rehearsals_step on public.rehearsals (stops_at);
alter table public.rehearsals enable row level security;
alter table public.rehearsals force row level security;
revoke all on public.rehearsals from public, anon, authenticated, service_role;
grant select on public.rehearsals to authenticated, service_role;
