-- The clocks that measure a stretch of the whole request, started, paused and ended by its events, as
-- src/domain/clocks/request-clocks.ts reads them; a test holds both against the same events. They stand here so that
-- what is due of them is found without reading any event.

create table private.stretch_clocks (
  request_id uuid not null references public.migration_requests (id),
  code text not null references private.clock_catalogue (code),
  started_at timestamptz not null,
  since timestamptz,
  spent interval not null default '0',
  foretold_at timestamptz,
  due_at timestamptz,
  primary key (request_id, code)
);
comment on table private.stretch_clocks is 'Stretches that run now; one that has ended is gone.';
comment on column private.stretch_clocks.since is 'Since when it counts; null while it is paused.';
comment on column private.stretch_clocks.spent is 'What it had counted before that, in its own measure.';
create index stretch_clocks_code on private.stretch_clocks (code);
create index stretch_clocks_foretold on private.stretch_clocks (foretold_at);
alter table private.stretch_clocks enable row level security;
alter table private.stretch_clocks force row level security;
revoke all on private.stretch_clocks from public, anon, authenticated, service_role;

-- What is counted stays counted, and what is left is measured by the allowance and the calendar of now.
create function private.measure_stretches(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update private.stretch_clocks s set
    foretold_at = private.clock_end(r.provider_id, s.code, s.since, private.clock_allowance(r.provider_id, s.code) * 0.75 - s.spent),
    due_at = private.clock_end(r.provider_id, s.code, s.since, private.clock_allowance(r.provider_id, s.code) - s.spent)
  from public.migration_requests r where r.id = s.request_id and s.request_id = p_request;
end $$;

create function private.follow_stretches(p_event public.events) returns void
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
      or kind = 'after_check.taken' and data -> 'tracks' ->> 'security_pin' = 'done' then '{two_step_back_on}'
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

create function private.follow_event() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.follow_stretches(new);
  return null;
end $$;
create trigger events_stretches after insert on public.events for each row execute function private.follow_event();

-- From all its events anew, e.g. where they were moved in time.
create function private.restart_stretches(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare event public.events;
begin
  delete from private.stretch_clocks where request_id = p_request;
  for event in select e.* from public.migration_requests r
    join public.events e on (e.provider_id, e.client_id, e.request_id) = (r.provider_id, r.client_id, r.id)
    where r.id = p_request order by e.id loop
    perform private.follow_stretches(event);
  end loop;
end $$;

select private.restart_stretches(id) from public.migration_requests
where status in ('submitted', 'preparing', 'scheduled', 'cutover', 'stabilising');

-- As before, and the stretches likewise.
create or replace function private.reset_due(p_provider uuid) returns void
language sql security definer set search_path = '' as $$
  select private.set_clock(r.id, r.clock_measures, r.clock_code) from public.migration_requests r
  where r.provider_id = p_provider and r.clock_since is not null;
  select private.measure_stretches(r.id) from public.migration_requests r
  where r.provider_id = p_provider and exists (select from private.stretch_clocks s where s.request_id = r.id);
$$;

revoke execute on function private.measure_stretches(uuid), private.follow_stretches(public.events), private.follow_event(),
  private.restart_stretches(uuid) from public, anon, authenticated, service_role;
