-- Whose turn it is: the provider's that was served longest ago or never, so that nobody's thousands stand before another's
-- first; among a provider's own, numbers past the point of no return, then the earliest window, so that what has begun is
-- finished before the next begins. Asked before every single step: it looks at no more than it hands out and what waits before it.

create index cutover_steps_open on public.cutover_steps (request_id, position) where state not in ('done', 'skipped');
create index migration_requests_moving on public.migration_requests (provider_id, no_return_at, window_starts_at, id)
  where status in ('cutover', 'stabilising') and hold_reason is null;
create index intents_served on private.intents (provider_id, opened_at desc);

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
          or (s.state = 'unknown' and coalesce(s.wait_until, '-infinity') <= now() and not exists (select from public.request_exceptions e
            where e.request_id = r.id and e.code = 'OUTCOME_UNKNOWN' and e.resolved_at is null)))
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
comment on function public.engine_due_requests is 'Requests with something to do now, one of each provider before the second of any, the one served longest ago first; none that is halted or contested, or whose account must rest.';
