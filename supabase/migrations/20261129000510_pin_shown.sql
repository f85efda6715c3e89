-- That Meta shows two-step verification as on does not mean that anybody knows the PIN: the worker that made it may have died
-- before it answered, and the PIN was in its memory alone.

alter table public.cutover_steps add column pin_shown_at timestamptz;
comment on column public.cutover_steps.pin_shown_at is 'Of register: when the PIN of its call went, once, to the person who approved it; before called_at it is that of an earlier call.';
grant select (pin_shown_at) on public.cutover_steps to authenticated;

-- Until now the PIN went with every call that was answered as done or as unknown; a call cut off has no answer.
update public.cutover_steps s set pin_shown_at = i.closed_at from (
  select distinct on (request_id) request_id, closed_at, outcome, answer from private.intents
  where step = 'register' and kind = 'call' order by request_id, opened_at desc) as i
where i.request_id = s.request_id and s.step = 'register' and (i.outcome = 'done' or i.outcome = 'unknown' and i.answer is not null);

-- As before, and "pinShown" and "byEarlierCall".
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
  if (p_records ->> 'pinShown')::boolean then
    update public.cutover_steps set pin_shown_at = now() where request_id = p_request.id and step = 'register';
  end if;
  if (p_records ->> 'byEarlierCall')::boolean then
    update public.cutover_steps set called_at = started_at, pin_shown_at = null where request_id = p_request.id and step = 'register';
  end if;
end $$;

create function private.is_pin_known(p_request uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce(
    (select p.outcome = 'set' from public.pin_settings p where p.request_id = p_request and p.outcome in ('set', 'unknown')
      order by p.opened_at desc limit 1),
    (select s.pin_shown_at is not null and s.pin_shown_at >= coalesce(s.called_at, s.pin_shown_at) from public.cutover_steps s
      where s.request_id = p_request and s.step = 'register' and s.state = 'done'),
    true);
$$;
comment on function private.is_pin_known is 'Whether the number''s PIN was shown to a person: the newest one set since the move, or else that of the move. Where the desk did not register the number, whoever did it by hand chose the PIN.';
revoke execute on function private.is_pin_known(uuid) from public, anon, authenticated, service_role;

-- As before, but the track of the PIN.
create or replace function public.engine_store_after_check(p_check uuid, p_findings jsonb, p_cause text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  taken public.after_checks; request public.migration_requests; item jsonb; moved jsonb := '{}'; looked jsonb := p_findings -> 'tracks';
begin
  select * into taken from public.after_checks where id = p_check;
  if not found then perform private.refuse(404, 'after_check_not_found'); end if;
  if p_findings is null then
    update public.after_checks set cause = p_cause where id = p_check and taken_at is null;
    return null;
  end if;
  select * into strict request from public.migration_requests where id = taken.request_id for update;
  update public.after_checks set taken_at = now(), cause = null, points = p_findings -> 'points' where id = p_check and taken_at is null;
  if not found then return null; end if;

  if request.status = 'stabilising' then
    update public.request_exceptions set resolved_at = now(), closed_by = 'reading'
    where request_id = request.id and resolved_at is null and code in (select jsonb_array_elements_text(p_findings -> 'settled'));
    insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
    select request.provider_id, request.client_id, request.id, x ->> 'code', x ->> 'owner' from jsonb_array_elements(p_findings -> 'exceptions') as x
    on conflict (request_id, code) where resolved_at is null do nothing;
    -- A lock that Meta shows as on has served its purpose only once somebody has the key. A track that is done already is so
    -- by a new PIN or by a person's word.
    if looked ->> 'security_pin' = 'done' and request.tracks ->> 'security_pin' <> 'done' and not private.is_pin_known(request.id) then
      looked := looked || '{"security_pin":"exception"}';
    end if;
    -- A track that does not apply is a person's word, which no reading takes back.
    select coalesce(jsonb_object_agg(t.key, t.value), '{}') into moved from jsonb_each(looked) as t
    where request.tracks ->> t.key <> 'not_applicable' and request.tracks -> t.key <> t.value;
    update public.migration_requests set tracks = tracks || moved where id = request.id;
    if taken.moment in ('24h', '72h') and request.webhook_heard_at is null and request.tracks ->> 'webhook' <> 'not_applicable' then
      insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
      values (request.provider_id, request.client_id, request.id, 'WEBHOOK_SILENT', 'us')
      on conflict (request_id, code) where resolved_at is null do nothing;
    end if;
  else
    for item in select * from jsonb_array_elements(p_findings -> 'deviations') loop
      perform private.raise_alarm(request, jsonb_build_object('alarm', 'NUMBER_CHANGED', 'subject', item ->> 'point', 'facts', item -> 'facts'), now());
    end loop;
  end if;
  return private.close_change(request.id, 'after_check.taken', 'client', jsonb_build_object('moment', taken.moment, 'tracks', moved,
    'bad', (select count(*) from jsonb_array_elements(p_findings -> 'points') as p where p ->> 'verdict' = 'bad')));
end $$;
revoke execute on function private.store_records(public.migration_requests, jsonb), public.engine_store_after_check(uuid, jsonb, text)
  from public, anon, authenticated, service_role;
grant execute on function public.engine_store_after_check(uuid, jsonb, text) to service_role;
