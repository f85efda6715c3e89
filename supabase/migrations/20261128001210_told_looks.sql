-- What Meta tells of a number that has moved, or of its templates, is looked at in seconds instead of at the next of the
-- planned looks, within the calls that readings by themselves may use; of one request every quarter of an hour at most.

alter table public.after_checks drop constraint after_checks_moment_check;
alter table public.after_checks add constraint after_checks_moment_check check (moment in ('0h', '24h', '72h', '7d', 'asked', 'told'));
drop index public.after_checks_planned;
create unique index after_checks_planned on public.after_checks (request_id, moment) where moment not in ('asked', 'told');
create unique index after_checks_told on public.after_checks (request_id) where moment = 'told' and taken_at is null;
alter table public.template_readings drop constraint template_readings_moment_check;
alter table public.template_readings add constraint template_readings_moment_check check (moment in ('0h', '24h', '7d', 'told'));
comment on table public.template_readings is 'Looks at the templates after the move; the one at 0 hours is the comparison of the move itself, the one that Meta prompts is taken again each time.';

create or replace function private.plan_after_checks() returns trigger
language plpgsql security definer set search_path = '' as $$
declare start timestamptz := coalesce(new.registered_at, now());
begin
  insert into public.after_checks (provider_id, client_id, request_id, moment, due_at)
  select new.provider_id, new.client_id, new.id, m.moment, start + m.after
  from (values ('0h', interval '0'), ('24h', interval '24 hours'), ('72h', interval '72 hours'), ('7d', interval '7 days')) as m (moment, after)
  on conflict (request_id, moment) where moment not in ('asked', 'told') do nothing;
  return null;
end $$;

create function private.prompt_look(p_request public.migration_requests, p_scope text) returns void
language plpgsql security definer set search_path = '' as $$
declare pause interval;
begin
  if p_request.status not in ('stabilising', 'completed') then return; end if;
  select watch_every into strict pause from private.reading_settings;
  if p_scope = 'template' then
    insert into public.template_readings as t (provider_id, client_id, request_id, moment, due_at)
    values (p_request.provider_id, p_request.client_id, p_request.id, 'told', now())
    on conflict (request_id, moment) do update set due_at = greatest(now(), t.taken_at + pause), taken_at = null, summary = null, cause = null,
      attempts = 0, tried_at = null, given_up_at = null where t.taken_at is not null or t.given_up_at is not null;
  else
    insert into public.after_checks as a (provider_id, client_id, request_id, moment, due_at)
    values (p_request.provider_id, p_request.client_id, p_request.id, 'told', greatest(now(), (select max(c.taken_at) + pause
      from public.after_checks c where c.request_id = p_request.id and c.moment = 'told')))
    on conflict (request_id) where moment = 'told' and taken_at is null do update set due_at = now(), cause = null, attempts = 0,
      tried_at = null, given_up_at = null where a.given_up_at is not null;
  end if;
end $$;

-- The account of calls is that of the readings: it keeps everything that the desk reads of its own accord in bounds.
create function private.may_read_account(p_provider uuid, p_waba text) returns boolean
language sql stable security definer set search_path = '' as $$
  select private.reading_calls_left(p_provider, p_waba, false) >= s.calls_per_reading from private.reading_settings s;
$$;

create function private.count_look(p_request uuid) returns void
language sql security definer set search_path = '' as $$
  insert into private.readings (provider_id, request_id, scope, asked, waba_id, calls, worker, lease_until, closed_at, outcome)
  select r.provider_id, r.id, 'all', false, r.destination_waba_id, s.calls_per_reading, 'told', now(), now(), 'recorded'
  from public.migration_requests r, private.reading_settings s where r.id = p_request;
$$;

