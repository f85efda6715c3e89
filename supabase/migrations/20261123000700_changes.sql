-- The one way a request changes: open_request locks and judges, the command writes, close_change ends it with
-- status, version, event and outbox in the same transaction and settles who is waited on.

create table private.outbox (
  id bigint generated always as identity primary key,
  provider_id uuid not null,
  request_id uuid not null,
  event_id bigint not null,
  kind text not null,
  created_at timestamptz not null default now(),
  sent_at timestamptz
);
comment on table private.outbox is 'One row per event, for whoever tells people and systems about it.';
create index outbox_unsent on private.outbox (id) where sent_at is null;
alter table private.outbox enable row level security;
alter table private.outbox force row level security;
revoke all on private.outbox from public, anon, authenticated, service_role;

create table private.step_catalogue (
  step text primary key,
  position integer not null unique,
  status text not null check (status in ('cutover', 'stabilising')),
  trigger text not null check (trigger in ('automatic', 'person', 'approval')),
  repeatable boolean not null,
  budget integer,
  budget_window interval,
  pause interval,
  waits_on text not null,
  action text not null
);
comment on table private.step_catalogue is 'The steps of route R2, as in src/domain/cutover/step-catalogue.ts; a test proves them equal.';
comment on column private.step_catalogue.repeatable is 'Whether a step whose outcome is unknown may simply be run again.';
comment on column private.step_catalogue.budget is 'Intents per number in a moving budget_window, counted when the intent is written.';
comment on column private.step_catalogue.pause is 'Shortest time between two intents.';
alter table private.step_catalogue enable row level security;
alter table private.step_catalogue force row level security;
revoke all on private.step_catalogue from public, anon, authenticated, service_role;

insert into private.step_catalogue (position, step, status, trigger, repeatable, budget, budget_window, pause, waits_on, action) values
  (1, 'snapshot_before', 'cutover', 'automatic', true, null, null, null, 'meta', 'await_step'),
  (2, 'subscribe_app', 'cutover', 'automatic', true, null, null, null, 'meta', 'await_step'),
  (3, 'copy_templates', 'cutover', 'automatic', true, null, null, null, 'meta', 'await_step'),
  (4, 'claim_number', 'cutover', 'automatic', false, 20, '72 hours', null, 'meta', 'await_step'),
  (5, 'request_code', 'cutover', 'person', false, 5, '12 hours', '60 seconds', 'client', 'request_code'),
  (6, 'verify_code', 'cutover', 'person', false, 10, '12 hours', null, 'client', 'enter_code'),
  (7, 'register', 'cutover', 'approval', false, 9, '72 hours', null, 'us', 'approve_register'),
  (8, 'confirm_connected', 'cutover', 'automatic', true, null, null, null, 'meta', 'await_step'),
  (9, 'snapshot_after', 'stabilising', 'automatic', true, null, null, null, 'meta', 'await_step'),
  (10, 'compare', 'stabilising', 'automatic', true, null, null, null, 'meta', 'await_step');

-- Locks the request for an act of the signed-in person. Someone else's request does not exist for them (404).
-- p_any_version: for messages, which disturb nobody.
create function private.open_request(p_request uuid, p_version integer, p_permission text, p_any_version boolean default false)
returns public.migration_requests language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  select * into request from public.migration_requests where id = p_request for update;
  if not found or not private.permits(request.provider_id, request.client_id, 'request.read') then
    perform private.refuse(404, 'request_not_found');
  end if;
  if not private.permits(request.provider_id, request.client_id, p_permission) then
    perform private.refuse(403, 'not_permitted', p_permission);
  end if;
  if not p_any_version and p_version is distinct from request.version then
    perform private.refuse(409, 'version_conflict', request.version::text);
  end if;
  if exists (select from private.transitions where permission = p_permission)
    and not exists (select from private.transitions where permission = p_permission and from_status = request.status) then
    perform private.refuse(409, 'wrong_status', request.status);
  end if;
  return request;
end $$;

create function private.actor_kind(p_provider uuid) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when (select auth.uid()) is null then 'engine'
    when exists (select from public.members where provider_id = p_provider and user_id = (select auth.uid()) and ended_at is null) then 'member'
    else 'client'
  end;
$$;

