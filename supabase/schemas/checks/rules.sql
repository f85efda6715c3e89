-- Decides how checks grow old, what to read again, and which ids of the old account are proved.

create function private.open_hard_checks(p_request uuid) returns text
language sql stable security definer set search_path = '' as $$
  select string_agg(k.code, ',' order by k.position) from private.check_catalogue k
  left join public.checks c on c.request_id = p_request and c.code = k.code
  where k.hard and coalesce(c.status, 'pending') not in ('passed', 'waived');
$$;

-- Causes for which Meta withholds a field from us permanently: only then does a claim count.
create function private.is_out_of_reach(p_cause text) returns boolean
language sql immutable set search_path = '' as $$
  select coalesce(p_cause in ('could_not_be_read:PERMISSION_MISSING', 'could_not_be_read:not_given',
    'could_not_be_read:missing'), false);
$$;

-- Where a route has no destination before it runs, business verification is read at the source, so a change of the old
-- account's ids outdates that as well.
-- A waiver covers only the account named when it was given, and what was read there goes with its ids.
create function private.outdate_evidence() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  source_changed boolean := (new.source_business_id, new.source_waba_id, new.source_phone_number_id)
    is distinct from (old.source_business_id, old.source_waba_id, old.source_phone_number_id);
  destination_changed boolean := (new.connection_id, new.destination_waba_id) is distinct
    from (old.connection_id, old.destination_waba_id);
  outdated text[] := array(
    select unnest('{BUSINESS_VERIFIED,SAME_BUSINESS,SOURCE_READY,NAME_APPROVED,CLOUD_API_NUMBER,TWO_STEP_OFF}'::text[])
    where source_changed
    union select unnest('{BUSINESS_VERIFIED,SAME_BUSINESS,DESTINATION_READY,APP_SUBSCRIBED}'::text[])
      where destination_changed);
begin
  if new.status not in ('submitted', 'preparing', 'scheduled')
    or not (source_changed or destination_changed) then return new; end if;
  update public.checks set status = 'stale', updated_at = now()
  where request_id = new.id and evidence_kind = 'api' and status in ('passed', 'failed') and code = any (outdated);
  update public.checks set status = 'pending', waived_by = null, waived_at = null, waived_reason = null, updated_at
    = now()
  where request_id = new.id and status = 'waived' and evidence_field is distinct from 'route' and code = any (outdated);
  new.checks_read_at := null;
  if source_changed then
    new.two_step_off_since := null;
    new.two_step_alarmed_at := null;
    delete from public.snapshots where request_id = new.id and side = 'source';
    delete from public.templates where request_id = new.id;
    delete from public.template_forecasts where request_id = new.id;
  end if;
  return new;
end $$;

-- Two-step verification that has been on for long is not switched off within the quarter of an hour, and Meta reports
-- when it is.
create function private.two_step_pause(p_watched interval) returns interval
language sql stable security definer set search_path = '' as $$
  select coalesce(max(p.pause) filter (where p.pause <= p_watched), min(p.pause))
  from private.reading_settings s, unnest(s.two_step_pauses) as p (pause);
$$;

create function private.is_two_step_watched(p_check public.checks) returns boolean
language sql immutable security definer set search_path = '' as $$
  select coalesce(p_check.status in ('failed', 'stale')
    or (p_check.status = 'pending' and p_check.read_at is not null), false);
$$;

-- Says when a request is to be read again, in full and for two-step verification alone; engine_due_readings decides
-- which of what is due may be read at this moment.
create function private.reading_times(p_request uuid) returns table (full_at timestamptz, two_step_at timestamptz)
language plpgsql stable security definer set search_path = '' as $$
declare
  request public.migration_requests; settings private.reading_settings; latest private.readings; free_at timestamptz;
