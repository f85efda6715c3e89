-- What people decide in the cut-over. The calls themselves are the engine's (next file).

create function public.start_cutover(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; open_codes text;
begin
  request := private.open_request(p_request, p_version, 'cutover.start');
  if request.hold_reason is not null then perform private.refuse(409, 'on_hold'); end if;
  if request.window_confirmed_at is null then perform private.refuse(409, 'window_not_confirmed'); end if;
  open_codes := private.open_hard_checks(p_request);
  if open_codes is not null then perform private.refuse(409, 'checks_open', open_codes); end if;
  insert into public.cutover_steps (provider_id, client_id, request_id, step, position)
  select request.provider_id, request.client_id, request.id, k.step, k.position from private.step_catalogue k
  on conflict (request_id, step) do update set state = 'pending', attempts = 0, wait_until = null, authorised_by = null,
    authorised_at = null, authorisation = null, started_at = null, finished_at = null, result = null;
  return private.close_change(p_request, 'cutover.start', 'client');
end $$;
comment on function public.start_cutover is 'The go of a person: a confirmed window and every hard check passed or waived. Never automatic.';

-- A person's go for one attempt of one step: ask for a code, give a code, approve register.
create function public.authorise_step(p_request uuid, p_version integer, p_step text, p_detail jsonb default '{}')
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; step public.cutover_steps; right_name text;
begin
  right_name := case p_step when 'request_code' then 'code.request' when 'verify_code' then 'code.enter' when 'register' then 'cutover.approve' end;
  if right_name is null then perform private.refuse(400, 'invalid_input', 'step'); end if;
  request := private.open_request(p_request, p_version, right_name);
  if request.status <> 'cutover' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if p_step = 'register' and coalesce(p_detail ->> 'lastFour', '') <> right(request.phone_number, 4) then
    perform private.refuse(400, 'last_four_wrong');
  end if;
  if p_step = 'request_code' then
    if coalesce(p_detail ->> 'method', '') not in ('SMS', 'VOICE') then perform private.refuse(400, 'invalid_input', 'method'); end if;
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
comment on function public.authorise_step is 'p_detail: {"method":"SMS"|"VOICE","language"} for request_code, {"lastFour"} for register; never the code itself.';

create function private.step_state(p_request uuid, p_step text) returns text
language sql stable security definer set search_path = '' as $$
  select state from public.cutover_steps where request_id = p_request and step = p_step;
$$;

create function public.abort_cutover(p_request uuid, p_version integer, p_note text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'cutover.abort');
  if request.registered_at is not null or private.step_state(p_request, 'register') = 'done' then
    perform private.refuse(409, 'past_point_of_no_return');
  end if;
  if private.step_state(p_request, 'register') in ('running', 'unknown') then perform private.refuse(409, 'outcome_unknown'); end if;
  if exists (select from public.cutover_steps where request_id = p_request and state = 'running') then perform private.refuse(409, 'step_running'); end if;
  update public.request_exceptions set resolved_at = now() where request_id = p_request and resolved_at is null and step is not null;
  update public.migration_requests set window_starts_at = null, window_ends_at = null, window_confirmed_at = null where id = p_request;
  return private.close_change(p_request, 'cutover.abort', 'client', jsonb_build_object('note', p_note));
end $$;
comment on function public.abort_cutover is 'Back to preparing: free before a successful register, impossible after it.';

create function public.retry_step(p_request uuid, p_version integer, p_step text)
returns jsonb language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_request(p_request, p_version, 'cutover.retry');
  update public.cutover_steps set state = 'pending', wait_until = null, finished_at = null
  where request_id = p_request and step = p_step and state = 'failed';
  if not found then perform private.refuse(409, 'step_not_due', p_step); end if;
  update public.request_exceptions set resolved_at = now() where request_id = p_request and step = p_step and resolved_at is null;
  return private.close_change(p_request, 'cutover.retry', 'internal', jsonb_build_object('step', p_step));
end $$;

-- Two answers to an outcome that no read can explain: it happened, or it did not.
create function public.resolve_outcome(p_request uuid, p_version integer, p_step text, p_happened boolean)
returns jsonb language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_request(p_request, p_version, 'cutover.resolve');
  if p_step = 'register' then perform private.refuse(409, 'read_decides', p_step); end if;
  if p_happened is null then perform private.refuse(400, 'invalid_input', 'happened'); end if;
  update public.cutover_steps set state = case when p_happened then 'done' else 'pending' end,
    finished_at = case when p_happened then now() end, authorised_by = null, authorised_at = null, authorisation = null
  where request_id = p_request and step = p_step and state = 'unknown';
  if not found then perform private.refuse(409, 'step_not_due', p_step); end if;
  update public.request_exceptions set resolved_at = now() where request_id = p_request and step = p_step and resolved_at is null;
  return private.close_change(p_request, 'cutover.resolve', 'internal', jsonb_build_object('step', p_step, 'happened', p_happened));
end $$;
comment on function public.resolve_outcome is 'For steps whose effect cannot be read back. Register is never decided by a person: Meta''s state is.';

create function public.fail_cutover(p_request uuid, p_version integer, p_note text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'cutover.fail');
  if request.registered_at is null then perform private.refuse(409, 'before_point_of_no_return'); end if;
  if nullif(trim(coalesce(p_note, '')), '') is null then perform private.refuse(400, 'invalid_input', 'note'); end if;
  update public.migration_requests set closed_reason = 'failed', closed_note = p_note where id = p_request;
  return private.close_change(p_request, 'cutover.fail', 'client', jsonb_build_object('note', p_note));
end $$;

create function public.run_checks(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'check.run');
  if request.status not in ('submitted', 'preparing', 'scheduled') then perform private.refuse(409, 'wrong_status', request.status); end if;
  return private.close_change(p_request, 'check.run', 'internal');
end $$;
comment on function public.run_checks is 'Records that somebody asked for a reading; the function of the same matter then reads Meta and stores what it found.';

revoke execute on function private.step_state(uuid, text) from public;
grant execute on function public.start_cutover(uuid, integer), public.authorise_step(uuid, integer, text, jsonb),
  public.abort_cutover(uuid, integer, text), public.retry_step(uuid, integer, text),
  public.resolve_outcome(uuid, integer, text, boolean), public.fail_cutover(uuid, integer, text),
  public.run_checks(uuid, integer) to authenticated;
