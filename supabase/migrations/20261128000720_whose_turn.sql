-- Whose turn an open check is: a client is not waited for while Meta was not asked yet, or while it is Meta or our own
-- access that keeps the answer away. A hard check that fails after the date was agreed is somebody's turn as well.

-- What Meta keeps from us for good is answered by its owner's word; what was not read is ours to read, or Meta's to answer.
create function private.turn_of_check(p_check public.checks) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when k.source <> 'api' or p_check.status = 'failed' or private.is_out_of_reach(p_check.cause) then k.owner
    when why.kept in ('limited', 'unavailable', 'lost', 'nonsense') then 'meta'
    when exists (select from private.exception_catalogue e where e.code = why.kept and e.owner = 'meta') then 'meta'
    else 'us' end
  from private.check_catalogue k cross join lateral (select split_part(p_check.cause, 'could_not_be_read:', 2) as kept) why
  where k.code = p_check.code;
$$;

-- As before; the turn of a check that is open in preparing or has failed in scheduled is told by the function above.
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

revoke execute on function private.turn_of_check(public.checks) from public, anon, authenticated, service_role;
