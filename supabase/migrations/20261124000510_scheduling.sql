-- Scheduling: the client may answer a date with another, and the go asks for fresh checks, an open window and, where
-- the provider wants it, a second person.

insert into private.transitions (permission, from_status, to_status) values ('request.schedule', 'scheduled', 'scheduled');
insert into private.permissions (role, permission) values ('admin', 'cutover.second_approve');

alter table public.providers add column second_approval boolean not null default false;
comment on column public.providers.second_approval is 'Whether a cut-over starts only after another person than the one who starts it has approved it.';

alter table public.migration_requests
  add column counter_starts_at timestamptz,
  add column counter_ends_at timestamptz check (counter_ends_at > counter_starts_at),
  add column counter_note text check (length(counter_note) <= 1000),
  add column second_approved_by uuid,
  add column second_approved_at timestamptz,
  add check ((counter_starts_at is null) = (counter_ends_at is null));
comment on column public.migration_requests.counter_starts_at is 'The window that the client would rather have; null once it is answered.';
comment on column public.migration_requests.second_approved_by is 'Who approved the cut-over in the window as it stands; a new window takes the approval away.';

create function private.check_window(p_starts_at timestamptz, p_ends_at timestamptz) returns void
language plpgsql set search_path = '' as $$
begin
  if p_starts_at is null or p_ends_at is null or p_ends_at <= p_starts_at or p_ends_at <= now()
    or p_ends_at - p_starts_at > interval '12 hours' then
    perform private.refuse(400, 'window_invalid');
  end if;
end $$;
comment on function private.check_window is 'A window lies ahead, ends after it starts, and is not longer than a working day.';

create function private.set_window(p_request uuid, p_starts_at timestamptz, p_ends_at timestamptz, p_confirmed_at timestamptz) returns void
language sql security definer set search_path = '' as $$
  update public.migration_requests set window_starts_at = p_starts_at, window_ends_at = p_ends_at, window_confirmed_at = p_confirmed_at,
    counter_starts_at = null, counter_ends_at = null, counter_note = null, second_approved_by = null, second_approved_at = null
  where id = p_request;
$$;

create or replace function public.schedule_request(p_request uuid, p_version integer, p_starts_at timestamptz, p_ends_at timestamptz)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; open_codes text;
begin
  request := private.open_request(p_request, p_version, 'request.schedule');
  if request.hold_reason is not null then perform private.refuse(409, 'on_hold'); end if;
  if request.route is null then perform private.refuse(409, 'route_missing'); end if;
  open_codes := private.open_hard_checks(p_request);
  if open_codes is not null then perform private.refuse(409, 'checks_open', open_codes); end if;
  perform private.check_window(p_starts_at, p_ends_at);
  perform private.set_window(p_request, p_starts_at, p_ends_at, null);
  return private.close_change(p_request, 'request.schedule', 'client', jsonb_build_object('startsAt', p_starts_at, 'endsAt', p_ends_at));
end $$;

