-- Decides when a moved number is read again, and who may send commands for it.

-- Meta accepts a message and reports only later, by webhook, that it failed and why. The number and the title are kept
-- with the sighting, and what they say about the account opens its exception until a later message arrives.
-- p_sightings: [{"direction","hash","status","at" (ISO or null),"failure": {"code","title"} or null,"exception":
-- {"code","owner"} or null,"settles": [codes]}]. For a busy number the last five hundred are enough.
create function private.note_sightings(p_request public.migration_requests, p_sightings jsonb, p_came timestamptz)
  returns void
language plpgsql security definer set search_path = '' as $$
declare seen record; changed text[] := '{}';
begin
  insert into public.message_sightings (provider_id, client_id, request_id, direction, message_hash, status, at,
    error_code, error_title)
  select p_request.provider_id, p_request.client_id, p_request.id, x.direction, x.hash, x.status,
    least(coalesce(x.at, p_came), p_came),
    (x.failure ->> 'code')::integer, left(x.failure ->> 'title', 300)
  from jsonb_to_recordset(coalesce(p_sightings, '[]')) as x (direction text, hash text, status text, at timestamptz,
    failure jsonb)
  -- For a number already handed over, only the outcome of people's own tests counts.
  where p_request.status <> 'completed' or exists (select from public.test_messages m
    where m.provider_id = p_request.provider_id
    and m.client_id = p_request.client_id and m.request_id = p_request.id and m.direction = x.direction
      and m.message_hash = x.hash)
  on conflict (request_id, direction, message_hash, status) do nothing;
  delete from public.message_sightings where request_id = p_request.id and id <= (
    select id from public.message_sightings where request_id = p_request.id order by id desc offset 500 limit 1);

  -- Before the move is over the steps themselves report what is wrong, and an exception would stop them.
  if p_request.status <> 'monitoring' then return; end if;
  for seen in
    select least(coalesce(x.at, p_came), p_came) as at, x.exception, x.settles
    from jsonb_to_recordset(coalesce(p_sightings, '[]')) as x (at timestamptz, exception jsonb, settles jsonb)
    where jsonb_typeof(x.exception) = 'object' or x.settles <> '[]' order by 1
  loop
    if jsonb_typeof(seen.exception) = 'object' then
      -- A message that arrived after this one failed has already shown that the failure is over, whichever report came
      -- first.
      continue when exists (select from public.message_sightings s where s.request_id = p_request.id
        and s.direction = 'out'
        and s.status in ('delivered', 'read') and s.at > seen.at);
      insert into public.request_exceptions (provider_id, client_id, request_id, code, owner, opened_at)
      values (p_request.provider_id, p_request.client_id, p_request.id, seen.exception ->> 'code',
        seen.exception ->> 'owner', seen.at)
      on conflict (request_id, code) where resolved_at is null do nothing;
    else
      update public.request_exceptions set resolved_at = now(), closed_by = 'reading'
      where request_id = p_request.id and resolved_at is null and step is null and opened_at < seen.at
        and code in (select jsonb_array_elements_text(seen.settles));
    end if;
    if found then changed := changed || coalesce(seen.exception ->> 'code', 'none'); end if;
  end loop;
  if changed <> '{}' then
    perform private.close_change(p_request.id, case when changed[cardinality(changed)] = 'none' then 'message.arrived'
      else 'message.failed' end,
      'internal', jsonb_build_object('exceptions', to_jsonb(array_remove(changed, 'none'))));
  end if;
end $$;

-- What may be wrong for only minutes is read a second time before it opens anything: the reading that found it
-- schedules another some minutes later.
create function private.plan_monitoring_checks() returns trigger
language plpgsql security definer set search_path = '' as $$
declare start timestamptz := coalesce(new.registered_at, now());
begin
  insert into public.monitoring_checks (provider_id, client_id, request_id, moment, due_at)
  select new.provider_id, new.client_id, new.id, m.moment, start + m.after
  from (values ('0h', interval '0'), ('24h', interval '24 hours'), ('72h', interval '72 hours'),
    ('7d', interval '7 days')) as m (moment, after)
  on conflict (request_id, moment) where moment not in ('manual', 'webhook', 'again') do nothing;
  return null;
end $$;

-- A number that both providers serve can be tried, and handed to people to try.
create function private.open_moved_number(p_request uuid, p_version integer, p_permission text)
  returns public.migration_requests
