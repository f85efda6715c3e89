-- A token that has no end may still lose its access to data, after ninety days for example: both ends are kept, and the
-- provider's admins are told by e-mail before either comes.

alter table public.meta_connections add column token_data_access_expires_at timestamptz;
comment on column public.meta_connections.token_data_access_expires_at is 'When the app may no longer read with the token, as Meta said; null: it names no end.';
insert into private.audit_plain_fields (relation, field) values ('meta_connections', 'token_data_access_expires_at');

-- p_facts: {"valid", "scopes", "expiresAt", "dataAccessExpiresAt"}.
create or replace function private.note_token(p_connection uuid, p_facts jsonb) returns void
language sql security definer set search_path = '' as $$
  update public.meta_connections set token_read_at = now(), token_valid = (p_facts ->> 'valid')::boolean,
    token_scopes = array(select jsonb_array_elements_text(p_facts -> 'scopes')), token_expires_at = (p_facts ->> 'expiresAt')::timestamptz,
    token_data_access_expires_at = (p_facts ->> 'dataAccessExpiresAt')::timestamptz
  where id = p_connection;
$$;

create table private.token_notices (
  connection_id uuid not null references public.meta_connections (id),
  kind text not null check (kind in ('token', 'data_access')),
  ends_at timestamptz not null,
  days integer not null,
  told_at timestamptz not null default now(),
  primary key (connection_id, kind, ends_at, days)
);
comment on table private.token_notices is 'Which ends of which token the admins were told of, and how many days before.';
alter table private.token_notices enable row level security;
alter table private.token_notices force row level security;
revoke all on private.token_notices from public, anon, authenticated, service_role;

-- p_days: how long before an end to tell of it, e.g. [14,3]; of several that are due at once only the last is told.
create function public.engine_due_token_notices(p_days jsonb) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('connection', x.id, 'name', x.name, 'provider', x.provider_id, 'providerName', x.provider_name,
    'locale', x.default_locale, 'kind', x.kind, 'endsAt', private.utc(x.ends_at), 'days', x.days, 'to', x.admins) order by x.ends_at, x.id), '[]')
  from (
    select c.id, c.name, c.provider_id, p.name as provider_name, p.default_locale, e.kind, e.ends_at,
      (select min(d::integer) from jsonb_array_elements_text(p_days) as d where now() >= e.ends_at - make_interval(days => d::integer)) as days,
      (select coalesce(jsonb_agg(m.email order by m.email), '[]') from public.members m
        where m.provider_id = c.provider_id and m.role = 'admin' and m.ended_at is null) as admins
    from public.meta_connections c join public.providers p on p.id = c.provider_id
    cross join lateral (values ('token', c.token_expires_at), ('data_access', c.token_data_access_expires_at)) as e (kind, ends_at)
    where c.revoked_at is null and c.request_id is null and e.ends_at > now()) as x
  where x.days is not null and not exists (select from private.token_notices n
    where n.connection_id = x.id and n.kind = x.kind and n.ends_at = date_trunc('second', x.ends_at) and n.days <= x.days);
$$;

create function public.engine_note_token_notice(p_connection uuid, p_kind text, p_ends_at timestamptz, p_days integer) returns void
language sql security definer set search_path = '' as $$
  insert into private.token_notices (connection_id, kind, ends_at, days) values (p_connection, p_kind, p_ends_at, p_days) on conflict do nothing;
$$;

revoke execute on function public.engine_due_token_notices(jsonb), public.engine_note_token_notice(uuid, text, timestamptz, integer)
  from public, anon, authenticated, service_role;
grant execute on function public.engine_due_token_notices(jsonb), public.engine_note_token_notice(uuid, text, timestamptz, integer) to service_role;
