-- Receives webhooks by one insert and reads them later.

create function public.engine_receive_webhook(p_digest text, p_body text) returns void
language sql security definer set search_path = '' as $$
  insert into private.webhook_inbox (digest, body) values (p_digest, decode(p_body, 'base64')) on conflict do nothing;
$$;
comment on function public.engine_receive_webhook
  is 'p_digest: SHA-256 of the body, hex; p_body: base64. A body already received changes nothing.';

create function public.engine_take_webhooks(p_limit integer) returns jsonb
language sql security definer set search_path = '' as $$
  select private.give_up_webhooks();
  with taken as (
    update private.webhook_inbox i set attempts = i.attempts + 1, taken_until = now() + interval '1 minute'
    where i.digest in (select w.digest from private.webhook_inbox w
      where w.processed_at is null and coalesce(w.taken_until, '-infinity') < now() and w.attempts < 10
      order by w.received_at limit p_limit for update skip locked)
    returning i.digest, i.body)
  select coalesce(jsonb_agg(jsonb_build_object('digest', digest, 'body', translate(encode(body, 'base64'), E'\n', ''))),
    '[]') from taken;
$$;
comment on function public.engine_take_webhooks is
  '[{digest, body (base64)}] for one worker for a minute. After ten failed attempts a body stays as it is, and the '
    'providers that it may concern are alerted.';

create function public.engine_count_refused_webhooks(p_count integer) returns void
language sql security definer set search_path = '' as $$
  insert into private.webhook_refusals as w (hour, refused) values (date_trunc('hour', now()), p_count)
  on conflict (hour) do update set refused = w.refused + excluded.refused;
$$;

-- For a body that was not fully understood, its reader says what is kept: neither all nor nothing, and without people
-- or what they wrote.
-- Storing also closes alarms, marks checks as worth reading at once, and follows test messages even after completion.
create function public.engine_store_webhook(p_digest text, p_changes jsonb, p_problem text, p_kept text) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  change jsonb; request public.migration_requests; sent timestamptz; added integer := 0; came timestamptz;
  is_known boolean; is_later boolean;
begin
  select received_at into came from private.webhook_inbox where digest = p_digest for update;
  if not found then perform private.refuse(404, 'webhook_not_found'); end if;
  -- Locks all of them first and in one order, so two bodies about the same requests never wait for each other.
  perform from public.migration_requests where id in (
    select r.id from jsonb_array_elements(p_changes) as x, private.webhook_requests(x ->> 'wabaId', x) as r
    union
    select r.id from jsonb_array_elements(p_changes) as x, private.prompted_requests(x ->> 'wabaId', x) as r)
      order by id for update;
  for change in select x from jsonb_array_elements(p_changes) as x order by x ->> 'key' loop
    -- A clock that is ahead of ours changes nothing here.
    sent := least(coalesce((change ->> 'sentAt')::timestamptz, came), came);
    is_known := exists (select from private.webhook_changes w
      where w.key = change ->> 'key' and w.received_at >= came - interval '8 days');
    insert into private.webhook_changes as w (key, waba_id, field, event, facts, subject, lifts, sent_at, received_at)
    values (change ->> 'key', change ->> 'wabaId', change ->> 'field', change ->> 'event', change -> 'facts',
      change ->> 'subject',
      array(select jsonb_array_elements_text(change -> 'lifts')), sent, came)
    on conflict (key) do update set sent_at = excluded.sent_at, received_at
      = greatest(w.received_at, excluded.received_at)
      where w.received_at < excluded.received_at - interval '8 days' or w.sent_at < excluded.sent_at;
    is_later := found;
    added := added + case when is_known then 0 else 1 end;
    if is_later or not is_known then perform private.prompt_checks(change); end if;
    for request in select * from private.webhook_requests(change ->> 'wabaId', change) as r order by r.id loop
      select * into strict request from public.migration_requests where id = request.id;
      if private.is_alarming(request, change, sent) then
        if is_known then perform private.repeat_alarm(request, change, sent, is_later);
        else perform private.raise_alarm(request, change, sent); end if;
      end if;
      continue when is_known and not is_later;
      if change -> 'lifts' <> '[]' then perform private.lift_alarms(request, change, sent); end if;
      if request.status in ('cutover', 'monitoring', 'completed')
        then perform private.note_sightings(request, change -> 'sightings', came); end if;
      if (change ->> 'received')::boolean then perform private.receive_webhook(request, sent); end if;
      -- Reads back now what would have been read in a while. Where Meta asked us to wait, we wait, and we never hurry.
      if (change ->> 'reread')::boolean then
        update public.cutover_steps s set wait_until = null from private.step_catalogue k
        where s.request_id = request.id and k.step = s.step and k.trigger = 'automatic' and k.repeatable
          and s.state = 'pending' and s.wait_until > now()
          and not exists (select from private.intents i where i.request_id = request.id
            and i.opened_at > now() - interval '30 seconds')
          and not exists (select from public.request_exceptions e where e.request_id = request.id
            and e.resolved_at is null);
        perform private.prompt_reading(request, change ->> 'scope');
      end if;
    end loop;
  end loop;
  update private.webhook_inbox set processed_at = now(), problem = p_problem, body = decode(p_kept, 'base64')
    where digest = p_digest;
  return added;
end $$;
comment on function public.engine_store_webhook is
  'p_kept: base64 of what was not understood, without people''s messages; null when everything was. Returns how '
    'many changes were new.';

grant execute on function public.engine_receive_webhook(text, text), public.engine_count_refused_webhooks(integer)
  to service_role, webhook_receiver;

grant execute on function public.engine_take_webhooks(integer), public.engine_store_webhook(text, jsonb, text, text)
  to service_role;
