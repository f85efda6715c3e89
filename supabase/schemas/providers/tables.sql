-- Holds the tenants: providers, their clients, and what a provider keeps for all its requests: old providers, tariffs,
-- connections to Meta.

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
  created_at timestamptz not null default now(),
  second_approval boolean not null default false,
  second_factor_admins boolean not null default false,
  second_factor_cutover boolean not null default false,
  suspended_at timestamptz
);
comment on table public.providers
  is 'A WhatsApp Business API provider: the tenant. Nobody ever sees another provider''s rows.';
comment on column public.providers.slug is 'Names the public application page.';
comment on column public.providers.platform_signup_url
  is 'Where a client creates the free platform account that the number moves into.';
comment on column public.providers.second_approval
  is 'Whether a cut-over starts only after another person than the one who starts it has approved it.';
comment on column public.providers.second_factor_admins
  is 'Whether admins reach the provider only when signed in with a second factor (aal2).';
comment on column public.providers.second_factor_cutover
  is 'Whether staff''s cut-over commands need a session with a second factor (aal2).';
comment on column public.providers.suspended_at
  is 'Since when it takes no new application and starts no new cut-over; null: it works.';
alter table public.providers enable row level security;
alter table public.providers force row level security;
revoke all on public.providers from public, anon, authenticated, service_role;
grant select on public.providers to authenticated, service_role;

create table public.clients (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  name text not null check (length(name) between 1 and 200),
  country text check (country ~ '^[A-Z]{2}$'),
  created_at timestamptz not null default now(),
  is_person boolean not null default false,
  unique (provider_id, id)
);
comment on table public.clients is 'Companies whose numbers move to the provider.';
comment on column public.clients.is_person
  is 'Whether the client named no company: its name is that of the person who filed.';
alter table public.clients enable row level security;
alter table public.clients force row level security;
revoke all on public.clients from public, anon, authenticated, service_role;
grant select on public.clients to authenticated, service_role;

create table public.old_providers (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  name text not null check (length(name) between 1 and 120),
  support_email text,
  created_at timestamptz not null default now(),
  unique (provider_id, id),
  unique (provider_id, name)
);
comment on table public.old_providers is 'The directory of providers that numbers come from.';
alter table public.old_providers enable row level security;
alter table public.old_providers force row level security;
revoke all on public.old_providers from public, anon, authenticated, service_role;
grant select on public.old_providers to service_role;
grant select (
  created_at, id, name, provider_id
) on public.old_providers to authenticated;

create table public.tariffs (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  connection_fee_micros bigint not null check (connection_fee_micros >= 0),
  monthly_fee_micros bigint not null check (monthly_fee_micros >= 0),
  message_fee_micros bigint not null check (message_fee_micros >= 0),
  min_working_days integer not null check (min_working_days >= 0),
  max_working_days integer not null check (max_working_days >= min_working_days),
  support_locales text[] not null default '{en}',
  valid_from date not null default current_date,
  unique (provider_id, valid_from)
);
comment on table public.tariffs
  is 'Terms of the provider. Money in millionths of the currency unit, on top of WhatsApp''s own charge.';
alter table public.tariffs enable row level security;
alter table public.tariffs force row level security;
revoke all on public.tariffs from public, anon, authenticated, service_role;
grant select on public.tariffs to authenticated, service_role;

create table public.meta_connections (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  name text not null check (length(name) between 1 and 120),
  app_id text not null check (app_id ~ '^[0-9]+$'),
  business_id text not null check (business_id ~ '^[0-9]+$'),
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  request_id uuid,
  signup_config_id text check (signup_config_id ~ '^[0-9]+$'),
  number_limit integer check (number_limit > 0),
  token_read_at timestamptz,
  token_valid boolean,
  token_scopes text[] not null default '{}',
  token_expires_at timestamptz,
  token_data_access_expires_at timestamptz,
  programmatic_stated_at timestamptz,
  programmatic_stated_by uuid,
  unique (provider_id, id),
  check ((programmatic_stated_at is null) = (programmatic_stated_by is null))
);
comment on table public.meta_connections
  is 'The provider''s access to Meta''s Graph API. The token is encrypted in private.connection_tokens.';
comment on column public.meta_connections.request_id
  is 'Set where a client granted this access in the signup window, for one request.';
comment on column public.meta_connections.signup_config_id
  is 'The Embedded Signup configuration of the app; null: no signup window.';
comment on column public.meta_connections.number_limit is
  'How many numbers one account of this connection may hold, if Meta has told the provider; null: unknown, and not '
    'judged.';
comment on column public.meta_connections.token_read_at
  is 'When Meta was last asked about the token; the columns after it are its answer.';
comment on column public.meta_connections.token_data_access_expires_at
  is 'When Meta says the app can no longer read with the token; null: it names no end.';
comment on column public.meta_connections.programmatic_stated_at is
  'When an admin stated that Meta allows programmatic migration to this app; null: nobody has, and R2 is not '
    'recommended.';
create index meta_connections_request on public.meta_connections (provider_id, request_id);
create unique index meta_connections_one_grant on public.meta_connections (request_id) where revoked_at is null;
alter table public.meta_connections enable row level security;
alter table public.meta_connections force row level security;
revoke all on public.meta_connections from public, anon, authenticated, service_role;
grant select on public.meta_connections to authenticated, service_role;

create table private.connection_tokens (
  connection_id uuid primary key,
  provider_id uuid not null,
  purpose text not null default 'graph',
  key_id text not null,
  nonce text not null,
  ciphertext text not null,
  created_at timestamptz not null default now(),
  foreign key (provider_id, connection_id) references public.meta_connections (provider_id, id)
);
comment on table private.connection_tokens is
  'AES-256-GCM, base64; provider, connection, purpose and key id are the associated data, so a row moved elsewhere '
    'does not open.';
create index connection_tokens_connection on private.connection_tokens (provider_id, connection_id);
alter table private.connection_tokens enable row level security;
alter table private.connection_tokens force row level security;
revoke all on private.connection_tokens from public, anon, authenticated, service_role;

-- A token without an end may still lose its access to data, for example after ninety days. Both ends are kept, and the
-- provider's admins are warned by e-mail before either.
create table private.token_notices (
  connection_id uuid not null references public.meta_connections (id),
  kind text not null check (kind in ('token', 'data_access')),
  ends_at timestamptz not null,
  days integer not null,
  notified_at timestamptz not null default now(),
  primary key (connection_id, kind, ends_at, days)
);
comment on table private.token_notices
  is 'About which end of which token the admins were warned, and how many days before.';
alter table private.token_notices enable row level security;
alter table private.token_notices force row level security;
revoke all on private.token_notices from public, anon, authenticated, service_role;