begin
  select * into request from public.migration_requests r where r.id = p_request and r.hold_reason is null
    and (r.status in ('submitted', 'preparing', 'scheduled') or r.status = 'cutover' and r.registered_at is null);
  if not found then return query select null::timestamptz, null::timestamptz; return; end if;
  select * into strict settings from private.reading_settings;
  select * into latest from private.readings d where d.request_id = p_request order by d.opened_at desc limit 1;
  -- One reader at a time, and a reading that found nothing leaves the request alone for some minutes.
  free_at := case when latest.closed_at is null then latest.lease_until
    when latest.outcome = 'failed' then latest.closed_at + interval '10 minutes' end;
  return query with wanted as (
    -- A first reading waits until nobody is working on the request. Later readings come before the evidence is old, and
    -- a day and an hour before the date.
    select 'all' as scope, least(
      coalesce(request.checks_read_at + settings.reread_after, request.updated_at + settings.watch_every),
      case when request.status = 'scheduled'
        and request.checks_read_at < request.window_starts_at - interval '24 hours'
        then request.window_starts_at - interval '24 hours' end,
      case when request.status = 'scheduled'
        and request.checks_read_at < request.window_starts_at - interval '1 hour'
        then request.window_starts_at - interval '1 hour' end) as at
    where request.status <> 'cutover' and request.route is not null and request.connection_id is not null
      and request.source_phone_number_id is not null
    union all
    select 'two_step', w.read_at + private.two_step_pause(w.read_at - d.two_step_watched_since)
    from public.checks c
    left join private.due_times d on d.request_id = p_request
    cross join lateral (select coalesce(latest.opened_at, c.read_at) as read_at) as w
    where c.request_id = p_request and c.code = 'TWO_STEP_OFF' and private.is_two_step_watched(c)
      and request.status <> 'cutover' and request.connection_id is not null
      and request.source_phone_number_id is not null
    union all
    -- A move that is stopped until something changes at Meta: people are waiting, so it is read as often throughout.
    select case when k.watched_by = '{TWO_STEP_OFF}' then 'two_step' else 'all' end,
      case when latest.opened_at > e.opened_at then latest.opened_at + settings.watch_every else e.opened_at end
    from public.request_exceptions e join private.exception_catalogue k on k.code = e.code and k.watched_by <> '{}'
    join public.cutover_steps t on t.request_id = e.request_id and t.step = e.step and t.state = 'failed'
    where e.request_id = p_request and e.resolved_at is null and request.status = 'cutover'
    union all
    -- Meta reported something about it: at most once a minute for one request, and after a day the scheduled readings
    -- cover it.
    select p.scope, greatest(p.prompted_at, latest.opened_at + interval '1 minute')
    from private.reading_prompts p
    where p.request_id = p_request and request.connection_id is not null and request.source_phone_number_id is not null
      and p.prompted_at > now() - interval '1 day' and (p.scope = 'two_step' or request.route is not null)
      and not exists (select from private.readings d where d.request_id = p_request and d.opened_at >= p.prompted_at
        and d.outcome = 'recorded' and (d.scope = 'all' or p.scope = 'two_step')))
  select max(greatest(w.at, free_at)) filter (where w.scope = 'all'),
    max(greatest(w.at, free_at)) filter (where w.scope = 'two_step')
  from (select x.scope, min(x.at) as at from wanted x group by x.scope) as w where w.at is not null;
end $$;

-- The row is locked first: of two changes at once, the later one then sees what the earlier one has changed.
create function private.set_next_reading(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform from private.due_times where request_id = p_request for update;
  insert into private.due_times as d (request_id, provider_id, full_reading_at, two_step_reading_at)
  select r.id, r.provider_id, t.full_at, t.two_step_at
  from public.migration_requests r cross join lateral private.reading_times(r.id) t where r.id = p_request
  on conflict (request_id) do update set full_reading_at = excluded.full_reading_at,
      two_step_reading_at = excluded.two_step_reading_at
    where (d.full_reading_at, d.two_step_reading_at)
      is distinct from (excluded.full_reading_at, excluded.two_step_reading_at);
end $$;

create function private.watch_two_step(p_request uuid) returns void
language sql security definer set search_path = '' as $$
  insert into private.due_times (request_id, provider_id, two_step_watched_since)
  select r.id, r.provider_id, now() from public.migration_requests r where r.id = p_request
  on conflict (request_id) do update set two_step_watched_since = excluded.two_step_watched_since;
$$;

create function private.follow_readings_of_request() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_next_reading(new.id);
  return null;
end $$;

create function private.follow_readings_of_row() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_next_reading(case tg_op when 'DELETE' then old.request_id else new.request_id end);
  return null;
end $$;

create function private.follow_two_step() returns trigger
language plpgsql security definer set search_path = '' as $$
declare changed public.checks := case tg_op when 'DELETE' then old else new end;
begin
  if changed.code <> 'TWO_STEP_OFF' then return null; end if;
  if tg_op <> 'DELETE' and private.is_two_step_watched(new)
    and not (tg_op = 'UPDATE' and private.is_two_step_watched(old)) then
    perform private.watch_two_step(changed.request_id);
  end if;
  perform private.set_next_reading(changed.request_id);
  return null;
end $$;

-- The sweep deletes readings that later ones have overtaken: they decide nothing, unless they answered a prompt.
create function private.follow_swept_reading() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from private.readings where request_id = old.request_id and opened_at > old.opened_at)
    or exists (select from private.reading_prompts where request_id = old.request_id
      and prompted_at <= old.opened_at) then
    perform private.set_next_reading(old.request_id);
  end if;
  return null;
end $$;

create function private.follow_reading_settings() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_next_reading(r.id) from (select id from public.migration_requests
    where status in ('submitted', 'preparing', 'scheduled', 'cutover') order by id) as r;
  return null;
end $$;

-- A provider's readings of an account count only against its own app. Another provider's readings of the same account
-- neither slow it down nor show in its waits.
-- Returns the calls that automatic readings may still make on the account in this hour.
create function private.reading_calls_left(p_provider uuid, p_waba text, p_manual boolean) returns integer
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select floor(s.calls_per_hour * case when p_manual then 1 else s.share end)::integer
      - coalesce((select sum(d.calls)::integer from private.readings d
        where d.provider_id = p_provider and d.waba_id = p_waba and d.opened_at > now() - interval '1 hour'), 0)
    from private.reading_settings s);
end $$;

