-- Route R0: under Meta's newer account model the signup window shares the number, both providers serve it, and the old one
-- is removed later. Its point of no return is that removal, not the registration. The client agrees to what sharing means
-- before anything begins, or, where the signup route turned out to share the number, as soon as that is known.

alter table public.migration_requests
  add column shared_at timestamptz,
  add column destination_account_kind text check (destination_account_kind in ('waba', 'messaging_account')),
  add column waac_id text check (waac_id ~ '^[0-9]{5,25}$');
comment on column public.migration_requests.shared_at is 'Since when both providers serve the number: a message was sent and one received through the new one.';
comment on column public.migration_requests.destination_account_kind is 'What destination_waba_id names: a WABA of the old account model, or a messaging account of the new one; null: not known.';
comment on column public.migration_requests.waac_id is 'The WhatsApp account that holds the number in the new account model, as the signup window named it; nothing is decided by it.';
grant select (shared_at, destination_account_kind, waac_id) on public.migration_requests to authenticated;

alter table private.step_catalogue add column asks_digits boolean not null default false;
comment on column private.step_catalogue.asks_digits is 'Whether the approval asks for the last four digits of the number.';
update private.step_catalogue set asks_digits = true where irreversible;
-- In place of the step that left the signup window to people.
delete from private.route_steps where route = 'R0';
delete from public.cutover_steps where step = 'add_partner';
delete from private.step_catalogue where step = 'add_partner';
update private.step_catalogue set position = position + 100 where position > 12;
update private.step_catalogue set position = position - 96 where position > 112;
insert into private.step_catalogue (position, step, status, trigger, repeatable, budget, budget_window, waits_on, action, asks_digits, done_by) values
  (12, 'create_templates', 'cutover', 'automatic', true, null, null, 'meta', 'await_step', false, null),
  (13, 'register_shared', 'cutover', 'person', false, 9, '72 hours', 'us', 'register_silently', false, null),
  (14, 'exchange_messages', 'cutover', 'automatic', true, null, null, 'us', 'exchange_messages', false, null),
  (15, 'confirm_removed', 'cutover', 'automatic', true, null, null, 'meta', 'await_step', false, null),
  (16, 'approve_removal', 'cutover', 'manual', true, null, null, 'us', 'complete_step', true, 'desk');
insert into private.step_catalogue (position, step, status, trigger, repeatable, waits_on, action, irreversible, done_by)
select max(position) + 1, 'acknowledge_sharing', 'cutover', 'manual', true, 'client', 'complete_step', false, 'client'
from private.step_catalogue;
update private.step_catalogue set irreversible = true where step = 'confirm_removed';
insert into private.route_steps (route, step, position)
select 'R0', step, position from unnest(array['snapshot_before', 'acknowledge_sharing', 'embedded_signup', 'subscribe_app', 'create_templates',
  'register_shared', 'exchange_messages', 'approve_removal', 'remove_old_partner', 'confirm_removed', 'snapshot_after', 'compare']) with ordinality as listed (step, position);

insert into private.exception_catalogue (position, code, owner, retry, settled_by_hand, watched_by, opened_in)
select max(position) + 1, 'NOT_SHARED', 'us', 'by_hand', false, '{}'::text[], '{}'::text[] from private.exception_catalogue;

-- Meta counts every registration of the number, whatever the route.
create function private.counted_with(p_step text) returns text[]
language sql immutable security definer set search_path = '' as $$
  select case when p_step in ('register', 'register_shared') then array['register', 'register_shared'] else array[p_step] end;
$$;

-- What has proved to be shared goes on by the steps of R0; what was done already is not done again.
create function private.become_shared(p_request public.migration_requests) returns void
language plpgsql security definer set search_path = '' as $$
declare is_registered boolean := private.step_state(p_request.id, 'register') = 'done';
begin
  update public.migration_requests set route = 'R0', destination_account_kind = 'messaging_account' where id = p_request.id;
  if p_request.route = 'R0' then return; end if;
  delete from public.cutover_steps s where s.request_id = p_request.id
    and not exists (select from private.route_steps k where k.route = 'R0' and k.step = s.step);
  insert into public.cutover_steps (provider_id, client_id, request_id, step, position, state, finished_at)
  select p_request.provider_id, p_request.client_id, p_request.id, k.step, k.position,
    case when is_skipped then 'skipped' else 'pending' end, case when is_skipped then now() end
  from private.route_steps k, lateral (select k.step = 'embedded_signup' or (is_registered and k.step = 'register_shared') as is_skipped) as s
  where k.route = 'R0'
  on conflict (request_id, step) do update set position = excluded.position;
