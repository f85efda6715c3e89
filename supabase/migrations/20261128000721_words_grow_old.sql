-- A word that stands in for Meta's answer is as old as the day it was given, and grows old like any evidence: two-step
-- verification or a display name can change overnight, so after a day it is asked for again. What Meta never answers, a
-- person's word on campaigns for example, tells of something agreed, not of a state that turns by itself, and stays.

drop index public.checks_growing_old;
create index checks_growing_old on public.checks (read_at)
  where status = 'passed' and (evidence_kind = 'api' or claim_kind is not null);

-- As before, but a claim that counts carries the time of the claim, and counts for a day.
create or replace function public.engine_record_checks(p_request uuid, p_checks jsonb, p_snapshots jsonb, p_reading uuid default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; reading private.readings; before jsonb; changed text[]; turned text[]; contradicted text[];
  closed text[]; two_step text; noted jsonb;
begin
  select * into request from public.migration_requests where id = p_request for update;
  if not found then perform private.refuse(404, 'request_not_found'); end if;
  if p_reading is not null then
    update private.readings set closed_at = now(), outcome = 'recorded'
    where id = p_reading and request_id = p_request and closed_at is null returning * into reading;
    if not found then perform private.refuse(409, 'fence_lost'); end if;
  end if;
  if request.status not in ('submitted', 'preparing', 'scheduled', 'cutover') then perform private.refuse(409, 'wrong_status', request.status); end if;
  select coalesce(jsonb_object_agg(code, jsonb_build_object('status', status, 'cause', cause)), '{}') into before
  from public.checks where request_id = p_request;

  with found as (
    select c.id, k.source, x ->> 'status' as status, x ->> 'field' as field, x ->> 'value' as value, x ->> 'cause' as cause, x -> 'parts' as parts,
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
      when f.wins = 'claim' and c.claimed_at < now() - (select stale_after from private.reading_settings) then 'stale' else 'passed' end,
    evidence_kind = case f.wins when 'claim' then c.claim_kind when 'earlier' then c.evidence_kind
      else case f.source when 'api' then 'api' else 'document' end end,
    evidence_field = f.field, evidence_parts = f.parts, cause = f.cause,
    evidence_value = case f.wins when 'claim' then c.claimed_value when 'earlier' then c.evidence_value else f.value end,
    read_at = case f.wins when 'earlier' then c.read_at when 'claim' then c.claimed_at else now() end,
    contradicted_at = case when f.status = 'failed' and c.claimed_value is not null then coalesce(c.contradicted_at, now()) end,
    updated_at = now()
  from found f where c.id = f.id;

  select coalesce(array_agg(c.code) filter (where c.status <> before -> c.code ->> 'status'), '{}'),
    -- Without a value that speaks against it, a field that Meta did not show before.
    coalesce(array_agg(c.code) filter (where c.status = 'passed' and c.evidence_kind = 'api'
      and (before -> c.code ->> 'status' = 'failed' or private.is_out_of_reach(before -> c.code ->> 'cause'))), '{}'),
    coalesce(array_agg(c.code) filter (where c.contradicted_at = now()), '{}')
  into changed, turned, contradicted from public.checks c where c.request_id = p_request;
  closed := private.close_watched(p_request, turned);

  select x ->> 'status' into two_step from jsonb_array_elements(p_checks) as x where x ->> 'code' = 'TWO_STEP_OFF';
  update public.migration_requests set
    checks_read_at = case when reading.scope = 'two_step' then checks_read_at else now() end,
    two_step_off_since = case two_step when 'passed' then coalesce(two_step_off_since, now()) when 'failed' then null else two_step_off_since end,
    two_step_alarmed_at = case two_step when 'failed' then null else two_step_alarmed_at end
  where id = p_request;
  perform private.store_records(request, jsonb_build_object('snapshots', p_snapshots));

  noted := jsonb_strip_nulls(jsonb_build_object('count', jsonb_array_length(p_checks), 'changed', to_jsonb(changed),
    'contradicted', to_jsonb(contradicted), 'closed', to_jsonb(closed), 'twoStep', case when 'TWO_STEP_OFF' = any (changed) then two_step end));
  -- What the desk reads by itself and finds as before is no event, and disturbs nobody who is just acting on the request.
  if reading.id is not null and not reading.asked and changed || contradicted || closed = '{}' then return noted; end if;
  return private.close_change(p_request, case reading.scope when 'two_step' then 'check.two_step' else 'check.recorded' end, 'client', noted);
end $$;

-- As before; only checks that Meta answers can carry a claim, and a claim grows old too.
create or replace function public.engine_keep_checks(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  settings private.reading_settings; target uuid; stale text[]; kept integer := 0;
begin
  select * into strict settings from private.reading_settings;
  for target in
    select distinct r.id from public.checks c join public.migration_requests r on r.id = c.request_id
    where c.status = 'passed' and (c.evidence_kind = 'api' or c.claim_kind is not null) and c.read_at < now() - settings.stale_after
      and r.status in ('submitted', 'preparing', 'scheduled') limit p_limit
  loop
    perform from public.migration_requests where id = target for update;
    with old as (
      update public.checks set status = 'stale', updated_at = now()
      where request_id = target and status = 'passed' and (evidence_kind = 'api' or claim_kind is not null)
        and read_at < now() - settings.stale_after returning code)
    select coalesce(array_agg(code), '{}') into stale from old;
    perform private.close_change(target, 'check.stale', 'internal', jsonb_build_object('changed', to_jsonb(stale)));
    kept := kept + 1;
  end loop;
  for target in
    select r.id from public.migration_requests r
    where r.status in ('submitted', 'preparing', 'scheduled') and r.two_step_off_since < now() - settings.off_alarm_after
      and r.two_step_alarmed_at is null for update skip locked limit p_limit
  loop
    update public.migration_requests set two_step_alarmed_at = now() where id = target;
    perform private.close_change(target, 'two_step.alarm', 'client');
    kept := kept + 1;
  end loop;
  return kept;
end $$;

-- As before, and a word given again makes up for one that has grown old.
create or replace function public.confirm_check(p_request uuid, p_version integer, p_code text, p_kind text, p_evidence text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; entry private.check_catalogue; right_name text := 'check.confirm_own';
begin
  select * into entry from private.check_catalogue where code = p_code;
  if not found then perform private.refuse(404, 'check_not_found', p_code); end if;
  if coalesce(p_kind, '') not in ('document', 'person') then perform private.refuse(400, 'invalid_input', 'kind'); end if;
  if nullif(trim(coalesce(p_evidence, '')), '') is null then perform private.refuse(400, 'invalid_input', 'evidence'); end if;
  if exists (select from public.migration_requests r where r.id = p_request and private.permits(r.provider_id, r.client_id, 'check.confirm')) then
    right_name := 'check.confirm';
  end if;
  request := private.open_request(p_request, p_version, right_name);
  if right_name = 'check.confirm_own' and (entry.owner <> 'client' or (entry.hard and entry.source <> 'api')) then
    perform private.refuse(403, 'not_permitted', p_code);
  end if;
  if request.status not in ('submitted', 'preparing', 'scheduled') then perform private.refuse(409, 'wrong_status', request.status); end if;
  if entry.source = 'api' then
    update public.checks set claim_kind = p_kind, claimed_value = trim(p_evidence), claimed_by = (select auth.uid()), claimed_at = now(),
      claimed_side = case right_name when 'check.confirm' then 'provider' else 'client' end,
      contradicted_at = case when evidence_kind = 'api' and status = 'failed' then now() end, updated_at = now()
    where request_id = p_request and code = p_code;
  end if;
  update public.checks set status = 'passed', evidence_kind = p_kind, evidence_value = trim(p_evidence),
    evidence_field = case entry.source when 'api' then evidence_field end,
    cause = case entry.source when 'api' then cause end, read_at = now(), updated_at = now()
  where request_id = p_request and code = p_code
    and (entry.source <> 'api' or (status in ('pending', 'passed', 'stale') and private.is_out_of_reach(cause)));
  return private.close_change(p_request, right_name, 'client', jsonb_build_object('code', p_code, 'kind', p_kind));
end $$;
