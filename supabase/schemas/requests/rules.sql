-- The one way to change a request: open_request locks and judges, the command changes the row that it was given or
-- writes what belongs to the request, and write_change ends it: status, version and which side is waited on in one
-- update of the row, event and outbox in the same transaction.

-- Every cut-over command of staff needs the second factor, where the provider requires it: codes, manual steps and the
-- PIN move or lock a number as much as the commands named after the cut-over.
-- Locks the request for a command of the signed-in person. Someone else's request does not exist for them (404).
-- p_any_version: for messages, which disturb nobody.
create function private.open_request(p_request uuid, p_version integer, p_permission text,
  p_any_version boolean default false)
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
  -- Clients are exempt: the provider's requirement is for its own people, and a client may have no phone at hand except
  -- the one whose number moves, which receives the code.
  if p_permission = any (private.second_factor_permissions()) and not private.has_second_factor()
    and (select p.second_factor_cutover from public.providers p where p.id = request.provider_id)
    and exists (select from public.members m
      where m.provider_id = request.provider_id and m.user_id = (select auth.uid()) and m.ended_at is null) then
    perform private.refuse(403, 'second_factor_missing');
  end if;
  if not p_any_version and p_version is distinct from request.version then
    perform private.refuse(409, 'version_conflict', request.version::text);
  end if;
  if exists (select from private.transitions where permission = p_permission)
    and not exists (select from private.transitions where permission = p_permission
      and from_status = request.status) then
    perform private.refuse(409, 'wrong_status', request.status);
  end if;
  return request;
end $$;

-- Once every other track is settled, only the client can confirm that their messages come and go, so that is their next
-- step and not ours. An exception whose step is being tried again does not hide that step.
-- Derives which side is waited on and what comes next from the open exceptions, checks and steps. Nothing else sets
-- these columns.
create function private.settled(p_request public.migration_requests) returns public.migration_requests
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests := p_request;
  owner text; action text; subject text; measured text;
  passed integer; total integer; hard_failed boolean; their_word boolean;
