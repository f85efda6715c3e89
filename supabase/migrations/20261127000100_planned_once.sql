-- The body of an SQL function that may not be inlined is planned anew at each call, that of a PL/pgSQL function once per
-- session. These are called with every command, step or read; they say what they said before.

create or replace function private.my_roles(p_provider uuid, p_client uuid) returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(array_agg(role), '{}') from (
    select role from public.members
    where provider_id = p_provider and user_id = (select auth.uid()) and ended_at is null
    union all
    select 'client' from public.client_members
    where provider_id = p_provider and client_id = p_client and user_id = (select auth.uid()) and ended_at is null
  ) as held);
end $$;

create or replace function private.permits(p_provider uuid, p_client uuid, p_permission text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (
    select from private.permissions
    where permission = p_permission and role = any (private.my_roles(p_provider, p_client)));
end $$;

create or replace function private.clock_of(p_action text, p_owner text) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select code from private.clock_catalogue
    where p_action <> '' and p_action <> 'start_cutover' and (p_action = any (actions) or (is_default and owner = p_owner))
    order by is_default limit 1);
end $$;

create or replace function private.clock_allowance(p_provider uuid, p_code text) returns interval
language plpgsql stable security definer set search_path = '' as $$
begin
  return make_interval(mins => coalesce(
    (select t.minutes from public.clock_targets t where t.provider_id = p_provider and t.code = p_code and t.valid_from <= now()
      order by t.valid_from desc, t.id limit 1),
    (select c.minutes from private.clock_catalogue c where c.code = p_code)));
end $$;

create or replace function private.add_business_time(p_provider uuid, p_from timestamptz, p_span interval) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
begin
  return case when p_span <= interval '0' then p_from else coalesce((
    select s.ends_at - (s.upto - p_span) from (
      select o.ends_at, sum(o.ends_at - greatest(o.starts_at, p_from)) over (order by o.starts_at) as upto
      from public.open_periods o
      where o.provider_id = p_provider and o.ends_at > p_from and o.starts_at < p_from + interval '200 days') as s
    where s.upto >= p_span order by s.upto limit 1), p_from + p_span) end;
end $$;

create or replace function private.clock_end(p_provider uuid, p_code text, p_since timestamptz, p_span interval) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select case c.counts when 'wall' then p_since + p_span else private.add_business_time(p_provider, p_since, p_span) end
    from private.clock_catalogue c where c.code = p_code);
end $$;

create or replace function private.open_halt(p_provider uuid) returns private.halts
language plpgsql stable security definer set search_path = '' as $$
declare halt private.halts;
begin
  select * into halt from private.halts h where h.ended_at is null and (h.provider_id is null or h.provider_id = p_provider)
  order by h.provider_id nulls first limit 1;
  return halt;
end $$;

create or replace function private.graph_places(p_request uuid) returns table (provider_id uuid, kind text, id text)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select r.provider_id, place.kind, place.id from public.migration_requests r
    left join public.meta_connections c on c.id = r.connection_id
    cross join lateral (values ('app', c.app_id), ('waba', r.destination_waba_id)) as place (kind, id)
    where r.id = p_request and place.id is not null;
end $$;

create or replace function private.paused_until(p_request uuid) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select max(p.closed_until) from private.graph_places(p_request) x join private.graph_pauses p using (provider_id, kind, id)
    where p.closed_until > now());
end $$;

create or replace function public.engine_context(p_request uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select jsonb_build_object(
      'request', to_jsonb(r),
      'steps', coalesce((select jsonb_agg(to_jsonb(s) order by s.position) from public.cutover_steps s where s.request_id = r.id), '[]'),
      'snapshots', coalesce((select jsonb_agg(jsonb_build_object('side', n.side, 'moment', n.moment, 'data', n.data)) from (
        select distinct on (side, moment) side, moment, data from public.snapshots
        where request_id = r.id and moment <> 'check' order by side, moment, taken_at desc) as n), '[]'),
      'templates', case when r.status <> 'stabilising' then '[]' else
        coalesce((select jsonb_agg(to_jsonb(x) order by x.name, x.language) from public.templates x where x.request_id = r.id), '[]') end,
      'connection', to_jsonb(c),
      'token', to_jsonb(t))
    from public.migration_requests r
    left join public.meta_connections c on c.id = coalesce(r.signup_connection_id, r.connection_id) and c.revoked_at is null
    left join private.connection_tokens t on t.connection_id = c.id
    where r.id = p_request);
end $$;