-- What comes next, derived from the open exceptions, checks and steps. Nothing else writes these columns.
create function private.settle_request(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
  owner text; action text; subject text; allowance interval;
  passed integer; total integer; hard_failed boolean;
begin
  select * into strict request from public.migration_requests where id = p_request;

  select count(*) filter (where c.status in ('passed', 'waived')), count(*),
    coalesce(bool_or(k.hard and c.status = 'failed'), false)
  into passed, total, hard_failed
  from public.checks c join private.check_catalogue k on k.code = c.code where c.request_id = p_request;

  if request.status in ('completed', 'rejected', 'cancelled', 'failed') then
    owner := null; action := null;
  else
    -- What a step left behind when it was done does not hide the step that is due now.
    select e.owner, 'resolve_exception', e.code into owner, action, subject from public.request_exceptions e
    where e.request_id = p_request and e.resolved_at is null
      and not (request.status = 'cutover' and exists (select from public.cutover_steps s
        where s.request_id = p_request and s.step = e.step and s.state in ('done', 'skipped')))
    order by e.opened_at, e.id limit 1;

    if owner is null and request.status = 'preparing' then
      select k.owner, 'pass_check', k.code into owner, action, subject
      from public.checks c join private.check_catalogue k on k.code = c.code
      where c.request_id = p_request and k.hard and c.status not in ('passed', 'waived')
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

    if owner is null then
      select o, a into owner, action from (values
        ('draft', 'client', 'finish_application'),
        ('submitted', 'us', 'triage'),
        ('preparing', 'us', case when request.route is null then 'choose_route' else 'propose_date' end),
        ('scheduled', case when request.window_confirmed_at is null then 'client' else 'us' end,
          case when request.window_confirmed_at is null then 'confirm_date' else 'start_cutover' end),
        ('cutover', 'meta', 'await_step'),
        ('stabilising', 'us', 'finish_tracks')) as plan (s, o, a)
      where plan.s = request.status;
    end if;
    if request.hold_reason is not null then
      action := 'release_hold'; subject := null;
    end if;
  end if;

  allowance := case action
    when 'triage' then interval '4 hours' when 'finish_application' then interval '30 days'
    when 'enter_code' then interval '10 minutes' when 'request_code' then interval '20 minutes'
    when 'approve_register' then interval '20 minutes' when 'await_step' then interval '10 minutes'
    else case owner when 'client' then interval '7 days' when 'old_provider' then interval '5 days' else interval '1 day' end end;

  update public.migration_requests set
    waiting_on = owner, next_action = action, next_action_subject = subject,
    due_at = case
      when action is null then null
      when action = 'start_cutover' then request.window_starts_at
      when (next_action, next_action_subject, waiting_on) is distinct from (action, subject, owner) or due_at is null then now() + allowance
      else due_at end,
    checks_passed = passed, checks_total = total,
    readiness = case when hard_failed or total = 0 then 0 else passed * 100 / total end
  where id = p_request;
end $$;

-- Ends a change: status by the transition table, version, event, outbox, settling.
create function private.close_change(p_request uuid, p_permission text, p_visibility text, p_data jsonb default '{}')
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; target text; event bigint;
begin
  select * into strict request from public.migration_requests where id = p_request for update;
  select to_status into target from private.transitions where permission = p_permission and from_status = request.status;

  update public.migration_requests set
    status = coalesce(target, status), updated_at = now(),
    -- A message changes nothing that another person's command could be mistaken about.
    version = version + case when p_permission like 'comment.%' then 0 else 1 end,
    submitted_at = case when target = 'submitted' then now() else submitted_at end,
    completed_at = case when target = 'completed' then now() else completed_at end
  where id = p_request;

  insert into public.events (provider_id, client_id, request_id, kind, visibility, actor_kind, actor_id, from_status, to_status, data)
  values (request.provider_id, request.client_id, request.id, p_permission, p_visibility,
    private.actor_kind(request.provider_id), (select auth.uid()), request.status, coalesce(target, request.status), p_data)
  returning id into event;
  insert into private.outbox (provider_id, request_id, event_id, kind) values (request.provider_id, request.id, event, p_permission);

  perform private.settle_request(p_request);
  return (select jsonb_build_object('id', id, 'reference', reference, 'status', status, 'version', version)
    from public.migration_requests where id = p_request);
end $$;

revoke execute on all functions in schema private from public, anon, authenticated, service_role;
grant execute on function private.my_provider_ids(), private.my_client_ids(), private.my_client_provider_ids() to authenticated;
