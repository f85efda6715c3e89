-- A step is done only on evidence that could not be there without our call. Where Meta's readings cannot be such evidence,
-- messages at our account can, or a person who has tried the number.

-- Meta dates messages to the second. While a number is shared, the call that was to register it here is the silent one.
create function private.heard_here(p_request uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  with call as (
    select date_trunc('second', max(coalesce(s.called_at, s.finished_at))) as made_at from public.cutover_steps s
    where s.request_id = p_request and s.step in ('register', 'register_shared', 'record_ids'))
  select coalesce(bool_or(m.at >= c.made_at) and not bool_or(m.at < c.made_at), false)
  from call c join public.message_sightings m on m.request_id = p_request where c.made_at is not null;
$$;
comment on function private.heard_here is 'Whether a message passed through the new account after the last call that was to register the number there, and none before it.';

-- While a person is asked, what can be read is read on, where the engine has said when.
create or replace function public.engine_due_requests(p_limit integer) returns table (request_id uuid, provider_id uuid)
language sql stable security definer set search_path = '' as $$
  with halted as materialized (select h.provider_id from private.halts h where h.ended_at is null),
  resting as materialized (
    select p.provider_id, p.kind, p.id from private.graph_pauses p where greatest(p.closed_until, p.breaker_until) > now())
  select due.id, p.id
  from public.providers p
  cross join lateral (
    select own.id, row_number() over () as turn from (
      select r.id
      from public.migration_requests r
      cross join lateral (
        select s.step, s.state, s.wait_until from public.cutover_steps s
        where s.request_id = r.id and s.state not in ('done', 'skipped') order by s.position limit 1) s
      join private.step_catalogue k on k.step = s.step
      where r.provider_id = p.id and r.status in ('cutover', 'stabilising') and r.hold_reason is null
        and ((s.state = 'pending' and k.trigger = 'automatic' and coalesce(s.wait_until, '-infinity') <= now())
          or s.state = 'running'
          or (s.state = 'unknown' and coalesce(s.wait_until, '-infinity') <= now() and (s.wait_until is not null
            or not exists (select from public.request_exceptions e
              where e.request_id = r.id and e.code = 'OUTCOME_UNKNOWN' and e.resolved_at is null))))
        and not exists (select from private.intents i where i.request_id = r.id and i.closed_at is null and i.lease_until >= now())
        and not exists (select from resting x where x.provider_id = r.provider_id and x.id = case x.kind
          when 'waba' then r.destination_waba_id
          else (select c.app_id from public.meta_connections c where c.id = r.connection_id) end)
        -- What would be a call again; what became of one is read all the same.
        and not ((s.state = 'pending' or (s.state = 'running' and k.repeatable)) and coalesce(r.no_return_at, r.registered_at) is null
          and private.is_contested(r.id))
      order by r.no_return_at, r.window_starts_at, r.id limit p_limit) as own) as due
  left join lateral (
    select i.opened_at from private.intents i where i.provider_id = p.id order by i.opened_at desc limit 1) as served on true
  where not exists (select from halted h where h.provider_id is null or h.provider_id = p.id)
  order by due.turn, served.opened_at nulls first limit p_limit;
$$;

revoke execute on function private.heard_here(uuid) from public, anon, authenticated, service_role;
