-- Decides when a step may begin: budgets, waits, halts, pauses, calls under way.

create function private.step_state(p_request uuid, p_step text) returns text
language sql stable security definer set search_path = '' as $$
  select state from public.cutover_steps where request_id = p_request and step = p_step;
$$;

-- Refuses while a wait is not over, for example the 72 hours in which Meta accepts no registration.
create function private.check_wait(p_until timestamptz) returns void
language plpgsql set search_path = '' as $$
begin
  if p_until > now() then perform private.refuse(429, 'too_soon', private.utc(p_until)); end if;
end $$;

-- An attempt does not count against the budget if Meta sent no code and said how long to wait: that wait alone delays
-- the next attempt. Meta may answer like this for days, and the budget must still be there when it sends codes again.
-- Returns the attempts left for the number, without the one about to begin; null where the step has no budget.
create function private.check_budget(p_step text, p_phone_number text) returns integer
language plpgsql stable security definer set search_path = '' as $$
declare
  entry private.step_catalogue; used integer; oldest timestamptz; latest timestamptz;
begin
  select * into strict entry from private.step_catalogue where step = p_step;
  perform private.check_wait(private.blocked_until(p_step, p_phone_number));
  select count(*), min(i.opened_at), max(i.opened_at) into used, oldest, latest from private.intents i
  where i.phone_number = p_phone_number and i.step = any (private.counted_with(p_step)) and i.kind = 'call'
    and not i.is_unsent
    and i.opened_at > now() - coalesce(entry.budget_window, interval '72 hours');
  if used >= entry.budget then perform private.refuse(429, 'budget_used', private.utc(oldest + entry.budget_window));
    end if;
  perform private.check_wait(latest + entry.pause);
  return entry.budget - used - 1;
end $$;

