-- Clocks: each next action is measured by one clock, in the provider's open time or in all time, paused while it is our
-- turn and the request is on hold. Events tell whose turn it was after them, so that every moment belongs to somebody.

create table private.clock_catalogue (
  code text primary key,
  owner text not null check (owner in ('us', 'client', 'old_provider', 'meta')),
  counts text not null check (counts in ('business', 'wall')),
  minutes integer not null check (minutes > 0),
  actions text[] not null default '{}',
  is_default boolean not null default false
);
comment on table private.clock_catalogue is 'The same list as src/domain/clocks/clock-catalogue.ts; a test proves them equal.';
create unique index clock_catalogue_default on private.clock_catalogue (owner) where is_default;
alter table private.clock_catalogue enable row level security;
alter table private.clock_catalogue force row level security;
revoke all on private.clock_catalogue from public, anon, authenticated, service_role;
insert into private.clock_catalogue (code, owner, counts, minutes, actions, is_default) values
  ('application', 'client', 'wall', 43200, '{finish_application}', false),
  ('triage', 'us', 'business', 480, '{triage}', false),
  ('our_task', 'us', 'business', 480, '{}', true),
  ('date_proposal', 'us', 'business', 480, '{propose_date,answer_wish}', false),
  ('client_task', 'client', 'wall', 10080, '{}', true),
  ('old_provider_task', 'old_provider', 'business', 2400, '{}', true),
  ('code_request', 'client', 'wall', 20, '{request_code}', false),
  ('code_answer', 'client', 'wall', 10, '{enter_code}', false),
  ('approval', 'us', 'wall', 20, '{approve_register}', false),
  ('step', 'meta', 'wall', 10, '{await_step}', false),
  ('finishing', 'us', 'wall', 5760, '{finish_tracks}', false),
  ('first_answer', 'us', 'business', 240, '{}', false),
  ('cutover', 'us', 'wall', 60, '{}', false),
  ('two_step_back_on', 'us', 'wall', 30, '{}', false),
  ('proof', 'us', 'business', 480, '{}', false),
  ('whole_move', 'us', 'business', 3360, '{}', false);

create table public.clock_targets (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null references public.providers (id),
  code text not null references private.clock_catalogue (code),
  minutes integer not null check (minutes between 1 and 525600),
  valid_from timestamptz not null default now(),
  set_by uuid
);
comment on table public.clock_targets is 'Allowances that a provider has set; the latest is in force, and none is ever changed.';
create index clock_targets_provider on public.clock_targets (provider_id, code, valid_from desc);
create index clock_targets_code on public.clock_targets (code);
alter table public.clock_targets enable row level security;
alter table public.clock_targets force row level security;
revoke all on public.clock_targets from public, anon, authenticated, service_role;
grant select on public.clock_targets to authenticated, service_role;
create policy clock_targets_select_own_provider on public.clock_targets for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]));

alter table public.migration_requests
  add column clock_code text references private.clock_catalogue (code),
  add column clock_measures text,
  add column clock_since timestamptz,
  add column clock_spent interval not null default '0',
  add column breach_foretold_at timestamptz;
create index migration_requests_clock on public.migration_requests (clock_code);
comment on column public.migration_requests.clock_code is 'The clock that measures the next action; null where none does.';
comment on column public.migration_requests.clock_measures is 'Next action, subject and owner that the clock was started for.';
comment on column public.migration_requests.clock_since is 'Since when it counts; null while it is paused.';
comment on column public.migration_requests.clock_spent is 'What it had counted before that, in its own measure.';
comment on column public.migration_requests.breach_foretold_at is 'When three quarters of the allowance are spent.';

alter table public.events
  add column waiting_on text check (waiting_on in ('us', 'client', 'old_provider', 'meta')),
  add column next_action text,
  add column on_hold boolean not null default false;
comment on column public.events.waiting_on is 'Whose turn it was after the event.';

create function private.clock_of(p_action text, p_owner text) returns text
language sql stable security definer set search_path = '' as $$
  select code from private.clock_catalogue
  where p_action <> '' and p_action <> 'start_cutover' and (p_action = any (actions) or (is_default and owner = p_owner))
  order by is_default limit 1;
$$;

-- The allowance in force for a provider, and when so much of a clock's measure will have been counted.
create function private.clock_allowance(p_provider uuid, p_code text) returns interval
language sql stable security definer set search_path = '' as $$
  select make_interval(mins => coalesce(
    (select t.minutes from public.clock_targets t where t.provider_id = p_provider and t.code = p_code and t.valid_from <= now()
      order by t.valid_from desc, t.id limit 1),
    (select c.minutes from private.clock_catalogue c where c.code = p_code)));
$$;

create function private.clock_end(p_provider uuid, p_code text, p_since timestamptz, p_span interval) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select case c.counts when 'wall' then p_since + p_span else private.add_business_time(p_provider, p_since, p_span) end
  from private.clock_catalogue c where c.code = p_code;
