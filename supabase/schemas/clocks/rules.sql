-- Counts business time, and runs the clock of each next action and the clocks of a whole request.

create function private.add_calendar() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.provider_calendars (provider_id) values (new.id);
  return new;
end $$;

-- Same as src/domain/clocks/business-time.ts; a test proves them equal. Where no calendar reaches, every hour counts.
create function private.add_business_time(p_provider uuid, p_from timestamptz, p_span interval) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
begin
  return case when p_span <= interval '0' then p_from else coalesce((
    select s.ends_at - (s.upto - p_span) from (
      select o.ends_at, sum(o.ends_at - greatest(o.starts_at, p_from)) over (order by o.starts_at) as upto
      from public.open_periods o
      where o.provider_id = p_provider and o.ends_at > p_from and o.starts_at < p_from + interval '200 days') as s
    where s.upto >= p_span order by s.upto limit 1), p_from + p_span) end;
end $$;

create function private.business_between(p_provider uuid, p_from timestamptz, p_to timestamptz) returns interval
language sql stable security definer set search_path = '' as $$
  select case when exists (select from public.open_periods where provider_id = p_provider) then coalesce((
    select sum(least(o.ends_at, p_to) - greatest(o.starts_at, p_from)) from public.open_periods o
    where o.provider_id = p_provider and o.ends_at > p_from and o.starts_at < p_to), interval '0')
  else greatest(p_to - p_from, interval '0') end;
$$;

-- Postgres accepts time zones that no browser knows; one of those would break every page that shows a time in it.
create function private.check_time_zone(p_time_zone text) returns void
language plpgsql stable set search_path = '' as $$
begin
  if coalesce(p_time_zone, '') !~ '^(UTC|[A-Za-z_]+(/[A-Za-z0-9_+-]+){1,2})$' or p_time_zone ~ '^(posix|right|SystemV)/'
    or not exists (select from pg_catalog.pg_timezone_names where name = p_time_zone) then
    perform private.refuse(400, 'invalid_input', 'timeZone');
  end if;
end $$;

create function private.clock_of(p_action text, p_owner text) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select code from private.clock_catalogue
    where p_action <> '' and p_action <> 'start_cutover'
      and (p_action = any (actions) or (is_default and owner = p_owner))
    order by is_default limit 1);
end $$;

-- Returns the time limit in force for a provider. clock_end says when that much of a clock's measure will have been
-- counted.
create function private.clock_allowance(p_provider uuid, p_code text) returns interval
language plpgsql stable security definer set search_path = '' as $$
begin
  return make_interval(mins => coalesce(
    (select t.minutes from public.clock_targets t where t.provider_id = p_provider and t.code = p_code
      and t.valid_from <= now()
      order by t.valid_from desc, t.id limit 1),
    (select c.minutes from private.clock_catalogue c where c.code = p_code)));
end $$;

create function private.clock_end(p_provider uuid, p_code text, p_since timestamptz, p_span interval)
  returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select case c.counts when 'wall' then p_since + p_span
    else private.add_business_time(p_provider, p_since, p_span) end
    from private.clock_catalogue c where c.code = p_code);
end $$;

-- A paused clock resumes as the same clock: a prediction or breach already reported is reported again after the hold
-- only if the new due time lies ahead once more.
-- Starts, resumes, pauses or stops the clock of a request, and says when it is due.
create function private.with_clock(p_request public.migration_requests, p_measured text, p_code text)
  returns public.migration_requests
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests := p_request; since timestamptz; spent interval; allowance interval;
  paused boolean := p_request.hold_reason is not null and p_request.waiting_on = 'us';
begin
  if request.clock_measures is distinct from p_measured or request.clock_code is distinct from p_code then
    since := now(); spent := '0';
    delete from private.clock_notices where request_id = request.id and clock_since = '-infinity';
  else
    since := request.clock_since; spent := request.clock_spent;
    if since is null and not paused then
      since := now();
      perform private.keep_notices(request.id, '-infinity', since);
    end if;
  end if;
  if paused and since is not null then
    spent := spent + case (select counts from private.clock_catalogue where code = p_code) when 'wall'
      then now() - since
      else private.business_between(request.provider_id, since, now()) end;
    perform private.keep_notices(request.id, since, '-infinity');
    since := null;
  end if;
  allowance := private.clock_allowance(request.provider_id, p_code);
  request.clock_code := p_code;
  request.clock_measures := p_measured;
  request.clock_since := since;
  request.clock_spent := coalesce(spent, '0');
  request.due_at := case when request.next_action = 'start_cutover' then request.window_starts_at
    else private.clock_end(request.provider_id, p_code, since, allowance - spent) end;
  request.predicted_breach_at := private.clock_end(request.provider_id, p_code, since, allowance * 0.75 - spent);
  delete from private.clock_notices where request_id = request.id and clock_since = since
    and (kind = 'clock.breach_predicted' and request.predicted_breach_at > now() or kind = 'clock.breached'
      and request.due_at > now());
  return request;