begin
  select count(*) filter (where c.status in ('passed', 'waived')), count(*),
    coalesce(bool_or(k.hard and c.status = 'failed'), false)
  into passed, total, hard_failed
  from public.checks c join private.check_catalogue k on k.code = c.code where c.request_id = request.id;

  if request.status in ('completed', 'rejected', 'cancelled', 'failed') then
    owner := null; action := null;
  else
    -- Exceptions left by a finished step do not hide the step that is due now; nor do those whose step is being
    -- retried.
    select e.owner, 'resolve_exception', e.code into owner, action, subject from public.request_exceptions e
    where e.request_id = request.id and e.resolved_at is null
      and not (request.status = 'cutover' and exists (select from public.cutover_steps s
        where s.request_id = request.id and s.step = e.step and s.state in ('done', 'skipped')))
      and not (e.retried_at is not null and exists (select from public.cutover_steps s
        where s.request_id = request.id and s.step = case request.status when 'monitoring' then 'compare'
          else e.step end
          and s.state in ('pending', 'running', 'unknown')))
    order by e.opened_at, e.id limit 1;

    -- Before a route is chosen Meta cannot be read; once a date is agreed, only a failed check stands in the way.
    if owner is null and request.status in ('preparing', 'scheduled') then
      select private.check_waiting_on(c), 'pass_check', k.code into owner, action, subject
      from public.checks c join private.check_catalogue k on k.code = c.code
      where c.request_id = request.id and k.hard and c.status not in ('passed', 'waived')
        and (c.status = 'failed' or (request.status = 'preparing' and (k.source <> 'api' or request.route is not null)))
      order by (c.status = 'failed') desc, k.position limit 1;
    end if;

    if owner is null and request.status in ('submitted', 'preparing', 'scheduled') and request.asked_at is not null then
      owner := 'client'; action := 'answer_question';
    end if;

    if owner is null and request.status = 'cutover' then
      select case when s.state in ('unknown', 'failed') then 'us' when s.state = 'running' then 'meta'
        else k.waits_on end,
        case when s.state = 'unknown' then 'explain_outcome' when s.state = 'failed' then 'retry_step'
          when s.state = 'running' then 'await_step' else k.action end, s.step
      into owner, action, subject
      from public.cutover_steps s join private.step_catalogue k on k.step = s.step
      where s.request_id = request.id and s.state not in ('done', 'skipped') order by s.position limit 1;
    end if;

    their_word := request.tracks ->> 'client_integration' in ('pending', 'working', 'partial') and not exists (
      select from jsonb_each_text(request.tracks) as t where t.key <> 'client_integration'
        and t.value not in ('done', 'not_applicable'));
    if owner is null then
      select o, a into owner, action from (values
        ('draft', 'client', 'finish_application'),
        ('submitted', 'us', 'triage'),
        ('preparing', 'us', case when request.route_chosen_at is null then 'choose_route' else 'propose_date' end),
        ('scheduled', case when request.counter_starts_at is not null
          or request.window_confirmed_at is not null then 'us' else 'client' end,
          case when request.counter_starts_at is not null then 'answer_proposed_window' when request.window_confirmed_at
            is null
            then 'confirm_date'
            when request.route_chosen_at is null then 'choose_route' else 'start_cutover' end),
        ('cutover', 'meta', 'await_step'),
        ('monitoring', case when their_word then 'client' else 'us' end,
          case when their_word then 'confirm_integration' else 'finish_tracks' end)) as plan (s, o, a)
      where plan.s = request.status;
    end if;
    measured := concat_ws(' ', action, subject, owner);
    if request.hold_reason is not null then
      action := 'release_hold'; subject := null;
    end if;
  end if;

  request.waiting_on := owner;
  request.next_action := action;
  request.next_action_subject := subject;
  request.checks_passed := passed;
  request.checks_total := total;
  request.readiness := case when hard_failed or total = 0 then 0 else passed * 100 / total end;
  return private.with_clock(request, measured, private.clock_of(split_part(measured, ' ', 1), owner));
end $$;

create function private.store_request(p_request public.migration_requests) returns void
language plpgsql security definer set search_path = '' as $$
declare stored public.migration_requests;
begin
  update public.migration_requests r set (status, version, updated_at, submitted_at, completed_at, assignee_id,
    hold_reason, asked_at, closed_reason, closed_note, client_hours, client_time_zone, window_confirmed_at,
    window_confirmed_by, window_confirmed_for, second_approved_at, second_approved_by, second_approved_for,
    route_chosen_at, route_chosen_by, route_chosen_for, waiting_on, next_action, next_action_subject, checks_passed,
    checks_total, readiness, clock_code, clock_measures, clock_since, clock_spent, due_at, predicted_breach_at)
    = (p_request.status, p_request.version, p_request.updated_at, p_request.submitted_at, p_request.completed_at,
    p_request.assignee_id, p_request.hold_reason, p_request.asked_at, p_request.closed_reason, p_request.closed_note,
    p_request.client_hours, p_request.client_time_zone, p_request.window_confirmed_at, p_request.window_confirmed_by,
    p_request.window_confirmed_for, p_request.second_approved_at, p_request.second_approved_by,
    p_request.second_approved_for, p_request.route_chosen_at, p_request.route_chosen_by, p_request.route_chosen_for,
    p_request.waiting_on, p_request.next_action, p_request.next_action_subject, p_request.checks_passed,
    p_request.checks_total, p_request.readiness, p_request.clock_code, p_request.clock_measures,
    p_request.clock_since, p_request.clock_spent, p_request.due_at, p_request.predicted_breach_at)
  where r.id = p_request.id returning * into strict stored;
  if stored is distinct from p_request then
    raise exception 'A command changed a column that store_request does not write.';
  end if;
end $$;
comment on function private.store_request is
  'Writes the row as a command left it, in one update. Only for a row that this transaction has locked: it writes '
    'every column that commands set on the row, and raises an exception where another one differs from what is stored.';

