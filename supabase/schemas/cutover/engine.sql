-- Runs the engine's half of the move: intents before calls, fences after them. Only the service role may call these.

-- Picks the next requests. The provider served longest ago, or never, comes first, so one provider's thousands do not
-- delay another's first; of providers never served, the one whose window is earliest. Within a provider, numbers past
-- the point of no return come first, then the earliest window: what has begun is finished before the next begins. This
-- query runs before every single step, so it reads no more rows than it returns and those that precede them.
create function public.engine_due_requests(p_limit integer) returns table (request_id uuid, provider_id uuid)
language sql stable security definer set search_path = '' as $$
  with halted as materialized (select h.provider_id from private.halts h where h.ended_at is null),
  cooling as materialized (
    select p.provider_id, p.kind, p.id from private.graph_pauses p
      where greatest(p.closed_until, p.breaker_until) > now()),
  waiting as materialized (
    select d.provider_id from private.due_times d where d.next_step_at <= now()
      and not exists (select from halted h where h.provider_id is null or h.provider_id = d.provider_id)
    group by d.provider_id)
  select due.id, w.provider_id
  from waiting w
  cross join lateral (
    select own.id, own.window_starts_at, row_number() over () as turn from (
      select r.id, d.window_starts_at
      from private.due_times d
      join public.migration_requests r on r.id = d.request_id
      cross join lateral (
        select s.step, s.state from public.cutover_steps s
        where s.request_id = r.id and s.state not in ('done', 'skipped') order by s.position limit 1) s
      join private.step_catalogue k on k.step = s.step
      -- The sum leaves only the index of this order: that of the times would be walked whole for each provider.
      where d.provider_id = w.provider_id and d.next_step_at + interval '0' <= now()
        and not exists (select from cooling x where x.provider_id = r.provider_id and x.id = case x.kind
          when 'waba' then r.destination_waba_id
          else (select c.app_id from public.meta_connections c where c.id = r.connection_id) end)
        -- Leaves out steps that would call Meta again; the outcome of an earlier call is read all the same.
        and not ((s.state = 'pending' or (s.state = 'running' and k.repeatable))
          and coalesce(r.no_return_at, r.registered_at) is null
          and private.is_in_conflict(r.id))
      order by d.no_return_at, d.window_starts_at, d.request_id limit p_limit) as own) as due
  left join lateral (
    select i.opened_at from private.intents i where i.provider_id = w.provider_id order by i.opened_at desc limit 1)
      as served on true
  order by due.turn, served.opened_at nulls first, due.window_starts_at, due.id limit p_limit;
$$;
comment on function public.engine_due_requests is
  'Requests with something to do now: one of each provider before the second of any, the provider served longest '
    'ago first. Leaves out requests that are halted or in conflict, or whose account is in cool-down.';

create function public.engine_move_limits() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('atOnce', at_once, 'perProvider', per_provider, 'keptFree', kept_free)
  from private.move_settings;
$$;

-- Returns everything the engine must know about one request, with the encrypted token of its connection.
create function public.engine_context(p_request uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select jsonb_build_object(
      'request', to_jsonb(r),
      'source', jsonb_build_object('proved', private.is_source_proved(r), 'others', private.is_source_others(r)),
      'steps', coalesce((select jsonb_agg(to_jsonb(s) order by s.position) from public.cutover_steps s
        where s.request_id = r.id), '[]'),
      'snapshots', coalesce((select jsonb_agg(jsonb_build_object('side', n.side, 'moment', n.moment, 'data', n.data))
        from (
        select distinct on (side, moment) side, moment, data from public.snapshots
        where request_id = r.id and moment <> 'check' order by side, moment, taken_at desc) as n), '[]'),
      -- A route that copies no templates takes them from what was recorded before.
      'templates', case when r.status <> 'monitoring' and r.route is distinct from 'R0' then '[]' else
        coalesce((select jsonb_agg(to_jsonb(x) order by x.name, x.language) from public.templates x
          where x.request_id = r.id), '[]') end,
      'received_here', private.received_here(r.id),
      'exchanged', private.exchanged(r.id),
      'connection', to_jsonb(c),
      'token', to_jsonb(t))
    from public.migration_requests r
    left join public.meta_connections c on c.id = coalesce(r.signup_connection_id, r.connection_id)
      and c.revoked_at is null
    left join private.connection_tokens t on t.connection_id = c.id
    where r.id = p_request);
end $$;

