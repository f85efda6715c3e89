-- Records exports: who took what out. And what reports count.

create table public.exports (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  user_id uuid not null,
  mode text not null check (mode in ('machine', 'spreadsheet')),
  filter jsonb not null,
  row_count integer not null,
  created_at timestamptz not null default now(),
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$')
);
comment on table public.exports is 'Who took which rows out, written before the first byte leaves.';
comment on column public.exports.sha256 is 'Of the whole file, in hex; null if the transfer broke off.';
create index exports_provider on public.exports (provider_id, created_at desc);
create index exports_person on public.exports (user_id, created_at);
alter table public.exports enable row level security;
alter table public.exports force row level security;
revoke all on public.exports from public, anon, authenticated, service_role;
grant select on public.exports to authenticated, service_role;

-- Counting a period reads this index alone: what the reports group by, and what the policy asks for.
create index migration_requests_filed on public.migration_requests (provider_id, created_at)
  include (client_id, status, reason, old_provider_name);