end $$;

-- What a step that is done changes of its request; returns the permission whose transition it takes.
create function private.apply_step(p_request uuid, p_step text) returns text
language plpgsql security definer set search_path = '' as $$
declare moved_to text;
begin
  select route into moved_to from public.migration_requests where id = p_request;
  -- A register that turned out to share the number has moved nothing.
  if p_step = 'register' and moved_to <> 'R0' then
    update public.migration_requests set registered_at = now(), no_return_at = now(),
      tracks = tracks || '{"number":"working","security_pin":"working"}' where id = p_request;
  elsif p_step = 'exchange_messages' then
    update public.migration_requests set shared_at = coalesce(shared_at, now()),
      tracks = tracks || '{"number":"working","webhook":"done"}' where id = p_request;
  elsif p_step = 'confirm_connected' then
    update public.migration_requests set registered_at = coalesce(registered_at, now()),
      tracks = tracks || '{"number":"done","webhook":"working"}' where id = p_request;
    return 'cutover.connected';
  elsif p_step = 'confirm_removed' then
    update public.migration_requests set registered_at = now(), no_return_at = now(),
      tracks = tracks || '{"number":"done","security_pin":"working"}' where id = p_request;
    return 'cutover.connected';
  elsif p_step = 'compare' then
    update public.migration_requests set tracks = tracks || jsonb_build_object('templates', case
      when exists (select from public.templates where request_id = p_request and outcome = 'pending') then 'partial' else 'done' end)
    where id = p_request;
  end if;
  return 'cutover.step';
end $$;

-- A message sent through the new account and delivered, and one received there, both since the number was registered in it.
create function private.exchanged(p_request uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
      'sent', coalesce(bool_or(m.direction = 'out' and m.status in ('delivered', 'read')), false),
      'received', coalesce(bool_or(m.direction = 'in'), false))
  from (select date_trunc('second', max(s.finished_at)) as since from public.cutover_steps s
    where s.request_id = p_request and s.step = 'register_shared' and s.state in ('done', 'skipped')) as registered
  left join public.message_sightings m on m.request_id = p_request and m.at >= registered.since;
$$;

create or replace function public.engine_context(p_request uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select jsonb_build_object(
      'request', to_jsonb(r),
      'steps', coalesce((select jsonb_agg(to_jsonb(s) order by s.position) from public.cutover_steps s where s.request_id = r.id), '[]'),
      'snapshots', coalesce((select jsonb_agg(jsonb_build_object('side', n.side, 'moment', n.moment, 'data', n.data)) from (
        select distinct on (side, moment) side, moment, data from public.snapshots
        where request_id = r.id and moment <> 'check' order by side, moment, taken_at desc) as n), '[]'),
      -- A route without a copy makes them from what was recorded before.
      'templates', case when r.status <> 'stabilising' and r.route is distinct from 'R0' then '[]' else
        coalesce((select jsonb_agg(to_jsonb(x) order by x.name, x.language) from public.templates x where x.request_id = r.id), '[]') end,
      'heard_here', private.heard_here(r.id),
      'exchanged', private.exchanged(r.id),
      'connection', to_jsonb(c),
      'token', to_jsonb(t))
    from public.migration_requests r
    left join public.meta_connections c on c.id = coalesce(r.signup_connection_id, r.connection_id) and c.revoked_at is null
    left join private.connection_tokens t on t.connection_id = c.id
    where r.id = p_request);
end $$;

create function private.is_sharing_proved(p_request uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.cutover_steps s
    where s.request_id = p_request and s.step = 'embedded_signup' and s.result ->> 'sharing' = 'proved');
$$;

