-- Meta's webhooks: raw bodies come in by one insert, are read later by the engine, and become alarms and read-backs of
-- our own requests. A webhook never moves a step or a status by itself.

create table private.webhook_inbox (
  digest text primary key,
  body bytea,
  received_at timestamptz not null default now(),
  attempts integer not null default 0,
  taken_until timestamptz,
  processed_at timestamptz,
  problem text
);
comment on table private.webhook_inbox is 'Raw bodies by their SHA-256: the same body comes in once. A body that was understood is thrown away, for it may hold people''s messages.';
create index webhook_inbox_waiting on private.webhook_inbox (received_at) where processed_at is null;
alter table private.webhook_inbox enable row level security;
alter table private.webhook_inbox force row level security;
revoke all on private.webhook_inbox from public, anon, authenticated, service_role;

create table private.webhook_changes (
  key text primary key,
  waba_id text not null,
  field text not null,
  event text not null,
  facts jsonb not null,
  sent_at timestamptz not null,
  received_at timestamptz not null
);
comment on table private.webhook_changes is 'Every change that was told, once: Meta repeats itself for up to seven days.';
alter table private.webhook_changes enable row level security;
alter table private.webhook_changes force row level security;
revoke all on private.webhook_changes from public, anon, authenticated, service_role;

create table public.request_alarms (
  id uuid primary key default gen_random_uuid(),
  provider_id uuid not null,
  client_id uuid not null,
  request_id uuid not null,
  code text not null,
  subject text not null,
  facts jsonb not null,
  times integer not null default 1,
  opened_at timestamptz not null,
  last_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  note text,
  foreign key (provider_id, client_id, request_id) references public.migration_requests (provider_id, client_id, id)
);
comment on table public.request_alarms is 'What Meta told of a number after the desk took it over, until somebody has dealt with it: for staff.';
comment on column public.request_alarms.subject is 'What it is about where one request may have several, e.g. a template''s name and language.';
create unique index request_alarms_open on public.request_alarms (request_id, code, subject) where acknowledged_at is null;
create index request_alarms_provider on public.request_alarms (provider_id, opened_at desc) where acknowledged_at is null;
create index request_alarms_request on public.request_alarms (provider_id, client_id, request_id);
alter table public.request_alarms enable row level security;
alter table public.request_alarms force row level security;
revoke all on public.request_alarms from public, anon, authenticated, service_role;
grant select on public.request_alarms to authenticated, service_role;
create policy request_alarms_select_own_provider on public.request_alarms for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[]));

alter table public.migration_requests add column webhook_heard_at timestamptz;
comment on column public.migration_requests.webhook_heard_at is 'When Meta first told us of this number after it was registered here: the webhook works.';

insert into private.permissions (role, permission) values ('manager', 'alarm.acknowledge'), ('admin', 'alarm.acknowledge');

create function public.engine_receive_webhook(p_digest text, p_body text) returns void
language sql security definer set search_path = '' as $$
  insert into private.webhook_inbox (digest, body) values (p_digest, decode(p_body, 'base64')) on conflict do nothing;
$$;
comment on function public.engine_receive_webhook is 'p_digest: SHA-256 of the body, hex; p_body: base64. A body that is here already changes nothing.';

create function public.engine_take_webhooks(p_limit integer) returns jsonb
language sql security definer set search_path = '' as $$
  with taken as (
    update private.webhook_inbox i set attempts = i.attempts + 1, taken_until = now() + interval '1 minute'
    where i.digest in (select w.digest from private.webhook_inbox w
      where w.processed_at is null and coalesce(w.taken_until, '-infinity') < now() and w.attempts < 10
      order by w.received_at limit p_limit for update skip locked)
    returning i.digest, i.body)
  select coalesce(jsonb_agg(jsonb_build_object('digest', digest, 'body', translate(encode(body, 'base64'), E'\n', ''))), '[]') from taken;
$$;
comment on function public.engine_take_webhooks is '[{digest, body (base64)}] for one worker for a minute; after ten vain attempts a body stays as it is.';

-- The requests that an event is about, by ids that Meta itself has given us: what people typed in routes nothing.
create function private.webhook_requests(p_waba text, p_change jsonb) returns setof public.migration_requests
language sql stable security definer set search_path = '' as $$
  select r.* from public.migration_requests r
  where r.destination_waba_id = p_waba and r.destination_phone_number_id is not null
    and r.status in ('cutover', 'stabilising', 'completed')
    and case p_change ->> 'scope'
      when 'number' then r.destination_phone_number_id = p_change ->> 'phoneNumberId'
        or regexp_replace(r.phone_number, '\D', '', 'g') = p_change ->> 'phoneDigits'
      when 'template' then exists (select from public.templates t
        where t.request_id = r.id and t.outcome = 'kept' and t.name || ' ' || t.language = p_change ->> 'subject')
        and coalesce(r.completed_at, now()) > now() - interval '30 days'
      else coalesce(r.completed_at, now()) > now() - interval '30 days' end;
$$;
comment on function private.webhook_requests is 'A number''s own events for ever, those of its account and templates for thirty days after completion.';

