-- Takes people's commands on a moved number: PINs, test messages, probes and the client's confirmation.

create function public.ask_monitoring_check(p_request uuid, p_version integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests; latest timestamptz;
begin
  request := private.open_request(p_request, p_version, 'check.run');
  if request.status not in ('monitoring', 'completed')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  select max(taken_at) into latest from public.monitoring_checks where request_id = p_request;
  perform private.check_wait(latest + interval '1 minute');
  insert into public.monitoring_checks (provider_id, client_id, request_id, moment, due_at)
  values (request.provider_id, request.client_id, request.id, 'manual', now()) on conflict do nothing;
  -- A check that could not be read before is tried at once.
  update public.monitoring_checks set tried_at = null, attempts = case when given_up_at is null then attempts
    else 0 end,
    given_up_at = null
  where request_id = p_request and taken_at is null and due_at <= now();
  return private.close_change(p_request, 'monitoring_check.ask', 'internal');
end $$;
comment on function public.ask_monitoring_check
  is 'Starts another monitoring check within seconds, for example after somebody fixed what the last one found.';

create function public.begin_pin(p_request uuid, p_version integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests := private.open_moved_number(p_request, p_version,
    'pin.set'); opened uuid; used integer; oldest timestamptz;
begin
  -- A function that was cut off will not report any more.
  update public.pin_settings set closed_at = now(), outcome = 'unknown'
  where request_id = p_request and closed_at is null and opened_at < now() - interval '1 minute';
  perform private.check_wait((select opened_at + interval '1 minute' from public.pin_settings
    where request_id = p_request and closed_at is null));
  select count(*), min(opened_at) into used, oldest from public.pin_settings where request_id = p_request
    and opened_at > now() - interval '24 hours';
  if used >= 5 then perform private.check_wait(oldest + interval '24 hours'); end if;
  insert into public.pin_settings (provider_id, client_id, request_id, set_by, side)
  values (request.provider_id, request.client_id, request.id, (select auth.uid()),
    private.actor_kind(request.provider_id)) returning id into opened;
  return private.close_change(p_request, 'pin.set', 'client') || jsonb_build_object('attempt', opened);
end $$;
comment on function public.begin_pin
  is 'Opens the attempt before a new PIN is set: {id, reference, status, version, attempt}. Allows five in a day.';

create function public.begin_test_message(p_request uuid, p_version integer, p_to text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests := private.open_moved_number(p_request, p_version,
    'message.test'); opened uuid; used integer; oldest timestamptz;
begin
  if coalesce(p_to, '') !~ '^\+[1-9][0-9]{6,14}$' or p_to = request.phone_number
    then perform private.refuse(400, 'invalid_input', 'to'); end if;
  select count(*), min(opened_at) into used, oldest from public.test_messages
  where request_id = p_request and purpose = 'smoke' and opened_at > now() - interval '24 hours';
  if used >= 20 then perform private.check_wait(oldest + interval '24 hours'); end if;
  insert into public.test_messages (provider_id, client_id, request_id, purpose, direction, sent_by, last_four)
  values (request.provider_id, request.client_id, request.id, 'smoke', 'out', (select auth.uid()), right(p_to, 4))
    returning id into opened;
  return private.close_change(p_request, 'message.test', 'client', jsonb_build_object('lastFour', right(p_to, 4)))
    || jsonb_build_object('attempt', opened);
end $$;
comment on function public.begin_test_message
  is 'Opens the attempt before a test message is sent: {id, reference, status, version, attempt}.';

create function public.save_probe(p_provider uuid, p_phone_number text, p_phone_number_id text, p_template_name text,
  p_template_language text, p_interval_seconds integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'settings.manage');
  if p_template_name = 'hello_world' then perform private.refuse(400, 'sample_template'); end if;
  insert into public.probe_settings (provider_id, phone_number, phone_number_id, template_name, template_language,
    interval_seconds)
  values (p_provider, p_phone_number, p_phone_number_id, p_template_name, p_template_language, p_interval_seconds)
  on conflict (provider_id) do update set phone_number = excluded.phone_number, phone_number_id
    = excluded.phone_number_id,
    template_name = excluded.template_name, template_language = excluded.template_language,
    interval_seconds = excluded.interval_seconds, updated_at = now();
  return jsonb_build_object('id', p_provider);
exception when check_violation or not_null_violation then
  perform private.refuse(400, 'invalid_input', 'probe');
end $$;

create function public.end_probe(p_provider uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'settings.manage');
  delete from public.probe_settings where provider_id = p_provider;
  return jsonb_build_object('id', p_provider);
end $$;

create function public.confirm_integration(p_request uuid, p_version integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests := private.open_request(p_request, p_version, 'integration.confirm');
begin
  if request.status <> 'monitoring' then perform private.refuse(409, 'wrong_status', request.status); end if;
  update public.migration_requests set tracks = tracks || '{"client_integration":"done"}' where id = p_request;
  return private.close_change(p_request, 'integration.confirm', 'client');
end $$;
comment on function public.confirm_integration
  is 'The client confirms that its own systems send and receive through the new provider: nobody else can know.';

-- A PIN in an answer has not necessarily been seen: the page may have been closed, or the answer lost. It counts as
-- known once the person who received it confirms that they have noted it; until then the track stays open.
-- p_pin: the row of pin_settings, or the intent of the registration, that the answer with the PIN named. Other changes
-- of the request in the meantime do not matter.
create function public.note_pin(p_request uuid, p_pin uuid, p_noted boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests := private.open_request(p_request, null, 'pin.set', true);
  setting public.pin_settings; registered timestamptz; locked boolean; state text; moved jsonb := '{}';
begin
  if p_noted is null then perform private.refuse(400, 'invalid_input', 'noted'); end if;
  select * into setting from public.pin_settings where id = p_pin and request_id = p_request
    and set_by = (select auth.uid());
  if found then
    if coalesce(setting.outcome, 'refused') = 'refused'
      or exists (select from public.pin_settings p where p.request_id = p_request
      and p.outcome in ('set', 'unknown') and p.opened_at > setting.opened_at) then
      perform private.refuse(409, 'pin_replaced');
    end if;
    update public.pin_settings set shown_at = case when p_noted then now() end where id = p_pin;
    locked := setting.outcome = 'set' and setting.confirmed;
  else
    select i.closed_at into registered from private.intents i
    where i.id = p_pin and i.request_id = p_request and i.step in ('register', 'register_shared') and i.kind = 'call'
      and i.closed_at is not null;
    -- The event of the call's start records who approved it; the latest is the one whose PIN may be the number's.
    if registered is null or (select e.data ->> 'authorisedBy' from public.events e
      where e.provider_id = request.provider_id and e.client_id = request.client_id and e.request_id = p_request
        and e.kind = 'cutover.step'
        and e.data ->> 'step' in ('register', 'register_shared') and e.data ->> 'outcome' = 'started'
          and e.data ->> 'kind' = 'call'
      order by e.id desc limit 1) is distinct from (select auth.uid())::text then
      perform private.refuse(404, 'pin_not_found');
    end if;
    if exists (select from public.pin_settings p where p.request_id = p_request
      and p.outcome in ('set', 'unknown')) then
      perform private.refuse(409, 'pin_replaced');
    end if;
    update public.cutover_steps set pin_shown_at = case when p_noted then now() end
    where request_id = p_request and step in ('register', 'register_shared') and pin_set_at = registered;
    if not found then perform private.refuse(409, 'pin_replaced'); end if;
    locked := (select x ->> 'verdict' = 'good' from public.monitoring_checks a cross
      join jsonb_array_elements(a.points) as x
      where a.request_id = p_request and a.taken_at is not null and x ->> 'point' = 'two_step_on'
        order by a.taken_at desc limit 1);
  end if;
  -- Before the number is registered none of its tracks has begun, and after completion none changes.
  if request.status in ('cutover', 'monitoring') and request.tracks ->> 'security_pin' not
    in ('not_applicable', 'pending') then
    state := case when not p_noted then 'exception' when locked
      and private.is_pin_known(p_request) then 'done' else 'working' end;
    if request.tracks ->> 'security_pin' <> state then moved := jsonb_build_object('security_pin', state); end if;
    update public.migration_requests set tracks = tracks || moved where id = p_request;
  end if;
  return private.close_change(p_request, case when p_noted then 'pin.noted' else 'pin.not_noted' end, 'client',
    jsonb_build_object('tracks', moved));
end $$;
comment on function public.note_pin is
  'The person who received a PIN reports that they were shown it and noted it, or that they could not. Refused as '
    'pin_replaced if the number has a newer one.';

create function public.read_test_templates(p_request uuid, p_version integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests := private.open_moved_number(p_request, p_version, 'message.test');
begin
  if request.destination_waba_id is null then perform private.refuse(409, 'route_missing'); end if;
  return jsonb_build_object('id', p_request, 'status', request.status);
end $$;
comment on function public.read_test_templates
  is 'Whether the person may send test messages from this number: checked before Meta is asked what can be sent.';

grant execute on function public.ask_monitoring_check(uuid, integer), public.begin_pin(uuid, integer),
  public.begin_test_message(uuid, integer, text), public.save_probe(uuid, text, text, text, text, integer),
  public.end_probe(uuid), public.confirm_integration(uuid, integer), public.note_pin(uuid, uuid, boolean),
  public.read_test_templates(uuid, integer)
  to authenticated;