create or replace function public.authorise_step(p_request uuid, p_version integer, p_step text, p_detail jsonb default '{}')
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; step public.cutover_steps; right_name text;
begin
  right_name := case p_step when 'request_code' then 'code.request' when 'verify_code' then 'code.enter'
    when 'embedded_signup' then 'signup.finish' when 'register' then 'cutover.approve' when 'register_shared' then 'cutover.approve' end;
  if right_name is null then perform private.refuse(400, 'invalid_input', 'step'); end if;
  request := private.open_request(p_request, p_version, right_name);
  if request.status <> 'cutover' then perform private.refuse(409, 'wrong_status', request.status); end if;
  -- Where only people's word says that the number is shared, a silent registration may move it all the same.
  if (p_step = 'register' or p_step = 'register_shared' and not private.is_sharing_proved(p_request))
    and coalesce(p_detail ->> 'lastFour', '') <> right(request.phone_number, 4) then
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

create or replace function public.complete_manual_step(p_request uuid, p_version integer, p_step text, p_note text,
  p_last_four text default null, p_waba_id text default null, p_phone_number_id text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; entry private.step_catalogue; due public.cutover_steps; right_name text; is_desk boolean;
begin
  select * into entry from private.step_catalogue where step = p_step and trigger = 'manual';
  if not found then perform private.refuse(400, 'invalid_input', 'step'); end if;
  is_desk := exists (select from public.migration_requests r where r.id = p_request and private.permits(r.provider_id, r.client_id, 'step.complete'));
  right_name := case when entry.asks_digits then 'cutover.approve'
    when entry.done_by = 'client' or (entry.done_by = 'either' and not is_desk) then 'step.complete_own' else 'step.complete' end;
  request := private.open_request(p_request, p_version, right_name);
  if request.status <> 'cutover' then perform private.refuse(409, 'wrong_status', request.status); end if;
  perform private.refuse_contested(p_request);
  if nullif(trim(coalesce(p_note, '')), '') is null then perform private.refuse(400, 'invalid_input', 'note'); end if;
  if entry.asks_digits and coalesce(p_last_four, '') <> right(request.phone_number, 4) then perform private.refuse(400, 'last_four_wrong'); end if;
  if p_step = 'record_ids' and not (coalesce(p_waba_id, '') ~ '^[0-9]{5,25}$' and coalesce(p_phone_number_id, '') ~ '^[0-9]{5,25}$') then
    perform private.refuse(400, 'invalid_input', 'ids');
  end if;
  select s.* into due from public.cutover_steps s
  where s.request_id = p_request and s.state not in ('done', 'skipped') order by s.position limit 1;
  -- Ids may be put right until Meta has confirmed them.
  if p_step = 'record_ids' and due.step = 'confirm_connected' and due.state in ('pending', 'failed', 'unknown') then
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

-- In the signup window the account is made, on R0 as on R1.
create function private.makes_account(p_route text) returns boolean
language sql immutable security definer set search_path = '' as $$ select p_route in ('R0', 'R1'); $$;

create or replace function public.choose_route(p_request uuid, p_version integer, p_route text, p_connection uuid,
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
    destination_waba_id = case when not private.makes_account(p_route) then destination end,
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

-- While both serve it, the way back is to stop sharing: the old provider goes on alone.
create or replace function public.abort_cutover(p_request uuid, p_version integer, p_note text)
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
  if private.step_state(p_request, 'remove_old_partner') = 'done' then perform private.refuse(409, 'outcome_unknown'); end if;
  update public.request_exceptions set resolved_at = now() where request_id = p_request and resolved_at is null and step is not null;
  update public.migration_requests set window_starts_at = null, window_ends_at = null, window_confirmed_at = null, shared_at = null where id = p_request;
  return private.close_change(p_request, 'cutover.abort', 'client', jsonb_build_object('note', p_note));
end $$;

-- What both providers serve can be tried, and given to people to try.
create or replace function private.open_moved_number(p_request uuid, p_version integer, p_permission text) returns public.migration_requests
language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests := private.open_request(p_request, p_version, p_permission);
begin
  if request.status not in ('stabilising', 'completed')
    and not (p_permission = 'message.test' and request.status = 'cutover' and coalesce(private.step_state(p_request, 'register_shared'), '') in ('done', 'skipped')) then
    perform private.refuse(409, 'wrong_status', request.status);
  end if;
  perform private.refuse_halted(request.provider_id);
  perform private.refuse_paused(p_request);
  return request;
end $$;

create or replace function private.may_work_since(p_request public.migration_requests) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select date_trunc('second', least(p_request.no_return_at, p_request.registered_at, p_request.shared_at, (select min(i.opened_at)
    from private.intents i where i.provider_id = p_request.provider_id and i.request_id = p_request.id
      and i.step in ('register', 'register_shared') and i.kind = 'call')));
$$;

-- The hour of a cut-over ends when both providers are live: the removal has a date of its own.
create or replace function private.due_notices() returns table (request_id uuid, since timestamptz, notice text, kind text, visibility text,
  clock text, at timestamptz, due_at timestamptz)
language sql stable security definer set search_path = '' as $$
  with due as (
    select r.id as request_id, r.clock_since as since, n.kind as notice, n.kind, n.visibility, r.clock_code as clock,
      coalesce(n.at, r.clock_since + make_interval(mins => k.minutes)) as at, r.due_at
    from public.migration_requests r
    cross join lateral (values
      ('clock.reminder_1', 'client', null::timestamptz, r.waiting_on = 'client'),
      ('clock.reminder_2', 'client', null, r.waiting_on = 'client'),
      ('clock.reminder_3', 'client', null, r.waiting_on = 'client'),
      ('clock.client_silent', 'client', null, r.waiting_on = 'client' and r.status in ('submitted', 'preparing', 'scheduled')),
      ('clock.chase_1', 'internal', null, r.waiting_on = 'old_provider'),
      ('clock.chase_2', 'internal', null, r.waiting_on = 'old_provider'),
      ('clock.old_provider_silent', 'internal', r.due_at, r.waiting_on = 'old_provider' and r.clock_code = 'old_provider_task'),
      -- While a number is being moved minutes count, whoever they belong to.
      ('clock.foretold', 'internal', r.breach_foretold_at,
        r.waiting_on = 'us' or r.status = 'cutover' and r.clock_code in ('code_request', 'code_answer', 'step')),
      ('clock.breached', 'internal', r.due_at, r.clock_code is not null
        and (r.waiting_on = 'us' or r.status = 'cutover' and r.clock_code in ('code_request', 'code_answer', 'step'))),
      ('clock.expired', 'client', r.due_at, r.status = 'draft')) as n (kind, visibility, at, holds)
    left join private.notice_catalogue k on k.kind = n.kind
    where r.clock_since is not null and n.holds and (n.at is not null or k.kind is not null)
      -- A disturbance that is known and a request on hold are not told of again.
      and r.hold_reason is null and coalesce(r.next_action_subject, '') <> 'CLIENT_SILENT'
      -- How long both providers stay is the client's to decide.
      and (r.status <> 'cutover' or r.shared_at is null)
    union all
    select s.request_id, s.started_at, n.kind || ' ' || s.code, n.kind, 'internal', s.code, n.at, s.due_at
    from private.stretch_clocks s
    cross join lateral (values ('clock.stretch_foretold', s.foretold_at), ('clock.stretch_breached', s.due_at)) as n (kind, at)
    where s.foretold_at <= now()
      and not exists (select from public.migration_requests r where r.id = s.request_id and r.status = 'cutover' and r.shared_at is not null)
    union all
    select r.id, s.started_at, k.kind, k.kind, 'internal', s.code, s.started_at + make_interval(mins => k.minutes), s.due_at
    from private.stretch_clocks s join public.migration_requests r on r.id = s.request_id
    join private.notice_catalogue k on k.kind in ('clock.cutover_alarm_1', 'clock.cutover_alarm_2')
    where s.code = 'cutover' and s.since is not null and r.status = 'cutover' and r.registered_at is null and r.shared_at is null)
  select d.* from due d where d.at <= now()
    and not exists (select from private.clock_notices c where c.request_id = d.request_id and c.clock_since = d.since and c.kind = d.notice);
$$;

revoke execute on function private.apply_step(uuid, text), private.counted_with(text), private.become_shared(public.migration_requests), private.exchanged(uuid),
  private.makes_account(text), private.is_sharing_proved(uuid) from public, anon, authenticated, service_role;
