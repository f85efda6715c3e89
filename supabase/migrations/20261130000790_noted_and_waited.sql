-- The functions in which noted PINs, waits, new tries, evidence and the shared route meet.

-- "pinShown": the PIN of this call is or may be the number's, and nobody has noted it yet.
create or replace function private.store_records(p_request public.migration_requests, p_records jsonb) returns void
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
    update public.migration_requests set destination_phone_number_id = p_records ->> 'phoneNumberId',
      destination_account_kind = case when route_answers ->> 'accountModel' = 'old' then 'waba' end,
      waac_id = p_records ->> 'waacId'
    where id = p_request.id;
  end if;
  if p_records ? 'signup' then perform private.store_signup(p_request, p_records -> 'signup'); end if;
  if (p_records ->> 'shared')::boolean then perform private.become_shared(p_request); end if;
  if (p_records ->> 'pinShown')::boolean then
    update public.cutover_steps set pin_set_at = now(), pin_shown_at = null
    where request_id = p_request.id and step in ('register', 'register_shared');
  end if;
  if (p_records ->> 'byEarlierCall')::boolean then
    update public.cutover_steps set called_at = started_at, pin_set_at = null, pin_shown_at = null
    where request_id = p_request.id and step = 'register';
  end if;
end $$;

-- The old provider knows the PIN of a number that was shared: only one that was set since is ours alone.
create or replace function private.is_pin_known(p_request uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce(
    (select p.outcome = 'set' and p.shown_at is not null from public.pin_settings p
      where p.request_id = p_request and p.outcome in ('set', 'unknown') order by p.opened_at desc limit 1),
    (select coalesce(s.pin_set_at >= coalesce(s.called_at, s.pin_set_at) and s.pin_shown_at >= s.pin_set_at, false)
      from public.cutover_steps s where s.request_id = p_request and s.step = 'register' and s.state = 'done'),
    (select r.route is distinct from 'R0' from public.migration_requests r where r.id = p_request));
$$;
comment on function private.is_pin_known is
  'Whether somebody of ours has noted the number''s PIN: the newest one set since the move, or else that of the move. Where Portdesk did not register the number, whoever did it by hand chose the PIN.';

create or replace function private.shut_until(p_step text, p_phone_number text) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select max(shut_until) from private.intents
  where phone_number = p_phone_number and shut_step = any (private.counted_with(p_step)) and shut_until > now()
    and lifted_at is null;
$$;

-- The same with its beginning, and the end of Meta's block where it is one.
create function private.wait_of(p_step text, p_phone_number text)
returns table (wait_from timestamptz, wait_until timestamptz, blocked_until timestamptz)
language sql stable security definer set search_path = '' as $$
  select (array_agg(closed_at order by shut_until desc))[1], max(shut_until), max(shut_until) filter (where is_block) from private.intents
  where phone_number = p_phone_number and shut_step = any (private.counted_with(p_step)) and shut_until > now()
    and lifted_at is null;
$$;

-- Of what an earlier attempt met, an answer settles only what it speaks of; a block of Meta's is kept apart from a mere wait.
create or replace function public.engine_close_intent(p_intent uuid, p_fence bigint, p_outcome text, p_result jsonb default null,
  p_records jsonb default '{}', p_exception jsonb default null, p_wait_seconds integer default null, p_reset_to text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  intent private.intents; request public.migration_requests; opened uuid; permission text := 'cutover.step';
  concerned text; item jsonb; told jsonb := p_result; missed jsonb := '{}'; blocked timestamptz; reopens_at timestamptz;
  exceptions jsonb := case jsonb_typeof(p_exception) when 'array' then p_exception when 'object' then jsonb_build_array(p_exception) else '[]' end;
  met text[] := array(select x ->> 'code' from jsonb_array_elements(exceptions) as x);
  -- Answers that say nothing about the number: what an earlier attempt met may still be so.
  mute constant text[] := '{META_INCIDENT,MAINTENANCE,RATE_LIMIT,TOKEN_INVALID,PERMISSION_MISSING,OUTCOME_UNKNOWN,UNCLASSIFIED}';
begin
  select * into intent from private.intents where id = p_intent;
  if not found then perform private.refuse(404, 'intent_not_found'); end if;
  select * into strict request from public.migration_requests where id = intent.request_id for update;
  select * into intent from private.intents where id = p_intent;
  if intent.closed_at is not null or request.fence <> p_fence or intent.fence <> p_fence then perform private.refuse(409, 'fence_lost'); end if;

  concerned := coalesce(p_reset_to, intent.step);
  blocked := now() + (select max(k.block) from private.exception_catalogue k where k.code = any (met));
  reopens_at := greatest(now() + make_interval(secs => p_wait_seconds), blocked);
  update private.intents set closed_at = now(), outcome = p_outcome, answer = p_exception where id = p_intent;
  if intent.kind = 'call' and reopens_at is not null and (p_outcome = 'again' or blocked is not null) then
    update private.intents set shut_step = concerned, shut_until = reopens_at, is_block = blocked is not null where id = p_intent;
  end if;
  -- A person's attempt that did nothing: what was wrong, when, and how many are left.
  if p_outcome = 'again' and p_result ? 'error' then
    select jsonb_build_object('attemptsLeft', k.budget - count(i.id), 'attempts', k.budget) into missed
    from private.step_catalogue k left join private.intents i on i.step = any (private.counted_with(k.step)) and i.phone_number = intent.phone_number
      and i.kind = 'call' and not i.is_unsent and i.opened_at > now() - k.budget_window
    where k.step = intent.step and k.budget is not null group by k.budget;
    missed := coalesce(missed, '{}') || jsonb_build_object('error', p_result ->> 'error');
    told := p_result || missed || jsonb_build_object('at', private.utc(now()));
  end if;
  update public.cutover_steps set
    state = case p_outcome when 'again' then 'pending' else p_outcome end,
    result = coalesce(told, result),
    authorisation = null,
    wait_until = case when p_reset_to is null then reopens_at end,
    wait_from = case when p_reset_to is null and reopens_at is not null then now() end,
    blocked_until = case when p_reset_to is null then blocked end,
    finished_at = case when p_outcome in ('done', 'skipped') then now() end
  where request_id = intent.request_id and step = intent.step;
  if p_reset_to is not null then
    update public.cutover_steps s set state = 'pending', finished_at = null, authorised_by = null, authorised_at = null, authorisation = null,
      wait_until = case when s.step = p_reset_to then reopens_at end,
      wait_from = case when s.step = p_reset_to and reopens_at is not null then now() end,
      blocked_until = case when s.step = p_reset_to then blocked end
    where s.request_id = intent.request_id and s.step <> intent.step
      and s.position >= (select o.position from public.cutover_steps o where o.request_id = intent.request_id and o.step = p_reset_to)
      and s.position < (select o.position from public.cutover_steps o where o.request_id = intent.request_id and o.step = intent.step);
  end if;
  perform private.store_records(request, p_records);

  update public.request_exceptions e set resolved_at = now()
  where e.request_id = intent.request_id and e.resolved_at is null and e.code <> all (met)
    -- Templates that were copied again are compared again, whichever step met that they were missing.
    and (e.step in (intent.step, concerned)
      or intent.step = 'compare' and e.retried_at is not null and e.code in ('TEMPLATE_LIMIT', 'TEMPLATES_PARTIAL'))
    and (p_outcome in ('done', 'skipped') or not met <@ mute
      or exists (select from private.exception_catalogue k where k.code = e.code and k.retry = 'automatic'));
  -- An attempt that stopped again leaves what it was meant to mend as it was.
  update public.request_exceptions set retried_at = null
  where p_outcome = 'failed' and request_id = intent.request_id and step in (intent.step, concerned) and resolved_at is null and retried_at is not null;
  if p_outcome in ('done', 'skipped') then permission := private.apply_step(intent.request_id, intent.step); end if;
  for item in select * from jsonb_array_elements(exceptions) loop
    insert into public.request_exceptions (provider_id, client_id, request_id, code, owner, step)
    values (request.provider_id, request.client_id, request.id, item ->> 'code', item ->> 'owner', concerned)
    on conflict (request_id, code) where resolved_at is null do update set step = excluded.step, retried_at = null returning id into opened;
    insert into public.exception_payloads (exception_id, provider_id, payload, fbtrace_id)
    values (opened, request.provider_id, coalesce(item -> 'payload', '{}'), item ->> 'fbtraceId')
    on conflict (exception_id) do update set payload = excluded.payload, fbtrace_id = excluded.fbtrace_id;
  end loop;
  return private.close_change(intent.request_id, permission, 'client',
    jsonb_strip_nulls(jsonb_build_object('step', intent.step, 'outcome', p_outcome, 'exception', exceptions -> 0 ->> 'code') || missed));
end $$;

-- What Meta closed before the cut-over stays closed in it.
create or replace function public.start_cutover(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; open_codes text;
begin
  request := private.open_request(p_request, p_version, 'cutover.start');
  if request.hold_reason is not null then perform private.refuse(409, 'on_hold'); end if;
  if request.window_confirmed_at is null then perform private.refuse(409, 'window_not_confirmed'); end if;
  if now() < request.window_starts_at - interval '15 minutes' then
    perform private.refuse(409, 'window_not_open', private.utc(request.window_starts_at));
  end if;
  if now() > request.window_ends_at then perform private.refuse(409, 'window_over'); end if;
  open_codes := private.open_hard_checks(p_request);
  if open_codes is not null then perform private.refuse(409, 'checks_open', open_codes); end if;
  if not private.checks_are_fresh(request) then perform private.refuse(409, 'checks_old'); end if;
  if (select p.second_approval from public.providers p where p.id = request.provider_id) then
    if request.second_approved_by is null then perform private.refuse(409, 'second_approval_missing'); end if;
    if request.second_approved_by = (select auth.uid()) then perform private.refuse(409, 'second_approval_own'); end if;
  end if;
  delete from public.cutover_steps s where s.request_id = p_request
    and not exists (select from private.route_steps k where k.route = request.route and k.step = s.step);
  insert into public.cutover_steps (provider_id, client_id, request_id, step, position, wait_from, wait_until, blocked_until)
  select request.provider_id, request.client_id, request.id, k.step, k.position, w.wait_from, w.wait_until, w.blocked_until
  from private.route_steps k cross join lateral private.wait_of(k.step, request.phone_number) as w where k.route = request.route
  on conflict (request_id, step) do update set position = excluded.position, state = 'pending', attempts = 0, wait_from = excluded.wait_from,
    wait_until = excluded.wait_until, blocked_until = excluded.blocked_until, authorised_by = null,
    authorised_at = null, authorisation = null, started_at = null, finished_at = null, result = null;
  if request.route <> 'R2' then
    perform private.end_signup(p_request);
    update public.migration_requests set destination_phone_number_id = null,
      destination_waba_id = case when not private.makes_account(route) then destination_waba_id end
    where id = p_request;
  end if;
  return private.close_change(p_request, 'cutover.start', 'client');
end $$;

drop function public.retry_step(uuid, integer, text);
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
    where phone_number = request.phone_number and shut_step = any (private.counted_with(p_step)) and shut_until > now()
      and not is_block and lifted_at is null;
  else
    opens_at := null;
  end if;
  update public.cutover_steps set state = 'pending', wait_until = null, wait_from = null, blocked_until = null, finished_at = null where id = step.id;
  update public.request_exceptions e set retried_at = now() where e.request_id = p_request and e.step = p_step and e.resolved_at is null;
  return private.close_change(p_request, 'cutover.retry', 'internal',
    jsonb_strip_nulls(jsonb_build_object('step', p_step, 'note', reason, 'before', private.utc(opens_at))));
end $$;
comment on function public.retry_step is
  'Opens a stopped step, or one that waits, for another attempt. Never during a block of Meta''s; during any other wait only with a reason.';

-- Of a register too, where no reading can tell: the engine has asked then. What a person's word explains is the lost outcome; that it did not happen settles nothing else.
create or replace function public.resolve_outcome(p_request uuid, p_version integer, p_step text, p_happened boolean)
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
  -- Evidence may be coming in at this very moment.
  if exists (select from private.intents where request_id = p_request and closed_at is null and lease_until >= now()) then
    perform private.refuse(409, 'intent_open');
  end if;
  update public.cutover_steps set state = case when p_happened then 'done' else 'pending' end, wait_until = null,
    finished_at = case when p_happened then now() end, authorised_by = null, authorised_at = null, authorisation = null
  where request_id = p_request and step = p_step and state = 'unknown';
  if not found then perform private.refuse(409, 'step_not_due', p_step); end if;
  update public.request_exceptions set resolved_at = now()
  where request_id = p_request and step = p_step and resolved_at is null and (p_happened or code = 'OUTCOME_UNKNOWN');
  if p_happened and private.apply_step(p_request, p_step) <> 'cutover.step' then permission := 'cutover.connected'; end if;
  return private.close_change(p_request, permission, 'internal', jsonb_build_object('step', p_step, 'happened', p_happened));
end $$;

revoke execute on function private.wait_of(text, text), public.retry_step(uuid, integer, text, text) from public, anon, authenticated, service_role;
grant execute on function public.retry_step(uuid, integer, text, text) to authenticated;
