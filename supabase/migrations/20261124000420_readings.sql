-- Reading Meta again before the evidence grows old: what is due, who reads it, how many calls that may cost.

create table private.reading_settings (
  only_row boolean primary key default true check (only_row),
  stale_after interval not null default '24 hours',
  reread_after interval not null default '20 hours',
  watch_every interval not null default '15 minutes',
  off_alarm_after interval not null default '48 hours',
  calls_per_hour integer not null default 200,
  share numeric not null default 0.6 check (share > 0 and share <= 1),
  calls_per_reading integer not null default 4
);
comment on table private.reading_settings is 'The one place for how old evidence may grow and how slowly it is read again.';
comment on column private.reading_settings.watch_every is 'Between two looks at two-step verification that is not off, and at what stopped a move.';
comment on column private.reading_settings.off_alarm_after is 'Two-step verification off for longer than that without a move leaves the number unprotected: an alarm.';
comment on column private.reading_settings.calls_per_hour is 'Meta''s limit for an account without a registered number, which a fresh destination is.';
comment on column private.reading_settings.share is 'The part of it that readings by themselves may use; the rest is for people and the move.';
comment on column private.reading_settings.calls_per_reading is 'What a whole reading costs the destination''s limit.';
insert into private.reading_settings default values;

create table private.readings (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  request_id uuid not null,
  scope text not null check (scope in ('all', 'two_step')),
  asked boolean not null,
  waba_id text,
  calls integer not null,
  worker text not null,
  opened_at timestamptz not null default now(),
  lease_until timestamptz not null,
  closed_at timestamptz,
  outcome text check (outcome in ('recorded', 'failed', 'lost')),
  foreign key (provider_id, request_id) references public.migration_requests (provider_id, id)
);
comment on table private.readings is 'What is being read of Meta and was, kept for a week: the lease of a worker and the account of calls.';
comment on column private.readings.asked is 'Whether a person asked for it.';
create unique index readings_one_open on private.readings (request_id) where closed_at is null;
create index readings_request on private.readings (provider_id, request_id);
create index readings_latest on private.readings (request_id, opened_at desc);
create index readings_budget on private.readings (waba_id, opened_at);

alter table public.migration_requests
  add column checks_read_at timestamptz,
  add column two_step_off_since timestamptz,
  add column two_step_alarmed_at timestamptz;
comment on column public.migration_requests.checks_read_at is 'The latest whole reading of both sides; null before the first, and after a change of what must be read.';
comment on column public.migration_requests.two_step_off_since is 'Since when readings show two-step verification off: the number is unprotected meanwhile.';
create index migration_requests_to_read on public.migration_requests (checks_read_at)
  where status in ('submitted', 'preparing', 'scheduled') and connection_id is not null;

do $$
declare relation text;
begin
  foreach relation in array array['reading_settings', 'readings'] loop
    execute format('alter table private.%I enable row level security', relation);
    execute format('alter table private.%I force row level security', relation);
    execute format('revoke all on private.%I from public, anon, authenticated, service_role', relation);
  end loop;
end $$;

-- Other ids are other objects: what was read of the old ones says nothing any more.
create function private.outdate_evidence() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  source_changed boolean := (new.source_business_id, new.source_waba_id, new.source_phone_number_id)
    is distinct from (old.source_business_id, old.source_waba_id, old.source_phone_number_id);
  destination_changed boolean := (new.connection_id, new.destination_waba_id) is distinct from (old.connection_id, old.destination_waba_id);
begin
  if new.status not in ('submitted', 'preparing', 'scheduled') or not (source_changed or destination_changed) then return new; end if;
  update public.checks set status = 'stale', updated_at = now()
  where request_id = new.id and evidence_kind = 'api' and status in ('passed', 'failed')
    and (source_changed and code in ('SOURCE_READY', 'SAME_BUSINESS', 'NAME_APPROVED', 'CLOUD_API_NUMBER', 'TWO_STEP_OFF')
      or destination_changed and code in ('BUSINESS_VERIFIED', 'SAME_BUSINESS', 'DESTINATION_READY', 'APP_SUBSCRIBED'));
  new.checks_read_at := null;
  if source_changed then new.two_step_off_since := null; new.two_step_alarmed_at := null; end if;
  return new;
end $$;
create trigger migration_requests_outdate_evidence before update of source_business_id, source_waba_id, source_phone_number_id,
  connection_id, destination_waba_id on public.migration_requests for each row execute function private.outdate_evidence();

-- What should be read again by now and why; who may read it just now is engine_due_readings' matter.
create function private.readings_due() returns table (request_id uuid, provider_id uuid, scope text, waba_id text, due_since timestamptz)
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
    from live r where r.route is not null
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

-- Calls that readings by themselves may still make on the account in this hour.
create function private.reading_calls_left(p_waba text, p_asked boolean) returns integer
language sql stable security definer set search_path = '' as $$
  select floor(s.calls_per_hour * case when p_asked then 1 else s.share end)::integer
    - coalesce((select sum(d.calls)::integer from private.readings d where d.waba_id = p_waba and d.opened_at > now() - interval '1 hour'), 0)
  from private.reading_settings s;
$$;

create function public.engine_due_readings(p_limit integer) returns table (request_id uuid, provider_id uuid, scope text)
language sql stable security definer set search_path = '' as $$
  select free.request_id, free.provider_id, free.scope from (
    select d.*, row_number() over (partition by d.provider_id order by d.due_since, d.request_id) as turn
    from private.readings_due() d cross join private.reading_settings s
    where not exists (select from private.readings x where x.request_id = d.request_id
        and ((x.closed_at is null and x.lease_until > now()) or (x.outcome = 'failed' and x.closed_at > now() - interval '10 minutes')))
      and (d.scope = 'two_step' or private.reading_calls_left(d.waba_id, false) >= s.calls_per_reading)
  ) as free order by free.turn, free.due_since limit p_limit;
$$;
comment on function public.engine_due_readings is 'Requests to read again now, one of each provider before the second of any, within the calls of their accounts.';

create function public.engine_open_reading(p_request uuid, p_scope text, p_worker text, p_lease_seconds integer, p_asked boolean)
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
comment on function public.engine_open_reading is 'One reader per request, and the calls counted before they are made.';

create function public.engine_close_reading(p_reading uuid) returns void
language sql security definer set search_path = '' as $$
  update private.readings set closed_at = now(), outcome = 'failed' where id = p_reading and closed_at is null;
$$;
comment on function public.engine_close_reading is 'A reading that brought nothing; the request is left alone for some minutes.';

revoke execute on function private.outdate_evidence(), private.readings_due(), private.reading_calls_left(text, boolean) from public;
grant execute on function public.engine_due_readings(integer), public.engine_open_reading(uuid, text, text, integer, boolean),
  public.engine_close_reading(uuid) to service_role;
