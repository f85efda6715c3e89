-- Two companies that ask for one number: somebody may be trying to take it over. Both requests stand still until their
-- desks have made sure who may decide; neither learns whose the other is. Before the point of no return only: a number
-- that has moved must go on.

create table private.number_conflicts (
  id bigint generated always as identity primary key,
  phone_number text not null,
  live_request_id uuid not null references public.migration_requests (id),
  rival_request_id uuid not null references public.migration_requests (id),
  rival_person uuid not null,
  opened_at timestamptz not null default now(),
  told_at timestamptz,
  unique (live_request_id, rival_person)
);
comment on table private.number_conflicts is 'Who asked for a number that another company''s request was moving: of one person once per request, so that nobody can stop it again after it was settled.';
comment on column private.number_conflicts.told_at is 'When the engine opened the exceptions; until then the row itself stops both.';
create index number_conflicts_rival on private.number_conflicts (rival_request_id);
create index number_conflicts_person on private.number_conflicts (rival_person, opened_at);
create index number_conflicts_untold on private.number_conflicts (id) where told_at is null;
alter table private.number_conflicts enable row level security;
alter table private.number_conflicts force row level security;
revoke all on private.number_conflicts from public, anon, authenticated, service_role;

create function private.is_contested(p_request uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select from public.request_exceptions e
      where e.request_id = p_request and e.code = 'AUTHORISATION_CONFLICT' and e.resolved_at is null)
    or exists (select from private.number_conflicts c join public.migration_requests r on r.phone_number = c.phone_number
      where c.told_at is null and r.id = p_request and p_request in (c.live_request_id, c.rival_request_id));
end $$;
comment on function private.is_contested is 'Whether it is in doubt who may decide about the request''s number.';

