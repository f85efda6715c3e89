-- Looks and webhooks that fail for the last time end in an alarm, so that somebody knows that nobody looks any more; and
-- no look begins while the provider's moves are halted.

alter table public.after_checks add column given_up_at timestamptz;
alter table public.template_readings add column given_up_at timestamptz;
comment on column public.after_checks.given_up_at is 'When the last try had failed and the alarm was raised; asked for or prompted again it begins anew.';
comment on column public.template_readings.given_up_at is 'When the last try had failed and the alarm was raised; prompted again it begins anew.';

-- A try that is under way has ended within the hour.
create function private.give_up_looks() returns void
language plpgsql security definer set search_path = '' as $$
declare look record; request public.migration_requests;
begin
  for look in
    select 'number' as subject, a.id, a.request_id, a.moment, a.cause from public.after_checks a
    where a.taken_at is null and a.given_up_at is null and a.attempts >= 40 and a.tried_at < now() - interval '1 hour'
    union all
    select 'templates', t.id, t.request_id, t.moment, t.cause from public.template_readings t
    where t.taken_at is null and t.given_up_at is null and t.attempts >= 40 and t.tried_at < now() - interval '1 hour'
    order by request_id limit 20
  loop
    select * into strict request from public.migration_requests where id = look.request_id for update;
    if look.subject = 'number' then
      update public.after_checks set given_up_at = now() where id = look.id and taken_at is null and given_up_at is null;
    else
      update public.template_readings set given_up_at = now() where id = look.id and taken_at is null and given_up_at is null;
    end if;
    continue when not found or request.status not in ('stabilising', 'completed');
    perform private.raise_alarm(request, jsonb_build_object('alarm', 'LOOKS_FAILED', 'subject', look.subject || ' ' || look.moment,
      'facts', jsonb_strip_nulls(jsonb_build_object('cause', look.cause))), now());
  end loop;
end $$;

-- Whose it may be is told by the ids in it: one request of each provider that has the account speaks for all.
create function private.give_up_webhooks() returns void
language plpgsql security definer set search_path = '' as $$
declare given private.webhook_inbox; request public.migration_requests; about uuid;
begin
  for given in
    select * from private.webhook_inbox where processed_at is null and attempts >= 10 and coalesce(taken_until, '-infinity') < now()
    order by received_at limit 5 for update skip locked
  loop
    update private.webhook_inbox set processed_at = now(), problem = 'given_up' where digest = given.digest;
    for about in
      select s.id from (select distinct on (r.provider_id) r.id
        from (select distinct m[1] as waba from regexp_matches(encode(given.body, 'escape'), '"(?:waba_)?id"\s*:\s*"?(\d{1,40})', 'g') as m) as x,
          private.webhook_requests(x.waba, '{"scope":"account"}') as r
        order by r.provider_id, r.registered_at desc nulls last) as s order by s.id
    loop
      select * into strict request from public.migration_requests where id = about for update;
      perform private.raise_alarm(request, jsonb_build_object('alarm', 'WEBHOOK_UNREAD', 'subject', '',
        'facts', jsonb_build_object('received_at', private.utc(given.received_at))), given.received_at);
    end loop;
  end loop;
end $$;

create or replace function public.engine_take_webhooks(p_limit integer) returns jsonb
language sql security definer set search_path = '' as $$
  select private.give_up_webhooks();
  with taken as (
    update private.webhook_inbox i set attempts = i.attempts + 1, taken_until = now() + interval '1 minute'
    where i.digest in (select w.digest from private.webhook_inbox w
      where w.processed_at is null and coalesce(w.taken_until, '-infinity') < now() and w.attempts < 10
      order by w.received_at limit p_limit for update skip locked)
    returning i.digest, i.body)
  select coalesce(jsonb_agg(jsonb_build_object('digest', digest, 'body', translate(encode(body, 'base64'), E'\n', ''))), '[]') from taken;
$$;
comment on function public.engine_take_webhooks is '[{digest, body (base64)}] for one worker for a minute; after ten vain attempts a body stays as it is, and the desks that it may be about are alarmed.';

-- Handing out a look waits for nobody: one whose request another transaction holds, a webhook's for example, which may wait
-- for that very look, comes with the next tick.
create or replace function public.engine_due_after_checks(p_limit integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare look public.after_checks; handed jsonb := '[]';
begin
  perform private.give_up_looks();
  for look in
    select a.* from public.after_checks a join public.migration_requests r on r.id = a.request_id
    where a.taken_at is null and a.due_at <= now() and a.attempts < 40 and r.status in ('stabilising', 'completed')
      and coalesce(a.tried_at, '-infinity') <= now() - make_interval(mins => 5 * least(a.attempts, 48))
      and (a.moment <> '0h' or a.due_at < now() - interval '1 hour' or not exists (select from public.cutover_steps s
        where s.request_id = a.request_id and s.step in ('snapshot_after', 'compare') and s.state in ('pending', 'running')))
      and (private.open_halt(r.provider_id)).id is null and private.paused_until(a.request_id) is null
      and (a.moment <> 'told' or private.may_read_account(r.provider_id, r.destination_waba_id))
    order by a.due_at limit p_limit for update of a skip locked for key share of r skip locked
  loop
    update public.after_checks set tried_at = now(), attempts = attempts + 1 where id = look.id;
    if look.moment = 'told' then perform private.count_look(look.request_id); end if;
    handed := handed || jsonb_build_object('check', look.id, 'request', look.request_id, 'earlier', (
      select e.points from public.after_checks e where e.request_id = look.request_id and e.taken_at is not null
      order by e.taken_at desc limit 1));
  end loop;
  return handed;
end $$;

create or replace function public.engine_due_template_readings(p_limit integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare look public.template_readings; handed jsonb := '[]';
begin
  perform private.give_up_looks();
  for look in
    select t.* from public.template_readings t join public.migration_requests r on r.id = t.request_id
    where t.taken_at is null and t.due_at <= now() and t.attempts < 40 and r.status in ('stabilising', 'completed')
      and coalesce(t.tried_at, '-infinity') <= now() - make_interval(mins => 15 * least(t.attempts, 16))
      and (private.open_halt(r.provider_id)).id is null and private.paused_until(t.request_id) is null
      and (t.moment <> 'told' or private.may_read_account(r.provider_id, r.destination_waba_id))
    order by t.due_at limit p_limit for update of t skip locked for key share of r skip locked
  loop
    update public.template_readings set tried_at = now(), attempts = attempts + 1 where id = look.id;
    if look.moment = 'told' then perform private.count_look(look.request_id); end if;
    handed := handed || jsonb_build_object('reading', look.id, 'request', look.request_id);
  end loop;
  return handed;
end $$;

create or replace function public.ask_after_check(p_request uuid, p_version integer) returns jsonb
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
  update public.after_checks set tried_at = null, attempts = case when given_up_at is null then attempts else 0 end, given_up_at = null
  where request_id = p_request and taken_at is null and due_at <= now();
  return private.close_change(p_request, 'after_check.ask', 'internal');
end $$;

revoke execute on function private.give_up_looks(), private.give_up_webhooks() from public, anon, authenticated, service_role;