-- A copy that is undecided or was lost is of interest too: what Meta tells of it prompts a look, and is no alarm.
create or replace function private.webhook_requests(p_waba text, p_change jsonb) returns setof public.migration_requests
language sql stable security definer set search_path = '' as $$
  select r.* from public.migration_requests r
  where r.destination_waba_id = p_waba and r.destination_phone_number_id is not null
    and r.status in ('cutover', 'stabilising', 'completed')
    and (r.registered_at is not null or exists (select from public.cutover_steps s
      where s.request_id = r.id and s.step in ('claim_number', 'embedded_signup') and s.state = 'done'))
    and case p_change ->> 'scope'
      when 'number' then r.destination_phone_number_id = p_change ->> 'phoneNumberId'
        or regexp_replace(r.phone_number, '\D', '', 'g') = p_change ->> 'phoneDigits'
      when 'template' then exists (select from public.templates t
        where t.request_id = r.id and t.name || ' ' || t.language = p_change ->> 'subject')
        and coalesce(r.completed_at, now()) > now() - interval '30 days'
      else coalesce(r.completed_at, now()) > now() - interval '30 days' end;
$$;

create function private.is_alarming(p_request uuid, p_change jsonb) returns boolean
language sql stable security definer set search_path = '' as $$
  select p_change ->> 'alarm' is not null and (p_change ->> 'scope' <> 'template' or exists (select from public.templates t
    where t.request_id = p_request and t.outcome = 'kept' and t.name || ' ' || t.language = p_change ->> 'subject'));
$$;

create or replace function public.engine_store_webhook(p_digest text, p_changes jsonb, p_problem text, p_keep boolean) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  change jsonb; request public.migration_requests; sent timestamptz; added integer := 0; came timestamptz;
  is_known boolean; is_later boolean;
begin
  select received_at into came from private.webhook_inbox where digest = p_digest for update;
  if not found then perform private.refuse(404, 'webhook_not_found'); end if;
  -- All of them first and in one order, so that two bodies about the same requests do not wait for each other.
  perform from public.migration_requests where id in (
    select r.id from jsonb_array_elements(p_changes) as x, private.webhook_requests(x ->> 'wabaId', x) as r) order by id for update;
  for change in select x from jsonb_array_elements(p_changes) as x order by x ->> 'key' loop
    -- A clock that goes ahead of ours changes nothing here.
    sent := least(coalesce((change ->> 'sentAt')::timestamptz, came), came);
    is_known := exists (select from private.webhook_changes w
      where w.key = change ->> 'key' and w.received_at >= came - interval '8 days');
    insert into private.webhook_changes as w (key, waba_id, field, event, facts, sent_at, received_at)
    values (change ->> 'key', change ->> 'wabaId', change ->> 'field', change ->> 'event', change -> 'facts', sent, came)
    on conflict (key) do update set sent_at = excluded.sent_at, received_at = greatest(w.received_at, excluded.received_at)
      where w.received_at < excluded.received_at - interval '8 days' or w.sent_at < excluded.sent_at;
    is_later := found;
    added := added + case when is_known then 0 else 1 end;
    for request in select * from private.webhook_requests(change ->> 'wabaId', change) as r order by r.id loop
      select * into strict request from public.migration_requests where id = request.id;
      if private.is_alarming(request.id, change) then
        if is_known then perform private.repeat_alarm(request, change, sent, is_later);
        else perform private.raise_alarm(request, change, sent); end if;
      end if;
      continue when is_known and not is_later;
      if request.status in ('cutover', 'stabilising') then perform private.note_sightings(request, change -> 'sightings', came); end if;
      if (change ->> 'heard')::boolean then perform private.hear_webhook(request, sent); end if;
      -- Read back now what would have been read in a while; where Meta asked us to wait, we wait, and never in a hurry.
      if (change ->> 'reread')::boolean then
        update public.cutover_steps s set wait_until = null from private.step_catalogue k
        where s.request_id = request.id and k.step = s.step and k.trigger = 'automatic' and k.repeatable and s.state = 'pending' and s.wait_until > now()
          and not exists (select from private.intents i where i.request_id = request.id and i.opened_at > now() - interval '30 seconds')
          and not exists (select from public.request_exceptions e where e.request_id = request.id and e.resolved_at is null);
        perform private.prompt_look(request, change ->> 'scope');
      end if;
    end loop;
  end loop;
  update private.webhook_inbox set processed_at = now(), problem = p_problem, body = case when p_keep then body end where digest = p_digest;
  return added;
end $$;

revoke execute on function private.prompt_look(public.migration_requests, text), private.may_read_account(uuid, text),
  private.count_look(uuid), private.is_alarming(uuid, jsonb) from public, anon, authenticated, service_role;
