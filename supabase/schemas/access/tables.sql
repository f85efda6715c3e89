-- Holds who may do what, the people of providers and of their clients, and how often one person may send commands.

create table private.permissions (
  role text not null check (role in ('admin', 'manager', 'analyst', 'client', 'engine')),
  permission text not null,
  primary key (role, permission)
);
comment on table private.permissions is 'One row for each thing that a role may do.';
alter table private.permissions enable row level security;
alter table private.permissions force row level security;
revoke all on private.permissions from public, anon, authenticated, service_role;

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
comment on table public.members
  is 'People who work for a provider. A membership gives nothing from the moment it ends.';
create index members_user on public.members (user_id) where ended_at is null;
alter table public.members enable row level security;
alter table public.members force row level security;
revoke all on public.members from public, anon, authenticated, service_role;
grant select on public.members to authenticated, service_role;

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
alter table public.client_members enable row level security;
alter table public.client_members force row level security;
revoke all on public.client_members from public, anon, authenticated, service_role;
grant select on public.client_members to authenticated, service_role;

-- An admin invites members, who join by themselves; another admin changes or ends a membership. Nobody changes their
-- own membership, so one admin always remains.
create table public.invitations (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  email text not null check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and email = lower(email)
    and length(email) <= 254),
  name text not null check (length(name) between 1 and 120),
  role text not null,
  invited_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '14 days',
  mailed_at timestamptz,
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  attempts integer not null default 0,
  tried_at timestamptz,
  client_id uuid,
  unique (provider_id, id),
  foreign key (provider_id, client_id) references public.clients (provider_id, id),
  constraint invitations_role_check check (
    (client_id is null and role in ('admin', 'manager', 'analyst')) or (client_id is not null and role = 'client'))
);
comment on table public.invitations is
  'Who may become a member by signing in with that address. The row also records whether it was mailed, accepted or '
    'withdrawn.';
comment on column public.invitations.invited_by is 'The user id of the person who sent it.';
comment on column public.invitations.attempts
  is 'How often it has been handed to the mail service since it was last requested.';
comment on column public.invitations.tried_at
  is 'When it was last handed to the mail service, whether or not the service accepted it.';
comment on column public.invitations.client_id
  is 'The client of the provider for which they may act; null: they are invited to work for the provider.';
create unique index invitations_open on public.invitations (provider_id, email) where accepted_at is null
  and withdrawn_at is null;
create index invitations_email on public.invitations (email) where accepted_at is null and withdrawn_at is null;
create index invitations_unmailed on public.invitations (created_at) where mailed_at is null and accepted_at is null
  and withdrawn_at is null;
create index invitations_client on public.invitations (provider_id, client_id) where client_id is not null;
alter table public.invitations enable row level security;
alter table public.invitations force row level security;
revoke all on public.invitations from public, anon, authenticated, service_role;
grant select on public.invitations to authenticated, service_role;

-- Limits how often one person may change and search in a minute: far more than anybody does by hand, yet too little to
-- slow Portdesk down for others. The count takes no lock: simultaneous commands of a person are counted side by side.
create table private.rate_limits (
  kind text primary key,
  per_minute integer not null check (per_minute > 0)
);
comment on table private.rate_limits
  is 'How often in a minute one person may do something of a kind; an operator can change it.';
alter table private.rate_limits enable row level security;
alter table private.rate_limits force row level security;
revoke all on private.rate_limits from public, anon, authenticated, service_role;

insert into private.rate_limits (kind, per_minute) values ('changes', 240), ('searches', 240)
on conflict (kind) do nothing;

create table private.person_commands (
  id bigint generated always as identity primary key,
  user_id uuid not null,
  kind text not null references private.rate_limits (kind),
  at timestamptz not null default clock_timestamp()
);
comment on table private.person_commands
  is 'What each person did in the last few minutes; only private.rate_limits needs it.';
create index person_commands_recent on private.person_commands (user_id, kind, at);
create index person_commands_at on private.person_commands (at);
alter table private.person_commands enable row level security;
alter table private.person_commands force row level security;
revoke all on private.person_commands from public, anon, authenticated, service_role;