-- An answer settles only those exceptions of an earlier attempt that it concerns. A block of Meta's is kept apart from
-- a mere wait.
create function public.engine_close_intent(p_intent uuid, p_fence bigint, p_outcome text, p_result jsonb default null,
  p_records jsonb default '{}', p_exception jsonb default null, p_wait_seconds integer default null,
    p_reset_to text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  intent private.intents; request public.migration_requests; opened uuid; permission text := 'cutover.step';
  concerned text; item jsonb; reported jsonb := p_result; missed jsonb := '{}'; blocked timestamptz;
  reopens_at timestamptz;
  exceptions jsonb := case jsonb_typeof(p_exception) when 'array' then p_exception when 'object'
    then jsonb_build_array(p_exception) else '[]' end;
  met text[] := array(select x ->> 'code' from jsonb_array_elements(exceptions) as x);
  -- These answers say nothing about the number: an earlier attempt's exceptions may still hold.
  mute constant text[] :=
    '{META_INCIDENT,MAINTENANCE,RATE_LIMIT,TOKEN_INVALID,PERMISSION_MISSING,OUTCOME_UNKNOWN,UNCLASSIFIED}';
begin
  select * into intent from private.intents where id = p_intent;
  if not found then perform private.refuse(404, 'intent_not_found'); end if;
  select * into strict request from public.migration_requests where id = intent.request_id for update;
  select * into intent from private.intents where id = p_intent;
  if intent.closed_at is not null or request.fence <> p_fence
    or intent.fence <> p_fence then perform private.refuse(409, 'fence_lost'); end if;

  concerned := coalesce(p_reset_to, intent.step);
  blocked := now() + (select max(k.block) from private.exception_catalogue k where k.code = any (met));
  reopens_at := greatest(now() + make_interval(secs => p_wait_seconds), blocked);
  update private.intents set closed_at = now(), outcome = p_outcome, answer = p_exception where id = p_intent;
  if intent.kind = 'call' and reopens_at is not null and (p_outcome = 'again' or blocked is not null) then
    update private.intents set blocked_step = concerned, blocked_until = reopens_at, is_block = blocked is not null
      where id = p_intent;
  end if;
  -- A person's attempt that had no effect: what was wrong, when, and how many attempts are left.
  if p_outcome = 'again' and p_result ? 'error' then
    select jsonb_build_object('attemptsLeft', k.budget - count(i.id), 'attempts', k.budget) into missed
    from private.step_catalogue k left join private.intents i on i.step = any (private.counted_with(k.step))
      and i.phone_number = intent.phone_number
      and i.kind = 'call' and not i.is_unsent and i.opened_at > now() - k.budget_window
    where k.step = intent.step and k.budget is not null group by k.budget;
    missed := coalesce(missed, '{}') || jsonb_build_object('error', p_result ->> 'error');
    reported := p_result || missed || jsonb_build_object('at', private.utc(now()));
  end if;
  update public.cutover_steps set
    state = case p_outcome when 'again' then 'pending' else p_outcome end,
    result = coalesce(reported, result),
    authorisation = null,
    wait_until = case when p_reset_to is null then reopens_at end,
    wait_from = case when p_reset_to is null and reopens_at is not null then now() end,
    blocked_until = case when p_reset_to is null then blocked end,
    finished_at = case when p_outcome in ('done', 'skipped') then now() end
  where request_id = intent.request_id and step = intent.step;
  if p_reset_to is not null then
    update public.cutover_steps s set state = 'pending', finished_at = null, authorised_by = null, authorised_at = null,
      authorisation = null,
      wait_until = case when s.step = p_reset_to then reopens_at end,
      wait_from = case when s.step = p_reset_to and reopens_at is not null then now() end,
      blocked_until = case when s.step = p_reset_to then blocked end
    where s.request_id = intent.request_id and s.step <> intent.step
      and s.position >= (select o.position from public.cutover_steps o where o.request_id = intent.request_id
        and o.step = p_reset_to)
      and s.position < (select o.position from public.cutover_steps o where o.request_id = intent.request_id
        and o.step = intent.step);
  end if;
  perform private.store_records(request, p_records);

  update public.request_exceptions e set resolved_at = now()
  where e.request_id = intent.request_id and e.resolved_at is null and e.code <> all (met)
    -- Templates copied again are compared again, whichever step found them missing.
    and (e.step in (intent.step, concerned)
      or intent.step = 'compare' and e.retried_at is not null and e.code in ('TEMPLATE_LIMIT', 'TEMPLATES_PARTIAL'))
    and (p_outcome in ('done', 'skipped') or not met <@ mute
      or exists (select from private.exception_catalogue k where k.code = e.code and k.retry = 'automatic'));
  -- A retry that stopped again leaves the exception it was meant to settle as it was.
  update public.request_exceptions set retried_at = null
  where p_outcome = 'failed' and request_id = intent.request_id and step in (intent.step, concerned)
    and resolved_at is null and retried_at is not null;
  if p_outcome in ('done', 'skipped') then permission := private.apply_step(intent.request_id, intent.step); end if;
  for item in select * from jsonb_array_elements(exceptions) loop
    insert into public.request_exceptions (provider_id, client_id, request_id, code, owner, step)
    values (request.provider_id, request.client_id, request.id, item ->> 'code', item ->> 'owner', concerned)
    on conflict (request_id, code) where resolved_at is null do update set step = excluded.step, retried_at = null
      returning id into opened;
    insert into public.exception_payloads (exception_id, provider_id, payload, fbtrace_id)
    values (opened, request.provider_id, coalesce(item -> 'payload', '{}'), item ->> 'fbtraceId')
    on conflict (exception_id) do update set payload = excluded.payload, fbtrace_id = excluded.fbtrace_id;
  end loop;
  return private.close_change(intent.request_id, permission, 'client',
    jsonb_strip_nulls(jsonb_build_object('step', intent.step, 'outcome', p_outcome, 'exception',
      exceptions -> 0 ->> 'code') || missed));
end $$;
comment on function public.engine_close_intent is
  'The answer of a call, valid only under its own fence. Outcomes: done, skipped, again (the step is open again), '
    'failed (an exception stops it), unknown.';

create function public.engine_attempts(p_request uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_object_agg(step, used), '{}') from (
    select i.step, count(*) as used
    from public.migration_requests r
    join private.intents i on i.phone_number = r.phone_number and i.kind = 'call' and not i.is_unsent
    join private.step_catalogue k on k.step = i.step and i.opened_at > now() - k.budget_window
    where r.id = p_request
    group by i.step) as counted;
$$;
comment on function public.engine_attempts
  is 'Attempts that still count against the budget of each step for the number: {step: count}.';

create function public.engine_halt_all(p_reason text) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  if p_reason is null then
    update private.halts set ended_at = now() where provider_id is null and ended_at is null;
  else
    insert into private.halts (reason) values (trim(p_reason)) on conflict do nothing;
  end if;
  return found;
end $$;
comment on function public.engine_halt_all is
  'The operator''s switch for the whole installation; a null reason ends the halt. Returns whether anything '
    'changed.';

create function public.engine_pause_calls(p_provider uuid, p_kind text, p_id text, p_seconds integer) returns void
language sql security definer set search_path = '' as $$
  insert into private.graph_pauses as p (provider_id, kind, id, closed_until)
  values (p_provider, p_kind, p_id, now() + make_interval(secs => p_seconds))
  on conflict (provider_id, kind, id) do update set closed_until = greatest(p.closed_until, excluded.closed_until);
$$;
comment on function public.engine_pause_calls
  is 'Stores the pause that Meta''s usage headers ask for, for every worker and across restarts.';

-- A call that a person started belongs to that person. A worker may have seen the step while its outcome was unknown
-- and arrive after it was explained and approved anew; it would then use up the approval without the person's code or
-- PIN.
-- A step may be called several times. The gap of a move begins with the call that registered the number, not with the
-- first call, which Meta may have refused hours before.
create function public.engine_open_intent(p_request uuid, p_step text, p_worker text, p_lease_seconds integer,
  p_by_itself boolean default false)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; step public.cutover_steps; entry private.step_catalogue;
  remaining integer; intent private.intents;
begin
  select * into request from public.migration_requests where id = p_request for update;
  if not found then perform private.refuse(404, 'request_not_found'); end if;
  perform private.expire_intent(p_request);
  if exists (select from private.intents where request_id = p_request and closed_at is null)
    then perform private.refuse(409, 'intent_open'); end if;
  select * into strict entry from private.step_catalogue where private.step_catalogue.step = p_step;
  if request.status <> entry.status then perform private.refuse(409, 'wrong_status', request.status); end if;
  if request.hold_reason is not null then perform private.refuse(409, 'on_hold'); end if;
  select s.* into step from public.cutover_steps s
  where s.request_id = p_request and s.state not in ('done', 'skipped') order by s.position limit 1;
  -- Another code is requested while one is awaited.
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
    if p_by_itself and entry.trigger <> 'automatic' then perform private.refuse(409, 'not_authorised', p_step); end if;
    if entry.trigger <> 'automatic' and (step.authorised_at is null
      or step.authorised_at < now() - interval '5 minutes') then
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
    started_at = coalesce(started_at, now()), finished_at = null,
    called_at = case when step.state = 'unknown' then called_at else now() end,
    authorised_by = null, authorised_at = null
  where id = step.id;
  perform private.close_change(p_request, 'cutover.step', 'internal',
    jsonb_build_object('step', p_step, 'outcome', 'started', 'kind', intent.kind, 'authorisedBy', step.authorised_by));
  return jsonb_build_object('intent', intent.id, 'fence', intent.fence, 'kind', intent.kind, 'authorisation',
    step.authorisation,
    'left', remaining);
end $$;
comment on function public.engine_open_intent is
  'Written before the call: fence, lease, budget and a person''s approval, in one transaction. p_by_itself: no '
    'person started it. {intent, fence, kind, authorisation, left}.';

grant execute on function public.engine_due_requests(integer), public.engine_move_limits(),
  public.engine_context(uuid),
  public.engine_close_intent(uuid, bigint, text, jsonb, jsonb, jsonb, integer, text), public.engine_attempts(uuid),
  public.engine_halt_all(text), public.engine_pause_calls(uuid, text, text, integer),
  public.engine_open_intent(uuid, text, text, integer, boolean)
  to service_role;
