-- The signup window's half of the engine: what the client granted is stored with the same fence as every other answer.

create or replace function public.engine_context(p_request uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'request', to_jsonb(r),
    'steps', coalesce((select jsonb_agg(to_jsonb(s) order by s.position) from public.cutover_steps s where s.request_id = r.id), '[]'),
    'snapshots', coalesce((select jsonb_agg(jsonb_build_object('side', n.side, 'moment', n.moment, 'data', n.data)) from (
      select distinct on (side, moment) side, moment, data from public.snapshots
      where request_id = r.id and moment <> 'check' order by side, moment, taken_at desc) as n), '[]'),
    'templates', case when r.status <> 'stabilising' then '[]' else
      coalesce((select jsonb_agg(to_jsonb(x) order by x.name, x.language) from public.templates x where x.request_id = r.id), '[]') end,
    'connection', to_jsonb(c),
    'token', to_jsonb(t))
  from public.migration_requests r
  left join public.meta_connections c on c.id = coalesce(r.signup_connection_id, r.connection_id) and c.revoked_at is null
  left join private.connection_tokens t on t.connection_id = c.id
  where r.id = p_request;
$$;

-- p_signup: {"connectionId","businessId","wabaId","keyId","nonce","ciphertext"}: the token comes encrypted for that
-- connection and opens nowhere else.
create function private.store_signup(p_request public.migration_requests, p_signup jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  connection uuid := (p_signup ->> 'connectionId')::uuid;
begin
  perform private.end_signup(p_request.id);
  insert into public.meta_connections (id, provider_id, name, app_id, business_id, request_id)
  select connection, p_request.provider_id, 'Signup ' || p_request.reference, c.app_id, p_signup ->> 'businessId', p_request.id
  from public.meta_connections c where c.id = p_request.connection_id;
  insert into private.connection_tokens (connection_id, provider_id, key_id, nonce, ciphertext)
  values (connection, p_request.provider_id, p_signup ->> 'keyId', p_signup ->> 'nonce', p_signup ->> 'ciphertext');
  update public.migration_requests set signup_connection_id = connection, destination_waba_id = p_signup ->> 'wabaId'
  where id = p_request.id;
end $$;

-- As before, and "signup".
create or replace function private.store_records(p_request public.migration_requests, p_records jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.snapshots (provider_id, client_id, request_id, side, moment, data)
  select p_request.provider_id, p_request.client_id, p_request.id, x ->> 'side', x ->> 'moment', x -> 'data'
  from jsonb_array_elements(coalesce(p_records -> 'snapshots', '[]')) as x;
  insert into public.templates (provider_id, client_id, request_id, name, language, category, source_template_id, source_status,
    source_quality, destination_template_id, destination_status, outcome, why)
  select p_request.provider_id, p_request.client_id, p_request.id, x ->> 'name', x ->> 'language', x ->> 'category',
    x ->> 'sourceTemplateId', x ->> 'sourceStatus', x ->> 'sourceQuality', x ->> 'destinationTemplateId', x ->> 'destinationStatus',
    x ->> 'outcome', x ->> 'why'
  from jsonb_array_elements(coalesce(p_records -> 'templates', '[]')) as x
  on conflict (request_id, name, language) do update set category = excluded.category,
    source_template_id = excluded.source_template_id, source_status = excluded.source_status, source_quality = excluded.source_quality,
    destination_template_id = excluded.destination_template_id, destination_status = excluded.destination_status,
    outcome = excluded.outcome, updated_at = now(),
    -- How it came to be kept is known best by whoever saw it first.
    why = case when templates.outcome = 'kept' and excluded.outcome = 'kept' then templates.why else excluded.why end;
  update public.cutover_steps s set state = 'skipped', finished_at = now()
  where s.request_id = p_request.id and s.state = 'pending'
    and s.step in (select jsonb_array_elements_text(p_records -> 'skipped'));
  if p_records ? 'phoneNumberId' then
    update public.migration_requests set destination_phone_number_id = p_records ->> 'phoneNumberId' where id = p_request.id;
  end if;
  if p_records ? 'signup' then perform private.store_signup(p_request, p_records -> 'signup'); end if;
end $$;

create or replace function public.engine_close_intent(p_intent uuid, p_fence bigint, p_outcome text, p_result jsonb default null,
  p_records jsonb default '{}', p_exception jsonb default null, p_wait_seconds integer default null, p_reset_to text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  intent private.intents; request public.migration_requests; opened uuid; permission text := 'cutover.step';
  concerned text; item jsonb; shut_until timestamptz := now() + make_interval(secs => p_wait_seconds);
  exceptions jsonb := case jsonb_typeof(p_exception) when 'array' then p_exception when 'object' then jsonb_build_array(p_exception) else '[]' end;
begin
  select * into intent from private.intents where id = p_intent;
  if not found then perform private.refuse(404, 'intent_not_found'); end if;
  select * into strict request from public.migration_requests where id = intent.request_id for update;
  select * into intent from private.intents where id = p_intent;
  if intent.closed_at is not null or request.fence <> p_fence or intent.fence <> p_fence then perform private.refuse(409, 'fence_lost'); end if;

  concerned := coalesce(p_reset_to, intent.step);
  update private.intents set closed_at = now(), outcome = p_outcome, answer = p_exception where id = p_intent;
  update public.cutover_steps set
    state = case p_outcome when 'again' then 'pending' else p_outcome end,
    result = coalesce(p_result, result),
    authorisation = null,
    wait_until = case when p_reset_to is null then shut_until end,
    finished_at = case when p_outcome in ('done', 'skipped') then now() end
  where request_id = intent.request_id and step = intent.step;
  if p_reset_to is not null then
    update public.cutover_steps s set state = 'pending', finished_at = null, authorised_by = null, authorised_at = null, authorisation = null,
      wait_until = case when s.step = p_reset_to then shut_until end
    where s.request_id = intent.request_id and s.step <> intent.step
      and s.position >= (select o.position from public.cutover_steps o where o.request_id = intent.request_id and o.step = p_reset_to)
      and s.position < (select o.position from public.cutover_steps o where o.request_id = intent.request_id and o.step = intent.step);
  end if;
  perform private.store_records(request, p_records);

  -- What an earlier attempt met is past.
  update public.request_exceptions set resolved_at = now()
  where request_id = intent.request_id and step in (intent.step, concerned) and resolved_at is null
    and code not in (select x ->> 'code' from jsonb_array_elements(exceptions) as x);
  if p_outcome in ('done', 'skipped') then
    if intent.step = 'register' then
      update public.migration_requests set registered_at = now(), no_return_at = now(), tracks = tracks || '{"number":"working","security_pin":"working"}'
      where id = intent.request_id;
    elsif intent.step = 'confirm_connected' then
      permission := 'cutover.connected';
      update public.migration_requests set registered_at = coalesce(registered_at, now()),
        tracks = tracks || '{"number":"done","webhook":"working"}' where id = intent.request_id;
    elsif intent.step = 'compare' then
      update public.migration_requests set tracks = tracks || jsonb_build_object('templates', case
        when exists (select from public.templates where request_id = intent.request_id and outcome = 'pending') then 'partial' else 'done' end)
      where id = intent.request_id;
    end if;
  end if;
  for item in select * from jsonb_array_elements(exceptions) loop
    insert into public.request_exceptions (provider_id, client_id, request_id, code, owner, step)
    values (request.provider_id, request.client_id, request.id, item ->> 'code', item ->> 'owner', concerned)
    on conflict (request_id, code) where resolved_at is null do update set step = excluded.step returning id into opened;
    insert into public.exception_payloads (exception_id, provider_id, payload, fbtrace_id)
    values (opened, request.provider_id, coalesce(item -> 'payload', '{}'), item ->> 'fbtraceId')
    on conflict (exception_id) do update set payload = excluded.payload, fbtrace_id = excluded.fbtrace_id;
  end loop;
  return private.close_change(intent.request_id, permission, 'client',
    jsonb_strip_nulls(jsonb_build_object('step', intent.step, 'outcome', p_outcome, 'exception', exceptions -> 0 ->> 'code')));
end $$;

revoke execute on function private.store_signup(public.migration_requests, jsonb) from public, anon, authenticated, service_role;
