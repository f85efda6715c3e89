-- Where Meta must be left alone for a while: an account or app whose calls are used up, and a breaker that opens after
-- failures in a row. Counted for each provider apart, so that nobody's troubles stop somebody else's moves.

create table private.graph_pauses (
  provider_id uuid not null references public.providers (id),
  kind text not null check (kind in ('app', 'waba')),
  id text not null,
  failures integer not null default 0,
  closed_until timestamptz,
  primary key (provider_id, kind, id)
);
comment on table private.graph_pauses is 'failures: calls in a row that Meta did not answer as itself. closed_until: no step of a move begins before.';
alter table private.graph_pauses enable row level security;
alter table private.graph_pauses force row level security;
revoke all on private.graph_pauses from public, anon, authenticated, service_role;

-- The destination's account and the app through which it is reached.
create function private.graph_places(p_request uuid) returns table (provider_id uuid, kind text, id text)
language sql stable security definer set search_path = '' as $$
  select r.provider_id, place.kind, place.id from public.migration_requests r
  left join public.meta_connections c on c.id = r.connection_id
  cross join lateral (values ('app', c.app_id), ('waba', r.destination_waba_id)) as place (kind, id)
  where r.id = p_request and place.id is not null;
$$;

create function private.paused_until(p_request uuid) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select max(p.closed_until) from private.graph_places(p_request) x join private.graph_pauses p using (provider_id, kind, id)
  where p.closed_until > now();
$$;

-- A breaker whose time is up lets one call through, and shuts behind it until that call has been answered.
create function private.guard_intent_pause() returns trigger
language plpgsql security definer set search_path = '' as $$
declare until timestamptz := private.paused_until(new.request_id);
begin
  if until is not null then perform private.refuse(429, 'meta_paused', private.utc(until)); end if;
  update private.graph_pauses p set closed_until = new.lease_until
  from private.graph_places(new.request_id) x
  where (p.provider_id, p.kind, p.id) = (x.provider_id, x.kind, x.id) and p.failures >= case p.kind when 'app' then 10 else 5 end;
  return new;
end $$;
create trigger intents_20_pause before insert on private.intents for each row execute function private.guard_intent_pause();

create function private.learn_from_intent() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  codes text[] := array(select x ->> 'code' from jsonb_array_elements(
    case jsonb_typeof(new.answer) when 'array' then new.answer when 'object' then jsonb_build_array(new.answer) else '[]' end) as x);
begin
  -- A worker that vanished says nothing about Meta.
  if new.outcome = 'unknown' and new.answer is null then
    update private.graph_pauses p set closed_until = null from private.graph_places(new.request_id) x
    where (p.provider_id, p.kind, p.id) = (x.provider_id, x.kind, x.id) and p.closed_until = new.lease_until;
  elsif codes && array['META_INCIDENT', 'MAINTENANCE'] then
    insert into private.graph_pauses as p (provider_id, kind, id, failures)
    select provider_id, kind, id, 1 from private.graph_places(new.request_id)
    on conflict (provider_id, kind, id) do update set failures = p.failures + 1,
      closed_until = case when p.failures + 1 >= case p.kind when 'app' then 10 else 5 end
        then now() + least(interval '1 minute' * 2 ^ least(p.failures + 1 - case p.kind when 'app' then 10 else 5 end, 4), interval '15 minutes')
        else p.closed_until end;
  else
    update private.graph_pauses p set failures = 0, closed_until = case when p.failures > 0 then null else p.closed_until end
    from private.graph_places(new.request_id) x
    where (p.provider_id, p.kind, p.id) = (x.provider_id, x.kind, x.id) and (p.failures > 0 or p.closed_until is not null);
  end if;
  return new;
end $$;
comment on function private.learn_from_intent is 'Five failures in a row shut an account, ten an app: for a minute, then for twice as long each time, fifteen at most.';
create trigger intents_learn after update of closed_at on private.intents
for each row when (old.closed_at is null and new.closed_at is not null) execute function private.learn_from_intent();

create function public.engine_pause_calls(p_provider uuid, p_kind text, p_id text, p_seconds integer) returns void
language sql security definer set search_path = '' as $$
  insert into private.graph_pauses as p (provider_id, kind, id, closed_until)
  values (p_provider, p_kind, p_id, now() + make_interval(secs => p_seconds))
  on conflict (provider_id, kind, id) do update set closed_until = greatest(p.closed_until, excluded.closed_until);
$$;
comment on function public.engine_pause_calls is 'What Meta''s usage headers ask for, for every worker and the next start.';

create or replace function public.engine_due_requests(p_limit integer) returns table (request_id uuid, provider_id uuid)
language sql stable security definer set search_path = '' as $$
  select due.request_id, due.provider_id from (
    select r.id as request_id, r.provider_id, r.updated_at,
      row_number() over (partition by r.provider_id order by r.updated_at) as turn
    from public.migration_requests r
    cross join lateral (
      select s.* from public.cutover_steps s where s.request_id = r.id and s.state not in ('done', 'skipped') order by s.position limit 1) s
    join private.step_catalogue k on k.step = s.step
    left join private.intents i on i.request_id = r.id and i.closed_at is null
    where r.status in ('cutover', 'stabilising') and r.hold_reason is null and (i.id is null or i.lease_until < now())
      and ((s.state = 'pending' and k.trigger = 'automatic' and coalesce(s.wait_until, '-infinity') <= now())
        or s.state = 'running'
        or (s.state = 'unknown' and coalesce(s.wait_until, '-infinity') <= now() and not exists (select from public.request_exceptions e
          where e.request_id = r.id and e.code = 'OUTCOME_UNKNOWN' and e.resolved_at is null)))
      and not exists (select from private.halts h where h.ended_at is null and (h.provider_id is null or h.provider_id = r.provider_id))
      and not exists (select from private.graph_pauses p left join public.meta_connections c on c.id = r.connection_id
        where p.provider_id = r.provider_id and p.closed_until > now()
          and p.id = case p.kind when 'app' then c.app_id else r.destination_waba_id end)
  ) as due order by due.turn, due.updated_at limit p_limit;
$$;
comment on function public.engine_due_requests is 'Requests with something to do now, one of each provider before the second of any; none that is halted or whose account must rest.';

revoke execute on function private.graph_places(uuid), private.paused_until(uuid), private.guard_intent_pause(), private.learn_from_intent() from public;
grant execute on function public.engine_pause_calls(uuid, text, text, integer) to service_role;
