-- The tenants: providers, their members, their clients, and the people of those clients.

create table public.providers (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,40}$'),
  name text not null check (length(name) between 1 and 120),
  accent_color text not null default '#0f766e' check (accent_color ~ '^#[0-9a-f]{6}$'),
  default_locale text not null default 'en' check (default_locale in ('en', 'ru')),
  time_zone text not null default 'UTC',
  country text not null check (country ~ '^[A-Z]{2}$'),
  office_name text not null,
  office_email text not null,
  office_phone text,
  platform_signup_url text not null check (platform_signup_url ~ '^https://'),
  created_at timestamptz not null default now()
);
comment on table public.providers is 'A WhatsApp Business API provider: the tenant. Nobody ever sees another provider''s rows.';
comment on column public.providers.slug is 'Names the public application page.';
comment on column public.providers.platform_signup_url is 'Where a client creates the free platform account that the number moves into.';

create table public.members (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  user_id uuid not null references auth.users (id) on delete cascade,
  role text not null check (role in ('admin', 'manager', 'analyst')),
  name text not null check (length(name) between 1 and 120),
  email text not null,
  ended_at timestamptz,
  created_at timestamptz not null default now(),
  unique (provider_id, id),
  unique (provider_id, user_id)
);
comment on table public.members is 'People who work for a provider. A membership that has ended gives nothing, at once.';
create index members_user on public.members (user_id) where ended_at is null;

create table public.clients (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  name text not null check (length(name) between 1 and 200),
  country text check (country ~ '^[A-Z]{2}$'),
  created_at timestamptz not null default now(),
  unique (provider_id, id)
);
comment on table public.clients is 'Companies whose numbers move to the provider.';

create table public.client_members (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  user_id uuid not null references auth.users (id) on delete cascade,
  name text not null check (length(name) between 1 and 120),
  email text not null,
  ended_at timestamptz,
  created_at timestamptz not null default now(),
  unique (provider_id, client_id, user_id),
  foreign key (provider_id, client_id) references public.clients (provider_id, id)
);
comment on table public.client_members is 'Client users: people who may act for one client of one provider.';
create index client_members_user on public.client_members (user_id) where ended_at is null;
create index client_members_client on public.client_members (provider_id, client_id);

-- Live membership, never the token's claims: an ended member loses access with the next statement.
create function private.my_provider_ids() returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(provider_id), '{}') from public.members
  where user_id = (select auth.uid()) and ended_at is null;
$$;

create function private.my_client_ids() returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(client_id), '{}') from public.client_members
  where user_id = (select auth.uid()) and ended_at is null;
$$;

create function private.my_client_provider_ids() returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(distinct provider_id), '{}') from public.client_members
  where user_id = (select auth.uid()) and ended_at is null;
$$;

create function private.my_roles(p_provider uuid, p_client uuid) returns text[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(role), '{}') from (
    select role from public.members
    where provider_id = p_provider and user_id = (select auth.uid()) and ended_at is null
    union all
    select 'client' from public.client_members
    where provider_id = p_provider and client_id = p_client and user_id = (select auth.uid()) and ended_at is null
  ) as held;
$$;

create function private.permits(p_provider uuid, p_client uuid, p_permission text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from private.permissions
    where permission = p_permission and role = any (private.my_roles(p_provider, p_client)));
$$;

revoke execute on all functions in schema private from public, anon, authenticated;
grant execute on function private.my_provider_ids(), private.my_client_ids(), private.my_client_provider_ids() to authenticated;

alter table public.providers enable row level security;
alter table public.providers force row level security;
alter table public.members enable row level security;
alter table public.members force row level security;
alter table public.clients enable row level security;
alter table public.clients force row level security;
alter table public.client_members enable row level security;
alter table public.client_members force row level security;

revoke all on public.providers, public.members, public.clients, public.client_members from public, anon, authenticated, service_role;
grant select on public.providers, public.members, public.clients, public.client_members to authenticated, service_role;

create policy providers_select_own on public.providers for select to authenticated
  using (id = any ((select private.my_provider_ids())::uuid[]) or id = any ((select private.my_client_provider_ids())::uuid[]));

create policy members_select_own_provider on public.members for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]));

create policy clients_select_own on public.clients for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]) or id = any ((select private.my_client_ids())::uuid[]));

create policy client_members_select_own on public.client_members for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]) or client_id = any ((select private.my_client_ids())::uuid[]));