-- Closes an intent whose lease ran out: a repeatable step is open again, any other has an unknown outcome.
create function private.expire_intent(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  intent private.intents; repeatable boolean;
begin
  select * into intent from private.intents where request_id = p_request and closed_at is null and lease_until < now();
  if not found then return; end if;
  select k.repeatable into repeatable from private.step_catalogue k where k.step = intent.step;
  update private.intents set closed_at = now(), outcome = 'unknown' where id = intent.id;
  update public.cutover_steps set state = case when repeatable then 'pending' else 'unknown' end
  where request_id = p_request and step = intent.step and state in ('running', 'unknown');
  perform private.close_change(p_request, 'cutover.step', 'internal',
    jsonb_build_object('step', intent.step, 'outcome', 'unknown'));
end $$;

-- "pinShown": the PIN of this call is or may be the number's, and nobody has noted it yet.
create function private.store_records(p_request public.migration_requests, p_records jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.snapshots (provider_id, client_id, request_id, side, moment, data)
  select p_request.provider_id, p_request.client_id, p_request.id, x ->> 'side', x ->> 'moment', x -> 'data'
  from jsonb_array_elements(coalesce(p_records -> 'snapshots', '[]')) as x;
  insert into public.templates (provider_id, client_id, request_id, name, language, category, source_template_id,
    source_status,
    source_quality, destination_template_id, destination_status, outcome, why)
  select p_request.provider_id, p_request.client_id, p_request.id, x ->> 'name', x ->> 'language', x ->> 'category',
    x ->> 'sourceTemplateId', x ->> 'sourceStatus', x ->> 'sourceQuality', x ->> 'destinationTemplateId',
      x ->> 'destinationStatus',
    x ->> 'outcome', x ->> 'why'
  from jsonb_array_elements(coalesce(p_records -> 'templates', '[]')) as x
  on conflict (request_id, name, language) do update set category = excluded.category,
    source_template_id = excluded.source_template_id, source_status = excluded.source_status, source_quality
      = excluded.source_quality,
    destination_template_id = excluded.destination_template_id, destination_status = excluded.destination_status,
    outcome = excluded.outcome, updated_at = now(),
    -- The first record knows best why a template was kept.
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

-- The engine's half of the signup window: what the client granted is stored under the same fence as every other answer.
-- p_signup: {"connectionId","businessId","wabaId","keyId","nonce","ciphertext"}: the token arrives encrypted for that
-- connection and opens nowhere else.
create function private.store_signup(p_request public.migration_requests, p_signup jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  connection uuid := (p_signup ->> 'connectionId')::uuid;
begin
  perform private.end_signup(p_request.id);
  insert into public.meta_connections (id, provider_id, name, app_id, business_id, request_id)
  select connection, p_request.provider_id, 'Signup ' || p_request.reference, c.app_id, p_signup ->> 'businessId',
    p_request.id
  from public.meta_connections c where c.id = p_request.connection_id;
  insert into private.connection_tokens (connection_id, provider_id, key_id, nonce, ciphertext)
  values (connection, p_request.provider_id, p_signup ->> 'keyId', p_signup ->> 'nonce', p_signup ->> 'ciphertext');
  update public.migration_requests set signup_connection_id = connection, destination_waba_id = p_signup ->> 'wabaId'
  where id = p_request.id;
end $$;

create function private.open_halt(p_provider uuid) returns private.halts
language plpgsql stable security definer set search_path = '' as $$
declare halt private.halts;
begin
  select * into halt from private.halts h where h.ended_at is null
    and (h.provider_id is null or h.provider_id = p_provider)
  order by h.provider_id nulls first limit 1;
  return halt;
end $$;

-- The refusal omits the reason, which is for staff: the person refused may be a client.
create function private.refuse_halted(p_provider uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
declare halt private.halts := private.open_halt(p_provider);
begin
  if halt.id is not null then perform private.refuse(409, 'moves_halted'); end if;
end $$;

create function private.guard_intent_halt() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.refuse_halted(new.provider_id);
  return new;
end $$;

create function private.guard_start_halt() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.refuse_suspended(new.provider_id);
  perform private.refuse_halted(new.provider_id);
  return new;
end $$;

-- Returns the destination's account and the app through which it is reached.
create function private.graph_places(p_request uuid) returns table (provider_id uuid, kind text, id text)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select r.provider_id, place.kind, place.id from public.migration_requests r
    left join public.meta_connections c on c.id = r.connection_id
    cross join lateral (values ('app', c.app_id), ('waba', r.destination_waba_id)) as place (kind, id)
    where r.id = p_request and place.id is not null;
end $$;

-- The pause from Meta's headers and the breaker's pause are separate: a successful call shows that Meta answers, not
-- that an account has calls left.
create function private.paused_until(p_request uuid) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select max(greatest(p.closed_until, p.breaker_until))
    from private.graph_places(p_request) x join private.graph_pauses p using (provider_id, kind, id)
    where greatest(p.closed_until, p.breaker_until) > now());
end $$;

-- When a breaker's time is up, it lets one call through and blocks the others until that call is answered.
create function private.guard_intent_pause() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.refuse_paused(new.request_id);
  update private.graph_pauses p set breaker_until = new.lease_until
  from private.graph_places(new.request_id) x
  where (p.provider_id, p.kind, p.id) = (x.provider_id, x.kind, x.id)
    and p.failures >= case p.kind when 'app' then 10 else 5 end;
  return new;
end $$;

create function private.learn_from_intent() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  codes text[] := array(select x ->> 'code' from jsonb_array_elements(
    case jsonb_typeof(new.answer) when 'array' then new.answer when 'object' then jsonb_build_array(new.answer)
      else '[]' end) as x);
begin
  -- A worker that vanished says nothing about Meta.
  if new.outcome = 'unknown' and new.answer is null then
    update private.graph_pauses p set breaker_until = null from private.graph_places(new.request_id) x
    where (p.provider_id, p.kind, p.id) = (x.provider_id, x.kind, x.id) and p.breaker_until = new.lease_until;
  elsif codes && array['META_INCIDENT', 'MAINTENANCE'] then
    insert into private.graph_pauses as p (provider_id, kind, id, failures)
    select provider_id, kind, id, 1 from private.graph_places(new.request_id)
    on conflict (provider_id, kind, id) do update set failures = p.failures + 1,
      breaker_until = case when p.failures + 1 >= case p.kind when 'app' then 10 else 5 end
        then now() + least(interval '1 minute' * 2 ^ least(p.failures + 1 - case p.kind when 'app' then 10 else 5 end,
          4), interval '15 minutes')
        else p.breaker_until end;
  else
    update private.graph_pauses p set failures = 0, breaker_until = null
    from private.graph_places(new.request_id) x
    where (p.provider_id, p.kind, p.id) = (x.provider_id, x.kind, x.id)
      and (p.failures > 0 or p.breaker_until is not null);
  end if;
  return new;
end $$;
comment on function private.learn_from_intent
  is 'Five failures in a row block an account, ten an app: for a minute, then twice as long each time, up to fifteen.';

-- A cut-over cannot be left during one of its calls, whose outcome nobody would then receive. A vanished worker is
-- waited for no longer than its lease.
create function private.end_calls(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.expire_intent(p_request);
  if exists (select from private.intents where request_id = p_request and closed_at is null) then
    perform private.refuse(409, 'step_running');
  end if;
end $$;
comment on function private.end_calls
  is 'Refuses while the engine is running a step of the request or reading the outcome of one.';

-- An account in cool-down receives no call that Portdesk makes of its own accord, and no PIN or message of a person:
-- the pause covers more than the steps of its moves.
create function private.refuse_paused(p_request uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
declare until timestamptz := private.paused_until(p_request);
begin
  if until is not null then perform private.refuse(429, 'meta_paused', private.utc(until)); end if;
end $$;

-- Meta's timestamps are whole seconds. On a guided route no call registers the number: there a person's statement or
-- Meta's answer counts.
create function private.may_work_since(p_request public.migration_requests) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select date_trunc('second', least(p_request.no_return_at, p_request.registered_at, p_request.shared_at,
    (select min(i.opened_at)
    from private.intents i where i.provider_id = p_request.provider_id and i.request_id = p_request.id
      and i.step in ('register', 'register_shared') and i.kind = 'call')));
$$;

-- What Meta blocks for a number stays blocked for it: an abort and a new approval, another attempt, or another request
-- for the same number do not lift the block. The attempt that met the block records it.
create function private.blocked_until(p_step text, p_phone_number text) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select max(blocked_until) from private.intents
  where phone_number = p_phone_number and blocked_step = any (private.counted_with(p_step)) and blocked_until > now()
    and lifted_at is null;
$$;

-- That Meta shows two-step verification as on does not prove that anybody knows the PIN: the worker that generated it
-- may have died before it answered, with the PIN only in its memory.
-- The old provider knows the PIN of a shared number: only a PIN set since then is ours alone.
create function private.is_pin_known(p_request uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce(
    (select p.outcome = 'set' and p.shown_at is not null from public.pin_settings p
      where p.request_id = p_request and p.outcome in ('set', 'unknown') order by p.opened_at desc limit 1),
    (select coalesce(s.pin_set_at >= coalesce(s.called_at, s.pin_set_at) and s.pin_shown_at >= s.pin_set_at, false)
      from public.cutover_steps s where s.request_id = p_request and s.step = 'register' and s.state = 'done'),
    (select r.route is distinct from 'R0' from public.migration_requests r where r.id = p_request));
$$;
comment on function private.is_pin_known is
  'Whether one of our people has noted the number''s PIN: the newest one set since the move, or else that of the '
    'move. Where Portdesk did not register the number, the person who did it by hand chose the PIN.';

-- A step is done only on evidence that could not exist without our call. Where Meta's readings cannot be that evidence,
-- messages at our account can, or a person who has tried the number.
-- Meta dates messages to the second. While a number is shared, the call meant to register it here is the silent one.
create function private.received_here(p_request uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  with call as (
    select date_trunc('second', max(coalesce(s.called_at, s.finished_at))) as made_at from public.cutover_steps s
    where s.request_id = p_request and s.step in ('register', 'register_shared', 'record_ids'))
  select coalesce(bool_or(m.at >= c.made_at) and not bool_or(m.at < c.made_at), false)
  from call c join public.message_sightings m on m.request_id = p_request where c.made_at is not null;
$$;
comment on function private.received_here is
  'Whether a message passed through the new account after the last call meant to register the number there, and '
    'none before it.';

-- Meta counts every registration of the number, whatever the route.
create function private.counted_with(p_step text) returns text[]
language sql immutable security definer set search_path = '' as $$
  select case when p_step in ('register', 'register_shared') then array['register', 'register_shared']
    else array[p_step] end;
$$;

-- Route R0: under Meta's newer account model the signup window shares the number, both providers serve it, and the old
-- one is removed later. Its point of no return is that removal, not the registration. The client agrees to sharing
-- before anything begins or, where the signup route turned out to share the number, as soon as that is known.
-- A number proved to be shared continues with the steps of R0; steps already done are not repeated.
create function private.become_shared(p_request public.migration_requests) returns void
language plpgsql security definer set search_path = '' as $$
declare is_registered boolean := private.step_state(p_request.id, 'register') = 'done';
begin
  update public.migration_requests set route = 'R0', destination_account_kind = 'messaging_account'
    where id = p_request.id;
  if p_request.route = 'R0' then return; end if;
  delete from public.cutover_steps s where s.request_id = p_request.id
    and not exists (select from private.route_steps k where k.route = 'R0' and k.step = s.step);
  insert into public.cutover_steps (provider_id, client_id, request_id, step, position, state, finished_at)
  select p_request.provider_id, p_request.client_id, p_request.id, k.step, k.position,
    case when is_skipped then 'skipped' else 'pending' end, case when is_skipped then now() end
  from private.route_steps k, lateral (select k.step = 'embedded_signup'
    or (is_registered and k.step = 'register_shared') as is_skipped) as s
  where k.route = 'R0'
  on conflict (request_id, step) do update set position = excluded.position;
end $$;

-- Applies what a finished step changes in its request; returns the permission whose transition it takes.
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
      when exists (select from public.templates where request_id = p_request and outcome = 'pending') then 'partial'
        else 'done' end)
    where id = p_request;
  end if;
  return 'cutover.step';
end $$;

-- Looks for a message sent through the new account and delivered, and one received there, both since the number was
-- registered in it.
create function private.exchanged(p_request uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
      'sent', coalesce(bool_or(m.direction = 'out' and m.status in ('delivered', 'read')), false),
      'received', coalesce(bool_or(m.direction = 'in'), false))
  from (select date_trunc('second', max(s.finished_at)) as since from public.cutover_steps s
    where s.request_id = p_request and s.step = 'register_shared' and s.state in ('done', 'skipped')) as registered
  left join public.message_sightings m on m.request_id = p_request and m.at >= registered.since;
$$;

create function private.is_sharing_proved(p_request uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.cutover_steps s
    where s.request_id = p_request and s.step = 'embedded_signup' and s.result ->> 'sharing' = 'proved');
$$;

create function private.wait_of(p_step text, p_phone_number text)
returns table (wait_from timestamptz, wait_until timestamptz, blocked_until timestamptz)
language sql stable security definer set search_path = '' as $$
  select (array_agg(closed_at order by blocked_until desc))[1], max(blocked_until), max(blocked_until)
    filter (where is_block)
    from private.intents
  where phone_number = p_phone_number and blocked_step = any (private.counted_with(p_step)) and blocked_until > now()
    and lifted_at is null;
$$;

-- Lists what the start of a cut-over waits for: one row for each question that applies, in the order in which they are
-- asked. The start refuses with the first unanswered one, and the screen shows them all.
create function private.start_questions(p_request public.migration_requests)
returns table (question text, refusal text, hint text)
language plpgsql stable security definer set search_path = '' as $$
declare
  starts_at timestamptz := p_request.window_starts_at;
  open_codes text := private.open_hard_checks(p_request.id);
  needs_second boolean := (select p.second_approval from public.providers p where p.id = p_request.provider_id);
begin
  return query select q.question, q.refusal, case when q.refusal is not null then q.hint end from (values
    (1, 'not_on_hold', case when p_request.hold_reason is not null then 'on_hold' end, null),
    (2, 'window_confirmed', case when p_request.window_confirmed_at is null
      or p_request.window_confirmed_for is distinct from private.date_facts(p_request) then 'window_not_confirmed' end,
        null),
    (3, 'window_open', case when now() > p_request.window_ends_at then 'window_over'
      when coalesce(now() < starts_at - interval '15 minutes', true) then 'window_not_open' end,
        private.utc(starts_at)),
    (4, 'route_stands', case when p_request.route_chosen_at is null
      or p_request.route_chosen_for is distinct from private.route_facts(p_request) then 'route_outdated' end, null),
    (5, 'hard_checks', case when open_codes is not null then 'checks_open' end, open_codes),
    (6, 'checks_fresh', case when not private.checks_are_fresh(p_request) then 'checks_old' end, null),
    (7, 'second_approval', case when p_request.second_approved_by = (select auth.uid()) then 'second_approval_own'
      when p_request.second_approved_by is null or p_request.second_approved_for is distinct
        from private.cutover_facts(p_request)
        or not private.may_approve(p_request.provider_id, p_request.second_approved_by)
          then 'second_approval_missing' end, null),
    (8, 'no_conflict', case when private.is_in_conflict(p_request.id) then 'number_in_conflict' end, null)
  ) as q (position, question, refusal, hint)
  where needs_second or q.question <> 'second_approval' order by q.position;
end $$;

-- A restarted cut-over outside R2 has no destination yet: what an earlier signup granted is void.
create function private.clear_destination(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.end_signup(p_request);
  update public.migration_requests set destination_phone_number_id = null,
    destination_waba_id = case when not private.makes_account(route) then destination_waba_id end
  where id = p_request;
end $$;

-- While a person is asked about an outcome, the engine keeps trying to read it at the times it has set.
create function private.next_step_time(p_request public.migration_requests) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
declare step public.cutover_steps; free_at timestamptz;
begin
  if p_request.status not in ('cutover', 'monitoring') or p_request.hold_reason is not null then return null; end if;
  select s.* into step from public.cutover_steps s
  where s.request_id = p_request.id and s.state not in ('done', 'skipped') order by s.position limit 1;
  free_at := case
    when step.state = 'running' then '-infinity'
    when step.state = 'pending' and exists (select from private.step_catalogue k
      where k.step = step.step and k.trigger = 'automatic') then coalesce(step.wait_until, '-infinity')
    when step.state = 'unknown' and step.wait_until is not null then step.wait_until
    when step.state = 'unknown' and not exists (select from public.request_exceptions e
      where e.request_id = p_request.id and e.code = 'OUTCOME_UNKNOWN' and e.resolved_at is null) then '-infinity'
    end;
  if free_at is null then return null; end if;
  -- A worker that vanished is waited for no longer than its lease.
  return greatest(free_at, (select i.lease_until from private.intents i
    where i.request_id = p_request.id and i.closed_at is null));
end $$;

-- The row is locked first: of two changes at once, the later one then sees what the earlier one has changed.
create function private.set_next_step(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform from private.due_times where request_id = p_request for update;
  insert into private.due_times as d (request_id, provider_id, next_step_at, no_return_at, window_starts_at)
  select r.id, r.provider_id, private.next_step_time(r), r.no_return_at, r.window_starts_at
  from public.migration_requests r where r.id = p_request
  on conflict (request_id) do update set next_step_at = excluded.next_step_at, no_return_at = excluded.no_return_at,
      window_starts_at = excluded.window_starts_at
    where (d.next_step_at, d.no_return_at, d.window_starts_at)
      is distinct from (excluded.next_step_at, excluded.no_return_at, excluded.window_starts_at);
end $$;

create function private.follow_steps_of_request() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_next_step(new.id);
  return null;
end $$;

create function private.follow_steps_of_row() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_next_step(case tg_op when 'DELETE' then old.request_id else new.request_id end);
  return null;
end $$;

-- A move's steps come, go and are reset together.
create function private.follow_steps_of_move() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_next_step(c.request_id)
  from (select distinct request_id from changed order by request_id) as c;
  return null;
end $$;
