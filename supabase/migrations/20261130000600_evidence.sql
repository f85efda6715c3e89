-- A step is done only on evidence that could not be there without our call. Where Meta's readings cannot be such evidence,
-- messages at our account can, or a person who has tried the number.

create or replace function public.engine_context(p_request uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select jsonb_build_object(
      'request', to_jsonb(r),
      'steps', coalesce((select jsonb_agg(to_jsonb(s) order by s.position) from public.cutover_steps s where s.request_id = r.id), '[]'),
      'snapshots', coalesce((select jsonb_agg(jsonb_build_object('side', n.side, 'moment', n.moment, 'data', n.data)) from (
        select distinct on (side, moment) side, moment, data from public.snapshots
        where request_id = r.id and moment <> 'check' order by side, moment, taken_at desc) as n), '[]'),
      'templates', case when r.status <> 'stabilising' then '[]' else
        coalesce((select jsonb_agg(to_jsonb(x) order by x.name, x.language) from public.templates x where x.request_id = r.id), '[]') end,
      'heard_here', private.heard_here(r.id),
      'connection', to_jsonb(c),
      'token', to_jsonb(t))
    from public.migration_requests r
    left join public.meta_connections c on c.id = coalesce(r.signup_connection_id, r.connection_id) and c.revoked_at is null
    left join private.connection_tokens t on t.connection_id = c.id
    where r.id = p_request);
end $$;

