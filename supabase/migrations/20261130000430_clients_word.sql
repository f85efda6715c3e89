-- Who is waited for: once every other track is settled, only the client can say that their messages come and go, so that is
-- their next step and not ours; and an exception whose step is being tried again does not hide that step.

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
        ('preparing', 'us', case when request.route is null then 'choose_route' else 'propose_date' end),
        ('scheduled', case when request.counter_starts_at is not null or request.window_confirmed_at is not null then 'us' else 'client' end,
          case when request.counter_starts_at is not null then 'answer_wish' when request.window_confirmed_at is null then 'confirm_date'
            else 'start_cutover' end),
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

-- As before, and whether the number has moved: a reminder then asks for something else.
create or replace function public.engine_due_client_mails() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare answer jsonb;
begin
  with due as (
      select o.id from private.outbox o join public.migration_requests r on r.id = o.request_id
      where o.sent_at is null and o.kind in ('clock.reminder_1', 'clock.reminder_2', 'clock.reminder_3',
          'clock.client_silent', 'window.day_before', 'window.hour_before', 'request.ask', 'request.schedule')
        and o.created_at > now() - interval '2 days'
        and (o.tried_at is null or o.tried_at < now() - interval '5 minutes' * 2 ^ least(o.attempts, 8))
        and private.mail_address(r) is not null
        and case
          when o.kind = 'clock.client_silent' then r.hold_reason = 'client_silent'
          when o.kind like 'clock.%' then r.waiting_on = 'client' and r.hold_reason is null and r.clock_since <= o.created_at
          when o.kind = 'request.ask' then r.asked_at is not null
          when o.kind = 'request.schedule' then r.status = 'scheduled' and r.window_confirmed_at is null
          else r.status = 'scheduled' and r.window_starts_at > now() end
      order by o.tried_at nulls first, o.id limit 20 for update of o skip locked),
    taken as (
      update private.outbox o set attempts = o.attempts + 1, tried_at = now() from due where o.id = due.id returning o.*)
  select coalesce(jsonb_agg(jsonb_build_object('id', o.id::text, 'kind', o.kind, 'request', r.id, 'provider', p.name, 'office', p.office_email,
      'locale', r.locale, 'to', private.mail_address(r), 'phone', r.phone_number, 'startsAt', private.utc(r.window_starts_at),
      'timeZone', coalesce(r.client_time_zone, p.time_zone),
      'moved', r.registered_at is not null) order by o.id), '[]') into answer
  from taken o join public.migration_requests r on r.id = o.request_id join public.providers p on p.id = r.provider_id;
  return answer;
end $$;
comment on function public.engine_due_client_mails is
  'Counts as tried what it answers: [{id, kind, request, provider, office, locale, to, phone, startsAt, timeZone, moved}]; one that is not noted comes again ever later, for two days.';

select private.settle_request(id) from public.migration_requests where status in ('cutover', 'stabilising');
