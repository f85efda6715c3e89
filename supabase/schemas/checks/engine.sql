-- Decides which readings of Meta are due, opens them and closes them with their findings.

-- The accounts' limits, halts and pauses are looked up once each, not for every request that is due.
create function public.engine_due_readings(p_limit integer)
  returns table (request_id uuid, provider_id uuid, scope text)
language sql stable security definer set search_path = '' as $$
  with halted as materialized (select h.provider_id from private.halts h where h.ended_at is null),
  cooling as materialized (
    select p.provider_id, p.kind, p.id from private.graph_pauses p
      where greatest(p.closed_until, p.breaker_until) > now()),
  set_aside as materialized (
    select f.row_id from private.job_failures f where f.job = 'readings'
      and private.is_set_aside('readings', f.row_id)),
  due as materialized (
    select r.id, r.provider_id, r.destination_waba_id as waba_id,
      case when d.full_reading_at <= now() then 'all' else 'two_step' end as scope,
      case when d.full_reading_at <= now() then d.full_reading_at else d.two_step_reading_at end as since
    from private.due_times d join public.migration_requests r on r.id = d.request_id
    where d.next_reading_at <= now()
      and not exists (select from halted h where h.provider_id is null or h.provider_id = r.provider_id)
      and not exists (select from set_aside x where x.row_id = r.id)
      and not exists (select from cooling x where x.provider_id = r.provider_id and x.id = case x.kind
        when 'waba' then r.destination_waba_id
        else (select c.app_id from public.meta_connections c where c.id = r.connection_id) end)),
  used_up as materialized (
    select a.provider_id, a.waba_id
    from (select distinct d.provider_id, d.waba_id from due d where d.scope = 'all') as a
    cross join private.reading_settings s
    where private.reading_calls_left(a.provider_id, a.waba_id, false) < s.calls_per_reading),
  free as (
    select d.*, row_number() over (partition by d.provider_id order by d.since, d.id) as turn from due d
    where d.scope = 'two_step' or not exists (select from used_up u
      where u.provider_id = d.provider_id and u.waba_id is not distinct from d.waba_id))
  select f.id, f.provider_id, f.scope from free f order by f.turn, f.since limit p_limit;
$$;
comment on function public.engine_due_readings is
  'Requests to read again now: one of each provider before the second of any, within the call limits of their '
    'accounts.';

create function public.engine_readings_at_once() returns integer
language sql stable security definer set search_path = '' as $$
  select at_once from private.reading_settings;
$$;

-- A halt also stops the readings of the checks, whether Portdesk starts them or a person does; and an account in
-- cool-down is not read for a person either.
create function public.engine_open_reading(p_request uuid, p_scope text, p_worker text, p_lease_seconds integer,
  p_manual boolean)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; planned integer; opened uuid;
begin
  select * into request from public.migration_requests where id = p_request for update;
  if not found then perform private.refuse(404, 'request_not_found'); end if;
  if request.status not in ('submitted', 'preparing', 'scheduled', 'cutover')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  perform private.refuse_halted(request.provider_id);
  perform private.refuse_paused(p_request);
  if p_scope = 'all' and request.route is null then perform private.refuse(409, 'route_missing'); end if;
  update private.readings set closed_at = now(), outcome = 'lost' where request_id = p_request and closed_at is null
    and lease_until <= now();
  if exists (select from private.readings where request_id = p_request and closed_at is null)
    then perform private.refuse(409, 'reading_open'); end if;
  select case p_scope when 'all' then s.calls_per_reading else 0 end into planned from private.reading_settings s;
  if planned > 0 and private.reading_calls_left(request.provider_id, request.destination_waba_id,
    p_manual) < planned then
    perform private.refuse(429, 'budget_used', private.utc((select min(d.opened_at) + interval '1 hour'
      from private.readings d
      where d.provider_id = request.provider_id and d.waba_id = request.destination_waba_id
        and d.opened_at > now() - interval '1 hour')));
  end if;
  insert into private.readings (provider_id, request_id, scope, asked, waba_id, calls, worker, lease_until)
  values (request.provider_id, p_request, p_scope, p_manual, request.destination_waba_id, planned, p_worker,
    now() + make_interval(secs => p_lease_seconds))
  returning id into opened;
  return jsonb_build_object('reading', opened);
