-- The date's confirmation and the route's choice keep who gave them and what for, as the second approval does: what changes
-- under them takes them away in the same transaction, says so in its event, and both are compared once more at the start.

alter table public.migration_requests
  add column window_confirmed_by uuid,
  add column window_confirmed_for jsonb,
  add column route_chosen_by uuid,
  add column route_chosen_at timestamptz,
  add column route_chosen_for jsonb;
comment on column public.migration_requests.window_confirmed_for is 'What was agreed: private.date_facts of that moment.';
comment on column public.migration_requests.route_chosen_at is 'Null where a route is named and what it was chosen for has changed since.';
comment on column public.migration_requests.route_chosen_for is 'What it was chosen for: private.route_facts of that moment.';
grant select (route_chosen_at) on public.migration_requests to authenticated;
insert into private.audit_plain_fields (relation, field)
select 'migration_requests', unnest(array['window_confirmed_by', 'window_confirmed_for', 'route_chosen_by', 'route_chosen_at', 'route_chosen_for']);

create function private.route_facts(p_request public.migration_requests) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('number', p_request.phone_number, 'route', p_request.route, 'connection', p_request.connection_id,
    'destination', case when not private.makes_account(p_request.route) then p_request.destination_waba_id end,
    'source', jsonb_build_array(p_request.source_business_id, p_request.source_waba_id, p_request.source_phone_number_id));
$$;
comment on function private.route_facts is 'What a route is chosen for: the number, and from and to which account it goes.';

create function private.date_facts(p_request public.migration_requests) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('window', jsonb_build_array(private.utc(p_request.window_starts_at), private.utc(p_request.window_ends_at)),
    'number', p_request.phone_number, 'route', p_request.route);
$$;
comment on function private.date_facts is 'What a date is agreed for.';

update public.migration_requests r set window_confirmed_for = private.date_facts(r) where window_confirmed_at is not null;
update public.migration_requests r set route_chosen_at = updated_at, route_chosen_for = private.route_facts(r) where route is not null;