-- The checks of the hour before the window, or later ones, decide; the hour has some tolerance.
create function private.checks_are_fresh(p_request public.migration_requests) returns boolean
language sql stable set search_path = '' as $$
  select coalesce(p_request.checks_read_at >= least(p_request.window_starts_at, now()) - interval '90 minutes', false);
$$;

-- A completed request is final: work that an alarm makes necessary later becomes a separate request, linked to it.
create function private.add_checks(p_request public.migration_requests) returns void
language sql security definer set search_path = '' as $$
  insert into public.checks (provider_id, client_id, request_id, code, status, evidence_kind, evidence_field,
    evidence_value, read_at)
  select p_request.provider_id, p_request.client_id, p_request.id, k.code,
    case when found.value is null then 'pending' else 'passed' end,
    case when found.value is null then null else 'document' end, found.field, found.value,
    case when found.value is null then null else now() end
  from private.check_catalogue k
  left join (values
    ('AUTHORISED_PERSON', 'authorised_name', p_request.authorised_name),
    ('WABA_DATA', 'source_waba_id', case when p_request.source_business_id is not null
      and p_request.source_phone_number_id is not null then p_request.source_waba_id end),
    ('PLATFORM_ACCOUNT', 'platform_account', nullif(trim(p_request.platform_account), '')),
    ('NUMBER_FORMAT', 'phone_number', p_request.phone_number),
    ('NO_OTHER_REQUEST', 'phone_number', p_request.phone_number)) as found (code, field, value) on found.code = k.code
  on conflict (request_id, code) do nothing;
$$;

-- The call count is that of the readings: it limits everything that Portdesk reads of its own accord.
create function private.may_read_account(p_provider uuid, p_waba text) returns boolean
language sql stable security definer set search_path = '' as $$
  select private.reading_calls_left(p_provider, p_waba, false) >= s.calls_per_reading from private.reading_settings s;
$$;

create function private.keep_check_staff_data() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.check_staff_data (check_id, provider_id, evidence_value, claimed_value, waived_reason,
    waiving_member_id)
  values (new.id, new.provider_id, new.evidence_value, new.claimed_value, new.waived_reason,
    (select m.id from public.members m where m.provider_id = new.provider_id and m.user_id = new.waived_by))
  on conflict (check_id) do update set evidence_value = excluded.evidence_value, claimed_value = excluded.claimed_value,
    waived_reason = excluded.waived_reason, waiving_member_id = excluded.waiving_member_id;
  return null;
end $$;

-- Ids that people typed in count here as well: they lead to nothing but a reading with the provider's own token.
create function private.prompted_requests(p_waba text, p_change jsonb) returns setof public.migration_requests
language sql stable security definer set search_path = '' as $$
  select r.* from public.migration_requests r
  where p_change ->> 'checks' is not null and (r.destination_waba_id = p_waba or r.source_waba_id = p_waba)
    and r.status in ('submitted', 'preparing', 'scheduled', 'cutover')
      and (r.status <> 'cutover' or r.registered_at is null)
    and r.connection_id is not null and r.source_phone_number_id is not null
    and (p_change ->> 'checks' = 'two_step' or r.route is not null)
    and (p_change ->> 'scope' <> 'number' or p_change ->> 'phoneNumberId'
      in (r.source_phone_number_id, r.destination_phone_number_id)
      or regexp_replace(r.phone_number, '\D', '', 'g') = p_change ->> 'phoneDigits');
$$;

-- A change of two-step verification also starts its watch again.
create function private.prompt_checks(p_change jsonb) returns void
language sql security definer set search_path = '' as $$
  select private.watch_two_step(r.id) from private.prompted_requests(p_change ->> 'wabaId', p_change) as r
  where p_change ->> 'checks' = 'two_step' order by r.id;
  insert into private.reading_prompts as p (request_id, provider_id, scope, prompted_at)
  select r.id, r.provider_id, p_change ->> 'checks', now()
  from private.prompted_requests(p_change ->> 'wabaId', p_change) as r order by r.id
  on conflict (request_id) do update set prompted_at = excluded.prompted_at,
    scope = case when p.scope = 'all' and p.prompted_at > now() - interval '1 day' then 'all' else excluded.scope end;
$$;

create function private.is_source_proved(p_request public.migration_requests) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from private.source_proofs p where p.request_id = p_request.id
    and p.waba_id is not distinct from p_request.source_waba_id
    and p.phone_number_id is not distinct from p_request.source_phone_number_id);
$$;

-- Typing the account's id proves nothing: only an account that Portdesk moves a number to, or a proved one, counts.
create function private.is_source_others(p_request public.migration_requests) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.migration_requests o
      where o.destination_waba_id = p_request.source_waba_id and o.provider_id = p_request.provider_id
        and o.client_id <> p_request.client_id)
    or exists (select from private.source_proofs p join public.migration_requests o on o.id = p.request_id
      where p.waba_id = p_request.source_waba_id and o.provider_id = p_request.provider_id
        and o.client_id <> p_request.client_id);
$$;
comment on function private.is_source_others
  is 'Whether the account that this request names as its old one belongs to another client''s request of the provider.';
