-- A halt holds for the readings of the checks as well, whether the desk begins them by itself or a person asks for one; and
-- an account that must rest is not read for a person either.

create or replace function public.engine_due_readings(p_limit integer) returns table (request_id uuid, provider_id uuid, scope text)
language sql stable security definer set search_path = '' as $$
  select free.request_id, free.provider_id, free.scope from (
    select d.*, row_number() over (partition by d.provider_id order by d.due_since, d.request_id) as turn
    from private.readings_due() d cross join private.reading_settings s
    where not exists (select from private.readings x where x.request_id = d.request_id
        and ((x.closed_at is null and x.lease_until > now()) or (x.outcome = 'failed' and x.closed_at > now() - interval '10 minutes')))
      and (d.scope = 'two_step' or private.reading_calls_left(d.provider_id, d.waba_id, false) >= s.calls_per_reading)
      and (private.open_halt(d.provider_id)).id is null and private.paused_until(d.request_id) is null
  ) as free order by free.turn, free.due_since limit p_limit;
$$;

create or replace function public.engine_open_reading(p_request uuid, p_scope text, p_worker text, p_lease_seconds integer, p_asked boolean)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; planned integer; opened uuid;
begin
  select * into request from public.migration_requests where id = p_request for update;
  if not found then perform private.refuse(404, 'request_not_found'); end if;
  if request.status not in ('submitted', 'preparing', 'scheduled', 'cutover') then perform private.refuse(409, 'wrong_status', request.status); end if;
  perform private.refuse_halted(request.provider_id);
  perform private.refuse_paused(p_request);
  if p_scope = 'all' and request.route is null then perform private.refuse(409, 'route_missing'); end if;
  update private.readings set closed_at = now(), outcome = 'lost' where request_id = p_request and closed_at is null and lease_until <= now();
  if exists (select from private.readings where request_id = p_request and closed_at is null) then perform private.refuse(409, 'reading_open'); end if;
  select case p_scope when 'all' then s.calls_per_reading else 0 end into planned from private.reading_settings s;
  if planned > 0 and private.reading_calls_left(request.provider_id, request.destination_waba_id, p_asked) < planned then
    perform private.refuse(429, 'budget_used', private.utc((select min(d.opened_at) + interval '1 hour' from private.readings d
      where d.provider_id = request.provider_id and d.waba_id = request.destination_waba_id and d.opened_at > now() - interval '1 hour')));
  end if;
  insert into private.readings (provider_id, request_id, scope, asked, waba_id, calls, worker, lease_until)
  values (request.provider_id, p_request, p_scope, p_asked, request.destination_waba_id, planned, p_worker, now() + make_interval(secs => p_lease_seconds))
  returning id into opened;
  return jsonb_build_object('reading', opened);
end $$;
