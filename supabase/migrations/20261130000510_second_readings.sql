-- What may be wrong for minutes only is read a second time before it opens anything: the look that found it has another one
-- planned some minutes later.

alter table public.after_checks drop constraint after_checks_moment_check;
alter table public.after_checks add constraint after_checks_moment_check
  check (moment in ('0h', '24h', '72h', '7d', 'asked', 'told', 'again'));
drop index public.after_checks_planned;
create unique index after_checks_planned on public.after_checks (request_id, moment) where moment not in ('asked', 'told', 'again');
create unique index after_checks_again on public.after_checks (request_id) where moment = 'again' and taken_at is null;

create or replace function private.plan_after_checks() returns trigger
language plpgsql security definer set search_path = '' as $$
declare start timestamptz := coalesce(new.registered_at, now());
begin
  insert into public.after_checks (provider_id, client_id, request_id, moment, due_at)
  select new.provider_id, new.client_id, new.id, m.moment, start + m.after
  from (values ('0h', interval '0'), ('24h', interval '24 hours'), ('72h', interval '72 hours'), ('7d', interval '7 days')) as m (moment, after)
  on conflict (request_id, moment) where moment not in ('asked', 'told', 'again') do nothing;
  return null;
end $$;

-- As before, and "again" of p_findings: in how many minutes to look a second time; null or missing: not at all.
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
  if p_findings ->> 'again' is not null and request.status in ('stabilising', 'completed') then
    insert into public.after_checks (provider_id, client_id, request_id, moment, due_at)
    values (request.provider_id, request.client_id, request.id, 'again', now() + make_interval(mins => (p_findings ->> 'again')::integer))
    on conflict (request_id) where moment = 'again' and taken_at is null do nothing;
  end if;
  return private.close_change(request.id, 'after_check.taken', 'client', jsonb_build_object('moment', taken.moment, 'tracks', moved,
    'bad', (select count(*) from jsonb_array_elements(p_findings -> 'points') as p where p ->> 'verdict' = 'bad')));
end $$;
