-- What a provider keeps for all its requests: old providers, tariffs, connections to Meta.

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
comment on table public.tariffs is 'Terms of the provider. Money in millionths of the currency unit, on top of WhatsApp''s own charge.';

create table public.meta_connections (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  name text not null check (length(name) between 1 and 120),
  app_id text not null check (app_id ~ '^[0-9]+$'),
  business_id text not null check (business_id ~ '^[0-9]+$'),
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  unique (provider_id, id)
);
comment on table public.meta_connections is 'The provider''s access to Meta''s Graph API. The token stands encrypted in private.connection_tokens.';

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
comment on table private.connection_tokens is 'AES-256-GCM, base64; provider, connection, purpose and key id are the associated data, so a row moved elsewhere does not open.';
create index connection_tokens_connection on private.connection_tokens (provider_id, connection_id);

alter table public.old_providers enable row level security;
alter table public.old_providers force row level security;
alter table public.tariffs enable row level security;
alter table public.tariffs force row level security;
alter table public.meta_connections enable row level security;
alter table public.meta_connections force row level security;
alter table private.connection_tokens enable row level security;
alter table private.connection_tokens force row level security;

revoke all on public.old_providers, public.tariffs, public.meta_connections from public, anon, authenticated, service_role;
revoke all on private.connection_tokens from public, anon, authenticated, service_role;
grant select on public.old_providers, public.tariffs, public.meta_connections to authenticated, service_role;

create policy old_providers_select_own on public.old_providers for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]) or provider_id = any ((select private.my_client_provider_ids())::uuid[]));

create policy tariffs_select_own on public.tariffs for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]) or provider_id = any ((select private.my_client_provider_ids())::uuid[]));

create policy meta_connections_select_own_provider on public.meta_connections for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]));
