-- What Meta's headers ask for and what the breaker found out are two closures: a call that succeeds says that Meta answers,
-- not that an account has calls left.

alter table private.graph_pauses add column breaker_until timestamptz;
comment on table private.graph_pauses is 'failures: calls in a row that Meta did not answer as itself.';
comment on column private.graph_pauses.closed_until is 'What Meta''s headers ask for: no call of the desk''s own begins before. It only runs out.';
comment on column private.graph_pauses.breaker_until is 'What failures in a row have shut; a call that Meta answers opens it.';

create or replace function private.paused_until(p_request uuid) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select max(greatest(p.closed_until, p.breaker_until))
    from private.graph_places(p_request) x join private.graph_pauses p using (provider_id, kind, id)
    where greatest(p.closed_until, p.breaker_until) > now());
end $$;

create function private.refuse_paused(p_request uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
declare until timestamptz := private.paused_until(p_request);
begin
  if until is not null then perform private.refuse(429, 'meta_paused', private.utc(until)); end if;
end $$;

-- A breaker whose time is up lets one call through, and shuts behind it until that call has been answered.
create or replace function private.guard_intent_pause() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.refuse_paused(new.request_id);
  update private.graph_pauses p set breaker_until = new.lease_until
  from private.graph_places(new.request_id) x
  where (p.provider_id, p.kind, p.id) = (x.provider_id, x.kind, x.id) and p.failures >= case p.kind when 'app' then 10 else 5 end;
  return new;
end $$;

create or replace function private.learn_from_intent() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  codes text[] := array(select x ->> 'code' from jsonb_array_elements(
    case jsonb_typeof(new.answer) when 'array' then new.answer when 'object' then jsonb_build_array(new.answer) else '[]' end) as x);
begin
  -- A worker that vanished says nothing about Meta.
  if new.outcome = 'unknown' and new.answer is null then
    update private.graph_pauses p set breaker_until = null from private.graph_places(new.request_id) x
    where (p.provider_id, p.kind, p.id) = (x.provider_id, x.kind, x.id) and p.breaker_until = new.lease_until;
  elsif codes && array['META_INCIDENT', 'MAINTENANCE'] then
    insert into private.graph_pauses as p (provider_id, kind, id, failures)
    select provider_id, kind, id, 1 from private.graph_places(new.request_id)
    on conflict (provider_id, kind, id) do update set failures = p.failures + 1,
      breaker_until = case when p.failures + 1 >= case p.kind when 'app' then 10 else 5 end
        then now() + least(interval '1 minute' * 2 ^ least(p.failures + 1 - case p.kind when 'app' then 10 else 5 end, 4), interval '15 minutes')
        else p.breaker_until end;
  else
    update private.graph_pauses p set failures = 0, breaker_until = null
    from private.graph_places(new.request_id) x
    where (p.provider_id, p.kind, p.id) = (x.provider_id, x.kind, x.id) and (p.failures > 0 or p.breaker_until is not null);
  end if;
  return new;
end $$;

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
        where p.provider_id = r.provider_id and greatest(p.closed_until, p.breaker_until) > now()
          and p.id = case p.kind when 'app' then c.app_id else r.destination_waba_id end)
      -- What would be a call again; what became of one is read all the same.
      and not ((s.state = 'pending' or (s.state = 'running' and k.repeatable)) and coalesce(r.no_return_at, r.registered_at) is null
        and private.is_contested(r.id))
  ) as due order by due.turn, due.updated_at limit p_limit;
$$;
comment on function public.engine_due_requests is 'Requests with something to do now, one of each provider before the second of any; none that is halted or contested, or whose account must rest.';

revoke execute on function private.refuse_paused(uuid) from public, anon, authenticated, service_role;