language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests := private.open_request(p_request, p_version, p_permission);
begin
  if request.status not in ('monitoring', 'completed')
    and not (p_permission = 'message.test' and request.status = 'cutover'
      and coalesce(private.step_state(p_request, 'register_shared'), '') in ('done', 'skipped')) then
    perform private.refuse(409, 'wrong_status', request.status);
  end if;
  perform private.refuse_halted(request.provider_id);
  perform private.refuse_paused(p_request);
  return request;
end $$;

-- A report from Meta about a moved number or its templates prompts a reading within seconds instead of at the next
-- scheduled one, within the calls that automatic readings may use; at most every quarter of an hour for one request.
create function private.prompt_reading(p_request public.migration_requests, p_scope text) returns void
language plpgsql security definer set search_path = '' as $$
declare pause interval;
begin
  if p_request.status not in ('monitoring', 'completed') then return; end if;
  select watch_every into strict pause from private.reading_settings;
  if p_scope = 'template' then
    insert into public.template_readings as t (provider_id, client_id, request_id, moment, due_at)
    values (p_request.provider_id, p_request.client_id, p_request.id, 'webhook', now())
    on conflict (request_id, moment) do update set due_at = greatest(now(), t.taken_at + pause), taken_at = null,
      summary = null, cause = null,
      attempts = 0, tried_at = null, given_up_at = null where t.taken_at is not null or t.given_up_at is not null;
  else
    insert into public.monitoring_checks as a (provider_id, client_id, request_id, moment, due_at)
    values (p_request.provider_id, p_request.client_id, p_request.id, 'webhook',
      greatest(now(), (select max(c.taken_at) + pause
      from public.monitoring_checks c where c.request_id = p_request.id and c.moment = 'webhook')))
    on conflict (request_id) where moment = 'webhook' and taken_at is null do update set due_at = now(), cause = null,
      attempts = 0,
      tried_at = null, given_up_at = null where a.given_up_at is not null;
  end if;
end $$;

create function private.count_reading(p_request uuid) returns void
language sql security definer set search_path = '' as $$
  insert into private.readings (provider_id, request_id, scope, asked, waba_id, calls, worker, lease_until, closed_at,
    outcome)
  select r.provider_id, r.id, 'all', false, r.destination_waba_id, s.calls_per_reading, 'webhook', now(), now(),
    'recorded'
  from public.migration_requests r, private.reading_settings s where r.id = p_request;
$$;

-- Readings and webhooks that fail for the last time end in an alarm, so somebody knows that reading has stopped. No
-- reading begins while the provider's moves are halted.
-- An attempt under way has ended within the hour.
create function private.give_up_readings() returns void
language plpgsql security definer set search_path = '' as $$
declare due record; request public.migration_requests;
begin
  for due in
    select 'number' as subject, a.id, a.request_id, a.moment, a.cause from public.monitoring_checks a
    where a.taken_at is null and a.given_up_at is null and a.attempts >= 40 and a.tried_at < now() - interval '1 hour'
    union all
    select 'templates', t.id, t.request_id, t.moment, t.cause from public.template_readings t
    where t.taken_at is null and t.given_up_at is null and t.attempts >= 40 and t.tried_at < now() - interval '1 hour'
    order by request_id limit 20
  loop
    select * into strict request from public.migration_requests where id = due.request_id for update;
    if due.subject = 'number' then
      update public.monitoring_checks set given_up_at = now() where id = due.id and taken_at is null
        and given_up_at is null;
    else
      update public.template_readings set given_up_at = now() where id = due.id and taken_at is null
        and given_up_at is null;
    end if;
    continue when not found or request.status not in ('monitoring', 'completed');
    perform private.raise_alarm(request, jsonb_build_object('alarm', 'READINGS_FAILED', 'subject', due.subject || ' '
      || due.moment,
      'facts', jsonb_strip_nulls(jsonb_build_object('cause', due.cause))), now());
  end loop;
end $$;

-- From the verified code until ten minutes after the registration.
create function private.may_be_probed(p_request public.migration_requests) returns boolean
language sql stable security definer set search_path = '' as $$
  select p_request.status in ('cutover', 'monitoring') and p_request.destination_phone_number_id is not null
    and (p_request.registered_at is null or p_request.registered_at > now() - interval '10 minutes')
    and exists (select from public.cutover_steps s where s.request_id = p_request.id
      and s.step in ('verify_code', 'embedded_signup', 'move_under_intent', 'record_ids')
        and s.state in ('done', 'skipped'))
    and (private.open_halt(p_request.provider_id)).id is null and private.paused_until(p_request.id) is null;
$$;