end $$;
comment on function private.with_clock is
  'The row with its clock as it stands now; notices that the new times overtake are forgotten. Writes no request.';

-- After a change of calendar or time limit, counted time stays counted, and the remaining time is measured anew.
create function private.reset_due(p_provider uuid) returns void
language sql security definer set search_path = '' as $$
  update public.migration_requests r set (clock_code, clock_measures, clock_since, clock_spent, due_at,
    predicted_breach_at) = (select c.clock_code, c.clock_measures, c.clock_since, c.clock_spent, c.due_at,
    c.predicted_breach_at from private.with_clock(r, r.clock_measures, r.clock_code) c)
  where r.provider_id = p_provider and r.clock_since is not null;
  select private.measure_elapsed_clocks(r.id) from public.migration_requests r
  where r.provider_id = p_provider and exists (select from private.elapsed_clocks s where s.request_id = r.id);
$$;

-- The whole move may take as long as the terms promised on the day of the application, unless the provider has set a
-- time limit of its own.
-- Counted time stays counted, and the current limit and calendar measure the remaining time.
create function private.measure_elapsed_clocks(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update private.elapsed_clocks s set
    predicted_breach_at = private.clock_end(r.provider_id, s.code, s.since,
      private.elapsed_limit(r.provider_id, s.code, s.started_at) * 0.75 - s.spent),
    due_at = private.clock_end(r.provider_id, s.code, s.since,
      private.elapsed_limit(r.provider_id, s.code, s.started_at) - s.spent)
  from public.migration_requests r where r.id = s.request_id and s.request_id = p_request;
end $$;

create function private.follow_elapsed_clocks(p_event public.events) returns void
language plpgsql security definer set search_path = '' as $$
declare
  kind text := p_event.kind; data jsonb := p_event.data; at timestamptz := p_event.created_at; changed boolean;
  paused boolean := p_event.on_hold and coalesce(p_event.waiting_on, 'us') = 'us';
  ended text[]; started text[];
begin
  ended := case
    when p_event.to_status in ('completed', 'rejected', 'cancelled', 'failed')
      then '{first_answer,cutover,two_step_back_on,proof,whole_move}'
    when kind in ('request.accept', 'request.ask', 'comment.client')
      and p_event.actor_kind = 'member' then '{first_answer}'
    when kind = 'cutover.abort' then '{cutover}'
    when kind = 'cutover.connected' then '{cutover,whole_move}'
    when kind = 'track.set' and data ->> 'track' = 'security_pin' and data ->> 'state' in ('done', 'not_applicable')
      or kind = 'pin.ended' and data -> 'confirmed' = 'true'
      or kind in ('monitoring_check.taken', 'pin.noted') and data -> 'tracks' ->> 'security_pin' = 'done'
        then '{two_step_back_on}'
    else '{}' end;
  started := case
    when kind = 'request.submit' then '{first_answer,whole_move}'
    when kind = 'cutover.start' then '{cutover}'
    when kind = 'cutover.step' and data ->> 'step' = 'register'
      and data ->> 'outcome' in ('done', 'skipped') then '{two_step_back_on}'
    when kind = 'cutover.connected' then '{proof}'
    else '{}' end;
  delete from private.elapsed_clocks where request_id = p_event.request_id and code = any (ended);
  -- The proof waits for the reading 72 hours after the connection.
  insert into private.elapsed_clocks (request_id, code, started_at, since)
  select p_event.request_id, c, s, s from unnest(started) as c,
    lateral (select at + case c when 'proof' then interval '72 hours' else '0' end as s)
  on conflict (request_id, code) do update set started_at = excluded.started_at, since = excluded.since, spent = '0';
  update private.elapsed_clocks s set
    spent = s.spent + case
      when s.since is null or not paused then interval '0'
      when (select c.counts from private.clock_catalogue c where c.code = s.code) = 'wall'
        then greatest(at - s.since, '0')
      else private.business_between(p_event.provider_id, s.since, greatest(at, s.since)) end,
    since = case when not paused then greatest(at, s.started_at) end
  where s.request_id = p_event.request_id and (s.since is null) <> paused;
  changed := found;
  if changed or started <> '{}' then perform private.measure_elapsed_clocks(p_event.request_id); end if;
end $$;

create function private.follow_event() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.follow_elapsed_clocks(new);
  return null;
end $$;

-- Rebuilds the clocks from all events, for example after the events' times were shifted.
create function private.restart_elapsed_clocks(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare event public.events;
begin
  delete from private.elapsed_clocks where request_id = p_request;
  for event in select e.* from public.migration_requests r
    join public.events e on (e.provider_id, e.client_id, e.request_id) = (r.provider_id, r.client_id, r.id)
    where r.id = p_request order by e.id loop
    perform private.follow_elapsed_clocks(event);
  end loop;
end $$;

-- The hour of a cut-over ends when both providers are live: the removal has a date of its own.
create function private.unsent_notices(p_request uuid) returns table (since timestamptz, notice text, kind text,
  visibility text, clock text, at timestamptz, due_at timestamptz)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query with possible as (
    select r.clock_since as since, n.kind as notice, n.kind, n.visibility, r.clock_code as clock,
      coalesce(n.at, r.clock_since + make_interval(mins => k.minutes)) as at, r.due_at
    from public.migration_requests r
    cross join lateral (values
      ('clock.reminder_1', 'client', null::timestamptz, r.waiting_on = 'client'),
      ('clock.reminder_2', 'client', null, r.waiting_on = 'client'),
      ('clock.reminder_3', 'client', null, r.waiting_on = 'client'),
      ('clock.client_silent', 'client', null, r.waiting_on = 'client'
        and r.status in ('submitted', 'preparing', 'scheduled')),
      ('clock.chase_1', 'internal', null, r.waiting_on = 'old_provider'),
      ('clock.chase_2', 'internal', null, r.waiting_on = 'old_provider'),
      ('clock.old_provider_silent', 'internal', r.due_at, r.waiting_on = 'old_provider'
        and r.clock_code = 'old_provider_task'),
      -- While a number is being moved, minutes count, whichever side they belong to.
      ('clock.breach_predicted', 'internal', r.predicted_breach_at,
        r.waiting_on = 'us' or r.status = 'cutover' and r.clock_code in ('code_request', 'code_answer', 'step')),
      ('clock.breached', 'internal', r.due_at, r.clock_code is not null
        and (r.waiting_on = 'us' or r.status = 'cutover' and r.clock_code in ('code_request', 'code_answer', 'step'))),
      ('clock.expired', 'client', r.due_at, r.status = 'draft')) as n (kind, visibility, at, holds)
    left join private.notice_catalogue k on k.kind = n.kind
    where r.id = p_request and r.clock_since is not null and n.holds and (n.at is not null or k.kind is not null)
      -- A known disruption and a request on hold are not reported again.
      and r.hold_reason is null and coalesce(r.next_action_subject, '') <> 'CLIENT_SILENT'
      -- The client decides how long both providers stay.
      and (r.status <> 'cutover' or r.shared_at is null)
    union all
    select s.started_at, n.kind || ' ' || s.code, n.kind, 'internal', s.code, n.at, s.due_at
    from private.elapsed_clocks s
    cross join lateral (values ('clock.elapsed_breach_predicted', s.predicted_breach_at),
      ('clock.elapsed_breached', s.due_at)) as n (kind, at)
    where s.request_id = p_request
      and not exists (select from public.migration_requests r where r.id = p_request and r.status = 'cutover'
        and r.shared_at is not null)
    union all
    select s.started_at, k.kind, k.kind, 'internal', s.code, s.started_at + make_interval(mins => k.minutes), s.due_at
    from private.elapsed_clocks s join public.migration_requests r on r.id = s.request_id
    join private.notice_catalogue k on k.kind in ('clock.cutover_alarm_1', 'clock.cutover_alarm_2')
    where s.request_id = p_request and s.code = 'cutover' and s.since is not null and r.status = 'cutover'
      and r.registered_at is null and r.shared_at is null)
  select p.* from possible p where p.at is not null
    and not exists (select from private.clock_notices c where c.request_id = p_request and c.clock_since = p.since
      and c.kind = p.notice);
end $$;
comment on function private.unsent_notices
  is 'The notices of a request''s clocks that have not been sent, whether they are due or still to come.';

-- The row is locked first: of two changes at once, the later one then sees what the earlier one has changed.
create function private.set_next_notice(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform from private.due_times where request_id = p_request for update;
  insert into private.due_times as d (request_id, provider_id, next_notice_at)
  select r.id, r.provider_id, (select min(n.at) from private.unsent_notices(r.id) n)
  from public.migration_requests r where r.id = p_request
  on conflict (request_id) do update set next_notice_at = excluded.next_notice_at
    where d.next_notice_at is distinct from excluded.next_notice_at;
end $$;

create function private.follow_notices_of_request() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_next_notice(new.id);
  return null;
end $$;

-- A request's clocks are paused and measured together.
create function private.follow_notices_of_clocks() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_next_notice(c.request_id)
  from (select distinct request_id from changed order by request_id) as c;
  return null;
end $$;

create function private.follow_notices_of_row() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_next_notice(case tg_op when 'DELETE' then old.request_id else new.request_id end);
  return null;
end $$;

-- Only requests with a clock can have a notice.
create function private.follow_notices_of_catalogue() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_next_notice(d.request_id) from (
    select id as request_id from public.migration_requests where clock_since is not null
    union select request_id from private.elapsed_clocks order by request_id) as d;
  return null;
end $$;

-- Takes the requests whose time has come first; those behind the limit are taken by the next call.
create function private.due_notices(p_limit integer) returns table (request_id uuid, since timestamptz, notice text,
  kind text, visibility text, clock text, at timestamptz, due_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select d.request_id, n.* from (
    select t.request_id from private.due_times t
    where t.next_notice_at <= now() and not private.is_set_aside('clocks', t.request_id)
    order by t.next_notice_at limit p_limit) as d
  cross join lateral private.unsent_notices(d.request_id) n where n.at <= now()
  order by n.at, n.kind limit p_limit;
$$;

create function private.elapsed_limit(p_provider uuid, p_code text, p_started_at timestamptz) returns interval
language plpgsql stable security definer set search_path = '' as $$
declare days integer;
begin
  if p_code = 'whole_move' and not exists (select from public.clock_targets t
    where t.provider_id = p_provider and t.code = p_code and t.valid_from <= now()) then
    select t.max_working_days into days from public.tariffs t
    where t.provider_id = p_provider and t.valid_from <= private.local_date(p_provider, p_started_at)
    order by t.valid_from desc limit 1;
  end if;
  -- Terms with zero days promise nothing. A working day is eight hours.
  return coalesce(make_interval(mins => nullif(days, 0) * 480), private.clock_allowance(p_provider, p_code));
end $$;

-- Notices already sent for a paused clock wait at '-infinity' until it resumes.
create function private.keep_notices(p_request uuid, p_from timestamptz, p_to timestamptz) returns void
language sql security definer set search_path = '' as $$
  update private.clock_notices set clock_since = p_to
  where request_id = p_request and clock_since = p_from and kind in ('clock.breach_predicted', 'clock.breached');
$$;

create function private.hours_of(p_hours jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare hours jsonb;
begin
  if jsonb_typeof(p_hours) is distinct from 'array' or jsonb_array_length(p_hours) not between 1 and 40 then
    perform private.refuse(400, 'invalid_input', 'hours');
  end if;
  begin
    select jsonb_agg(jsonb_build_object('weekday', h.weekday, 'from', h."from", 'to', h."to")
      order by h.weekday, h."from") into hours
    from jsonb_to_recordset(p_hours) as h (weekday integer, "from" integer, "to" integer)
    having bool_and(coalesce(h.weekday between 1 and 7 and h."from" >= 0 and h."to" <= 1440
      and h."from" < h."to", false));
  exception when others then
    hours := null;
  end;
  if hours is null then perform private.refuse(400, 'invalid_input', 'hours'); end if;
  return hours;
end $$;
comment on function private.hours_of
  is 'Working hours as src/domain/clocks/calendar.ts reads them; in minutes of the day.';
