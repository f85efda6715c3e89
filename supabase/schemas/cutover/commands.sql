-- Takes people's decisions in the cut-over; the engine makes the calls.

-- A step that Meta blocked before the cut-over stays blocked in it.
create function public.start_cutover(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; blocker record;
begin
  request := private.open_request(p_request, p_version, 'cutover.start');
  select * into blocker from private.start_questions(request) q where q.refusal is not null limit 1;
  if found then perform private.refuse(409, blocker.refusal, blocker.hint); end if;
  delete from public.cutover_steps s where s.request_id = p_request
    and not exists (select from private.route_steps k where k.route = request.route and k.step = s.step);
  insert into public.cutover_steps (provider_id, client_id, request_id, step, position, wait_from, wait_until,
    blocked_until)
  select request.provider_id, request.client_id, request.id, k.step, k.position, w.wait_from, w.wait_until,
    w.blocked_until
  from private.route_steps k cross join lateral private.wait_of(k.step, request.phone_number) as w
    where k.route = request.route
  on conflict (request_id, step) do update set position = excluded.position, state = 'pending', attempts = 0, wait_from
    = excluded.wait_from,
    wait_until = excluded.wait_until, blocked_until = excluded.blocked_until, authorised_by = null,
    authorised_at = null, authorisation = null, started_at = null, finished_at = null, result = null;
  if request.route <> 'R2' then perform private.clear_destination(p_request); end if;
  return private.close_change(p_request, 'cutover.start', 'client');
end $$;
comment on function public.start_cutover is
  'A person''s approval, never automatic. It needs an agreed window that is open, every hard check passed or waived '
    'and read shortly before, and a second person''s approval where the provider requires one.';

-- Records a person's approval for one attempt of one step: request a code, enter a code, approve register.
create function public.authorise_step(p_request uuid, p_version integer, p_step text, p_detail jsonb default '{}')
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; step public.cutover_steps; right_name text;
begin
  right_name := case p_step when 'request_code' then 'code.request' when 'verify_code' then 'code.enter'
    when 'embedded_signup' then 'signup.finish' when 'register' then 'cutover.approve' when 'register_shared'
      then 'cutover.approve' end;
  if right_name is null then perform private.refuse(400, 'invalid_input', 'step'); end if;
  request := private.open_request(p_request, p_version, right_name);
  if request.status <> 'cutover' then perform private.refuse(409, 'wrong_status', request.status); end if;
  -- If only a person's statement says that the number is shared, a silent registration may still move it.
  if (p_step = 'register' or p_step = 'register_shared' and not private.is_sharing_proved(p_request))
    and coalesce(p_detail ->> 'lastFour', '') <> right(request.phone_number, 4) then
    perform private.refuse(400, 'last_four_wrong');
  end if;
  if p_step = 'request_code' then
    if coalesce(p_detail ->> 'method', '') not in ('SMS', 'VOICE')
      then perform private.refuse(400, 'invalid_input', 'method'); end if;
  end if;
  if p_step = 'embedded_signup' and not (coalesce(p_detail ->> 'wabaId', '') ~ '^[0-9]{1,30}$'
    and coalesce(p_detail ->> 'phoneNumberId', '') ~ '^[0-9]{1,30}$') then
    perform private.refuse(400, 'invalid_input', 'hint');
  end if;
  select s.* into step from public.cutover_steps s
  where s.request_id = p_request and s.state not in ('done', 'skipped') order by s.position limit 1;
  -- Another code can be requested while one is awaited. The step itself goes back only with the intent: until then the
  -- code already sent can still be entered.
  if p_step = 'request_code' and step.step = 'verify_code' and step.state = 'pending' then
    select s.* into step from public.cutover_steps s where s.request_id = p_request and s.step = 'request_code';
    if step.state = 'done' then step.state := 'pending'; end if;
  end if;
  if step.step is distinct from p_step or step.state <> 'pending' then
    perform private.refuse(409, 'step_not_due', coalesce(step.step, '') || ' ' || coalesce(step.state, ''));
  end if;
  perform private.check_wait(step.wait_until);
  perform private.check_budget(p_step, request.phone_number);
  update public.cutover_steps set authorised_by = (select auth.uid()), authorised_at = now(),
    authorisation = p_detail - 'lastFour' where id = step.id;
  return private.close_change(p_request, right_name, 'client', jsonb_build_object('step', p_step));
end $$;
comment on function public.authorise_step is
  'p_detail: {"method":"SMS"|"VOICE","language"} for request_code, {"wabaId","phoneNumberId"} for embedded_signup '
    '(a hint only), {"lastFour"} for register; never a code.';

-- While both providers serve the number, aborting means to stop sharing it: the old provider continues alone.
create function public.abort_cutover(p_request uuid, p_version integer, p_note text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'cutover.abort');
  if request.no_return_at is not null or private.step_state(p_request, 'register') = 'done' then
    perform private.refuse(409, 'past_point_of_no_return');
  end if;
  perform private.end_calls(p_request);
  if private.step_state(p_request, 'register') = 'unknown' then perform private.refuse(409, 'outcome_unknown'); end if;
  -- The client may have removed the old provider by now.
  if private.step_state(p_request, 'remove_old_partner') = 'done' then perform private.refuse(409, 'outcome_unknown');
    end if;
  update public.request_exceptions set resolved_at = now() where request_id = p_request and resolved_at is null
    and step is not null;
  update public.migration_requests set window_starts_at = null, window_ends_at = null, window_confirmed_at = null,
    shared_at = null where id = p_request;
  return private.close_change(p_request, 'cutover.abort', 'client', jsonb_build_object('note', p_note));
end $$;
comment on function public.abort_cutover
  is 'Returns the request to preparing: free before the step that cannot be undone, impossible after it.';

-- A person reports a step's outcome only where the engine has asked: an outcome that the engine can read is its own to
-- find. That includes a register that no reading can explain, because the engine has then asked. The report explains
-- only the lost outcome; "it did not happen" settles nothing else.
create function public.resolve_outcome(p_request uuid, p_version integer, p_step text, p_happened boolean)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare permission text := 'cutover.resolve';
begin
  perform private.open_request(p_request, p_version, 'cutover.resolve');
  if p_happened is null then perform private.refuse(400, 'invalid_input', 'happened'); end if;
  if exists (select from public.cutover_steps where request_id = p_request and step = p_step and state = 'unknown')
    and not exists (select from public.request_exceptions
      where request_id = p_request and step = p_step and code = 'OUTCOME_UNKNOWN' and resolved_at is null) then
    perform private.refuse(409, case p_step when 'register' then 'read_decides' else 'not_by_hand' end, p_step);
  end if;
  -- Evidence may be arriving at this very moment.
  if exists (select from private.intents where request_id = p_request and closed_at is null
    and lease_until >= now()) then
    perform private.refuse(409, 'intent_open');
  end if;
  update public.cutover_steps set state = case when p_happened then 'done' else 'pending' end, wait_until = null,
    finished_at = case when p_happened then now() end, authorised_by = null, authorised_at = null, authorisation = null
  where request_id = p_request and step = p_step and state = 'unknown';
  if not found then perform private.refuse(409, 'step_not_due', p_step); end if;
  update public.request_exceptions set resolved_at = now()
  where request_id = p_request and step = p_step and resolved_at is null and (p_happened or code = 'OUTCOME_UNKNOWN');
  if p_happened and private.apply_step(p_request, p_step) <> 'cutover.step' then permission := 'cutover.connected';
    end if;
  return private.close_change(p_request, permission, 'internal',
    jsonb_build_object('step', p_step, 'happened', p_happened));
end $$;
comment on function public.resolve_outcome
  is 'For steps whose effect cannot be read back. Meta''s state, never a person, decides about register.';

create function public.fail_cutover(p_request uuid, p_version integer, p_note text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'cutover.fail');
  -- A guided route without an irreversible step has passed its point of no return once the number works here.
  if coalesce(request.no_return_at, request.registered_at) is null
    then perform private.refuse(409, 'before_point_of_no_return'); end if;
  if nullif(trim(coalesce(p_note, '')), '') is null then perform private.refuse(400, 'invalid_input', 'note'); end if;
  perform private.end_calls(p_request);
  update public.migration_requests set closed_reason = 'failed', closed_note = p_note where id = p_request;
  return private.close_change(p_request, 'cutover.fail', 'client', jsonb_build_object('note', p_note));
end $$;

-- A person reports that the due step of a guided route is done, with the evidence for it.
create function public.complete_manual_step(p_request uuid, p_version integer, p_step text, p_note text,
  p_last_four text default null, p_waba_id text default null, p_phone_number_id text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; entry private.step_catalogue; due public.cutover_steps; right_name text;
  is_member boolean;
begin
  select * into entry from private.step_catalogue where step = p_step and trigger = 'manual';
  if not found then perform private.refuse(400, 'invalid_input', 'step'); end if;
  is_member := exists (select from public.migration_requests r where r.id = p_request
    and private.permits(r.provider_id, r.client_id, 'step.complete'));
  right_name := case when entry.asks_digits then 'cutover.approve'
    when entry.done_by = 'client' or (entry.done_by = 'either' and not is_member) then 'step.complete_own'
      else 'step.complete' end;
  request := private.open_request(p_request, p_version, right_name);
  if request.status <> 'cutover' then perform private.refuse(409, 'wrong_status', request.status); end if;
  perform private.refuse_in_conflict(p_request);
  if nullif(trim(coalesce(p_note, '')), '') is null then perform private.refuse(400, 'invalid_input', 'note'); end if;
  if entry.asks_digits and coalesce(p_last_four, '') <> right(request.phone_number, 4)
    then perform private.refuse(400, 'last_four_wrong'); end if;
  if p_step = 'record_ids' and not (coalesce(p_waba_id, '') ~ '^[0-9]{5,25}$'
    and coalesce(p_phone_number_id, '') ~ '^[0-9]{5,25}$') then
    perform private.refuse(400, 'invalid_input', 'ids');
  end if;
  select s.* into due from public.cutover_steps s
  where s.request_id = p_request and s.state not in ('done', 'skipped') order by s.position limit 1;
  -- Ids may be corrected until Meta has confirmed them.
  if p_step = 'record_ids' and due.step = 'confirm_connected' and due.state in ('pending', 'failed', 'unknown') then
    update public.cutover_steps set state = 'pending', wait_until = null, result = null where id = due.id;
    update public.request_exceptions set resolved_at = now() where request_id = p_request and step = due.step
      and resolved_at is null;
    select s.* into due from public.cutover_steps s where s.request_id = p_request and s.step = p_step;
    due.state := 'pending';
  end if;
  if due.step is distinct from p_step or due.state <> 'pending' then
    perform private.refuse(409, 'step_not_due', coalesce(due.step, '') || ' ' || coalesce(due.state, ''));
  end if;
  update public.cutover_steps set state = 'done', attempts = attempts + 1, started_at = coalesce(started_at, now()),
    finished_at = now(),
    authorised_by = (select auth.uid()), authorised_at = now(), result = jsonb_build_object('note', trim(p_note))
  where id = due.id;
  update public.migration_requests set
    no_return_at = case when entry.irreversible then coalesce(no_return_at, now()) else no_return_at end,
    destination_waba_id = case when p_step = 'record_ids' then p_waba_id else destination_waba_id end,
    destination_phone_number_id = case when p_step = 'record_ids' then p_phone_number_id
      else destination_phone_number_id end
  where id = p_request;
  return private.close_change(p_request, right_name, 'client',
    jsonb_build_object('step', p_step, 'note', trim(p_note)));
end $$;
comment on function public.complete_manual_step is
  'Marks the due step of a guided route as done. A step that cannot be undone needs the approval of register: the '
    'permission and the last four digits.';

create function public.halt_moves(p_provider uuid, p_reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'moves.halt');
  if length(trim(coalesce(p_reason, ''))) not between 1 and 500
    then perform private.refuse(400, 'invalid_input', 'reason'); end if;
  insert into private.halts (provider_id, reason, started_by) values (p_provider, trim(p_reason), (select auth.uid()))
  on conflict do nothing;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.halt_moves is 'A second halt changes nothing.';

create function public.resume_moves(p_provider uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'moves.resume');
  update private.halts set ended_at = now(), ended_by = (select auth.uid()) where provider_id = p_provider
    and ended_at is null;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.resume_moves
  is 'Ends the provider''s own halt; the operator ends a halt of the whole installation.';

create function public.move_halt(p_provider uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare halt private.halts;
begin
  perform private.open_provider(p_provider, 'request.read');
  halt := private.open_halt(p_provider);
  if halt.id is null then return null; end if;
  return jsonb_build_object('everywhere', halt.provider_id is null, 'reason', halt.reason, 'startedAt',
    private.utc(halt.started_at),
    'startedBy', (select m.name from public.members m where m.provider_id = p_provider
      and m.user_id = halt.started_by limit 1),
    'underWay', (select count(*)::int from private.intents i where i.provider_id = p_provider and i.closed_at is null
      and i.lease_until > now()));
end $$;
comment on function public.move_halt is
  'The halt that is in force, for the provider''s people: {everywhere, reason, startedAt, startedBy, underWay}; '
    'null when there is none.';

-- Records how the signup window ended when it left nothing for the engine: only the client's browser sees it, and staff
-- should know.
create function public.report_signup(p_request uuid, p_ending text, p_screen text default null,
  p_meta_code text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests; due public.cutover_steps;
begin
  -- Accepted at any version: it changes nothing that anybody decides about, and must not make the window's code arrive
  -- too late.
  request := private.open_request(p_request, null, 'signup.finish', true);
  if request.status <> 'cutover' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if p_ending is null or p_ending not in
    ('no_number', 'app_number', 'owner_changed', 'access_only', 'cancelled', 'error', 'unknown', 'silent') then
    perform private.refuse(400, 'invalid_input', 'ending');
  end if;
  if p_screen !~ '^[A-Z_]{1,60}$' then perform private.refuse(400, 'invalid_input', 'screen'); end if;
  if p_meta_code !~ '^[0-9]{1,12}$' then perform private.refuse(400, 'invalid_input', 'meta_code'); end if;
  select s.* into due from public.cutover_steps s
  where s.request_id = p_request and s.state not in ('done', 'skipped') order by s.position limit 1;
  if due.step is distinct from 'embedded_signup' or due.state <> 'pending' then
    perform private.refuse(409, 'step_not_due', coalesce(due.step, '') || ' ' || coalesce(due.state, ''));
  end if;
  update public.cutover_steps set result = jsonb_strip_nulls(jsonb_build_object(
    'error', 'signup_end_' || p_ending, 'reported', true, 'screen', p_screen, 'metaCode', p_meta_code))
  where id = due.id;
  return jsonb_build_object('id', request.id, 'reference', request.reference, 'status', request.status, 'version',
    request.version);
end $$;
comment on function public.report_signup is
  'Records on the step what the client''s browser reports about a signup window that left nothing to work with: a '
    'hint for staff, which decides nothing.';

-- Says how long Meta blocks a step, and who may try it earlier. Nobody may lift a block that every attempt lengthens; a
-- person who gives a reason may cut any other wait short. The exception stays open until a new attempt succeeds or a
-- reading shows that it is over: a new attempt alone does not settle it.
create function public.retry_step(p_request uuid, p_version integer, p_step text, p_reason text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; step public.cutover_steps; wait record; opens_at timestamptz;
  reason text := nullif(trim(coalesce(p_reason, '')), '');
begin
  request := private.open_request(p_request, p_version, 'cutover.retry');
  select * into step from public.cutover_steps s where s.request_id = p_request and s.step = p_step;
  select * into wait from private.wait_of(p_step, request.phone_number);
  opens_at := greatest(step.wait_until, wait.wait_until);
  if not coalesce(step.state = 'failed' or step.state = 'pending' and opens_at > now(), false) then
    perform private.refuse(409, 'step_not_due', p_step);
  end if;
  perform private.check_wait(greatest(step.blocked_until, wait.blocked_until));
  if opens_at > now() then
    if reason is null then perform private.check_wait(opens_at); end if;
    perform private.refuse_paused(p_request);
    update private.intents set lifted_at = now()
    where phone_number = request.phone_number and blocked_step = any (private.counted_with(p_step))
      and blocked_until > now()
      and not is_block and lifted_at is null;
  else
    opens_at := null;
  end if;
  update public.cutover_steps set state = 'pending', wait_until = null, wait_from = null, blocked_until = null,
    finished_at = null where id = step.id;
  update public.request_exceptions e set retried_at = now() where e.request_id = p_request and e.step = p_step
    and e.resolved_at is null;
  return private.close_change(p_request, 'cutover.retry', 'internal',
    jsonb_strip_nulls(jsonb_build_object('step', p_step, 'note', reason, 'before', private.utc(opens_at))));
end $$;
comment on function public.retry_step is
  'Opens a stopped or waiting step for another attempt. Never during a block of Meta''s; during any other wait only '
    'with a reason.';

grant execute on function public.start_cutover(uuid, integer), public.authorise_step(uuid, integer, text, jsonb),
  public.abort_cutover(uuid, integer, text), public.resolve_outcome(uuid, integer, text, boolean),
  public.fail_cutover(uuid, integer, text), public.complete_manual_step(uuid, integer, text, text, text, text, text),
  public.halt_moves(uuid, text), public.resume_moves(uuid), public.move_halt(uuid),
  public.report_signup(uuid, text, text, text), public.retry_step(uuid, integer, text, text)
  to authenticated;
