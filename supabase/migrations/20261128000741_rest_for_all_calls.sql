-- An account that must rest is left alone by every call that the desk makes of its own accord, and by a person's PIN or
-- message: not by the steps of its moves alone.

create or replace function public.engine_due_after_checks(p_limit integer) returns jsonb
language sql security definer set search_path = '' as $$
  with due as (
    select a.id from public.after_checks a join public.migration_requests r on r.id = a.request_id
    where a.taken_at is null and a.due_at <= now() and a.attempts < 40 and r.status in ('stabilising', 'completed')
      and coalesce(a.tried_at, '-infinity') <= now() - make_interval(mins => 5 * least(a.attempts, 48))
      and (a.moment <> '0h' or a.due_at < now() - interval '1 hour' or not exists (select from public.cutover_steps s
        where s.request_id = a.request_id and s.step in ('snapshot_after', 'compare') and s.state in ('pending', 'running')))
      and private.paused_until(a.request_id) is null
    order by a.due_at limit p_limit for update of a skip locked),
  tried as (
    update public.after_checks a set tried_at = now(), attempts = attempts + 1
    from due where due.id = a.id returning a.id, a.request_id)
  select coalesce(jsonb_agg(jsonb_build_object('check', t.id, 'request', t.request_id, 'earlier', (
    select e.points from public.after_checks e where e.request_id = t.request_id and e.taken_at is not null
    order by e.taken_at desc limit 1))), '[]') from tried t;
$$;

create or replace function public.engine_due_probes(p_limit integer) returns jsonb
language sql security definer set search_path = '' as $$
  with due as (
    select r.id, r.provider_id, r.client_id, r.destination_phone_number_id, r.phone_number, p.phone_number as probe,
      p.phone_number_id as probe_id, p.template_name, p.template_language
    from public.migration_requests r join public.probe_settings p on p.provider_id = r.provider_id
    where r.status in ('cutover', 'stabilising') and r.destination_phone_number_id is not null and p.phone_number <> r.phone_number
      and (r.registered_at is null or r.registered_at > now() - interval '10 minutes')
      and exists (select from public.cutover_steps s where s.request_id = r.id
        and s.step in ('verify_code', 'embedded_signup', 'move_under_intent', 'record_ids') and s.state in ('done', 'skipped'))
      and not exists (select from public.test_messages m where m.request_id = r.id and m.purpose = 'probe'
        and m.opened_at > now() - make_interval(secs => p.interval_seconds))
      and (select count(*) from public.test_messages m where m.request_id = r.id and m.purpose = 'probe' and m.direction = 'out'
        and (r.registered_at is null or m.opened_at > r.registered_at)) < case when r.registered_at is null then 60 else 120 end
      and (private.open_halt(r.provider_id)).id is null and private.paused_until(r.id) is null
    order by r.id limit p_limit for update of r skip locked),
  opened as (
    insert into public.test_messages (provider_id, client_id, request_id, purpose, direction, last_four)
    select d.provider_id, d.client_id, d.id, 'probe', w.direction, right(d.probe, 4) from due d, (values ('out'), ('in')) as w (direction)
    returning id, request_id, direction)
  select coalesce(jsonb_agg(jsonb_build_object('act', o.id, 'request', d.id,
    'fromId', case o.direction when 'out' then d.destination_phone_number_id else d.probe_id end,
    'to', case o.direction when 'out' then d.probe else d.phone_number end,
    'template', d.template_name, 'language', d.template_language)), '[]')
  from opened o join due d on d.id = o.request_id;
$$;

create or replace function public.engine_due_template_readings(p_limit integer) returns jsonb
language sql security definer set search_path = '' as $$
  with due as (
    select t.id from public.template_readings t join public.migration_requests r on r.id = t.request_id
    where t.taken_at is null and t.due_at <= now() and t.attempts < 40 and r.status in ('stabilising', 'completed')
      and coalesce(t.tried_at, '-infinity') <= now() - make_interval(mins => 15 * least(t.attempts, 16))
      and private.paused_until(t.request_id) is null
    order by t.due_at limit p_limit for update of t skip locked),
  tried as (
    update public.template_readings t set tried_at = now(), attempts = attempts + 1
    from due where due.id = t.id returning t.id, t.request_id)
  select coalesce(jsonb_agg(jsonb_build_object('reading', id, 'request', request_id)), '[]') from tried;
$$;

create or replace function public.engine_due_readings(p_limit integer) returns table (request_id uuid, provider_id uuid, scope text)
language sql stable security definer set search_path = '' as $$
  select free.request_id, free.provider_id, free.scope from (
    select d.*, row_number() over (partition by d.provider_id order by d.due_since, d.request_id) as turn
    from private.readings_due() d cross join private.reading_settings s
    where not exists (select from private.readings x where x.request_id = d.request_id
        and ((x.closed_at is null and x.lease_until > now()) or (x.outcome = 'failed' and x.closed_at > now() - interval '10 minutes')))
      and (d.scope = 'two_step' or private.reading_calls_left(d.waba_id, false) >= s.calls_per_reading)
      and private.paused_until(d.request_id) is null
  ) as free order by free.turn, free.due_since limit p_limit;
$$;

create or replace function private.open_moved_number(p_request uuid, p_version integer, p_permission text) returns public.migration_requests
language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests := private.open_request(p_request, p_version, p_permission);
begin
  if request.status not in ('stabilising', 'completed') then perform private.refuse(409, 'wrong_status', request.status); end if;
  perform private.refuse_halted(request.provider_id);
  perform private.refuse_paused(p_request);
  return request;
end $$;