-- Meta dates messages to the second.
create function private.heard_here(p_request uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  with call as (
    select date_trunc('second', max(coalesce(s.called_at, s.finished_at))) as made_at from public.cutover_steps s
    where s.request_id = p_request and s.step in ('register', 'record_ids'))
  select coalesce(bool_or(m.at >= c.made_at) and not bool_or(m.at < c.made_at), false)
  from call c join public.message_sightings m on m.request_id = p_request where c.made_at is not null;
$$;
comment on function private.heard_here is 'Whether a message passed through the new account after the last call that was to register the number there, and none before it.';

-- What a step that is done changes of its request; returns the permission whose transition it takes.
create function private.apply_step(p_request uuid, p_step text) returns text
language plpgsql security definer set search_path = '' as $$
begin
  if p_step = 'register' then
    update public.migration_requests set registered_at = now(), no_return_at = now(),
      tracks = tracks || '{"number":"working","security_pin":"working"}' where id = p_request;
  elsif p_step = 'confirm_connected' then
    update public.migration_requests set registered_at = coalesce(registered_at, now()),
      tracks = tracks || '{"number":"done","webhook":"working"}' where id = p_request;
    return 'cutover.connected';
  elsif p_step = 'compare' then
    update public.migration_requests set tracks = tracks || jsonb_build_object('templates', case
      when exists (select from public.templates where request_id = p_request and outcome = 'pending') then 'partial' else 'done' end)
    where id = p_request;
  end if;
  return 'cutover.step';
end $$;

create or replace function public.engine_close_intent(p_intent uuid, p_fence bigint, p_outcome text, p_result jsonb default null,
  p_records jsonb default '{}', p_exception jsonb default null, p_wait_seconds integer default null, p_reset_to text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  intent private.intents; request public.migration_requests; opened uuid; permission text := 'cutover.step';
  concerned text; item jsonb; reopens_at timestamptz := now() + make_interval(secs => p_wait_seconds);
  exceptions jsonb := case jsonb_typeof(p_exception) when 'array' then p_exception when 'object' then jsonb_build_array(p_exception) else '[]' end;
begin
  select * into intent from private.intents where id = p_intent;
  if not found then perform private.refuse(404, 'intent_not_found'); end if;
  select * into strict request from public.migration_requests where id = intent.request_id for update;
  select * into intent from private.intents where id = p_intent;
  if intent.closed_at is not null or request.fence <> p_fence or intent.fence <> p_fence then perform private.refuse(409, 'fence_lost'); end if;

  concerned := coalesce(p_reset_to, intent.step);
  update private.intents set closed_at = now(), outcome = p_outcome, answer = p_exception where id = p_intent;
  if intent.kind = 'call' and p_outcome = 'again' and reopens_at is not null then
    update private.intents set shut_step = concerned, shut_until = reopens_at where id = p_intent;
  end if;
  update public.cutover_steps set
    state = case p_outcome when 'again' then 'pending' else p_outcome end,
    result = coalesce(p_result, result),
    authorisation = null,
    wait_until = case when p_reset_to is null then reopens_at end,
    finished_at = case when p_outcome in ('done', 'skipped') then now() end
  where request_id = intent.request_id and step = intent.step;
  if p_reset_to is not null then
    update public.cutover_steps s set state = 'pending', finished_at = null, authorised_by = null, authorised_at = null, authorisation = null,
      wait_until = case when s.step = p_reset_to then reopens_at end
    where s.request_id = intent.request_id and s.step <> intent.step
      and s.position >= (select o.position from public.cutover_steps o where o.request_id = intent.request_id and o.step = p_reset_to)
      and s.position < (select o.position from public.cutover_steps o where o.request_id = intent.request_id and o.step = intent.step);
  end if;
  perform private.store_records(request, p_records);

  -- What an earlier attempt met is past.
  update public.request_exceptions set resolved_at = now()
  where request_id = intent.request_id and step in (intent.step, concerned) and resolved_at is null
    and code not in (select x ->> 'code' from jsonb_array_elements(exceptions) as x);
  if p_outcome in ('done', 'skipped') then permission := private.apply_step(intent.request_id, intent.step); end if;
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

-- Of a register too, where no reading can tell: the engine has asked then.
create or replace function public.resolve_outcome(p_request uuid, p_version integer, p_step text, p_happened boolean)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare permission text := 'cutover.resolve';
begin
  perform private.open_request(p_request, p_version, 'cutover.resolve');
  if p_happened is null then perform private.refuse(400, 'invalid_input', 'happened'); end if;
  if exists (select from public.cutover_steps where request_id = p_request and step = p_step and state = 'unknown')
    and not exists (select from public.request_exceptions
      where request_id = p_request and step = p_step and code = 'OUTCOME_UNKNOWN' and resolved_at is null) then
    perform private.refuse(409, case p_step when 'register' then 'read_decides' else 'not_by_hand' end, p_step);
  end if;
  -- Evidence may be coming in at this very moment.
  if exists (select from private.intents where request_id = p_request and closed_at is null and lease_until >= now()) then
    perform private.refuse(409, 'intent_open');
  end if;
  update public.cutover_steps set state = case when p_happened then 'done' else 'pending' end, wait_until = null,
    finished_at = case when p_happened then now() end, authorised_by = null, authorised_at = null, authorisation = null
  where request_id = p_request and step = p_step and state = 'unknown';
  if not found then perform private.refuse(409, 'step_not_due', p_step); end if;
  update public.request_exceptions set resolved_at = now() where request_id = p_request and step = p_step and resolved_at is null;
  if p_happened and private.apply_step(p_request, p_step) <> 'cutover.step' then permission := 'cutover.connected'; end if;
  return private.close_change(p_request, permission, 'internal', jsonb_build_object('step', p_step, 'happened', p_happened));
end $$;

-- While a person is asked, what can be read is read on, where the engine has said when.
create or replace function public.engine_due_requests(p_limit integer) returns table (request_id uuid, provider_id uuid)
language sql stable security definer set search_path = '' as $$
  with halted as materialized (select h.provider_id from private.halts h where h.ended_at is null),
  resting as materialized (
    select p.provider_id, p.kind, p.id from private.graph_pauses p where greatest(p.closed_until, p.breaker_until) > now())
  select due.id, p.id
  from public.providers p
  cross join lateral (
    select own.id, row_number() over () as turn from (
      select r.id
      from public.migration_requests r
      cross join lateral (
        select s.step, s.state, s.wait_until from public.cutover_steps s
        where s.request_id = r.id and s.state not in ('done', 'skipped') order by s.position limit 1) s
      join private.step_catalogue k on k.step = s.step
      where r.provider_id = p.id and r.status in ('cutover', 'stabilising') and r.hold_reason is null
        and ((s.state = 'pending' and k.trigger = 'automatic' and coalesce(s.wait_until, '-infinity') <= now())
          or s.state = 'running'
          or (s.state = 'unknown' and coalesce(s.wait_until, '-infinity') <= now() and (s.wait_until is not null
            or not exists (select from public.request_exceptions e
              where e.request_id = r.id and e.code = 'OUTCOME_UNKNOWN' and e.resolved_at is null))))
        and not exists (select from private.intents i where i.request_id = r.id and i.closed_at is null and i.lease_until >= now())
        and not exists (select from resting x where x.provider_id = r.provider_id and x.id = case x.kind
          when 'waba' then r.destination_waba_id
          else (select c.app_id from public.meta_connections c where c.id = r.connection_id) end)
        -- What would be a call again; what became of one is read all the same.
        and not ((s.state = 'pending' or (s.state = 'running' and k.repeatable)) and coalesce(r.no_return_at, r.registered_at) is null
          and private.is_contested(r.id))
      order by r.no_return_at, r.window_starts_at, r.id limit p_limit) as own) as due
  left join lateral (
    select i.opened_at from private.intents i where i.provider_id = p.id order by i.opened_at desc limit 1) as served on true
  where not exists (select from halted h where h.provider_id is null or h.provider_id = p.id)
  order by due.turn, served.opened_at nulls first limit p_limit;
$$;

revoke execute on function private.heard_here(uuid), private.apply_step(uuid, text) from public, anon, authenticated, service_role;
