-- What people decide about the route, and the steps that they take by hand on the guided ones.

create function public.answer_route_questions(p_request uuid, p_version integer, p_answers jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.edit');
  if request.status not in ('submitted', 'preparing', 'scheduled') then perform private.refuse(409, 'wrong_status', request.status); end if;
  if coalesce(jsonb_typeof(p_answers), '') <> 'object' or length(p_answers::text) > 2000 then perform private.refuse(400, 'invalid_input', 'answers'); end if;
  update public.migration_requests set route_answers = p_answers where id = p_request;
  return private.close_change(p_request, 'request.edit', 'internal', jsonb_build_object('routeAnswers', p_answers));
end $$;
comment on function public.answer_route_questions is 'Keeps what people know about an account for the route advice, all answers at once.';

drop function public.choose_route(uuid, integer, text, uuid, text);
create function public.choose_route(p_request uuid, p_version integer, p_route text, p_connection uuid,
  p_destination_waba_id text default null, p_reason text default null, p_advice jsonb default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; destination text := nullif(p_destination_waba_id, '');
begin
  request := private.open_request(p_request, p_version, 'request.edit');
  if request.status <> 'preparing' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if not exists (select from private.route_steps where route = p_route) then perform private.refuse(400, 'invalid_input', 'route'); end if;
  if (destination is null and p_route in ('R2', 'R5')) or destination !~ '^[0-9]+$' then perform private.refuse(400, 'invalid_input', 'destination_waba_id'); end if;
  if not exists (select from public.meta_connections
    where id = p_connection and provider_id = request.provider_id and request_id is null and revoked_at is null) then
    perform private.refuse(404, 'connection_not_found');
  end if;
  update public.migration_requests set route = p_route, connection_id = p_connection,
    -- In the signup window the account is made: any that was named before is another route's.
    destination_waba_id = case when p_route <> 'R1' then destination end,
    destination_phone_number_id = case when (route, destination_waba_id) is not distinct from (p_route, destination) then destination_phone_number_id end
  where id = p_request;
  perform private.end_signup(p_request);

  update public.checks set status = 'pending', evidence_kind = null, evidence_field = null, evidence_value = null, read_at = null, updated_at = now()
  where request_id = p_request and status = 'waived' and evidence_field = 'route';
  update public.checks c set status = 'waived', evidence_kind = 'person', evidence_field = 'route', evidence_value = p_route,
    cause = null, read_at = now(), updated_at = now()
  from private.route_needless_checks n
  where c.request_id = p_request and n.route = p_route and c.code = n.code and c.status not in ('passed', 'waived');
  return private.close_change(p_request, 'request.edit', 'internal', jsonb_strip_nulls(jsonb_build_object(
    'route', p_route, 'destinationWabaId', destination, 'reason', nullif(trim(p_reason), ''), 'advice', p_advice)));
end $$;
comment on function public.choose_route is 'The route and where the number goes. Advice is not a rule: what the advisor said, and why it was not followed, goes into the event.';

-- The access that a client granted for a request is over: its token is thrown away.
create function private.end_signup(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.migration_requests set signup_connection_id = null where id = p_request;
  delete from private.connection_tokens t using public.meta_connections c where c.id = t.connection_id and c.request_id = p_request;
  update public.meta_connections set revoked_at = now() where request_id = p_request and revoked_at is null;
end $$;

create or replace function public.authorise_step(p_request uuid, p_version integer, p_step text, p_detail jsonb default '{}')
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; step public.cutover_steps; right_name text;
begin
  right_name := case p_step when 'request_code' then 'code.request' when 'verify_code' then 'code.enter'
    when 'embedded_signup' then 'signup.finish' when 'register' then 'cutover.approve' end;
  if right_name is null then perform private.refuse(400, 'invalid_input', 'step'); end if;
  request := private.open_request(p_request, p_version, right_name);
  if request.status <> 'cutover' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if p_step = 'register' and coalesce(p_detail ->> 'lastFour', '') <> right(request.phone_number, 4) then
    perform private.refuse(400, 'last_four_wrong');
  end if;
  if p_step = 'request_code' then
    if coalesce(p_detail ->> 'method', '') not in ('SMS', 'VOICE') then perform private.refuse(400, 'invalid_input', 'method'); end if;
  end if;
  if p_step = 'embedded_signup' and not (coalesce(p_detail ->> 'wabaId', '') ~ '^[0-9]{1,30}$' and coalesce(p_detail ->> 'phoneNumberId', '') ~ '^[0-9]{1,30}$') then
    perform private.refuse(400, 'invalid_input', 'hint');
  end if;
  select s.* into step from public.cutover_steps s
  where s.request_id = p_request and s.state not in ('done', 'skipped') order by s.position limit 1;
  -- Asking again is allowed while a code is awaited. The step itself goes back only with the intent: until then the
  -- code that is out can still be entered.
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
  'p_detail: {"method":"SMS"|"VOICE","language"} for request_code, {"wabaId","phoneNumberId"} for embedded_signup (a hint only), {"lastFour"} for register; never a code.';

-- A person says that a step of a guided route is done, in its turn, with what shows it.
create function public.complete_manual_step(p_request uuid, p_version integer, p_step text, p_note text,
  p_last_four text default null, p_waba_id text default null, p_phone_number_id text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; entry private.step_catalogue; due public.cutover_steps; right_name text; is_desk boolean;
begin
  select * into entry from private.step_catalogue where step = p_step and trigger = 'manual';
  if not found then perform private.refuse(400, 'invalid_input', 'step'); end if;
  is_desk := exists (select from public.migration_requests r where r.id = p_request and private.permits(r.provider_id, r.client_id, 'step.complete'));
  right_name := case when entry.irreversible then 'cutover.approve'
    when entry.done_by = 'client' or (entry.done_by = 'either' and not is_desk) then 'step.complete_own' else 'step.complete' end;
  request := private.open_request(p_request, p_version, right_name);
  if request.status <> 'cutover' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if nullif(trim(coalesce(p_note, '')), '') is null then perform private.refuse(400, 'invalid_input', 'note'); end if;
  if entry.irreversible and coalesce(p_last_four, '') <> right(request.phone_number, 4) then perform private.refuse(400, 'last_four_wrong'); end if;
  if p_step = 'record_ids' and not (coalesce(p_waba_id, '') ~ '^[0-9]{5,25}$' and coalesce(p_phone_number_id, '') ~ '^[0-9]{5,25}$') then
    perform private.refuse(400, 'invalid_input', 'ids');
  end if;
  select s.* into due from public.cutover_steps s
  where s.request_id = p_request and s.state not in ('done', 'skipped') order by s.position limit 1;
  -- Ids may be put right until Meta has confirmed them.
  if p_step = 'record_ids' and due.step = 'confirm_connected' and due.state in ('pending', 'failed') then
    update public.cutover_steps set state = 'pending', wait_until = null, result = null where id = due.id;
    update public.request_exceptions set resolved_at = now() where request_id = p_request and step = due.step and resolved_at is null;
    select s.* into due from public.cutover_steps s where s.request_id = p_request and s.step = p_step;
    due.state := 'pending';
  end if;
  if due.step is distinct from p_step or due.state <> 'pending' then
    perform private.refuse(409, 'step_not_due', coalesce(due.step, '') || ' ' || coalesce(due.state, ''));
  end if;
  update public.cutover_steps set state = 'done', attempts = attempts + 1, started_at = coalesce(started_at, now()), finished_at = now(),
    authorised_by = (select auth.uid()), authorised_at = now(), result = jsonb_build_object('note', trim(p_note))
  where id = due.id;
  update public.migration_requests set
    no_return_at = case when entry.irreversible then coalesce(no_return_at, now()) else no_return_at end,
    destination_waba_id = case when p_step = 'record_ids' then p_waba_id else destination_waba_id end,
    destination_phone_number_id = case when p_step = 'record_ids' then p_phone_number_id else destination_phone_number_id end
  where id = p_request;
  return private.close_change(p_request, right_name, 'client', jsonb_build_object('step', p_step, 'note', trim(p_note)));
end $$;
comment on function public.complete_manual_step is
  'Marks the due step of a guided route as done. One that cannot be undone needs the approval of register: the right and the last four digits.';

create or replace function public.abort_cutover(p_request uuid, p_version integer, p_note text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'cutover.abort');
  if request.no_return_at is not null or private.step_state(p_request, 'register') = 'done' then
    perform private.refuse(409, 'past_point_of_no_return');
  end if;
  if private.step_state(p_request, 'register') in ('running', 'unknown') then perform private.refuse(409, 'outcome_unknown'); end if;
  if exists (select from public.cutover_steps where request_id = p_request and state = 'running') then perform private.refuse(409, 'step_running'); end if;
  update public.request_exceptions set resolved_at = now() where request_id = p_request and resolved_at is null and step is not null;
  update public.migration_requests set window_starts_at = null, window_ends_at = null, window_confirmed_at = null where id = p_request;
  return private.close_change(p_request, 'cutover.abort', 'client', jsonb_build_object('note', p_note));
end $$;
comment on function public.abort_cutover is 'Back to preparing: free before the step that cannot be undone, impossible after it.';

create or replace function public.fail_cutover(p_request uuid, p_version integer, p_note text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'cutover.fail');
  -- A guided route without a step of no return has passed it once the number works here.
  if coalesce(request.no_return_at, request.registered_at) is null then perform private.refuse(409, 'before_point_of_no_return'); end if;
  if nullif(trim(coalesce(p_note, '')), '') is null then perform private.refuse(400, 'invalid_input', 'note'); end if;
  update public.migration_requests set closed_reason = 'failed', closed_note = p_note where id = p_request;
  return private.close_change(p_request, 'cutover.fail', 'client', jsonb_build_object('note', p_note));
end $$;

revoke execute on function private.end_signup(uuid) from public, anon, authenticated, service_role;
grant execute on function public.answer_route_questions(uuid, integer, jsonb),
  public.choose_route(uuid, integer, text, uuid, text, text, jsonb),
  public.complete_manual_step(uuid, integer, text, text, text, text, text) to authenticated;