create function private.settle_request(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  select * into strict request from public.migration_requests where id = p_request for update;
  perform private.store_request(private.settled(request));
end $$;

-- Ends a change: status by the transition table, version, event, outbox, settling.
create function private.write_change(p_request public.migration_requests, p_permission text, p_visibility text,
  p_data jsonb default '{}')
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests := p_request; given public.migration_requests; target text; event bigint;
begin
  select to_status into target from private.transitions where permission = p_permission
    and from_status = p_request.status;
  request.status := coalesce(target, request.status);
  request.updated_at := now();
  if p_permission not like 'comment.%' and p_permission <> 'conflict.opened' then
    request.version := request.version + 1;
  end if;
  if target = 'submitted' then request.submitted_at := now(); end if;
  if target = 'completed' then request.completed_at := now(); end if;
  given := request;
  request := private.settled(private.without_void_consents(request));
  perform private.store_request(request);

  insert into public.events (provider_id, client_id, request_id, kind, visibility, actor_kind, actor_id, from_status,
    to_status, data, waiting_on, next_action, on_hold)
  values (request.provider_id, request.client_id, request.id, p_permission, p_visibility,
    private.actor_kind(request.provider_id), (select auth.uid()), p_request.status, request.status,
    coalesce(p_data, '{}') || private.voided(given, request), request.waiting_on, request.next_action,
    request.hold_reason is not null)
  returning id into event;
  insert into private.outbox (provider_id, request_id, event_id, kind)
    values (request.provider_id, request.id, event, p_permission);
  return jsonb_build_object('id', request.id, 'reference', request.reference, 'status', request.status,
    'version', request.version);
end $$;
comment on function private.write_change is
  'Ends a change of the row as open_request returned it and the command changed it. Of a row that has been written '
    'since, use close_change.';

create function private.close_change(p_request uuid, p_permission text, p_visibility text, p_data jsonb default '{}')
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  select * into strict request from public.migration_requests where id = p_request for update;
  return private.write_change(request, p_permission, p_visibility, p_data);
end $$;

-- The refusal does not reveal the names of tables and constraints.
create function private.write_application(p_request uuid, p_application jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.migration_requests r set
    phone_number = p_application ->> 'phoneNumber',
    phone_country = p_application ->> 'phoneCountry',
    locale = coalesce(p_application ->> 'locale', r.locale),
    reason = p_application ->> 'reason',
    reason_note = p_application ->> 'reasonNote',
    monthly_volume = (p_application ->> 'monthlyVolume')::integer,
    old_provider_name = p_application ->> 'oldProviderName',
    old_provider_id = (select o.id from public.old_providers o
      where o.provider_id = r.provider_id and lower(o.name) = lower(p_application ->> 'oldProviderName')),
    contact_name = p_application ->> 'contactName',
    contact_email = p_application ->> 'contactEmail',
    contact_phone = p_application ->> 'contactPhone',
    authorised_name = p_application ->> 'authorisedName',
    authorised_email = p_application ->> 'authorisedEmail',
    authorised_position = p_application ->> 'authorisedPosition',
    source_business_id = p_application ->> 'sourceBusinessId',
    source_waba_id = p_application ->> 'sourceWabaId',
    source_phone_number_id = p_application ->> 'sourcePhoneNumberId',
    client_account_model = p_application ->> 'accountModel',
    platform_account = p_application ->> 'platformAccount',
    acknowledgements = coalesce((select array_agg(value)
      from jsonb_array_elements_text(p_application -> 'acknowledgements')), '{}'),
    acknowledged_at = now()
  where r.id = p_request;
exception
  when check_violation or not_null_violation or invalid_text_representation or numeric_value_out_of_range then
    perform private.refuse(400, 'invalid_input', 'application');
end $$;

-- Limits how much one person may file: enough for a company with many numbers, too little to flood a provider.
-- A person's applications are counted one at a time; otherwise two simultaneous ones would both find the last place
-- free.
-- Volatile, because a stable function would count as of the moment when it asked for the lock.
create function private.check_filing(p_person uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare oldest timestamptz;
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('filing ' || p_person, 0));
  if (select count(*) from public.migration_requests r where r.created_by = p_person and r.status = 'draft') >= 50 then
    perform private.refuse(409, 'too_many_drafts', '50');
  end if;
  select min(latest.created_at) into oldest from (
    select r.created_at from public.migration_requests r where r.created_by = p_person
      and r.created_at > now() - interval '24 hours'
    order by r.created_at desc limit 1000) as latest
  having count(*) >= 1000;
  perform private.check_wait(oldest + interval '24 hours');
end $$;
comment on function private.check_filing
  is 'For one person at most 50 drafts at a time, and 1,000 requests in 24 hours.';

-- Anybody can file anybody's number. That stops the number's own move only while nothing supports the move that a
-- stranger cannot show: that Meta has listed the number in the account that the client opened to the provider, or that
-- staff have verified before. Otherwise staff are notified, and the move goes on. The stranger's request waits in any
-- case.
create function private.is_in_conflict(p_request uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select from public.request_exceptions e
      where e.request_id = p_request and e.code = 'AUTHORISATION_CONFLICT' and e.resolved_at is null)
    or exists (select from private.number_conflicts c join public.migration_requests r on r.phone_number
      = c.phone_number
      where c.reported_at is null and r.id = p_request
        and (c.rival_request_id = p_request or (c.live_request_id = p_request and c.stops_live)));
end $$;
comment on function private.is_in_conflict is 'Whether there is doubt about who may decide on the request''s number.';

create function private.refuse_in_conflict(p_request uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if private.is_in_conflict(p_request) and not exists (select from public.migration_requests r
    where r.id = p_request and coalesce(r.no_return_at, r.registered_at) is not null) then
    perform private.refuse(409, 'number_in_conflict');
  end if;
end $$;

-- The outcome of a call may always be read.
create function private.guard_intent_conflict() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.kind = 'call' then perform private.refuse_in_conflict(new.request_id); end if;
  return new;
end $$;

create function private.guard_start_conflict() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.refuse_in_conflict(new.id);
  return new;
end $$;

-- Records the conflict; false if there is none: the other request is the same company's, is past its point of no
-- return, or was already stopped by this person.
create function private.note_conflict(p_request public.migration_requests) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.number_conflicts (phone_number, live_request_id, rival_request_id, rival_person, stops_live)
  select live.phone_number, live.id, p_request.id, (select auth.uid()),
    not private.is_source_proved(live) and not exists (select from public.request_exceptions e
      where e.request_id = live.id and e.code = 'AUTHORISATION_CONFLICT' and e.resolved_at is not null)
  from public.migration_requests live
  where live.phone_number = p_request.phone_number and live.client_id <> p_request.client_id
    and live.status in ('submitted', 'preparing', 'scheduled', 'cutover')
      and coalesce(live.no_return_at, live.registered_at) is null
  on conflict do nothing;
  return found;
end $$;

-- Adds an event that only informs people: the request itself does not change, so nobody's command becomes outdated.
create function private.notify(p_request uuid, p_kind text, p_visibility text, p_data jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare event bigint;
begin
  insert into public.events (provider_id, client_id, request_id, kind, visibility, actor_kind, actor_id, from_status,
    to_status, data,
    waiting_on, next_action, on_hold)
  select r.provider_id, r.client_id, r.id, p_kind, p_visibility, private.actor_kind(r.provider_id), (select auth.uid()),
    r.status, r.status, p_data, r.waiting_on, r.next_action, r.hold_reason is not null
  from public.migration_requests r where r.id = p_request
  returning id into event;
  insert into private.outbox (provider_id, request_id, event_id, kind)
  select provider_id, request_id, id, kind from public.events where id = event;
end $$;

-- Decides which side an open check waits on. A client is not waited on while Meta has not been asked yet, or while Meta
-- or our own access withholds the answer. A hard check that fails after the date was agreed also waits on a side.
-- What Meta withholds from us permanently is answered by its owner's statement; what was not read is ours to read, or
-- Meta's to answer.
create function private.check_waiting_on(p_check public.checks) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when k.source <> 'api' or p_check.status = 'failed' or private.is_out_of_reach(p_check.cause) then k.owner
    when why.kept in ('limited', 'unavailable', 'lost', 'nonsense') then 'meta'
    when exists (select from private.exception_catalogue e where e.code = why.kept and e.owner = 'meta') then 'meta'
    else 'us' end
  from private.check_catalogue k cross join lateral (select split_part(p_check.cause, 'could_not_be_read:',
    2) as kept) why
  where k.code = p_check.code;
$$;

create function private.keep_request_staff_data() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.request_staff_data (request_id, provider_id, assignee_id, route_answers, second_approved_by)
  values (new.id, new.provider_id, new.assignee_id, new.route_answers, new.second_approved_by)
  on conflict (request_id) do update set assignee_id = excluded.assignee_id, route_answers = excluded.route_answers,
    second_approved_by = excluded.second_approved_by;
  return null;
end $$;

-- A person's number conflicts are counted one at a time; otherwise many simultaneous ones would all find the day's five
-- free.
create function private.check_conflicts(p_person uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare oldest timestamptz;
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('conflict ' || p_person, 0));
  select min(c.opened_at) into oldest from private.number_conflicts c
  where c.rival_person = p_person and c.opened_at > now() - interval '24 hours' having count(*) >= 5;
  perform private.check_wait(oldest + interval '24 hours');
end $$;
comment on function private.check_conflicts is 'A person who tries number after number learns little and stops little.';

-- Picks the address for a client's mails: nobody whose access has ended, and staff can name another contact.
-- Mail goes only to an address that its owner has proved: a client user's own. What could not be sent in two days is
-- reported to Portdesk, which can call instead.
create function private.mail_address(p_request public.migration_requests) returns text
language sql stable security definer set search_path = '' as $$
  select m.email from public.client_members m
  where m.provider_id = p_request.provider_id and m.client_id = p_request.client_id and m.ended_at is null
  order by lower(m.email) <> lower(p_request.contact_email), m.created_at, m.id limit 1;
$$;
comment on function private.mail_address is
  'The contact where they are a client user, otherwise the longest-standing client user; null: nobody is left. A '
    'client user''s address was proved when they signed in.';

-- The zeros that pad references would make 000 a part of nearly every request.
create function private.search_words(p_phone text, p_reference text, p_company text) returns text
language sql immutable set search_path = '' as $$
  select lower(p_phone || '|' || p_company || '|' || regexp_replace(p_reference, '^\D*0*', ''))
$$;

-- No two requests should share a place, or a page after one of them would begin with a walk over the others.
create function private.due_order(p_due timestamptz, p_updated timestamptz) returns timestamptz
language sql immutable set search_path = '' as $$
  select coalesce(p_due, '9999-12-31T00:00:00Z'::timestamptz - (p_updated - '2000-01-01T00:00:00Z'::timestamptz))
$$;

create function private.keep_request_list() returns trigger
language plpgsql security definer set search_path = '' as $$
declare company text := (select c.name from public.clients c where c.id = new.client_id);
begin
  insert into public.request_list as l (id, provider_id, client_id, reference, phone_number, phone_country, client_name,
    status, waiting_on, next_action, next_action_subject, hold_reason, checks_passed, checks_total, readiness, due_at,
    due_order, predicted_breach_at, old_provider_name, reason, assignee_id, updated_at, words)
  values (new.id, new.provider_id, new.client_id, new.reference, new.phone_number, new.phone_country, company,
    new.status, new.waiting_on, new.next_action, new.next_action_subject, new.hold_reason, new.checks_passed,
    new.checks_total, new.readiness, new.due_at, private.due_order(new.due_at, new.updated_at),
    new.predicted_breach_at, new.old_provider_name, new.reason, new.assignee_id, new.updated_at,
    private.search_words(new.phone_number, new.reference, company))
  on conflict (id) do update set (client_id, reference, phone_number, phone_country, client_name, status, waiting_on,
    next_action, next_action_subject, hold_reason, checks_passed, checks_total, readiness, due_at, due_order,
    predicted_breach_at, old_provider_name, reason, assignee_id, updated_at, words) = (excluded.client_id,
    excluded.reference, excluded.phone_number, excluded.phone_country, excluded.client_name, excluded.status,
    excluded.waiting_on,
    excluded.next_action, excluded.next_action_subject, excluded.hold_reason, excluded.checks_passed,
    excluded.checks_total, excluded.readiness, excluded.due_at, excluded.due_order, excluded.predicted_breach_at,
    excluded.old_provider_name, excluded.reason, excluded.assignee_id, excluded.updated_at, excluded.words);
  return null;
end $$;

create function private.keep_client_name() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.request_list l set client_name = new.name,
    words = private.search_words(l.phone_number, l.reference, new.name)
  where l.provider_id = new.provider_id and l.client_id = new.id;
  return null;
end $$;

create function private.tally_request() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op <> 'INSERT' then
    insert into private.request_tallies (provider_id, status, requests) values (old.provider_id, old.status, -1);
  end if;
  if tg_op <> 'DELETE' then
    insert into private.request_tallies (provider_id, status, requests) values (new.provider_id, new.status, 1);
  end if;
  return null;
end $$;

-- A provider at a time, and rows that another sweep has taken are its to add up.
create function private.add_up_tallies() returns void
language plpgsql security definer set search_path = '' as $$
declare provider uuid;
begin
  for provider in select t.provider_id from private.request_tallies t group by t.provider_id having count(*) > 100 loop
    with gone as (
      delete from private.request_tallies t where t.ctid = any (array(
        select ctid from private.request_tallies where provider_id = provider for update skip locked))
      returning t.status, t.requests)
    insert into private.request_tallies (provider_id, status, requests)
    select provider, g.status, sum(g.requests) from gone g group by g.status having sum(g.requests) <> 0;
  end loop;
end $$;

-- A search, a count and the list apply the same filters, so what one finds the others show. The planner must see the
-- values, and one value as an equality: only then does it know how rare they are, and walk an index in its order.
create function private.request_conditions(p_filter jsonb) returns text
language plpgsql immutable set search_path = '' as $$
declare conditions text := ''; filter record;
begin
  for filter in select k.name, k.is_id, array(select v from jsonb_array_elements_text(p_filter -> k.name) v
      -- What is no id names nothing.
      where not k.is_id or pg_input_is_valid(v, 'uuid')) as listed
    from (values ('provider_id', true), ('status', false), ('waiting_on', false), ('reason', false),
      ('old_provider_name', false), ('assignee_id', true)) as k (name, is_id)
    where jsonb_typeof(p_filter -> k.name) = 'array'
  loop
    conditions := conditions || ' and ' || case
      when cardinality(filter.listed) = 1 then format('r.%I = %L', filter.name, filter.listed[1])
      else format('r.%I = any (%L::%s[])', filter.name, filter.listed, case when filter.is_id then 'uuid' else 'text'
        end) end;
  end loop;
  return conditions;
end $$;
comment on function private.request_conditions is
  'SQL conditions on request_list r, each after an "and", for {column: [values]}; other keys are ignored.';

-- By the indexes on words and references only. The list's own order has been tried; where a part is rare for one tenant
-- and common for others, the planner would walk that again, to its end.
create function private.search_by_index(p_where text, p_most integer) returns setof uuid
language plpgsql stable security definer set search_path = '' set enable_indexscan = off set enable_seqscan = off
rows 200 as $$
begin
  return query execute format('select r.id from public.request_list r where %s '
    'order by r.updated_at desc, r.id desc limit %s', p_where, p_most);
end $$;

grant execute on function private.request_conditions(jsonb) to authenticated;