create or replace function public.postpone_request(p_request uuid, p_version integer, p_note text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_request(p_request, p_version, 'request.postpone');
  perform private.set_window(p_request, null, null, null);
  return private.close_change(p_request, 'request.postpone', 'client', jsonb_build_object('note', p_note));
end $$;

create or replace function public.confirm_window(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'window.confirm');
  if request.status <> 'scheduled' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if request.window_ends_at <= now() then perform private.refuse(409, 'window_over'); end if;
  perform private.set_window(p_request, request.window_starts_at, request.window_ends_at, now());
  return private.close_change(p_request, 'window.confirm', 'client');
end $$;

create function public.propose_window(p_request uuid, p_version integer, p_starts_at timestamptz, p_ends_at timestamptz, p_note text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'window.confirm');
  if request.status <> 'scheduled' then perform private.refuse(409, 'wrong_status', request.status); end if;
  perform private.check_window(p_starts_at, p_ends_at);
  if p_starts_at <= now() then perform private.refuse(400, 'window_invalid'); end if;
  if length(p_note) > 1000 then perform private.refuse(400, 'invalid_input', 'note'); end if;
  update public.migration_requests set counter_starts_at = p_starts_at, counter_ends_at = p_ends_at,
    counter_note = nullif(trim(p_note), ''), window_confirmed_at = null
  where id = p_request;
  return private.close_change(p_request, 'window.confirm', 'client',
    jsonb_build_object('proposed', true, 'startsAt', p_starts_at, 'endsAt', p_ends_at));
end $$;
comment on function public.propose_window is 'The client would rather have another window; the provider''s stands unconfirmed until the provider answers.';

create function public.accept_window(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.schedule');
  if request.counter_starts_at is null then perform private.refuse(409, 'nothing_proposed'); end if;
  if request.hold_reason is not null then perform private.refuse(409, 'on_hold'); end if;
  perform private.check_window(request.counter_starts_at, request.counter_ends_at);
  perform private.set_window(p_request, request.counter_starts_at, request.counter_ends_at, now());
  return private.close_change(p_request, 'request.schedule', 'client',
    jsonb_build_object('accepted', true, 'startsAt', request.counter_starts_at, 'endsAt', request.counter_ends_at));
end $$;
comment on function public.accept_window is 'Takes the client''s window: proposed by the one side and accepted by the other, it is agreed.';

create function public.approve_cutover(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'cutover.second_approve');
  if request.status <> 'scheduled' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if request.window_confirmed_at is null then perform private.refuse(409, 'window_not_confirmed'); end if;
  update public.migration_requests set second_approved_by = (select auth.uid()), second_approved_at = now() where id = p_request;
  return private.close_change(p_request, 'cutover.second_approve', 'internal');
end $$;
comment on function public.approve_cutover is 'The second pair of eyes: stands for the window as it is, and never starts anything.';

-- The checks that stood an hour before the window, or later ones, decide; the hour is given with some leave.
create function private.checks_are_fresh(p_request public.migration_requests) returns boolean
language sql stable set search_path = '' as $$
  select coalesce(p_request.checks_read_at >= least(p_request.window_starts_at, now()) - interval '90 minutes', false);
$$;

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
  insert into public.cutover_steps (provider_id, client_id, request_id, step, position)
  select request.provider_id, request.client_id, request.id, k.step, k.position from private.step_catalogue k
  on conflict (request_id, step) do update set state = 'pending', attempts = 0, wait_until = null, authorised_by = null,
    authorised_at = null, authorisation = null, started_at = null, finished_at = null, result = null;
  return private.close_change(p_request, 'cutover.start', 'client');
end $$;
comment on function public.start_cutover is
  'The go of a person, never automatic: an agreed window that is open, every hard check passed or waived and read shortly before, and a second person''s approval where the provider wants one.';

-- As before; a window that the client wishes for waits on us.
create or replace function private.settle_request(p_request uuid) returns void
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
        ('scheduled', case when request.counter_starts_at is not null or request.window_confirmed_at is not null then 'us' else 'client' end,
          case when request.counter_starts_at is not null then 'answer_wish' when request.window_confirmed_at is null then 'confirm_date'
            else 'start_cutover' end),
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

-- What is told of an agreed window, once each: a day before it, an hour before it, and when it passed unused.
create table private.window_notices (
  request_id uuid not null references public.migration_requests (id),
  window_starts_at timestamptz not null,
  kind text not null check (kind in ('window.day_before', 'window.hour_before', 'window.missed')),
  told_at timestamptz not null default now(),
  primary key (request_id, window_starts_at, kind)
);
comment on table private.window_notices is 'Which notices of which window are out already.';
alter table private.window_notices enable row level security;
alter table private.window_notices force row level security;
revoke all on private.window_notices from public, anon, authenticated, service_role;

create function public.engine_announce_windows(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  notice record; told integer := 0;
begin
  for notice in
    select r.id, r.window_starts_at, k.kind
    from public.migration_requests r
    cross join lateral (values
      ('window.day_before', r.window_starts_at - interval '24 hours', r.window_starts_at - interval '1 hour'),
      ('window.hour_before', r.window_starts_at - interval '1 hour', r.window_starts_at),
      ('window.missed', r.window_ends_at, 'infinity'::timestamptz)) as k (kind, since, until)
    where r.status = 'scheduled' and r.window_confirmed_at is not null and r.hold_reason is null
      and now() >= k.since and now() < k.until
      -- What was agreed later than the notice was due needs none.
      and (k.kind = 'window.missed' or r.window_confirmed_at < k.since)
      and not exists (select from private.window_notices n
        where n.request_id = r.id and n.window_starts_at = r.window_starts_at and n.kind = k.kind)
    order by k.since limit p_limit
    for update of r skip locked
  loop
    insert into private.window_notices (request_id, window_starts_at, kind) values (notice.id, notice.window_starts_at, notice.kind);
    perform private.close_change(notice.id, notice.kind, 'client',
      jsonb_build_object('startsAt', notice.window_starts_at, 'open', private.open_hard_checks(notice.id)));
    told := told + 1;
  end loop;
  return told;
end $$;
comment on function public.engine_announce_windows is 'Tells once of windows that are a day or an hour away or were missed, with the hard checks still open; never starts one.';

revoke execute on function private.check_window(timestamptz, timestamptz),
  private.set_window(uuid, timestamptz, timestamptz, timestamptz), private.checks_are_fresh(public.migration_requests),
  public.propose_window(uuid, integer, timestamptz, timestamptz, text), public.accept_window(uuid, integer),
  public.approve_cutover(uuid, integer), public.engine_announce_windows(integer) from public, anon, authenticated, service_role;
grant execute on function public.propose_window(uuid, integer, timestamptz, timestamptz, text), public.accept_window(uuid, integer),
  public.approve_cutover(uuid, integer) to authenticated;
grant execute on function public.engine_announce_windows(integer) to service_role;
