-- Hands out readings of moved numbers, and messages that measure the gap.

-- Handing out a reading never waits. If another transaction holds its request, for example a webhook's, which may be
-- waiting for that very reading, the reading comes with the next tick.
create function public.engine_due_monitoring_checks(p_limit integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare due public.monitoring_checks; handed jsonb := '[]';
begin
  perform private.give_up_readings();
  for due in
    select a.* from public.monitoring_checks a join public.migration_requests r on r.id = a.request_id
    where a.taken_at is null and a.due_at <= now() and a.attempts < 40 and r.status in ('monitoring', 'completed')
      and coalesce(a.tried_at, '-infinity') <= now() - make_interval(mins => 5 * least(a.attempts, 48))
      and (a.moment <> '0h' or a.due_at < now() - interval '1 hour' or not exists (select from public.cutover_steps s
        where s.request_id = a.request_id and s.step in ('snapshot_after', 'compare')
          and s.state in ('pending', 'running')))
      and (private.open_halt(r.provider_id)).id is null and private.paused_until(a.request_id) is null
      and (a.moment <> 'webhook' or private.may_read_account(r.provider_id, r.destination_waba_id))
    order by a.due_at limit p_limit for update of a skip locked for key share of r skip locked
  loop
    update public.monitoring_checks set tried_at = now(), attempts = attempts + 1 where id = due.id;
    if due.moment = 'webhook' then perform private.count_reading(due.request_id); end if;
    handed := handed || jsonb_build_object('check', due.id, 'request', due.request_id, 'earlier', (
      select e.points from public.monitoring_checks e where e.request_id = due.request_id and e.taken_at is not null
      order by e.taken_at desc limit 1));
  end loop;
  return handed;
end $$;
comment on function public.engine_due_monitoring_checks is
  'Due checks as [{check, request, earlier}], each taken for at least five minutes; earlier: the points of the last '
    'completed one, or null.';

-- p_findings: {"points", "exceptions": [{"code","owner"}], "settled": [codes], "tracks": {track: state}, "deviations":
-- [{"point","facts"}]}; null: the reading failed because of p_cause.
create function public.engine_store_monitoring_check(p_check uuid, p_findings jsonb, p_cause text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  taken public.monitoring_checks; request public.migration_requests; item jsonb; moved jsonb := '{}';
  looked jsonb := p_findings -> 'tracks';
begin
  select * into taken from public.monitoring_checks where id = p_check;
  if not found then perform private.refuse(404, 'monitoring_check_not_found'); end if;
  if p_findings is null then
    update public.monitoring_checks set cause = p_cause where id = p_check and taken_at is null;
    return null;
  end if;
  select * into strict request from public.migration_requests where id = taken.request_id for update;
  update public.monitoring_checks set taken_at = now(), cause = null, points = p_findings -> 'points' where id = p_check
    and taken_at is null;
  if not found then return null; end if;

  if request.status = 'monitoring' then
    update public.request_exceptions set resolved_at = now(), closed_by = 'reading'
    where request_id = request.id and resolved_at is null
      and code in (select jsonb_array_elements_text(p_findings -> 'settled'));
    insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
    select request.provider_id, request.client_id, request.id, x ->> 'code', x ->> 'owner'
      from jsonb_array_elements(p_findings -> 'exceptions') as x
    on conflict (request_id, code) where resolved_at is null do nothing;
    -- A lock that Meta shows as on serves its purpose only once somebody has the key. A track already done was
    -- completed by a new PIN or a person's statement.
    if looked ->> 'security_pin' = 'done' and request.tracks ->> 'security_pin' <> 'done'
      and not private.is_pin_known(request.id) then
      looked := looked || '{"security_pin":"exception"}';
    end if;
    -- A person decided that the track does not apply, and no reading reverses that.
    select coalesce(jsonb_object_agg(t.key, t.value), '{}') into moved from jsonb_each(looked) as t
    where request.tracks ->> t.key <> 'not_applicable' and request.tracks -> t.key <> t.value;
    update public.migration_requests set tracks = tracks || moved where id = request.id;
    if taken.moment in ('24h', '72h') and request.webhook_received_at is null
      and request.tracks ->> 'webhook' <> 'not_applicable' then
      insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
      values (request.provider_id, request.client_id, request.id, 'WEBHOOK_SILENT', 'us')
      on conflict (request_id, code) where resolved_at is null do nothing;
    end if;
  else
    for item in select * from jsonb_array_elements(p_findings -> 'deviations') loop
      perform private.raise_alarm(request, jsonb_build_object('alarm', 'NUMBER_CHANGED', 'subject', item ->> 'point',
        'facts', item -> 'facts'), now());
    end loop;
  end if;
  if p_findings ->> 'again' is not null and request.status in ('monitoring', 'completed') then
    insert into public.monitoring_checks (provider_id, client_id, request_id, moment, due_at)
    values (request.provider_id, request.client_id, request.id, 'again',
      now() + make_interval(mins => (p_findings ->> 'again')::integer))
    on conflict (request_id) where moment = 'again' and taken_at is null do nothing;
  end if;
  return private.close_change(request.id, 'monitoring_check.taken', 'client',
    jsonb_build_object('moment', taken.moment, 'tracks', moved,
    'bad', (select count(*) from jsonb_array_elements(p_findings -> 'points') as p where p ->> 'verdict' = 'bad')));
end $$;

-- A PIN that replaced another is nobody's until the person who set it has noted it.
create function public.engine_end_pin(p_attempt uuid, p_outcome text, p_enabled boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare setting public.pin_settings; locked boolean := coalesce(p_enabled, false);
begin
  update public.pin_settings set closed_at = now(), outcome = p_outcome, confirmed = locked
  where id = p_attempt and closed_at is null returning * into setting;
  if not found then perform private.refuse(404, 'attempt_not_found'); end if;
  perform from public.migration_requests where id = setting.request_id for update;
  if p_outcome <> 'refused' then
    update public.migration_requests
    set tracks = tracks || jsonb_build_object('security_pin', case p_outcome when 'set' then 'working'
      else 'exception' end)
    where id = setting.request_id and status = 'monitoring' and tracks ->> 'security_pin' <> 'not_applicable';
  end if;
  return private.close_change(setting.request_id, 'pin.ended', 'client',
    jsonb_build_object('outcome', p_outcome, 'locked', locked));
end $$;
comment on function public.engine_end_pin
  is 'p_outcome: set, refused or unknown; p_enabled: whether Meta then showed two-step verification as on.';

create function public.engine_end_test_message(p_attempt uuid, p_outcome text, p_error integer, p_message_hash text)
  returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.test_messages set closed_at = now(), outcome = p_outcome, error_number = p_error, message_hash
    = p_message_hash
  where id = p_attempt and closed_at is null;
  if not found then perform private.refuse(404, 'attempt_not_found'); end if;
end $$;

-- Opens a message in each direction for every such move: at most sixty rounds before registration, since an approval
-- may take time, and a hundred and twenty after it. A direction without a template is left out.
create function public.engine_due_probes(p_limit integer) returns jsonb
language sql security definer set search_path = '' as $$
  with due as (
    select r.id, r.provider_id, r.client_id, r.destination_phone_number_id, r.phone_number, p.phone_number as probe,
      p.phone_number_id as probe_id, p.template_name, p.template_language, t.name as own_template,
        t.language as own_language
    from public.migration_requests r join public.probe_settings p on p.provider_id = r.provider_id
    left join private.probe_templates t on t.request_id = r.id
    where r.status in ('cutover', 'monitoring') and p.phone_number <> r.phone_number and private.may_be_probed(r)
      and not private.is_set_aside('probes', r.id)
      and (t.name is not null or p.template_name <> 'hello_world')
      and not exists (select from public.test_messages m where m.request_id = r.id and m.purpose = 'probe'
        and m.opened_at > now() - make_interval(secs => p.interval_seconds))
      and coalesce((select max(c.n) from (select count(*) as n from public.test_messages m where m.request_id = r.id
        and m.purpose = 'probe'
        and (r.registered_at is null or m.opened_at > r.registered_at) group by m.direction) as c), 0)
        < case when r.registered_at is null then 60 else 120 end
    order by r.id limit p_limit for update of r skip locked),
  opened as (
    insert into public.test_messages (provider_id, client_id, request_id, purpose, direction, last_four)
    select d.provider_id, d.client_id, d.id, 'probe', w.direction, right(d.probe, 4)
      from due d, (values ('out'), ('in')) as w (direction)
    where case w.direction when 'out' then d.own_template is not null else d.template_name <> 'hello_world' end
    returning id, request_id, direction)
  select coalesce(jsonb_agg(jsonb_build_object('attempt', o.id, 'request', d.id,
    'fromId', case o.direction when 'out' then d.destination_phone_number_id else d.probe_id end,
    'to', case o.direction when 'out' then d.probe else d.phone_number end,
    'template', case o.direction when 'out' then d.own_template else d.template_name end,
    'language', case o.direction when 'out' then d.own_language else d.template_language end)), '[]')
  from opened o join due d on d.id = o.request_id;
$$;
comment on function public.engine_due_probes
  is 'Messages to send now, each with its row open: [{attempt, request, fromId, to, template, language}].';

-- A function that dies between writing its row and the call's answer leaves the row open; nobody else would ever close
-- a test message.
create function public.engine_close_interrupted_commands(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare attempt uuid; closed integer := 0; messages integer;
begin
  -- Locks the request first, as every command does.
  for attempt in select s.id from public.migration_requests r join public.pin_settings s on s.request_id = r.id
    where s.closed_at is null and s.opened_at < now() - interval '2 minutes' limit p_limit
      for update of r skip locked loop
    perform public.engine_end_pin(attempt, 'unknown', false);
    closed := closed + 1;
  end loop;
  update public.test_messages set closed_at = now(), outcome = 'unreachable'
  where id = any (array(select id from public.test_messages where closed_at is null
    and opened_at < now() - interval '2 minutes'
    order by opened_at limit p_limit for update skip locked));
  get diagnostics messages = row_count;
  return closed + messages;
end $$;
comment on function public.engine_close_interrupted_commands
  is 'Closes as unknown the PINs and messages whose function was cut off; they are far older than any call may take.';

create function public.engine_due_probe_templates(p_limit integer) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(x.id), '[]') from (
    select r.id from public.migration_requests r join public.probe_settings p on p.provider_id = r.provider_id
    left join private.probe_templates t on t.request_id = r.id
    where r.status in ('cutover', 'monitoring') and r.destination_waba_id is not null
      and p.phone_number <> r.phone_number
      and t.name is null and coalesce(t.read_at, '-infinity') < now() - interval '5 minutes'
        and private.may_be_probed(r)
      and not private.is_set_aside('probes', r.id)
    order by r.id limit p_limit) as x;
$$;
comment on function public.engine_due_probe_templates
  is 'Measured moves that have no template yet: [request]. An account that had none is read again after five minutes.';

create function public.engine_choose_probe_template(p_request uuid, p_name text, p_language text) returns void
language sql security definer set search_path = '' as $$
  insert into private.probe_templates as t (request_id, name, language) values (p_request, p_name, p_language)
  on conflict (request_id) do update set name = excluded.name, language = excluded.language, read_at = now();
$$;
comment on function public.engine_choose_probe_template
  is 'p_name, p_language: null when the account has nothing that can be sent as it is.';

grant execute on function public.engine_due_monitoring_checks(integer),
  public.engine_store_monitoring_check(uuid, jsonb, text),
  public.engine_end_pin(uuid, text, boolean), public.engine_end_test_message(uuid, text, integer, text),
  public.engine_due_probes(integer), public.engine_close_interrupted_commands(integer),
  public.engine_due_probe_templates(integer), public.engine_choose_probe_template(uuid, text, text)
  to service_role;