drop function private.void_approval(uuid);
create function private.void_consents(p_request uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests; void jsonb := '{}';
begin
  select * into strict request from public.migration_requests where id = p_request;
  if request.status not in ('preparing', 'scheduled') then return void; end if;
  if request.second_approved_at is not null and request.second_approved_for is distinct from private.cutover_facts(request) then
    update public.migration_requests set second_approved_by = null, second_approved_at = null, second_approved_for = null where id = p_request;
    void := void || '{"approvalVoid": true}';
  end if;
  if request.window_confirmed_for is not null
    and (request.window_confirmed_at is null or request.window_confirmed_for is distinct from private.date_facts(request)) then
    update public.migration_requests set window_confirmed_by = null, window_confirmed_at = null, window_confirmed_for = null where id = p_request;
    if request.window_confirmed_at is not null then void := void || '{"confirmationVoid": true}'; end if;
  end if;
  if request.route_chosen_at is not null and request.route_chosen_for is distinct from private.route_facts(request) then
    update public.migration_requests set route_chosen_by = null, route_chosen_at = null, route_chosen_for = null where id = p_request;
    void := void || '{"routeVoid": true}';
  end if;
  return void;
end $$;
comment on function private.void_consents is 'Takes away what was given for other facts; returns which of approvalVoid, confirmationVoid, routeVoid.';

create or replace function private.set_window(p_request uuid, p_starts_at timestamptz, p_ends_at timestamptz, p_confirmed_at timestamptz) returns void
language sql security definer set search_path = '' as $$
  update public.migration_requests set window_starts_at = p_starts_at, window_ends_at = p_ends_at, window_confirmed_at = p_confirmed_at,
    window_confirmed_by = case when p_confirmed_at is not null then (select auth.uid()) end,
    counter_starts_at = null, counter_ends_at = null, counter_note = null
  where id = p_request;
  update public.migration_requests r set window_confirmed_for = case when p_confirmed_at is not null then private.date_facts(r) end
  where id = p_request;
$$;

create or replace function private.close_change(p_request uuid, p_permission text, p_visibility text, p_data jsonb default '{}')
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; target text; event bigint; told jsonb := p_data;
begin
  select * into strict request from public.migration_requests where id = p_request for update;
  select to_status into target from private.transitions where permission = p_permission and from_status = request.status;

  update public.migration_requests set
    status = coalesce(target, status), updated_at = now(),
    version = version + case when p_permission like 'comment.%' or p_permission = 'conflict.opened' then 0 else 1 end,
    submitted_at = case when target = 'submitted' then now() else submitted_at end,
    completed_at = case when target = 'completed' then now() else completed_at end
  where id = p_request;
  told := coalesce(told, '{}') || private.void_consents(p_request);

  perform private.settle_request(p_request);
  insert into public.events (provider_id, client_id, request_id, kind, visibility, actor_kind, actor_id, from_status, to_status, data,
    waiting_on, next_action, on_hold)
  select r.provider_id, r.client_id, r.id, p_permission, p_visibility, private.actor_kind(r.provider_id), (select auth.uid()),
    request.status, r.status, told, r.waiting_on, r.next_action, r.hold_reason is not null
  from public.migration_requests r where r.id = p_request
  returning id into event;
  insert into private.outbox (provider_id, request_id, event_id, kind) values (request.provider_id, request.id, event, p_permission);

  return (select jsonb_build_object('id', id, 'reference', reference, 'status', status, 'version', version)
    from public.migration_requests where id = p_request);
end $$;

create or replace function public.choose_route(p_request uuid, p_version integer, p_route text, p_connection uuid,
  p_destination_waba_id text default null, p_reason text default null, p_advice jsonb default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; destination text := nullif(p_destination_waba_id, '');
begin
  request := private.open_request(p_request, p_version, 'request.edit');
  -- With a date the route stands, and is only chosen again for what changed under it.
  if request.status <> 'preparing' and not (request.status = 'scheduled' and request.route_chosen_at is null
    and (request.route, request.connection_id, request.destination_waba_id) is not distinct from (p_route, p_connection, destination)) then
    perform private.refuse(409, 'wrong_status', request.status);
  end if;
  if not exists (select from private.route_steps where route = p_route) then perform private.refuse(400, 'invalid_input', 'route'); end if;
  if (destination is null and p_route in ('R2', 'R5')) or destination !~ '^[0-9]{1,30}$' then perform private.refuse(400, 'invalid_input', 'destination_waba_id'); end if;
  if length(p_advice::text) > 20000 then perform private.refuse(400, 'invalid_input', 'advice'); end if;
  if not exists (select from public.meta_connections
    where id = p_connection and provider_id = request.provider_id and request_id is null and revoked_at is null) then
    perform private.refuse(404, 'connection_not_found');
  end if;
  update public.migration_requests set route = p_route, connection_id = p_connection,
    destination_waba_id = case when not private.makes_account(p_route) then destination end,
    destination_phone_number_id = case when (route, destination_waba_id) is not distinct from (p_route, destination) then destination_phone_number_id end
  where id = p_request;
  update public.migration_requests r set route_chosen_by = (select auth.uid()), route_chosen_at = now(), route_chosen_for = private.route_facts(r)
  where id = p_request;
  if request.status = 'preparing' then perform private.end_signup(p_request); end if;

  update public.checks set status = 'pending', evidence_kind = null, evidence_field = null, evidence_value = null, read_at = null, updated_at = now()
  where request_id = p_request and status = 'waived' and evidence_field = 'route';
  update public.checks c set status = 'waived', evidence_kind = 'person', evidence_field = 'route', evidence_value = p_route,
    cause = null, read_at = now(), updated_at = now()
  from private.route_needless_checks n
  where c.request_id = p_request and n.route = p_route and c.code = n.code and c.status not in ('passed', 'waived');
  return private.close_change(p_request, 'request.edit', 'internal', jsonb_strip_nulls(jsonb_build_object(
    'route', p_route, 'destinationWabaId', destination, 'reason', nullif(trim(p_reason), ''), 'advice', p_advice)));
end $$;

create or replace function public.schedule_request(p_request uuid, p_version integer, p_starts_at timestamptz, p_ends_at timestamptz)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; open_codes text;
begin
  request := private.open_request(p_request, p_version, 'request.schedule');
  if request.hold_reason is not null then perform private.refuse(409, 'on_hold'); end if;
  if request.route is null then perform private.refuse(409, 'route_missing'); end if;
  if request.route_chosen_at is null then perform private.refuse(409, 'route_outdated'); end if;
  open_codes := private.open_hard_checks(p_request);
  if open_codes is not null then perform private.refuse(409, 'checks_open', open_codes); end if;
  perform private.check_window(p_starts_at, p_ends_at);
  perform private.check_route_window(request, p_starts_at, p_ends_at);
  perform private.set_window(p_request, p_starts_at, p_ends_at, null);
  return private.close_change(p_request, 'request.schedule', 'client', jsonb_build_object('startsAt', p_starts_at, 'endsAt', p_ends_at));
end $$;

create or replace function public.start_cutover(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; open_codes text;
begin
  request := private.open_request(p_request, p_version, 'cutover.start');
  if request.hold_reason is not null then perform private.refuse(409, 'on_hold'); end if;
  if request.window_confirmed_at is null or request.window_confirmed_for is distinct from private.date_facts(request) then
    perform private.refuse(409, 'window_not_confirmed');
  end if;
  if now() < request.window_starts_at - interval '15 minutes' then
    perform private.refuse(409, 'window_not_open', private.utc(request.window_starts_at));
  end if;
  if now() > request.window_ends_at then perform private.refuse(409, 'window_over'); end if;
  if request.route_chosen_at is null or request.route_chosen_for is distinct from private.route_facts(request) then
    perform private.refuse(409, 'route_outdated');
  end if;
  open_codes := private.open_hard_checks(p_request);
  if open_codes is not null then perform private.refuse(409, 'checks_open', open_codes); end if;
  if not private.checks_are_fresh(request) then perform private.refuse(409, 'checks_old'); end if;
  if (select p.second_approval from public.providers p where p.id = request.provider_id) then
    if request.second_approved_by = (select auth.uid()) then perform private.refuse(409, 'second_approval_own'); end if;
    if request.second_approved_by is null or request.second_approved_for is distinct from private.cutover_facts(request)
      or not private.may_approve(request.provider_id, request.second_approved_by) then
      perform private.refuse(409, 'second_approval_missing');
    end if;
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

create or replace function private.settle_request(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
  owner text; action text; subject text; measured text;
  passed integer; total integer; hard_failed boolean; their_word boolean;
begin
  select * into strict request from public.migration_requests where id = p_request;

  select count(*) filter (where c.status in ('passed', 'waived')), count(*),
    coalesce(bool_or(k.hard and c.status = 'failed'), false)
  into passed, total, hard_failed
  from public.checks c join private.check_catalogue k on k.code = c.code where c.request_id = p_request;

  if request.status in ('completed', 'rejected', 'cancelled', 'failed') then
    owner := null; action := null;
  else
    -- What a step left behind when it was done does not hide the step that is due now; nor does what is being tried again.
    select e.owner, 'resolve_exception', e.code into owner, action, subject from public.request_exceptions e
    where e.request_id = p_request and e.resolved_at is null
      and not (request.status = 'cutover' and exists (select from public.cutover_steps s
        where s.request_id = p_request and s.step = e.step and s.state in ('done', 'skipped')))
      and not (e.retried_at is not null and exists (select from public.cutover_steps s
        where s.request_id = p_request and s.step = case request.status when 'stabilising' then 'compare' else e.step end
          and s.state in ('pending', 'running', 'unknown')))
    order by e.opened_at, e.id limit 1;

    -- Before a route is chosen Meta cannot be read, and with a date only what has failed stands in the way.
    if owner is null and request.status in ('preparing', 'scheduled') then
      select private.turn_of_check(c), 'pass_check', k.code into owner, action, subject
      from public.checks c join private.check_catalogue k on k.code = c.code
      where c.request_id = p_request and k.hard and c.status not in ('passed', 'waived')
        and (c.status = 'failed' or (request.status = 'preparing' and (k.source <> 'api' or request.route is not null)))
      order by (c.status = 'failed') desc, k.position limit 1;
    end if;

    if owner is null and request.status in ('submitted', 'preparing', 'scheduled') and request.asked_at is not null then
      owner := 'client'; action := 'answer_question';
    end if;

    if owner is null and request.status = 'cutover' then
      select case when s.state in ('unknown', 'failed') then 'us' when s.state = 'running' then 'meta' else k.waits_on end,
        case when s.state = 'unknown' then 'explain_outcome' when s.state = 'failed' then 'retry_step'
          when s.state = 'running' then 'await_step' else k.action end, s.step
      into owner, action, subject
      from public.cutover_steps s join private.step_catalogue k on k.step = s.step
      where s.request_id = p_request and s.state not in ('done', 'skipped') order by s.position limit 1;
    end if;

    their_word := request.tracks ->> 'client_integration' in ('pending', 'working', 'partial') and not exists (
      select from jsonb_each_text(request.tracks) as t where t.key <> 'client_integration' and t.value not in ('done', 'not_applicable'));
    if owner is null then
      select o, a into owner, action from (values
        ('draft', 'client', 'finish_application'),
        ('submitted', 'us', 'triage'),
        ('preparing', 'us', case when request.route_chosen_at is null then 'choose_route' else 'propose_date' end),
        ('scheduled', case when request.counter_starts_at is not null or request.window_confirmed_at is not null then 'us' else 'client' end,
          case when request.counter_starts_at is not null then 'answer_wish' when request.window_confirmed_at is null then 'confirm_date'
            when request.route_chosen_at is null then 'choose_route' else 'start_cutover' end),
        ('cutover', 'meta', 'await_step'),
        ('stabilising', case when their_word then 'client' else 'us' end,
          case when their_word then 'confirm_integration' else 'finish_tracks' end)) as plan (s, o, a)
      where plan.s = request.status;
    end if;
    measured := concat_ws(' ', action, subject, owner);
    if request.hold_reason is not null then
      action := 'release_hold'; subject := null;
    end if;
  end if;

  update public.migration_requests set
    waiting_on = owner, next_action = action, next_action_subject = subject,
    checks_passed = passed, checks_total = total,
    readiness = case when hard_failed or total = 0 then 0 else passed * 100 / total end
  where id = p_request;
  perform private.set_clock(p_request, measured, private.clock_of(split_part(measured, ' ', 1), owner));
end $$;

revoke execute on function private.route_facts(public.migration_requests), private.date_facts(public.migration_requests),
  private.void_consents(uuid) from public, anon, authenticated, service_role;
