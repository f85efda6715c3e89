-- What the clocks tell by themselves: how far after a clock's start stands in one table, and stretches of the whole
-- request are foretold and breached like any other clock.

create table private.notice_catalogue (
  kind text primary key,
  minutes integer not null check (minutes > 0)
);
comment on table private.notice_catalogue is 'The same list as src/domain/clocks/notice-catalogue.ts, in all hours after the clock''s start; a test proves them equal.';
alter table private.notice_catalogue enable row level security;
alter table private.notice_catalogue force row level security;
revoke all on private.notice_catalogue from public, anon, authenticated, service_role;
insert into private.notice_catalogue (kind, minutes) values
  ('clock.reminder_1', 1440),
  ('clock.reminder_2', 4320),
  ('clock.reminder_3', 10080),
  ('clock.client_silent', 20160),
  ('clock.chase_1', 1440),
  ('clock.chase_2', 2880),
  ('clock.cutover_alarm_1', 20),
  ('clock.cutover_alarm_2', 40);

-- Whoever an old provider keeps waiting has to escalate: that is our turn.
update private.exception_catalogue set owner = 'us' where code = 'OLD_PROVIDER_SILENT';
update public.request_exceptions set owner = 'us' where code = 'OLD_PROVIDER_SILENT' and resolved_at is null;
select private.settle_request(r.id) from public.migration_requests r
where exists (select from public.request_exceptions e
  where (e.provider_id, e.client_id, e.request_id) = (r.provider_id, r.client_id, r.id) and e.code = 'OLD_PROVIDER_SILENT' and e.resolved_at is null);

-- notice: what it is remembered as, beside the clock's start.
drop function private.due_notices();
create function private.due_notices() returns table (request_id uuid, since timestamptz, notice text, kind text, visibility text,
  clock text, at timestamptz, due_at timestamptz)
language sql stable security definer set search_path = '' as $$
  with due as (
    select r.id as request_id, r.clock_since as since, n.kind as notice, n.kind, n.visibility, r.clock_code as clock,
      coalesce(n.at, r.clock_since + make_interval(mins => k.minutes)) as at, r.due_at
    from public.migration_requests r
    cross join lateral (values
      ('clock.reminder_1', 'client', null::timestamptz, r.waiting_on = 'client'),
      ('clock.reminder_2', 'client', null, r.waiting_on = 'client'),
      ('clock.reminder_3', 'client', null, r.waiting_on = 'client'),
      ('clock.client_silent', 'client', null, r.waiting_on = 'client' and r.status in ('submitted', 'preparing', 'scheduled')),
      ('clock.chase_1', 'internal', null, r.waiting_on = 'old_provider'),
      ('clock.chase_2', 'internal', null, r.waiting_on = 'old_provider'),
      ('clock.old_provider_silent', 'internal', r.due_at, r.waiting_on = 'old_provider' and r.clock_code = 'old_provider_task'),
      -- While a number is being moved minutes count, whoever they belong to.
      ('clock.foretold', 'internal', r.breach_foretold_at,
        r.waiting_on = 'us' or r.status = 'cutover' and r.clock_code in ('code_request', 'code_answer', 'step')),
      ('clock.breached', 'internal', r.due_at, r.clock_code is not null
        and (r.waiting_on = 'us' or r.status = 'cutover' and r.clock_code in ('code_request', 'code_answer', 'step'))),
      ('clock.expired', 'client', r.due_at, r.status = 'draft')) as n (kind, visibility, at, holds)
    left join private.notice_catalogue k on k.kind = n.kind
    where r.clock_since is not null and n.holds and (n.at is not null or k.kind is not null)
      -- A disturbance that is known and a request on hold are not told of again.
      and r.hold_reason is null and coalesce(r.next_action_subject, '') <> 'CLIENT_SILENT'
    union all
    select s.request_id, s.started_at, n.kind || ' ' || s.code, n.kind, 'internal', s.code, n.at, s.due_at
    from private.stretch_clocks s
    cross join lateral (values ('clock.stretch_foretold', s.foretold_at), ('clock.stretch_breached', s.due_at)) as n (kind, at)
    where s.foretold_at <= now()
    union all
    select r.id, s.started_at, k.kind, k.kind, 'internal', s.code, s.started_at + make_interval(mins => k.minutes), s.due_at
    from private.stretch_clocks s join public.migration_requests r on r.id = s.request_id
    join private.notice_catalogue k on k.kind in ('clock.cutover_alarm_1', 'clock.cutover_alarm_2')
    where s.code = 'cutover' and s.since is not null and r.status = 'cutover' and r.registered_at is null)
  select d.* from due d where d.at <= now()
    and not exists (select from private.clock_notices c where c.request_id = d.request_id and c.clock_since = d.since and c.kind = d.notice);
$$;

-- An event that only tells people: nothing of the request changes by it, so that nobody's command goes stale.
create function private.tell(p_request uuid, p_kind text, p_visibility text, p_data jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare event bigint;
begin
  insert into public.events (provider_id, client_id, request_id, kind, visibility, actor_kind, actor_id, from_status, to_status, data,
    waiting_on, next_action, on_hold)
  select r.provider_id, r.client_id, r.id, p_kind, p_visibility, private.actor_kind(r.provider_id), (select auth.uid()),
    r.status, r.status, p_data, r.waiting_on, r.next_action, r.hold_reason is not null
  from public.migration_requests r where r.id = p_request
  returning id into event;
  insert into private.outbox (provider_id, request_id, event_id, kind)
  select provider_id, request_id, id, kind from public.events where id = event;
end $$;

create or replace function public.engine_keep_clocks(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  notice record; request public.migration_requests; silent text; told integer := 0;
begin
  for notice in select * from private.due_notices() order by at, kind limit p_limit loop
    select * into request from public.migration_requests where id = notice.request_id for update;
    continue when request.clock_since is distinct from notice.since and not exists (select from private.stretch_clocks s
      where s.request_id = request.id and s.code = notice.clock and s.started_at = notice.since);
    insert into private.clock_notices (request_id, clock_since, kind) values (request.id, notice.since, notice.notice) on conflict do nothing;
    continue when not found;
    silent := case notice.kind when 'clock.client_silent' then 'CLIENT_SILENT' when 'clock.old_provider_silent' then 'OLD_PROVIDER_SILENT' end;
    if notice.kind = 'clock.expired' then
      update public.migration_requests set closed_reason = 'expired' where id = request.id;
      perform private.close_change(request.id, 'request.expire', 'client');
    elsif silent is null then
      perform private.tell(request.id, notice.kind, notice.visibility, jsonb_build_object('clock', notice.clock, 'dueAt', notice.due_at));
    else
      insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
      select request.provider_id, request.client_id, request.id, k.code, k.owner from private.exception_catalogue k where k.code = silent
      on conflict (request_id, code) where resolved_at is null do nothing;
      if silent = 'CLIENT_SILENT' then
        update public.migration_requests set hold_reason = 'client_silent' where id = request.id;
      end if;
      perform private.close_change(request.id, notice.kind, notice.visibility, jsonb_build_object('clock', notice.clock, 'dueAt', notice.due_at));
    end if;
    told := told + 1;
  end loop;
  return told;
end $$;
comment on function public.engine_keep_clocks is 'Reminds, chases, escalates, foretells and lets drafts expire, each once per clock; returns how much it did.';

revoke execute on function private.due_notices(), private.tell(uuid, text, text, jsonb) from public, anon, authenticated, service_role;
