-- What Meta shuts for a number stays shut for it: abort and a new go, another try, or another request for the same number
-- do not open it. It stands with the attempt that heard of it.

alter table private.intents
  add column shut_step text references private.step_catalogue (step),
  add column shut_until timestamptz;
comment on column private.intents.shut_step is 'The step that no request for the number may take before shut_until.';
create index intents_shut on private.intents (phone_number, shut_step, shut_until) where shut_until is not null;

create function private.shut_until(p_step text, p_phone_number text) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select max(shut_until) from private.intents where phone_number = p_phone_number and shut_step = p_step and shut_until > now();
$$;

create or replace function private.check_budget(p_step text, p_phone_number text) returns integer
language plpgsql stable security definer set search_path = '' as $$
declare
  entry private.step_catalogue; used integer; oldest timestamptz; latest timestamptz;
begin
  select * into strict entry from private.step_catalogue where step = p_step;
  perform private.check_wait(private.shut_until(p_step, p_phone_number));
  select count(*), min(opened_at), max(opened_at) into used, oldest, latest from private.intents
  where phone_number = p_phone_number and step = p_step and kind = 'call'
    and opened_at > now() - coalesce(entry.budget_window, interval '72 hours');
  if used >= entry.budget then perform private.refuse(429, 'budget_used', private.utc(oldest + entry.budget_window)); end if;
  perform private.check_wait(latest + entry.pause);
  return entry.budget - used - 1;
end $$;

create or replace function public.engine_close_intent(p_intent uuid, p_fence bigint, p_outcome text, p_result jsonb default null,
  p_records jsonb default '{}', p_exception jsonb default null, p_wait_seconds integer default null, p_reset_to text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  intent private.intents; request public.migration_requests; opened uuid; permission text := 'cutover.step';
  concerned text; item jsonb; reopens_at timestamptz := now() + make_interval(secs => p_wait_seconds);
  exceptions jsonb := case jsonb_typeof(p_exception) when 'array' then p_exception when 'object' then jsonb_build_array(p_exception) else '[]' end;
begin
  select * into intent from private.intents where id = p_intent;
  if not found then perform private.refuse(404, 'intent_not_found'); end if;
  select * into strict request from public.migration_requests where id = intent.request_id for update;
  select * into intent from private.intents where id = p_intent;
  if intent.closed_at is not null or request.fence <> p_fence or intent.fence <> p_fence then perform private.refuse(409, 'fence_lost'); end if;

  concerned := coalesce(p_reset_to, intent.step);
  update private.intents set closed_at = now(), outcome = p_outcome, answer = p_exception where id = p_intent;
  if intent.kind = 'call' and p_outcome = 'again' and reopens_at is not null then
    update private.intents set shut_step = concerned, shut_until = reopens_at where id = p_intent;
  end if;
  update public.cutover_steps set
    state = case p_outcome when 'again' then 'pending' else p_outcome end,
    result = coalesce(p_result, result),
    authorisation = null,
    wait_until = case when p_reset_to is null then reopens_at end,
    finished_at = case when p_outcome in ('done', 'skipped') then now() end
  where request_id = intent.request_id and step = intent.step;
  if p_reset_to is not null then
    update public.cutover_steps s set state = 'pending', finished_at = null, authorised_by = null, authorised_at = null, authorisation = null,
      wait_until = case when s.step = p_reset_to then reopens_at end
    where s.request_id = intent.request_id and s.step <> intent.step
      and s.position >= (select o.position from public.cutover_steps o where o.request_id = intent.request_id and o.step = p_reset_to)
      and s.position < (select o.position from public.cutover_steps o where o.request_id = intent.request_id and o.step = intent.step);
  end if;
  perform private.store_records(request, p_records);

  -- What an earlier attempt met is past.
  update public.request_exceptions set resolved_at = now()
  where request_id = intent.request_id and step in (intent.step, concerned) and resolved_at is null
    and code not in (select x ->> 'code' from jsonb_array_elements(exceptions) as x);
  if p_outcome in ('done', 'skipped') then
    if intent.step = 'register' then
      update public.migration_requests set registered_at = now(), no_return_at = now(), tracks = tracks || '{"number":"working","security_pin":"working"}'
      where id = intent.request_id;
    elsif intent.step = 'confirm_connected' then
      permission := 'cutover.connected';
      update public.migration_requests set registered_at = coalesce(registered_at, now()),
        tracks = tracks || '{"number":"done","webhook":"working"}' where id = intent.request_id;
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
  insert into public.cutover_steps (provider_id, client_id, request_id, step, position, wait_until)
  select request.provider_id, request.client_id, request.id, k.step, k.position, private.shut_until(k.step, request.phone_number)
  from private.route_steps k where k.route = request.route
  on conflict (request_id, step) do update set position = excluded.position, state = 'pending', attempts = 0, wait_until = excluded.wait_until, authorised_by = null,
    authorised_at = null, authorisation = null, started_at = null, finished_at = null, result = null;
  if request.route <> 'R2' then
    perform private.end_signup(p_request);
    update public.migration_requests set destination_phone_number_id = null,
      destination_waba_id = case when route <> 'R1' then destination_waba_id end
    where id = p_request;
  end if;
  return private.close_change(p_request, 'cutover.start', 'client');
end $$;

create or replace function public.retry_step(p_request uuid, p_version integer, p_step text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'cutover.retry');
  update public.cutover_steps set state = 'pending', wait_until = private.shut_until(p_step, request.phone_number), finished_at = null
  where request_id = p_request and step = p_step and state = 'failed';
  if not found then perform private.refuse(409, 'step_not_due', p_step); end if;
  update public.request_exceptions set resolved_at = now() where request_id = p_request and step = p_step and resolved_at is null;
  return private.close_change(p_request, 'cutover.retry', 'internal', jsonb_build_object('step', p_step));
end $$;

revoke execute on function private.shut_until(text, text) from public, anon, authenticated, service_role;
