-- Decides which request a webhook is about, which alarms it raises and which it closes.

-- Webhooks find their request by ids that Meta itself has given us or confirmed. The announcement and the signup window
-- give them; ids that people record on a guided route count only once Meta has said that the number is ours.
-- A copied template that is undecided or was lost matters too: what Meta reports about it prompts a reading, and is no
-- alarm.
create function private.webhook_requests(p_waba text, p_change jsonb) returns setof public.migration_requests
language sql stable security definer set search_path = '' as $$
  select r.* from public.migration_requests r
  where r.destination_waba_id = p_waba and r.destination_phone_number_id is not null
    and r.status in ('cutover', 'monitoring', 'completed')
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
comment on function private.webhook_requests is
  'A number''s own events are accepted permanently, those of its account and templates for thirty days after '
    'completion.';

create function private.raise_alarm(p_request public.migration_requests, p_change jsonb, p_sent_at timestamptz)
  returns void
language plpgsql security definer set search_path = '' as $$
declare alarm public.request_alarms;
begin
  insert into public.request_alarms as a (provider_id, client_id, request_id, code, subject, facts, opened_at, last_at)
  values (p_request.provider_id, p_request.client_id, p_request.id, p_change ->> 'alarm', p_change ->> 'subject',
    p_change -> 'facts', p_sent_at, p_sent_at)
  on conflict (request_id, code, subject) where acknowledged_at is null do update set
    times = a.times + 1, opened_at = least(a.opened_at, excluded.opened_at), last_at
      = greatest(a.last_at, excluded.last_at),
    -- The newest counts, whichever arrived first.
    facts = case when (excluded.last_at, excluded.facts::text) > (a.last_at, a.facts::text) then excluded.facts
      else a.facts end
  returning * into alarm;
  if alarm.times = 1 then
    perform private.close_change(p_request.id, 'alarm.opened', 'internal',
      jsonb_build_object('alarm', alarm.code, 'subject', alarm.subject));
  end if;
end $$;

-- A report that Meta repeats in the same words is a repetition while its alarm is open. After somebody has dealt with
-- the alarm, a report sent later is a new occurrence: the second request to switch two-step verification off matters as
-- much as the first.
-- A message counts from the moment the number may work here, shown by its webhook or by the answer of register,
-- whichever comes first.
create function private.receive_webhook(p_request public.migration_requests, p_sent_at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare since timestamptz := private.may_work_since(p_request);
begin
  if since is null or p_sent_at < since then return; end if;
  update public.migration_requests set webhook_received_at = least(webhook_received_at, p_sent_at)
    where id = p_request.id;
  if p_request.webhook_received_at is not null then return; end if;
  update public.migration_requests set tracks = tracks || '{"webhook":"done"}'
  where id = p_request.id and status = 'monitoring' and tracks ->> 'webhook' in ('pending', 'working');
  update public.request_exceptions set resolved_at = now(), closed_by = 'reading'
  where request_id = p_request.id and code = 'WEBHOOK_SILENT' and resolved_at is null;
  perform private.close_change(p_request.id, 'webhook.received', 'internal');
end $$;

-- If an alarm is open, it already covers the report. Otherwise the report raises a new alarm, if it was sent later than
-- everything known of it.
create function private.repeat_alarm(p_request public.migration_requests, p_change jsonb, p_sent_at timestamptz,
  p_later boolean) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.request_alarms a set opened_at = least(a.opened_at, p_sent_at), last_at
    = greatest(a.last_at, p_sent_at),
    facts = case when (p_sent_at, (p_change -> 'facts')::text) > (a.last_at, a.facts::text) then p_change -> 'facts'
      else a.facts end
  where a.request_id = p_request.id and a.code = p_change ->> 'alarm' and a.subject = p_change ->> 'subject'
    and a.acknowledged_at is null;
  if not found and p_later then perform private.raise_alarm(p_request, p_change, p_sent_at); end if;
end $$;

create function private.settle_received_webhook() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.tracks := new.tracks || '{"webhook":"done"}';
  return new;
end $$;

-- The ids in a webhook show whose it may be: one request of each provider that has the account stands for all.
create function private.give_up_webhooks() returns void
language plpgsql security definer set search_path = '' as $$
declare given private.webhook_inbox; request public.migration_requests; about uuid;
begin
  for given in
    select * from private.webhook_inbox where processed_at is null and attempts >= 10
      and coalesce(taken_until, '-infinity') < now()
    order by received_at limit 5 for update skip locked
  loop
    update private.webhook_inbox set processed_at = now(), problem = 'given_up' where digest = given.digest;
    for about in
      select s.id from (select distinct on (r.provider_id) r.id
        from (select distinct m[1] as waba from regexp_matches(encode(given.body, 'escape'),
          '"(?:waba_)?id"\s*:\s*"?(\d{1,40})', 'g') as m) as x,
          private.webhook_requests(x.waba, '{"scope":"account"}') as r
        order by r.provider_id, r.registered_at desc nulls last) as s order by s.id
    loop
      select * into strict request from public.migration_requests where id = about for update;
      perform private.raise_alarm(request, jsonb_build_object('alarm', 'WEBHOOK_UNREAD', 'subject', '',
        'facts', jsonb_build_object('received_at', private.utc(given.received_at))), given.received_at);
    end loop;
  end loop;
end $$;

-- Meta also reports that something is over: a pause, a restriction, a ban, or a template that may be sent again. Such a
-- report closes the alarm, whichever of the two arrives first.
create function private.lift_alarms(p_request public.migration_requests, p_change jsonb, p_sent_at timestamptz)
  returns void
language plpgsql security definer set search_path = '' as $$
declare alarm public.request_alarms;
begin
  for alarm in
    update public.request_alarms a set acknowledged_at = now(), lifted_at = now()
    where a.request_id = p_request.id and a.acknowledged_at is null and a.last_at <= p_sent_at
      and a.subject = p_change ->> 'subject' and a.code in (select jsonb_array_elements_text(p_change -> 'lifts'))
    returning a.*
  loop
    perform private.close_change(p_request.id, 'alarm.lifted', 'internal',
      jsonb_build_object('alarm', alarm.code, 'subject', alarm.subject));
  end loop;
end $$;

create function private.is_lifted(p_change jsonb, p_sent_at timestamptz) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from private.webhook_changes w
    where w.waba_id = p_change ->> 'wabaId' and w.lifts <> '{}' and w.sent_at >= p_sent_at
      and p_change ->> 'alarm' = any (w.lifts) and w.subject = p_change ->> 'subject');
$$;

create function private.is_alarming(p_request public.migration_requests, p_change jsonb, p_sent_at timestamptz)
  returns boolean
language sql stable security definer set search_path = '' as $$
  select p_change ->> 'alarm' is not null
    and (p_change ->> 'scope' <> 'template' or exists (select from public.templates t
      where t.request_id = p_request.id and t.outcome = 'kept'
        and t.name || ' ' || t.language = p_change ->> 'subject'))
    and (p_request.registered_at is not null or not exists (select from private.alarm_catalogue k
      where k.code = p_change ->> 'alarm' and k.after_register))
    and (p_change ->> 'partnerAppId' is null or private.is_own_app(p_request, p_change ->> 'partnerAppId'))
    and not private.is_lifted(p_change, p_sent_at);
$$;
