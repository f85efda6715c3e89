-- Readings and go as before, for every route: those on which the account is made on the way have no destination to read
-- beforehand, and each has its own steps.

create or replace function private.readings_due() returns table (request_id uuid, provider_id uuid, scope text, waba_id text, due_since timestamptz)
language sql stable security definer set search_path = '' as $$
  with live as (
    select r.*, s.watch_every, s.reread_after, l.latest from public.migration_requests r cross join private.reading_settings s
    left join lateral (select max(d.opened_at) as latest from private.readings d where d.request_id = r.id) l on true
    where r.status in ('submitted', 'preparing', 'scheduled') and r.connection_id is not null and r.hold_reason is null
      and r.source_phone_number_id is not null),
  due as (
    -- A first reading waits until nobody is busy with the request; then before the evidence is old, a day and an hour before the date.
    select r.id, r.provider_id, 'all' as scope, r.destination_waba_id as waba_id, least(
      coalesce(r.checks_read_at + r.reread_after, r.updated_at + r.watch_every),
      case when r.status = 'scheduled' and r.checks_read_at < r.window_starts_at - interval '24 hours' then r.window_starts_at - interval '24 hours' end,
      case when r.status = 'scheduled' and r.checks_read_at < r.window_starts_at - interval '1 hour' then r.window_starts_at - interval '1 hour' end) as due_since
    from live r
    union all
    select r.id, r.provider_id, 'two_step', r.destination_waba_id, coalesce(r.latest, c.read_at) + r.watch_every
    from live r join public.checks c on c.request_id = r.id and c.code = 'TWO_STEP_OFF'
    where c.status in ('failed', 'stale') or (c.status = 'pending' and c.read_at is not null)
    union all
    -- A move that stands still until something at Meta turns.
    select r.id, r.provider_id, case when k.watched_by = '{TWO_STEP_OFF}' then 'two_step' else 'all' end, r.destination_waba_id,
      case when l.latest > e.opened_at then l.latest + s.watch_every else e.opened_at end
    from public.request_exceptions e join private.exception_catalogue k on k.code = e.code and k.watched_by <> '{}'
    join public.migration_requests r on r.id = e.request_id and r.status = 'cutover' and r.registered_at is null and r.hold_reason is null
    join public.cutover_steps t on t.request_id = r.id and t.step = e.step and t.state = 'failed'
    cross join private.reading_settings s
    left join lateral (select max(d.opened_at) as latest from private.readings d where d.request_id = r.id) l on true
    where e.resolved_at is null)
  select distinct on (d.id) d.id, d.provider_id, d.scope, d.waba_id, d.due_since from due d
  where d.due_since <= now() order by d.id, d.scope, d.due_since;
$$;

create or replace function public.engine_open_reading(p_request uuid, p_scope text, p_worker text, p_lease_seconds integer, p_asked boolean)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; planned integer; opened uuid;
begin
  select * into request from public.migration_requests where id = p_request for update;
  if not found then perform private.refuse(404, 'request_not_found'); end if;
  if request.status not in ('submitted', 'preparing', 'scheduled', 'cutover') then perform private.refuse(409, 'wrong_status', request.status); end if;
  if p_scope = 'all' and request.route is null then perform private.refuse(409, 'route_missing'); end if;
  update private.readings set closed_at = now(), outcome = 'lost' where request_id = p_request and closed_at is null and lease_until <= now();
  if exists (select from private.readings where request_id = p_request and closed_at is null) then perform private.refuse(409, 'reading_open'); end if;
  select case p_scope when 'all' then s.calls_per_reading else 0 end into planned from private.reading_settings s;
  if planned > 0 and private.reading_calls_left(request.destination_waba_id, p_asked) < planned then
    perform private.refuse(429, 'budget_used', private.utc((select min(d.opened_at) + interval '1 hour' from private.readings d
      where d.waba_id = request.destination_waba_id and d.opened_at > now() - interval '1 hour')));
  end if;
  insert into private.readings (provider_id, request_id, scope, asked, waba_id, calls, worker, lease_until)
  values (request.provider_id, p_request, p_scope, p_asked, request.destination_waba_id, planned, p_worker, now() + make_interval(secs => p_lease_seconds))
  returning id into opened;
  return jsonb_build_object('reading', opened);
end $$;

create or replace function public.start_cutover(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; open_codes text;
begin
  request := private.open_request(p_request, p_version, 'cutover.start');
  if request.hold_reason is not null then perform private.refuse(409, 'on_hold'); end if;
  if request.window_confirmed_at is null then perform private.refuse(409, 'window_not_confirmed'); end if;
  if now() < request.window_starts_at - interval '15 minutes' then
    perform private.refuse(409, 'window_not_open', private.utc(request.window_starts_at));
  end if;
  if now() > request.window_ends_at then perform private.refuse(409, 'window_over'); end if;
  open_codes := private.open_hard_checks(p_request);
  if open_codes is not null then perform private.refuse(409, 'checks_open', open_codes); end if;
  if not private.checks_are_fresh(request) then perform private.refuse(409, 'checks_old'); end if;
  if (select p.second_approval from public.providers p where p.id = request.provider_id) then
    if request.second_approved_by is null then perform private.refuse(409, 'second_approval_missing'); end if;
    if request.second_approved_by = (select auth.uid()) then perform private.refuse(409, 'second_approval_own'); end if;
  end if;
  delete from public.cutover_steps s where s.request_id = p_request
    and not exists (select from private.route_steps k where k.route = request.route and k.step = s.step);
  insert into public.cutover_steps (provider_id, client_id, request_id, step, position)
  select request.provider_id, request.client_id, request.id, k.step, k.position from private.route_steps k where k.route = request.route
  on conflict (request_id, step) do update set position = excluded.position, state = 'pending', attempts = 0, wait_until = null, authorised_by = null,
    authorised_at = null, authorisation = null, started_at = null, finished_at = null, result = null;
  if request.route <> 'R2' then
    perform private.end_signup(p_request);
    update public.migration_requests set destination_phone_number_id = null,
      destination_waba_id = case when route <> 'R1' then destination_waba_id end
    where id = p_request;
  end if;
  return private.close_change(p_request, 'cutover.start', 'client');
end $$;
comment on function public.start_cutover is
  'The go of a person, never automatic: an agreed window that is open, every hard check passed or waived and read shortly before, and a second person''s approval where the provider wants one.';
