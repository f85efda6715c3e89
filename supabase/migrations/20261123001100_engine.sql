-- The engine's half of the move: intents before calls, fences after them. Only the service role may call these.

create table private.intents (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  request_id uuid not null,
  step text not null references private.step_catalogue (step),
  kind text not null check (kind in ('call', 'reconcile')),
  phone_number text not null,
  fence bigint not null,
  worker text not null,
  lease_until timestamptz not null,
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  outcome text check (outcome in ('done', 'skipped', 'again', 'failed', 'unknown')),
  answer jsonb,
  foreign key (provider_id, request_id) references public.migration_requests (provider_id, id)
);
comment on table private.intents is 'What the engine was about to do, written before it did it; at most one open per request.';
create unique index intents_one_open on private.intents (request_id) where closed_at is null;
create index intents_budget on private.intents (phone_number, step, opened_at);
create index intents_request on private.intents (provider_id, request_id);
create index intents_step on private.intents (step);
alter table private.intents enable row level security;
alter table private.intents force row level security;
revoke all on private.intents from public, anon, authenticated, service_role;

create function private.utc(p_time timestamptz) returns text
language sql immutable set search_path = '' as $$
  select to_char(p_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
$$;

-- Refuses while a step must stay shut, e.g. for the 72 hours in which Meta takes no registration.
create function private.check_wait(p_until timestamptz) returns void
language plpgsql set search_path = '' as $$
begin
  if p_until > now() then perform private.refuse(429, 'too_soon', private.utc(p_until)); end if;
end $$;

-- Attempts left for the number, without the one that is about to begin; null where the step has no budget.
create function private.check_budget(p_step text, p_phone_number text) returns integer
language plpgsql stable security definer set search_path = '' as $$
declare
  entry private.step_catalogue; used integer; oldest timestamptz; latest timestamptz;
begin
  select * into strict entry from private.step_catalogue where step = p_step;
  select count(*), min(opened_at), max(opened_at) into used, oldest, latest from private.intents
  where phone_number = p_phone_number and step = p_step and kind = 'call'
    and opened_at > now() - coalesce(entry.budget_window, interval '72 hours');
  if used >= entry.budget then perform private.refuse(429, 'budget_used', private.utc(oldest + entry.budget_window)); end if;
  perform private.check_wait(latest + entry.pause);
  return entry.budget - used - 1;
end $$;

-- An intent whose lease ran out: a repeatable step simply stands open again, any other has an unknown outcome.
create function private.expire_intent(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  intent private.intents; repeatable boolean;
begin
  select * into intent from private.intents where request_id = p_request and closed_at is null and lease_until < now();
  if not found then return; end if;
  select k.repeatable into repeatable from private.step_catalogue k where k.step = intent.step;
  update private.intents set closed_at = now(), outcome = 'unknown' where id = intent.id;
  update public.cutover_steps set state = case when repeatable then 'pending' else 'unknown' end
  where request_id = p_request and step = intent.step and state in ('running', 'unknown');
  perform private.close_change(p_request, 'cutover.step', 'internal', jsonb_build_object('step', intent.step, 'outcome', 'unknown'));
end $$;

create function public.engine_due_requests(p_limit integer) returns table (request_id uuid, provider_id uuid)
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
  ) as due order by due.turn, due.updated_at limit p_limit;
$$;
comment on function public.engine_due_requests is 'Requests with something to do now, one of each provider before the second of any.';

-- Everything that the engine must know of one request, with the encrypted token of its connection.
create function public.engine_context(p_request uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'request', to_jsonb(r),
    'steps', coalesce((select jsonb_agg(to_jsonb(s) order by s.position) from public.cutover_steps s where s.request_id = r.id), '[]'),
    'snapshots', coalesce((select jsonb_agg(jsonb_build_object('side', n.side, 'moment', n.moment, 'data', n.data)) from (
      select distinct on (side, moment) side, moment, data from public.snapshots
      where request_id = r.id and moment <> 'check' order by side, moment, taken_at desc) as n), '[]'),
    'templates', case when r.status <> 'stabilising' then '[]' else
      coalesce((select jsonb_agg(to_jsonb(x) order by x.name, x.language) from public.templates x where x.request_id = r.id), '[]') end,
    'connection', to_jsonb(c),
    'token', to_jsonb(t))
  from public.migration_requests r
  left join public.meta_connections c on c.id = r.connection_id and c.revoked_at is null
  left join private.connection_tokens t on t.connection_id = c.id
  where r.id = p_request;
$$;

create function public.engine_open_intent(p_request uuid, p_step text, p_worker text, p_lease_seconds integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; step public.cutover_steps; entry private.step_catalogue;
  remaining integer; intent private.intents;
begin
  select * into request from public.migration_requests where id = p_request for update;
  if not found then perform private.refuse(404, 'request_not_found'); end if;
  perform private.expire_intent(p_request);
  if exists (select from private.intents where request_id = p_request and closed_at is null) then perform private.refuse(409, 'intent_open'); end if;
  select * into strict entry from private.step_catalogue where private.step_catalogue.step = p_step;
  if request.status <> entry.status then perform private.refuse(409, 'wrong_status', request.status); end if;
  if request.hold_reason is not null then perform private.refuse(409, 'on_hold'); end if;
  select s.* into step from public.cutover_steps s
  where s.request_id = p_request and s.state not in ('done', 'skipped') order by s.position limit 1;
  -- Asking for another code while one is awaited.
  if p_step = 'request_code' and step.step = 'verify_code' and step.state = 'pending' then
    select s.* into step from public.cutover_steps s
    where s.request_id = p_request and s.step = 'request_code' and s.state = 'done' and s.authorised_at is not null;
    if found then step.state := 'pending'; end if;
  end if;
  if step.step is distinct from p_step or step.state not in ('pending', 'unknown') then
    perform private.refuse(409, 'step_not_due', coalesce(step.step, '') || ' ' || coalesce(step.state, ''));
  end if;
  perform private.check_wait(step.wait_until);

  if step.state = 'pending' then
    if entry.trigger <> 'automatic' and (step.authorised_at is null or step.authorised_at < now() - interval '5 minutes') then
      perform private.refuse(409, 'not_authorised', p_step);
    end if;
    remaining := private.check_budget(p_step, request.phone_number);
  end if;

  update public.migration_requests set fence = fence + 1 where id = p_request returning * into request;
  insert into private.intents (provider_id, request_id, step, kind, phone_number, fence, worker, lease_until)
  values (request.provider_id, p_request, p_step, case when step.state = 'unknown' then 'reconcile' else 'call' end,
    request.phone_number, request.fence, p_worker, now() + make_interval(secs => p_lease_seconds))
  returning * into intent;
  update public.cutover_steps set state = case when step.state = 'unknown' then 'unknown' else 'running' end,
    attempts = attempts + case when step.state = 'unknown' then 0 else 1 end,
    started_at = coalesce(started_at, now()), finished_at = null, authorised_by = null, authorised_at = null
  where id = step.id;
  perform private.close_change(p_request, 'cutover.step', 'internal',
    jsonb_build_object('step', p_step, 'outcome', 'started', 'kind', intent.kind, 'authorisedBy', step.authorised_by));
  return jsonb_build_object('intent', intent.id, 'fence', intent.fence, 'kind', intent.kind, 'authorisation', step.authorisation,
    'left', remaining);
end $$;
comment on function public.engine_open_intent is 'Written before the call: fence, lease, budget and a person''s go, in one transaction. {intent, fence, kind, authorisation, left}.';

-- p_records: {"snapshots":[{side,moment,data}], "templates":[{name,language,category,…}], "phoneNumberId": text,
-- "skipped": [steps that Meta's state has made needless]}
create function private.store_records(p_request public.migration_requests, p_records jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.snapshots (provider_id, client_id, request_id, side, moment, data)
  select p_request.provider_id, p_request.client_id, p_request.id, x ->> 'side', x ->> 'moment', x -> 'data'
  from jsonb_array_elements(coalesce(p_records -> 'snapshots', '[]')) as x;
  insert into public.templates (provider_id, client_id, request_id, name, language, category, source_template_id, source_status,
    source_quality, destination_template_id, destination_status, outcome, why)
  select p_request.provider_id, p_request.client_id, p_request.id, x ->> 'name', x ->> 'language', x ->> 'category',
    x ->> 'sourceTemplateId', x ->> 'sourceStatus', x ->> 'sourceQuality', x ->> 'destinationTemplateId', x ->> 'destinationStatus',
    x ->> 'outcome', x ->> 'why'
  from jsonb_array_elements(coalesce(p_records -> 'templates', '[]')) as x
  on conflict (request_id, name, language) do update set category = excluded.category,
    source_template_id = excluded.source_template_id, source_status = excluded.source_status, source_quality = excluded.source_quality,
    destination_template_id = excluded.destination_template_id, destination_status = excluded.destination_status,
    outcome = excluded.outcome, updated_at = now(),
    -- How it came to be kept is known best by whoever saw it first.
    why = case when templates.outcome = 'kept' and excluded.outcome = 'kept' then templates.why else excluded.why end;
  update public.cutover_steps s set state = 'skipped', finished_at = now()
  where s.request_id = p_request.id and s.state = 'pending'
    and s.step in (select jsonb_array_elements_text(p_records -> 'skipped'));
  if p_records ? 'phoneNumberId' then
    update public.migration_requests set destination_phone_number_id = p_records ->> 'phoneNumberId' where id = p_request.id;
  end if;
end $$;

-- p_exception: {"code", "owner", "payload", "fbtraceId"} or a list of such; p_reset_to: the step that the move goes
-- back to: the exceptions and the wait are then that step's.
create function public.engine_close_intent(p_intent uuid, p_fence bigint, p_outcome text, p_result jsonb default null,
  p_records jsonb default '{}', p_exception jsonb default null, p_wait_seconds integer default null, p_reset_to text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  intent private.intents; request public.migration_requests; opened uuid; permission text := 'cutover.step';
  concerned text; item jsonb; shut_until timestamptz := now() + make_interval(secs => p_wait_seconds);
  exceptions jsonb := case jsonb_typeof(p_exception) when 'array' then p_exception when 'object' then jsonb_build_array(p_exception) else '[]' end;
begin
  select * into intent from private.intents where id = p_intent;
  if not found then perform private.refuse(404, 'intent_not_found'); end if;
  select * into strict request from public.migration_requests where id = intent.request_id for update;
  select * into intent from private.intents where id = p_intent;
  if intent.closed_at is not null or request.fence <> p_fence or intent.fence <> p_fence then perform private.refuse(409, 'fence_lost'); end if;

  concerned := coalesce(p_reset_to, intent.step);
  update private.intents set closed_at = now(), outcome = p_outcome, answer = p_exception where id = p_intent;
  update public.cutover_steps set
    state = case p_outcome when 'again' then 'pending' else p_outcome end,
    result = coalesce(p_result, result),
    authorisation = null,
    wait_until = case when p_reset_to is null then shut_until end,
    finished_at = case when p_outcome in ('done', 'skipped') then now() end
  where request_id = intent.request_id and step = intent.step;
  if p_reset_to is not null then
    update public.cutover_steps s set state = 'pending', finished_at = null, authorised_by = null, authorised_at = null, authorisation = null,
      wait_until = case when s.step = p_reset_to then shut_until end
    where s.request_id = intent.request_id and s.step <> intent.step
      and s.position >= (select position from private.step_catalogue where step = p_reset_to)
      and s.position < (select position from private.step_catalogue where step = intent.step);
  end if;
  perform private.store_records(request, p_records);

  -- What an earlier attempt met is past.
  update public.request_exceptions set resolved_at = now()
  where request_id = intent.request_id and step in (intent.step, concerned) and resolved_at is null
    and code not in (select x ->> 'code' from jsonb_array_elements(exceptions) as x);
  if p_outcome in ('done', 'skipped') then
    if intent.step = 'register' then
      update public.migration_requests set registered_at = now(), tracks = tracks || '{"number":"working","security_pin":"working"}'
      where id = intent.request_id;
    elsif intent.step = 'confirm_connected' then
      permission := 'cutover.connected';
      update public.migration_requests set tracks = tracks || '{"number":"done","webhook":"working"}' where id = intent.request_id;
    elsif intent.step = 'compare' then
      update public.migration_requests set tracks = tracks || jsonb_build_object('templates', case
        when exists (select from public.templates where request_id = intent.request_id and outcome = 'pending') then 'partial' else 'done' end)
      where id = intent.request_id;
    end if;
  end if;
  for item in select * from jsonb_array_elements(exceptions) loop
    insert into public.request_exceptions (provider_id, client_id, request_id, code, owner, step)
    values (request.provider_id, request.client_id, request.id, item ->> 'code', item ->> 'owner', concerned)
    on conflict (request_id, code) where resolved_at is null do update set step = excluded.step returning id into opened;
    insert into public.exception_payloads (exception_id, provider_id, payload, fbtrace_id)
    values (opened, request.provider_id, coalesce(item -> 'payload', '{}'), item ->> 'fbtraceId')
    on conflict (exception_id) do update set payload = excluded.payload, fbtrace_id = excluded.fbtrace_id;
  end loop;
  return private.close_change(intent.request_id, permission, 'client',
    jsonb_strip_nulls(jsonb_build_object('step', intent.step, 'outcome', p_outcome, 'exception', exceptions -> 0 ->> 'code')));
end $$;
comment on function public.engine_close_intent is
  'The answer of a call, valid only under its own fence. Outcomes: done, skipped, again (step open again), failed (an exception stops it), unknown.';

-- p_checks: [{"code","status","field","value","cause"}]; API evidence never overwrites a waiver.
create function public.engine_record_checks(p_request uuid, p_checks jsonb, p_snapshots jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  select * into request from public.migration_requests where id = p_request for update;
  if not found then perform private.refuse(404, 'request_not_found'); end if;
  update public.checks c set status = x ->> 'status', evidence_kind = 'api', evidence_field = x ->> 'field',
    evidence_value = x ->> 'value', cause = x ->> 'cause', read_at = now(), updated_at = now()
  from jsonb_array_elements(p_checks) as x
  where c.request_id = p_request and c.code = x ->> 'code' and c.status <> 'waived'
    -- A reading that could not be made takes nothing from a person's or a document's evidence.
    and not (x ->> 'status' = 'pending' and c.status = 'passed' and c.evidence_kind in ('person', 'document'));
  perform private.store_records(request, jsonb_build_object('snapshots', p_snapshots));
  return private.close_change(p_request, 'check.recorded', 'client', jsonb_build_object('count', jsonb_array_length(p_checks)));
end $$;

revoke execute on function private.utc(timestamptz), private.check_wait(timestamptz), private.check_budget(text, text),
  private.expire_intent(uuid), private.store_records(public.migration_requests, jsonb) from public;
grant execute on function public.engine_due_requests(integer), public.engine_context(uuid),
  public.engine_open_intent(uuid, text, text, integer),
  public.engine_close_intent(uuid, bigint, text, jsonb, jsonb, jsonb, integer, text),
  public.engine_record_checks(uuid, jsonb, jsonb) to service_role;
