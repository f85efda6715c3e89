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

-- Lists what to read again by now and why; engine_due_readings decides which of it may be read at this moment.
create function private.readings_due() returns table (request_id uuid, provider_id uuid, scope text, waba_id text,
  due_since timestamptz)
language sql stable security definer set search_path = '' as $$
  with live as (
    select r.*, s.watch_every, s.reread_after, l.latest from public.migration_requests r cross
      join private.reading_settings s
    left join lateral (select max(d.opened_at) as latest from private.readings d where d.request_id = r.id) l on true
    where r.status in ('submitted', 'preparing', 'scheduled') and r.connection_id is not null and r.hold_reason is null
      and r.source_phone_number_id is not null),
  due as (
    -- A first reading waits until nobody is working on the request. Later readings come before the evidence is old, and
    -- a day and an hour before the date.
    select r.id, r.provider_id, 'all' as scope, r.destination_waba_id as waba_id, least(
      coalesce(r.checks_read_at + r.reread_after, r.updated_at + r.watch_every),
      case when r.status = 'scheduled' and r.checks_read_at < r.window_starts_at - interval '24 hours'
        then r.window_starts_at - interval '24 hours' end,
      case when r.status = 'scheduled' and r.checks_read_at < r.window_starts_at - interval '1 hour'
        then r.window_starts_at - interval '1 hour' end) as due_since
    from live r where r.route is not null
    union all
    select r.id, r.provider_id, 'two_step', r.destination_waba_id, coalesce(r.latest, c.read_at) + r.watch_every
    from live r join public.checks c on c.request_id = r.id and c.code = 'TWO_STEP_OFF'
    where c.status in ('failed', 'stale') or (c.status = 'pending' and c.read_at is not null)
    union all
    -- A move that is stopped until something changes at Meta.
    select r.id, r.provider_id, case when k.watched_by = '{TWO_STEP_OFF}' then 'two_step' else 'all' end,
      r.destination_waba_id,
      case when l.latest > e.opened_at then l.latest + s.watch_every else e.opened_at end
    from public.request_exceptions e join private.exception_catalogue k on k.code = e.code and k.watched_by <> '{}'
    join public.migration_requests r on r.id = e.request_id and r.status = 'cutover' and r.registered_at is null
      and r.hold_reason is null
    join public.cutover_steps t on t.request_id = r.id and t.step = e.step and t.state = 'failed'
    cross join private.reading_settings s
    left join lateral (select max(d.opened_at) as latest from private.readings d where d.request_id = r.id) l on true
    where e.resolved_at is null
    union all
    -- Meta reported something about it: at most once a minute for one request, and after a day the scheduled readings
    -- cover it.
    select r.id, r.provider_id, p.scope, r.destination_waba_id,
      greatest(p.prompted_at, (select max(d.opened_at) from private.readings d
        where d.request_id = r.id) + interval '1 minute')
    from private.reading_prompts p
    join public.migration_requests r on r.id = p.request_id and r.hold_reason is null and r.connection_id is not null
      and r.source_phone_number_id is not null and (r.status in ('submitted', 'preparing', 'scheduled')
        or r.status = 'cutover' and r.registered_at is null)
    where p.prompted_at > now() - interval '1 day' and (p.scope = 'two_step' or r.route is not null)
      and not exists (select from private.readings d where d.request_id = p.request_id and d.opened_at >= p.prompted_at
        and d.outcome = 'recorded' and (d.scope = 'all' or p.scope = 'two_step')))
  select distinct on (d.id) d.id, d.provider_id, d.scope, d.waba_id, d.due_since from due d
  where d.due_since <= now() order by d.id, d.scope, d.due_since;
$$;

-- A provider's readings of an account count only against its own app. Another provider's readings of the same account
-- neither slow it down nor show in its waits.
-- Returns the calls that automatic readings may still make on the account in this hour.
create function private.reading_calls_left(p_provider uuid, p_waba text, p_manual boolean) returns integer
language sql stable security definer set search_path = '' as $$
  select floor(s.calls_per_hour * case when p_manual then 1 else s.share end)::integer
    - coalesce((select sum(d.calls)::integer from private.readings d
      where d.provider_id = p_provider and d.waba_id = p_waba and d.opened_at > now() - interval '1 hour'), 0)
  from private.reading_settings s;
$$;

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

create function private.prompt_checks(p_change jsonb) returns void
language sql security definer set search_path = '' as $$
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