$$;

-- Starts, goes on with, pauses or stops the clock of a request, and says when it is due.
create function private.set_clock(p_request uuid, p_measured text, p_code text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; since timestamptz; spent interval; paused boolean; allowance interval;
begin
  select * into strict request from public.migration_requests where id = p_request;
  paused := request.hold_reason is not null and request.waiting_on = 'us';
  if request.clock_measures is distinct from p_measured or request.clock_code is distinct from p_code then
    since := now(); spent := '0';
  else
    since := request.clock_since; spent := request.clock_spent;
    if since is null and not paused then since := now(); end if;
  end if;
  if paused and since is not null then
    spent := spent + case (select counts from private.clock_catalogue where code = p_code) when 'wall' then now() - since
      else private.business_between(request.provider_id, since, now()) end;
    since := null;
  end if;
  allowance := private.clock_allowance(request.provider_id, p_code);
  update public.migration_requests set clock_code = p_code, clock_measures = p_measured, clock_since = since, clock_spent = coalesce(spent, '0'),
    due_at = case when next_action = 'start_cutover' then window_starts_at
      else private.clock_end(provider_id, p_code, since, allowance - spent) end,
    breach_foretold_at = private.clock_end(provider_id, p_code, since, allowance * 0.75 - spent)
  where id = p_request;
end $$;

-- As before, but what is due is the clocks' matter.
create or replace function private.settle_request(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
  owner text; action text; subject text; measured text;
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
        ('scheduled', case when request.counter_starts_at is not null or request.window_confirmed_at is not null then 'us' else 'client' end,
          case when request.counter_starts_at is not null then 'answer_wish' when request.window_confirmed_at is null then 'confirm_date'
            else 'start_cutover' end),
        ('cutover', 'meta', 'await_step'),
        ('stabilising', 'us', 'finish_tracks')) as plan (s, o, a)
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

-- As before; the event is written last, so that it can tell whose turn it is after it.
create or replace function private.close_change(p_request uuid, p_permission text, p_visibility text, p_data jsonb default '{}')
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

  perform private.settle_request(p_request);
  insert into public.events (provider_id, client_id, request_id, kind, visibility, actor_kind, actor_id, from_status, to_status, data,
    waiting_on, next_action, on_hold)
  select r.provider_id, r.client_id, r.id, p_permission, p_visibility, private.actor_kind(r.provider_id), (select auth.uid()),
    request.status, r.status, p_data, r.waiting_on, r.next_action, r.hold_reason is not null
  from public.migration_requests r where r.id = p_request
  returning id into event;
  insert into private.outbox (provider_id, request_id, event_id, kind) values (request.provider_id, request.id, event, p_permission);

  return (select jsonb_build_object('id', id, 'reference', reference, 'status', status, 'version', version)
    from public.migration_requests where id = p_request);
end $$;

-- After a change of calendar or allowance: what is counted stays counted, and what is left is measured anew.
create function private.reset_due(p_provider uuid) returns void
language sql security definer set search_path = '' as $$
  select private.set_clock(r.id, r.clock_measures, r.clock_code) from public.migration_requests r
  where r.provider_id = p_provider and r.clock_since is not null;
$$;

create function public.set_clock_target(p_provider uuid, p_code text, p_minutes integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'settings.manage');
  if not exists (select from private.clock_catalogue where code = p_code) then perform private.refuse(404, 'clock_not_found', p_code); end if;
  if coalesce(p_minutes, 0) not between 1 and 525600 then perform private.refuse(400, 'invalid_input', 'minutes'); end if;
  insert into public.clock_targets (provider_id, code, minutes, set_by) values (p_provider, p_code, p_minutes, (select auth.uid()));
  perform private.reset_due(p_provider);
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.set_clock_target is 'A new allowance from now on; time already counted stays counted.';

-- p_periods: [{start, end}] in ms since 1970. What is past stays.
create function public.engine_store_open_periods(p_provider uuid, p_changed_at timestamptz, p_periods jsonb, p_holidays jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  edge timestamptz := case when exists (select from public.open_periods where provider_id = p_provider) then now() else '-infinity' end;
begin
  perform from public.provider_calendars where provider_id = p_provider for update;
  delete from public.open_periods where provider_id = p_provider and starts_at >= edge;
  update public.open_periods set ends_at = edge where provider_id = p_provider and ends_at > edge;
  insert into public.open_periods (provider_id, starts_at, ends_at)
  select p_provider, greatest(to_timestamp(x.start / 1000.0), edge), to_timestamp(x."end" / 1000.0)
  from jsonb_to_recordset(p_periods) as x (start bigint, "end" bigint) where to_timestamp(x."end" / 1000.0) > edge;
  update public.provider_calendars set holidays = p_holidays, built_at = case when changed_at = p_changed_at then clock_timestamp() else built_at end
  where provider_id = p_provider;
  perform private.reset_due(p_provider);
end $$;
comment on function public.engine_store_open_periods is 'Keeps what is past and replaces what lies ahead; a calendar that changed meanwhile stays to be built.';

-- Requests that the clocks themselves act on: reminders, escalations, expiry; each notice once per clock.
create table private.clock_notices (
  request_id uuid not null references public.migration_requests (id),
  clock_since timestamptz not null,
  kind text not null,
  told_at timestamptz not null default now(),
  primary key (request_id, clock_since, kind)
);
comment on table private.clock_notices is 'Which notices of which clock are out already.';
alter table private.clock_notices enable row level security;
alter table private.clock_notices force row level security;
revoke all on private.clock_notices from public, anon, authenticated, service_role;

create function private.due_notices() returns table (request_id uuid, since timestamptz, kind text, visibility text)
language sql stable security definer set search_path = '' as $$
  select r.id, r.clock_since, n.kind, n.visibility
  from public.migration_requests r
  cross join lateral (values
    ('clock.reminder_1', 'client', r.clock_since + interval '24 hours', r.waiting_on = 'client'),
    ('clock.reminder_2', 'client', r.clock_since + interval '72 hours', r.waiting_on = 'client'),
    ('clock.reminder_3', 'client', r.clock_since + interval '7 days', r.waiting_on = 'client'),
    ('clock.client_silent', 'client', r.clock_since + interval '14 days', r.waiting_on = 'client' and r.status in ('submitted', 'preparing', 'scheduled')),
    ('clock.chase_1', 'internal', r.clock_since + interval '24 hours', r.waiting_on = 'old_provider'),
    ('clock.chase_2', 'internal', r.clock_since + interval '48 hours', r.waiting_on = 'old_provider'),
    ('clock.old_provider_silent', 'internal', r.due_at, r.waiting_on = 'old_provider' and r.clock_code = 'old_provider_task'),
    ('clock.foretold', 'internal', r.breach_foretold_at, r.waiting_on = 'us'),
    ('clock.breached', 'internal', r.due_at, r.waiting_on = 'us' and r.clock_code is not null),
    ('clock.expired', 'client', r.created_at + interval '30 days', r.status = 'draft')) as n (kind, visibility, at, holds)
  where r.clock_since is not null and n.holds and n.at <= now()
    -- A disturbance that is known and a request on hold are not told of again.
    and r.hold_reason is null and coalesce(r.next_action_subject, '') not in ('CLIENT_SILENT', 'OLD_PROVIDER_SILENT')
    and not exists (select from private.clock_notices c where c.request_id = r.id and c.clock_since = r.clock_since and c.kind = n.kind);
$$;

create function public.engine_keep_clocks(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  notice record; request public.migration_requests; told integer := 0;
begin
  for notice in select * from private.due_notices() order by since, kind limit p_limit loop
    select * into request from public.migration_requests where id = notice.request_id for update;
    continue when request.clock_since is distinct from notice.since;
    insert into private.clock_notices (request_id, clock_since, kind) values (request.id, notice.since, notice.kind) on conflict do nothing;
    continue when not found;
    if notice.kind = 'clock.expired' then
      update public.migration_requests set closed_reason = 'expired' where id = request.id;
      perform private.close_change(request.id, 'request.expire', 'client');
    else
      if notice.kind in ('clock.client_silent', 'clock.old_provider_silent') then
        insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
        values (request.provider_id, request.client_id, request.id,
          case notice.kind when 'clock.client_silent' then 'CLIENT_SILENT' else 'OLD_PROVIDER_SILENT' end, request.waiting_on)
        on conflict (request_id, code) where resolved_at is null do nothing;
      end if;
      if notice.kind = 'clock.client_silent' then
        update public.migration_requests set hold_reason = 'client_silent' where id = request.id;
      end if;
      perform private.close_change(request.id, notice.kind, notice.visibility, jsonb_build_object('clock', request.clock_code, 'dueAt', request.due_at));
    end if;
    told := told + 1;
  end loop;
  return told;
end $$;
comment on function public.engine_keep_clocks is 'Reminds, chases, escalates and lets drafts expire, each once per clock; returns how much it did.';

revoke execute on function private.clock_of(text, text), private.clock_allowance(uuid, text),
  private.clock_end(uuid, text, timestamptz, interval), private.set_clock(uuid, text, text), private.reset_due(uuid), private.due_notices(),
  public.set_clock_target(uuid, text, integer), public.engine_store_open_periods(uuid, timestamptz, jsonb, jsonb),
  public.engine_keep_clocks(integer) from public, anon, authenticated, service_role;
grant execute on function public.set_clock_target(uuid, text, integer) to authenticated;
grant execute on function public.engine_store_open_periods(uuid, timestamptz, jsonb, jsonb), public.engine_keep_clocks(integer) to service_role;
