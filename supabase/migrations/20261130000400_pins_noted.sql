-- A PIN that went with an answer was not thereby seen: the page may have been closed, or the answer lost. It counts as
-- known once the person to whom it was given says that they have noted it; until then the track stays open.

alter table public.cutover_steps add column pin_set_at timestamptz;
update public.cutover_steps set pin_set_at = pin_shown_at where pin_shown_at is not null;
comment on column public.cutover_steps.pin_set_at is
  'Of register: when the PIN of its call became, or may have become, the number''s; before called_at it is that of an earlier call.';
comment on column public.cutover_steps.pin_shown_at is 'Of register: when the person who approved it was shown that PIN and said that they noted it; null: nobody has.';
grant select (pin_set_at) on public.cutover_steps to authenticated;

alter table public.pin_settings add column shown_at timestamptz, add column confirmed boolean;
update public.pin_settings set shown_at = closed_at where outcome in ('set', 'unknown');
comment on table public.pin_settings is 'When a new PIN was given to a number, by whom, and whether they noted it; the PIN itself is nowhere.';
comment on column public.pin_settings.shown_at is 'When the person who set it was shown the PIN and said that they noted it; null: nobody has.';
comment on column public.pin_settings.confirmed is 'Whether Meta then showed two-step verification as on.';
grant select (shown_at, confirmed) on public.pin_settings to authenticated;

