-- Holds what can go wrong, as data, and what did.

-- Lists as data what can go wrong. Two commands belong to people: open what only they can know of, and settle what only
-- they can.
create table private.exception_catalogue (
  code text primary key,
  position integer not null unique,
  owner text not null check (owner in ('us', 'client', 'old_provider', 'meta')),
  retry text not null check (retry in ('automatic', 'watched', 'by_hand', 'never')),
  settled_by_hand boolean not null,
  watched_by text[] not null default '{}',
  opened_in text[] not null default '{}',
  block interval
);
comment on table private.exception_catalogue
  is 'The same list as src/domain/exceptions/exception-catalogue.ts, made from it.';
comment on column private.exception_catalogue.settled_by_hand
  is 'Whether a person may report that it is settled: nothing else would settle it, and no step is stopped by it.';
comment on column private.exception_catalogue.watched_by is 'Checks that close it when a reading turns them to passed.';
comment on column private.exception_catalogue.opened_in
  is 'The statuses in which staff may open it: only people can know of it.';
comment on column private.exception_catalogue.block is
  'How long Meta blocks the step after its answer, if trying before the end lengthens the block; null: at most it '
    'asks to wait.';
alter table private.exception_catalogue enable row level security;
alter table private.exception_catalogue force row level security;
revoke all on private.exception_catalogue from public, anon, authenticated, service_role;

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
  closed_by text check (closed_by in ('person', 'reading')),
  retried_at timestamptz,
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.request_exceptions
  is 'What went wrong, by its code in the exception catalogue; several may be open at once.';
comment on column public.request_exceptions.closed_by
  is 'What said that it is over: a person or a reading; null: the step that met it, or its end.';
comment on column public.request_exceptions.retried_at is
  'When a person retried its step; it stays open until that attempt succeeds. Null again after an attempt that '
    'failed.';
create index request_exceptions_request on public.request_exceptions (request_id, opened_at);
create unique index request_exceptions_one_open on public.request_exceptions (request_id, code)
  where resolved_at is null;
-- Required by the foreign key of exception_payloads; after the indexes, as in migration_requests.
alter table public.request_exceptions add constraint request_exceptions_tenant unique (provider_id, id);
alter table public.request_exceptions enable row level security;
alter table public.request_exceptions force row level security;
revoke all on public.request_exceptions from public, anon, authenticated, service_role;
grant select on public.request_exceptions to authenticated, service_role;

-- Meta's answer belongs to an exception of the same provider: the key enforces it, not only the functions.
create table public.exception_payloads (
  exception_id uuid primary key,
  provider_id uuid not null references public.providers (id),
  payload jsonb not null,
  fbtrace_id text,
  constraint exception_payloads_exception foreign key (provider_id, exception_id)
    references public.request_exceptions (provider_id, id)
);
comment on table public.exception_payloads is 'Meta''s redacted answer behind an exception: for staff only.';
create index exception_payloads_exception on public.exception_payloads (provider_id, exception_id);
alter table public.exception_payloads enable row level security;
alter table public.exception_payloads force row level security;
revoke all on public.exception_payloads from public, anon, authenticated, service_role;
grant select on public.exception_payloads to authenticated, service_role;