create function private.raise_alarm(p_request public.migration_requests, p_change jsonb, p_sent_at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare alarm public.request_alarms;
begin
  insert into public.request_alarms as a (provider_id, client_id, request_id, code, subject, facts, opened_at, last_at)
  values (p_request.provider_id, p_request.client_id, p_request.id, p_change ->> 'alarm', p_change ->> 'subject', p_change -> 'facts', p_sent_at, p_sent_at)
  on conflict (request_id, code, subject) where acknowledged_at is null do update set
    times = a.times + 1, opened_at = least(a.opened_at, excluded.opened_at), last_at = greatest(a.last_at, excluded.last_at),
    -- The newest counts, whichever came in first.
    facts = case when (excluded.last_at, excluded.facts::text) > (a.last_at, a.facts::text) then excluded.facts else a.facts end
  returning * into alarm;
  if alarm.times = 1 then
    perform private.close_change(p_request.id, 'alarm.opened', 'internal', jsonb_build_object('alarm', alarm.code, 'subject', alarm.subject));
  end if;
end $$;

create function private.hear_webhook(p_request public.migration_requests, p_sent_at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if p_request.registered_at is null or p_sent_at < p_request.registered_at then return; end if;
  update public.migration_requests set webhook_heard_at = least(webhook_heard_at, p_sent_at) where id = p_request.id;
  if p_request.webhook_heard_at is not null then return; end if;
  update public.migration_requests set tracks = tracks || '{"webhook":"done"}'
  where id = p_request.id and status = 'stabilising' and tracks ->> 'webhook' in ('pending', 'working');
  update public.request_exceptions set resolved_at = now(), closed_by = 'reading'
  where request_id = p_request.id and code = 'WEBHOOK_SILENT' and resolved_at is null;
  perform private.close_change(p_request.id, 'webhook.heard', 'internal');
end $$;

-- p_changes: [{"key","wabaId","field","event","scope","phoneNumberId","phoneDigits","subject","alarm","heard","reread","facts","sentAt"}];
-- p_keep: the body was not understood whole and stays for people. Returns how many changes were new.
create function public.engine_store_webhook(p_digest text, p_changes jsonb, p_problem text, p_keep boolean) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  change jsonb; request public.migration_requests; sent timestamptz; added integer := 0; came timestamptz;
begin
  select received_at into came from private.webhook_inbox where digest = p_digest for update;
  if not found then perform private.refuse(404, 'webhook_not_found'); end if;
  for change in select x from jsonb_array_elements(p_changes) as x order by x ->> 'key' loop
    -- A clock that goes ahead of ours changes nothing here.
    sent := least(coalesce((change ->> 'sentAt')::timestamptz, came), came);
    insert into private.webhook_changes as w (key, waba_id, field, event, facts, sent_at, received_at)
    values (change ->> 'key', change ->> 'wabaId', change ->> 'field', change ->> 'event', change -> 'facts', sent, came)
    -- Repeated within a week it is the same; later it has happened again.
    on conflict (key) do update set sent_at = excluded.sent_at, received_at = excluded.received_at
      where w.received_at < excluded.received_at - interval '8 days';
    if not found then continue; end if;
    added := added + 1;
    for request in select * from private.webhook_requests(change ->> 'wabaId', change) as r order by r.id loop
      select * into strict request from public.migration_requests where id = request.id for update;
      if change ->> 'alarm' is not null then perform private.raise_alarm(request, change, sent); end if;
      if (change ->> 'heard')::boolean then perform private.hear_webhook(request, sent); end if;
      -- Read back now what would have been read in a while; where Meta asked us to wait, we wait.
      if (change ->> 'reread')::boolean then
        update public.cutover_steps s set wait_until = null from private.step_catalogue k
        where s.request_id = request.id and k.step = s.step and k.trigger = 'automatic' and s.state = 'pending' and s.wait_until > now()
          and not exists (select from public.request_exceptions e where e.request_id = request.id and e.resolved_at is null);
      end if;
    end loop;
  end loop;
  update private.webhook_inbox set processed_at = now(), problem = p_problem, body = case when p_keep then body end where digest = p_digest;
  return added;
end $$;

create function public.acknowledge_alarm(p_request uuid, p_version integer, p_alarm uuid, p_note text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare alarm public.request_alarms;
begin
  perform private.open_request(p_request, p_version, 'alarm.acknowledge');
  if length(trim(coalesce(p_note, ''))) not between 1 and 1000 then perform private.refuse(400, 'invalid_input', 'note'); end if;
  update public.request_alarms set acknowledged_at = now(), acknowledged_by = (select auth.uid()), note = trim(p_note)
  where id = p_alarm and request_id = p_request and acknowledged_at is null returning * into alarm;
  if not found then perform private.refuse(404, 'alarm_not_found'); end if;
  return private.close_change(p_request, 'alarm.acknowledge', 'internal',
    jsonb_build_object('alarm', alarm.code, 'subject', alarm.subject, 'note', trim(p_note)));
end $$;
comment on function public.acknowledge_alarm is 'Somebody has dealt with it and says how; if it happens again, a new alarm opens.';

revoke execute on function private.webhook_requests(text, jsonb), private.raise_alarm(public.migration_requests, jsonb, timestamptz),
  private.hear_webhook(public.migration_requests, timestamptz) from public;
grant execute on function public.engine_receive_webhook(text, text), public.engine_take_webhooks(integer),
  public.engine_store_webhook(text, jsonb, text, boolean) to service_role;
grant execute on function public.acknowledge_alarm(uuid, integer, uuid, text) to authenticated;