-- A PIN that replaced the one before is nobody's until its person has noted it.
create or replace function public.engine_end_pin(p_act uuid, p_outcome text, p_enabled boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare setting public.pin_settings; locked boolean := coalesce(p_enabled, false);
begin
  update public.pin_settings set closed_at = now(), outcome = p_outcome, confirmed = locked
  where id = p_act and closed_at is null returning * into setting;
  if not found then perform private.refuse(404, 'act_not_found'); end if;
  perform from public.migration_requests where id = setting.request_id for update;
  if p_outcome <> 'refused' then
    update public.migration_requests
    set tracks = tracks || jsonb_build_object('security_pin', case p_outcome when 'set' then 'working' else 'exception' end)
    where id = setting.request_id and status = 'stabilising' and tracks ->> 'security_pin' <> 'not_applicable';
  end if;
  return private.close_change(setting.request_id, 'pin.ended', 'client', jsonb_build_object('outcome', p_outcome, 'locked', locked));
end $$;

-- p_pin: the row of pin_settings, or the intent of the registration, that the answer with the PIN named. Whatever else has
-- changed in the request meanwhile has no bearing on it.
create function public.note_pin(p_request uuid, p_pin uuid, p_noted boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests := private.open_request(p_request, null, 'pin.set', true);
  setting public.pin_settings; registered timestamptz; locked boolean; state text; moved jsonb := '{}';
begin
  if p_noted is null then perform private.refuse(400, 'invalid_input', 'noted'); end if;
  select * into setting from public.pin_settings where id = p_pin and request_id = p_request and set_by = (select auth.uid());
  if found then
    if coalesce(setting.outcome, 'refused') = 'refused' or exists (select from public.pin_settings p where p.request_id = p_request
      and p.outcome in ('set', 'unknown') and p.opened_at > setting.opened_at) then
      perform private.refuse(409, 'pin_replaced');
    end if;
    update public.pin_settings set shown_at = case when p_noted then now() end where id = p_pin;
    locked := setting.outcome = 'set' and setting.confirmed;
  else
    select i.closed_at into registered from private.intents i
    where i.id = p_pin and i.request_id = p_request and i.step in ('register', 'register_shared') and i.kind = 'call' and i.closed_at is not null;
    -- Who approved the call stands with the event of its beginning; the latest is the one whose PIN may be the number's.
    if registered is null or (select e.data ->> 'authorisedBy' from public.events e
      where e.provider_id = request.provider_id and e.client_id = request.client_id and e.request_id = p_request and e.kind = 'cutover.step'
        and e.data ->> 'step' in ('register', 'register_shared') and e.data ->> 'outcome' = 'started' and e.data ->> 'kind' = 'call'
      order by e.id desc limit 1) is distinct from (select auth.uid())::text then
      perform private.refuse(404, 'pin_not_found');
    end if;
    if exists (select from public.pin_settings p where p.request_id = p_request and p.outcome in ('set', 'unknown')) then
      perform private.refuse(409, 'pin_replaced');
    end if;
    update public.cutover_steps set pin_shown_at = case when p_noted then now() end
    where request_id = p_request and step in ('register', 'register_shared') and pin_set_at = registered;
    if not found then perform private.refuse(409, 'pin_replaced'); end if;
    locked := (select x ->> 'verdict' = 'good' from public.after_checks a cross join jsonb_array_elements(a.points) as x
      where a.request_id = p_request and a.taken_at is not null and x ->> 'point' = 'two_step_on' order by a.taken_at desc limit 1);
  end if;
  -- Before the number is registered no track of it has begun, and after completion none moves.
  if request.status in ('cutover', 'stabilising') and request.tracks ->> 'security_pin' not in ('not_applicable', 'pending') then
    state := case when not p_noted then 'exception' when locked and private.is_pin_known(p_request) then 'done' else 'working' end;
    if request.tracks ->> 'security_pin' <> state then moved := jsonb_build_object('security_pin', state); end if;
    update public.migration_requests set tracks = tracks || moved where id = p_request;
  end if;
  return private.close_change(p_request, case when p_noted then 'pin.noted' else 'pin.not_noted' end, 'client', jsonb_build_object('tracks', moved));
end $$;
comment on function public.note_pin is
  'Whoever was given a PIN says that they were shown it and noted it, or that they could not. Refused as pin_replaced where the number has a newer one.';

-- As before, but that a new PIN ends the time without a lock only with the word of its person. "confirmed" is how that was
-- told until now.
create or replace function private.follow_stretches(p_event public.events) returns void
language plpgsql security definer set search_path = '' as $$
declare
  kind text := p_event.kind; data jsonb := p_event.data; at timestamptz := p_event.created_at; changed boolean;
  paused boolean := p_event.on_hold and coalesce(p_event.waiting_on, 'us') = 'us';
  ended text[]; started text[];
begin
  ended := case
    when p_event.to_status in ('completed', 'rejected', 'cancelled', 'failed') then '{first_answer,cutover,two_step_back_on,proof,whole_move}'
    when kind in ('request.accept', 'request.ask', 'comment.client') and p_event.actor_kind = 'member' then '{first_answer}'
    when kind = 'cutover.abort' then '{cutover}'
    when kind = 'cutover.connected' then '{cutover,whole_move}'
    when kind = 'track.set' and data ->> 'track' = 'security_pin' and data ->> 'state' in ('done', 'not_applicable')
      or kind = 'pin.ended' and data -> 'confirmed' = 'true'
      or kind in ('after_check.taken', 'pin.noted') and data -> 'tracks' ->> 'security_pin' = 'done' then '{two_step_back_on}'
    else '{}' end;
  started := case
    when kind = 'request.submit' then '{first_answer,whole_move}'
    when kind = 'cutover.start' then '{cutover}'
    when kind = 'cutover.step' and data ->> 'step' = 'register' and data ->> 'outcome' in ('done', 'skipped') then '{two_step_back_on}'
    when kind = 'cutover.connected' then '{proof}'
    else '{}' end;
  delete from private.stretch_clocks where request_id = p_event.request_id and code = any (ended);
  -- The reading of 72 hours after the connection is what the proof waits for.
  insert into private.stretch_clocks (request_id, code, started_at, since)
  select p_event.request_id, c, s, s from unnest(started) as c, lateral (select at + case c when 'proof' then interval '72 hours' else '0' end as s)
  on conflict (request_id, code) do update set started_at = excluded.started_at, since = excluded.since, spent = '0';
  update private.stretch_clocks s set
    spent = s.spent + case
      when s.since is null or not paused then interval '0'
      when (select c.counts from private.clock_catalogue c where c.code = s.code) = 'wall' then greatest(at - s.since, '0')
      else private.business_between(p_event.provider_id, s.since, greatest(at, s.since)) end,
    since = case when not paused then greatest(at, s.started_at) end
  where s.request_id = p_event.request_id and (s.since is null) <> paused;
  changed := found;
  if changed or started <> '{}' then perform private.measure_stretches(p_event.request_id); end if;
end $$;

revoke execute on function public.note_pin(uuid, uuid, boolean) from public, anon, authenticated, service_role;
grant execute on function public.note_pin(uuid, uuid, boolean) to authenticated;