end $$;
comment on function public.engine_open_reading
  is 'Allows one reader per request, and counts the calls before they are made.';

create function public.engine_close_reading(p_reading uuid) returns void
language sql security definer set search_path = '' as $$
  update private.readings set closed_at = now(), outcome = 'failed' where id = p_reading and closed_at is null;
$$;
comment on function public.engine_close_reading
  is 'Closes a reading that found nothing; the request is then left alone for some minutes.';

-- p_checks: [{"code","status","field","value","cause","parts"}]. Never overwrites a waiver. Where Meta answers, Meta
-- outweighs the claim; where Meta withholds the field from us, the claim counts. A failed reading takes nothing from a
-- person's or a document's evidence.
create function public.engine_record_checks(p_request uuid, p_checks jsonb, p_snapshots jsonb,
  p_reading uuid default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; reading private.readings; before jsonb; changed text[]; turned text[];
  contradicted text[];
  closed text[]; two_step text; noted jsonb;
begin
  select * into request from public.migration_requests where id = p_request for update;
  if not found then perform private.refuse(404, 'request_not_found'); end if;
  if p_reading is not null then
    update private.readings set closed_at = now(), outcome = 'recorded'
    where id = p_reading and request_id = p_request and closed_at is null returning * into reading;
    if not found then perform private.refuse(409, 'fence_lost'); end if;
  end if;
  if request.status not in ('submitted', 'preparing', 'scheduled', 'cutover')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  select coalesce(jsonb_object_agg(code, jsonb_build_object('status', status, 'cause', cause)), '{}') into before
  from public.checks where request_id = p_request;

  with found as (
    select c.id, k.source, x ->> 'status' as status, x ->> 'field' as field, x ->> 'value' as value,
      x ->> 'cause' as cause, x -> 'parts' as parts,
      case when x ->> 'status' <> 'pending' then 'reading'
        when c.claimed_value is not null and private.is_out_of_reach(x ->> 'cause') then 'claim'
        when c.status = 'passed' and c.evidence_kind in ('person', 'document')
          and x ->> 'cause' is distinct from 'could_not_be_read:unknown_value' then 'earlier'
        else 'reading' end as wins
    from jsonb_array_elements(p_checks) as x
    join public.checks c on c.request_id = p_request and c.code = x ->> 'code' and c.status <> 'waived'
    join private.check_catalogue k on k.code = c.code)
  update public.checks c set
    status = case when f.wins = 'reading' then f.status
      when f.wins = 'claim' and c.claimed_at < now() - (select stale_after from private.reading_settings) then 'stale'
        else 'passed' end,
    evidence_kind = case f.wins when 'claim' then c.claim_kind when 'earlier' then c.evidence_kind
      else case f.source when 'api' then 'api' else 'document' end end,
    evidence_field = f.field, evidence_parts = f.parts, cause = f.cause,
    evidence_value = case f.wins when 'claim' then c.claimed_value when 'earlier' then c.evidence_value
      else f.value end,
    read_at = case f.wins when 'earlier' then c.read_at when 'claim' then c.claimed_at else now() end,
    contradicted_at = case when f.status = 'failed' and c.claimed_value is not null
      then coalesce(c.contradicted_at, now()) end,
    updated_at = now()
  from found f where c.id = f.id;

  select coalesce(array_agg(c.code) filter (where c.status <> before -> c.code ->> 'status'), '{}'),
    -- A check has also turned to passed if Meta did not show its field before and no value spoke against it.
    coalesce(array_agg(c.code) filter (where c.status = 'passed' and c.evidence_kind = 'api'
      and (before -> c.code ->> 'status' = 'failed' or private.is_out_of_reach(before -> c.code ->> 'cause'))), '{}'),
    coalesce(array_agg(c.code) filter (where c.contradicted_at = now()), '{}')
  into changed, turned, contradicted from public.checks c where c.request_id = p_request;
  closed := private.close_watched(p_request, turned);

  select x ->> 'status' into two_step from jsonb_array_elements(p_checks) as x where x ->> 'code' = 'TWO_STEP_OFF';
  update public.migration_requests set
    checks_read_at = case when reading.scope = 'two_step' then checks_read_at else now() end,
    two_step_off_since = case two_step when 'passed' then coalesce(two_step_off_since, now()) when 'failed' then null
      else two_step_off_since end,
    two_step_alarmed_at = case two_step when 'failed' then null else two_step_alarmed_at end
  where id = p_request;
  perform private.store_records(request, jsonb_build_object('snapshots', p_snapshots));

  noted := jsonb_strip_nulls(jsonb_build_object('count', jsonb_array_length(p_checks), 'changed', to_jsonb(changed),
    'contradicted', to_jsonb(contradicted), 'closed', to_jsonb(closed), 'twoStep', case when 'TWO_STEP_OFF'
      = any (changed) then two_step end));
  -- A reading by Portdesk itself that finds nothing new creates no event, so it does not disturb a person who is
  -- working on the request.
  if reading.id is not null and not reading.asked and changed || contradicted || closed = '{}' then return noted;
    end if;
  return private.close_change(p_request, case reading.scope when 'two_step' then 'check.two_step'
    else 'check.recorded' end, 'client', noted);
end $$;
comment on function public.engine_record_checks is 'Stores a reading''s findings under the reading''s own lease.';

-- A statement that stands in for Meta's answer ages like any evidence, from the day it was given: two-step verification
-- or a display name can change overnight, so after a day it is requested again. A statement on something that Meta
-- never answers, such as campaigns, records an agreement rather than a state that changes by itself, and stays.
-- Outdated evidence no longer passes a check, and a number that stays unprotected is an alarm. Returns how many
-- requests changed.
create function public.engine_keep_checks(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  settings private.reading_settings; target uuid; stale text[]; kept integer := 0;
begin
  select * into strict settings from private.reading_settings;
  for target in
    select distinct r.id from public.checks c join public.migration_requests r on r.id = c.request_id
    where c.status = 'passed' and (c.evidence_kind = 'api' or c.claim_kind is not null)
      and c.read_at < now() - settings.stale_after
      and r.status in ('submitted', 'preparing', 'scheduled') and not private.is_set_aside('checks', r.id) limit p_limit
  loop
    begin
      perform from public.migration_requests where id = target for update;
      with old as (
        update public.checks set status = 'stale', updated_at = now()
        where request_id = target and status = 'passed' and (evidence_kind = 'api' or claim_kind is not null)
          and read_at < now() - settings.stale_after returning code)
      select coalesce(array_agg(code), '{}') into stale from old;
      perform private.close_change(target, 'check.stale', 'internal', jsonb_build_object('changed', to_jsonb(stale)));
      kept := kept + 1;
    exception when others then
      perform private.note_failure('checks', target, sqlerrm);
    end;
  end loop;
  for target in
    select r.id from public.migration_requests r
    where r.status in ('submitted', 'preparing', 'scheduled')
      and r.two_step_off_since < now() - settings.off_alarm_after
      and r.two_step_alarmed_at is null and not private.is_set_aside('checks', r.id)
        for update skip locked limit p_limit
  loop
    begin
      update public.migration_requests set two_step_alarmed_at = now() where id = target;
      perform private.close_change(target, 'two_step.alarm', 'client');
      kept := kept + 1;
    exception when others then
      perform private.note_failure('checks', target, sqlerrm);
    end;
  end loop;
  return kept;
end $$;
comment on function public.engine_keep_checks
  is 'Marks evidence that is too old and numbers that have been unprotected for too long.';

create function public.engine_prove_source(p_request uuid, p_waba_id text, p_phone_number_id text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.source_proofs as p (request_id, waba_id, phone_number_id)
  select r.id, r.source_waba_id, r.source_phone_number_id from public.migration_requests r
  where r.id = p_request and r.source_waba_id is not distinct from p_waba_id
    and r.source_phone_number_id is not distinct from p_phone_number_id
  on conflict (request_id) do update set waba_id = excluded.waba_id, phone_number_id = excluded.phone_number_id,
    proved_at = now();
end $$;
comment on function public.engine_prove_source
  is 'Records that Meta showed the request''s number at these ids; no effect if the request has other ids by now.';

grant execute on function public.engine_due_readings(integer), public.engine_readings_at_once(),
  public.engine_open_reading(uuid, text, text, integer, boolean), public.engine_close_reading(uuid),
  public.engine_record_checks(uuid, jsonb, jsonb, uuid), public.engine_keep_checks(integer),
  public.engine_prove_source(uuid, text, text)
  to service_role;
