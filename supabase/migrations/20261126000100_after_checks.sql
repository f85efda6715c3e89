-- After the move the number is looked at again: at once, after a day, after three days and after a week, and whenever
-- somebody asks. What is found settles tracks and exceptions; after completion it becomes an alarm.

create table public.after_checks (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  moment text not null check (moment in ('0h', '24h', '72h', '7d', 'asked')),
  due_at timestamptz not null,
  tried_at timestamptz,
  attempts integer not null default 0,
  taken_at timestamptz,
  cause text,
  points jsonb,
  check ((taken_at is null) = (points is null)),
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.after_checks is 'Looks at the number after its move, each kept for the proof.';
comment on column public.after_checks.cause is 'Why the last try could not read it: an exception code or a kind of failure.';
comment on column public.after_checks.points is 'As src/domain/stabilising/after-check.ts describes them.';
create unique index after_checks_planned on public.after_checks (request_id, moment) where moment <> 'asked';
create unique index after_checks_asked on public.after_checks (request_id) where moment = 'asked' and taken_at is null;
create index after_checks_request on public.after_checks (provider_id, client_id, request_id);
create index after_checks_due on public.after_checks (due_at) where taken_at is null;
alter table public.after_checks enable row level security;
alter table public.after_checks force row level security;
revoke all on public.after_checks from public, anon, authenticated, service_role;
grant select on public.after_checks to authenticated, service_role;
create policy after_checks_select_own on public.after_checks for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]) or client_id = any ((select private.my_client_ids())::uuid[]));

create function private.plan_after_checks() returns trigger
language plpgsql security definer set search_path = '' as $$
declare start timestamptz := coalesce(new.registered_at, now());
begin
  insert into public.after_checks (provider_id, client_id, request_id, moment, due_at)
  select new.provider_id, new.client_id, new.id, m.moment, start + m.after
  from (values ('0h', interval '0'), ('24h', interval '24 hours'), ('72h', interval '72 hours'), ('7d', interval '7 days')) as m (moment, after)
  on conflict (request_id, moment) where moment <> 'asked' do nothing;
  return null;
end $$;
create trigger migration_requests_plan_after_checks after update of status on public.migration_requests for each row
  when (new.status = 'stabilising' and old.status <> 'stabilising') execute function private.plan_after_checks();

-- Moves that are past their cut-over already: what is still to come is planned for them too.
insert into public.after_checks (provider_id, client_id, request_id, moment, due_at)
select r.provider_id, r.client_id, r.id, m.moment, r.registered_at + m.after
from public.migration_requests r, (values ('24h', interval '24 hours'), ('72h', interval '72 hours'), ('7d', interval '7 days')) as m (moment, after)
where r.status in ('stabilising', 'completed') and r.registered_at + m.after > now();

-- Hands out checks that are due, each to one worker for a while; one that fails comes again, less and less often. The
-- first waits for the move's own comparison, which judges the same facts.
create function public.engine_due_after_checks(p_limit integer) returns jsonb
language sql security definer set search_path = '' as $$
  with due as (
    select a.id from public.after_checks a join public.migration_requests r on r.id = a.request_id
    where a.taken_at is null and a.due_at <= now() and a.attempts < 40 and r.status in ('stabilising', 'completed')
      and coalesce(a.tried_at, '-infinity') <= now() - make_interval(mins => 5 * least(a.attempts, 48))
      and (a.moment <> '0h' or a.due_at < now() - interval '1 hour' or not exists (select from public.cutover_steps s
        where s.request_id = a.request_id and s.step in ('snapshot_after', 'compare') and s.state in ('pending', 'running')))
    order by a.due_at limit p_limit for update of a skip locked),
  tried as (
    update public.after_checks a set tried_at = now(), attempts = attempts + 1
    from due where due.id = a.id returning a.id, a.request_id)
  select coalesce(jsonb_agg(jsonb_build_object('check', t.id, 'request', t.request_id, 'earlier', (
    select e.points from public.after_checks e where e.request_id = t.request_id and e.taken_at is not null
    order by e.taken_at desc limit 1))), '[]') from tried t;
$$;
comment on function public.engine_due_after_checks is
  'Due checks as [{check, request, earlier}], each taken for five minutes or more; earlier: the points of the last one taken, or null.';

-- p_findings: {"points", "exceptions": [{"code","owner"}], "settled": [codes], "tracks": {track: state}, "deviations": [{"point","facts"}]};
-- null: it could not be read, for p_cause.
create function public.engine_store_after_check(p_check uuid, p_findings jsonb, p_cause text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  taken public.after_checks; request public.migration_requests; item jsonb;
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
    -- A track that does not apply is a person's word, which no reading takes back.
    update public.migration_requests set tracks = tracks || coalesce((
      select jsonb_object_agg(t.key, t.value) from jsonb_each(p_findings -> 'tracks') as t where tracks ->> t.key <> 'not_applicable'), '{}')
    where id = request.id;
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
  return private.close_change(request.id, 'after_check.taken', 'client', jsonb_build_object('moment', taken.moment,
    'bad', (select count(*) from jsonb_array_elements(p_findings -> 'points') as p where p ->> 'verdict' = 'bad')));
end $$;

create function public.ask_after_check(p_request uuid, p_version integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests; latest timestamptz;
begin
  request := private.open_request(p_request, p_version, 'check.run');
  if request.status not in ('stabilising', 'completed') then perform private.refuse(409, 'wrong_status', request.status); end if;
  select max(taken_at) into latest from public.after_checks where request_id = p_request;
  perform private.check_wait(latest + interval '1 minute');
  insert into public.after_checks (provider_id, client_id, request_id, moment, due_at)
  values (request.provider_id, request.client_id, request.id, 'asked', now()) on conflict do nothing;
  -- One that could not be read before is tried at once.
  update public.after_checks set tried_at = null where request_id = p_request and taken_at is null and due_at <= now();
  return private.close_change(p_request, 'after_check.ask', 'internal');
end $$;
comment on function public.ask_after_check is 'Has the number looked at again within seconds, e.g. after somebody mended what the last check found.';

revoke execute on function private.plan_after_checks() from public;
grant execute on function public.ask_after_check(uuid, integer) to authenticated;
grant execute on function public.engine_due_after_checks(integer), public.engine_store_after_check(uuid, jsonb, text) to service_role;
