-- Meta takes a message and says only later, by webhook, that it failed and why: the number and the title are kept with the
-- sighting, and what they say of the account opens its exception until a later message arrives.

alter table public.message_sightings add column error_code integer, add column error_title text check (length(error_title) <= 300);
comment on column public.message_sightings.error_code is 'Of failed: Meta''s number, where it gives one.';
comment on column public.message_sightings.error_title is 'Of failed: Meta''s title without anything that names people; its details are not kept.';

-- p_sightings: [{"direction","hash","status","at" (ISO or null),"failure": {"code","title"} or null,"exception": {"code","owner"}
-- or null,"settles": [codes]}]. A busy number shows enough by its last five hundred.
create or replace function private.note_sightings(p_request public.migration_requests, p_sightings jsonb, p_came timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare seen record; changed text[] := '{}';
begin
  insert into public.message_sightings (provider_id, client_id, request_id, direction, message_hash, status, at, error_code, error_title)
  select p_request.provider_id, p_request.client_id, p_request.id, x.direction, x.hash, x.status, least(coalesce(x.at, p_came), p_came),
    (x.failure ->> 'code')::integer, left(x.failure ->> 'title', 300)
  from jsonb_to_recordset(coalesce(p_sightings, '[]')) as x (direction text, hash text, status text, at timestamptz, failure jsonb)
  -- Of a number that was handed over only how people's own tests of it fare.
  where p_request.status <> 'completed' or exists (select from public.test_messages m where m.provider_id = p_request.provider_id
    and m.client_id = p_request.client_id and m.request_id = p_request.id and m.direction = x.direction and m.message_hash = x.hash)
  on conflict (request_id, direction, message_hash, status) do nothing;
  delete from public.message_sightings where request_id = p_request.id and id <= (
    select id from public.message_sightings where request_id = p_request.id order by id desc offset 500 limit 1);

  -- Before the move is over the steps themselves say what is wrong, and an exception would stop them.
  if p_request.status <> 'stabilising' then return; end if;
  for seen in
    select least(coalesce(x.at, p_came), p_came) as at, x.exception, x.settles
    from jsonb_to_recordset(coalesce(p_sightings, '[]')) as x (at timestamptz, exception jsonb, settles jsonb)
    where jsonb_typeof(x.exception) = 'object' or x.settles <> '[]' order by 1
  loop
    if jsonb_typeof(seen.exception) = 'object' then
      -- A message that arrived after this one failed has told already that it is over, whichever was heard of first.
      continue when exists (select from public.message_sightings s where s.request_id = p_request.id and s.direction = 'out'
        and s.status in ('delivered', 'read') and s.at > seen.at);
      insert into public.request_exceptions (provider_id, client_id, request_id, code, owner, opened_at)
      values (p_request.provider_id, p_request.client_id, p_request.id, seen.exception ->> 'code', seen.exception ->> 'owner', seen.at)
      on conflict (request_id, code) where resolved_at is null do nothing;
    else
      update public.request_exceptions set resolved_at = now(), closed_by = 'reading'
      where request_id = p_request.id and resolved_at is null and step is null and opened_at < seen.at
        and code in (select jsonb_array_elements_text(seen.settles));
    end if;
    if found then changed := changed || coalesce(seen.exception ->> 'code', 'none'); end if;
  end loop;
  if changed <> '{}' then
    perform private.close_change(p_request.id, case when changed[cardinality(changed)] = 'none' then 'message.arrived' else 'message.failed' end,
      'internal', jsonb_build_object('exceptions', to_jsonb(array_remove(changed, 'none'))));
  end if;
end $$;

-- What comes in also closes alarms, makes checks worth reading at once, and follows test messages after completion too.
create or replace function public.engine_store_webhook(p_digest text, p_changes jsonb, p_problem text, p_kept text) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  change jsonb; request public.migration_requests; sent timestamptz; added integer := 0; came timestamptz;
  is_known boolean; is_later boolean;
begin
  select received_at into came from private.webhook_inbox where digest = p_digest for update;
  if not found then perform private.refuse(404, 'webhook_not_found'); end if;
  -- All of them first and in one order, so that two bodies about the same requests do not wait for each other.
  perform from public.migration_requests where id in (
    select r.id from jsonb_array_elements(p_changes) as x, private.webhook_requests(x ->> 'wabaId', x) as r
    union
    select r.id from jsonb_array_elements(p_changes) as x, private.prompted_requests(x ->> 'wabaId', x) as r) order by id for update;
  for change in select x from jsonb_array_elements(p_changes) as x order by x ->> 'key' loop
    -- A clock that goes ahead of ours changes nothing here.
    sent := least(coalesce((change ->> 'sentAt')::timestamptz, came), came);
    is_known := exists (select from private.webhook_changes w
      where w.key = change ->> 'key' and w.received_at >= came - interval '8 days');
    insert into private.webhook_changes as w (key, waba_id, field, event, facts, subject, lifts, sent_at, received_at)
    values (change ->> 'key', change ->> 'wabaId', change ->> 'field', change ->> 'event', change -> 'facts', change ->> 'subject',
      array(select jsonb_array_elements_text(change -> 'lifts')), sent, came)
    on conflict (key) do update set sent_at = excluded.sent_at, received_at = greatest(w.received_at, excluded.received_at)
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
      if request.status in ('cutover', 'stabilising', 'completed') then perform private.note_sightings(request, change -> 'sightings', came); end if;
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
  update private.webhook_inbox set processed_at = now(), problem = p_problem, body = decode(p_kept, 'base64') where digest = p_digest;
  return added;
end $$;