create function private.refuse_contested(p_request uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if private.is_contested(p_request) and not exists (select from public.migration_requests r
    where r.id = p_request and coalesce(r.no_return_at, r.registered_at) is not null) then
    perform private.refuse(409, 'number_contested');
  end if;
end $$;

-- What became of a call may always be read.
create function private.guard_intent_contested() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.kind = 'call' then perform private.refuse_contested(new.request_id); end if;
  return new;
end $$;
create trigger intents_15_contested before insert on private.intents for each row execute function private.guard_intent_contested();

create function private.guard_start_contested() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.refuse_contested(new.id);
  return new;
end $$;
create trigger migration_requests_contested before update of status on public.migration_requests
for each row when (new.status = 'cutover' and old.status <> 'cutover') execute function private.guard_start_contested();

-- Writes the conflict down; false where there is none: the same company's request, one that is past its point of no
-- return, or one that this person has stopped before.
create function private.note_conflict(p_request public.migration_requests) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.number_conflicts (phone_number, live_request_id, rival_request_id, rival_person)
  select live.phone_number, live.id, p_request.id, (select auth.uid()) from public.migration_requests live
  where live.phone_number = p_request.phone_number and live.client_id <> p_request.client_id
    and live.status in ('submitted', 'preparing', 'scheduled', 'cutover') and coalesce(live.no_return_at, live.registered_at) is null
  on conflict do nothing;
  return found;
end $$;

create or replace function public.submit_request(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; oldest timestamptz;
begin
  request := private.open_request(p_request, p_version, 'request.submit');
  if request.authorised_name is null or request.authorised_email is null then
    perform private.refuse(400, 'authorised_person_missing');
  end if;
  if not request.acknowledgements @> array['source_until_register', 'history_stays', 'templates_copied', 'templates_not_copied', 'number_keeps'] then
    perform private.refuse(400, 'acknowledgements_missing');
  end if;
  perform private.refuse_contested(p_request);
  -- Who tries number after number learns little and stops little.
  select min(c.opened_at) into oldest from private.number_conflicts c
  where c.rival_person = (select auth.uid()) and c.opened_at > now() - interval '24 hours' having count(*) >= 5;
  perform private.check_wait(oldest + interval '24 hours');
  begin
    perform private.add_checks(request);
    return private.close_change(p_request, 'request.submit', 'client');
  exception when unique_violation then
    if not private.note_conflict(request) then perform private.refuse(409, 'number_in_live_request'); end if;
  end;
  -- An exception would take the conflict back with everything else.
  return jsonb_build_object('id', request.id, 'reference', request.reference, 'status', request.status, 'version', request.version,
    'refused', 'number_in_live_request');
end $$;
comment on function public.submit_request is
  'Draft to submitted: required fields, every acknowledgement, and no other live request for the number anywhere. Where another company''s request is, both stand still, and the answer says refused.';

create or replace function public.save_draft(p_request uuid, p_version integer, p_application jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.draft');
  if request.status <> 'draft' then perform private.refuse(409, 'wrong_status', request.status); end if;
  perform private.write_application(p_request, p_application);
  -- A number that was mistyped is nobody's quarrel; the other request's desk still makes sure.
  update public.request_exceptions set resolved_at = now(), closed_by = 'person'
  where request_id = p_request and code = 'AUTHORISATION_CONFLICT' and resolved_at is null
    and exists (select from public.migration_requests r where r.id = p_request and r.phone_number <> request.phone_number);
  return private.close_change(p_request, 'request.draft', 'client');
end $$;

create function public.engine_tell_conflicts(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare conflict private.number_conflicts; request public.migration_requests; told integer := 0;
begin
  for conflict in select * from private.number_conflicts where told_at is null order by id limit p_limit for update skip locked loop
    for request in select * from public.migration_requests r
      where r.id in (conflict.live_request_id, conflict.rival_request_id) order by r.id for update loop
      continue when request.phone_number <> conflict.phone_number
        or request.status not in ('draft', 'submitted', 'preparing', 'scheduled', 'cutover')
        or coalesce(request.no_return_at, request.registered_at) is not null;
      insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
      select request.provider_id, request.client_id, request.id, k.code, k.owner from private.exception_catalogue k
      where k.code = 'AUTHORISATION_CONFLICT'
      on conflict (request_id, code) where resolved_at is null do nothing;
      if found then
        perform private.close_change(request.id, 'conflict.opened', 'client', jsonb_build_object('exception', 'AUTHORISATION_CONFLICT'));
      end if;
    end loop;
    update private.number_conflicts set told_at = now() where id = conflict.id;
    told := told + 1;
  end loop;
  return told;
end $$;
comment on function public.engine_tell_conflicts is 'Opens the exceptions of both requests, as nobody''s act: neither side reads who the other is. Returns how many conflicts were told.';

-- As before; what the desk only tells people changes nothing that another person's command could be mistaken about.
create or replace function private.close_change(p_request uuid, p_permission text, p_visibility text, p_data jsonb default '{}')
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; target text; event bigint;
begin
  select * into strict request from public.migration_requests where id = p_request for update;
  select to_status into target from private.transitions where permission = p_permission and from_status = request.status;

  update public.migration_requests set
    status = coalesce(target, status), updated_at = now(),
    version = version + case when p_permission like 'comment.%' or p_permission = 'conflict.opened' then 0 else 1 end,
    submitted_at = case when target = 'submitted' then now() else submitted_at end,
    completed_at = case when target = 'completed' then now() else completed_at end
  where id = p_request;

  perform private.settle_request(p_request);
  insert into public.events (provider_id, client_id, request_id, kind, visibility, actor_kind, actor_id, from_status, to_status, data,
    waiting_on, next_action, on_hold)
  select r.provider_id, r.client_id, r.id, p_permission, p_visibility, private.actor_kind(r.provider_id), (select auth.uid()),
    request.status, r.status, p_data, r.waiting_on, r.next_action, r.hold_reason is not null
  from public.migration_requests r where r.id = p_request
  returning id into event;
  insert into private.outbox (provider_id, request_id, event_id, kind) values (request.provider_id, request.id, event, p_permission);

  return (select jsonb_build_object('id', id, 'reference', reference, 'status', status, 'version', version)
    from public.migration_requests where id = p_request);
end $$;

create or replace function public.engine_due_requests(p_limit integer) returns table (request_id uuid, provider_id uuid)
language sql stable security definer set search_path = '' as $$
  select due.request_id, due.provider_id from (
    select r.id as request_id, r.provider_id, r.updated_at,
      row_number() over (partition by r.provider_id order by r.updated_at) as turn
    from public.migration_requests r
    cross join lateral (
      select s.* from public.cutover_steps s where s.request_id = r.id and s.state not in ('done', 'skipped') order by s.position limit 1) s
    join private.step_catalogue k on k.step = s.step
    left join private.intents i on i.request_id = r.id and i.closed_at is null
    where r.status in ('cutover', 'stabilising') and r.hold_reason is null and (i.id is null or i.lease_until < now())
      and ((s.state = 'pending' and k.trigger = 'automatic' and coalesce(s.wait_until, '-infinity') <= now())
        or s.state = 'running'
        or (s.state = 'unknown' and coalesce(s.wait_until, '-infinity') <= now() and not exists (select from public.request_exceptions e
          where e.request_id = r.id and e.code = 'OUTCOME_UNKNOWN' and e.resolved_at is null)))
      and not exists (select from private.halts h where h.ended_at is null and (h.provider_id is null or h.provider_id = r.provider_id))
      and not exists (select from private.graph_pauses p left join public.meta_connections c on c.id = r.connection_id
        where p.provider_id = r.provider_id and p.closed_until > now()
          and p.id = case p.kind when 'app' then c.app_id else r.destination_waba_id end)
      -- What would be a call again; what became of one is read all the same.
      and not ((s.state = 'pending' or (s.state = 'running' and k.repeatable)) and coalesce(r.no_return_at, r.registered_at) is null
        and private.is_contested(r.id))
  ) as due order by due.turn, due.updated_at limit p_limit;
$$;
comment on function public.engine_due_requests is 'Requests with something to do now, one of each provider before the second of any; none that is halted or contested, or whose account must rest.';

create or replace function public.complete_manual_step(p_request uuid, p_version integer, p_step text, p_note text,
  p_last_four text default null, p_waba_id text default null, p_phone_number_id text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; entry private.step_catalogue; due public.cutover_steps; right_name text; is_desk boolean;
begin
  select * into entry from private.step_catalogue where step = p_step and trigger = 'manual';
  if not found then perform private.refuse(400, 'invalid_input', 'step'); end if;
  is_desk := exists (select from public.migration_requests r where r.id = p_request and private.permits(r.provider_id, r.client_id, 'step.complete'));
  right_name := case when entry.irreversible then 'cutover.approve'
    when entry.done_by = 'client' or (entry.done_by = 'either' and not is_desk) then 'step.complete_own' else 'step.complete' end;
  request := private.open_request(p_request, p_version, right_name);
  if request.status <> 'cutover' then perform private.refuse(409, 'wrong_status', request.status); end if;
  perform private.refuse_contested(p_request);
  if nullif(trim(coalesce(p_note, '')), '') is null then perform private.refuse(400, 'invalid_input', 'note'); end if;
  if entry.irreversible and coalesce(p_last_four, '') <> right(request.phone_number, 4) then perform private.refuse(400, 'last_four_wrong'); end if;
  if p_step = 'record_ids' and not (coalesce(p_waba_id, '') ~ '^[0-9]{5,25}$' and coalesce(p_phone_number_id, '') ~ '^[0-9]{5,25}$') then
    perform private.refuse(400, 'invalid_input', 'ids');
  end if;
  select s.* into due from public.cutover_steps s
  where s.request_id = p_request and s.state not in ('done', 'skipped') order by s.position limit 1;
  -- Ids may be put right until Meta has confirmed them.
  if p_step = 'record_ids' and due.step = 'confirm_connected' and due.state in ('pending', 'failed') then
    update public.cutover_steps set state = 'pending', wait_until = null, result = null where id = due.id;
    update public.request_exceptions set resolved_at = now() where request_id = p_request and step = due.step and resolved_at is null;
    select s.* into due from public.cutover_steps s where s.request_id = p_request and s.step = p_step;
    due.state := 'pending';
  end if;
  if due.step is distinct from p_step or due.state <> 'pending' then
    perform private.refuse(409, 'step_not_due', coalesce(due.step, '') || ' ' || coalesce(due.state, ''));
  end if;
  update public.cutover_steps set state = 'done', attempts = attempts + 1, started_at = coalesce(started_at, now()), finished_at = now(),
    authorised_by = (select auth.uid()), authorised_at = now(), result = jsonb_build_object('note', trim(p_note))
  where id = due.id;
  update public.migration_requests set
    no_return_at = case when entry.irreversible then coalesce(no_return_at, now()) else no_return_at end,
    destination_waba_id = case when p_step = 'record_ids' then p_waba_id else destination_waba_id end,
    destination_phone_number_id = case when p_step = 'record_ids' then p_phone_number_id else destination_phone_number_id end
  where id = p_request;
  return private.close_change(p_request, right_name, 'client', jsonb_build_object('step', p_step, 'note', trim(p_note)));
end $$;

insert into private.retention (relation, since, keep, reason) values
  ('private.number_conflicts', 'opened_at', '1 year', 'A person stops a live request once; none lives for a year.');
create index number_conflicts_opened on private.number_conflicts (opened_at);

revoke execute on function private.is_contested(uuid), private.refuse_contested(uuid), private.guard_intent_contested(),
  private.guard_start_contested(), private.note_conflict(public.migration_requests), public.engine_tell_conflicts(integer)
  from public, anon, authenticated, service_role;
grant execute on function public.engine_tell_conflicts(integer) to service_role;
