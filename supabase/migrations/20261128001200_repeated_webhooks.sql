-- What Meta tells again in the same words is a repetition while its alarm is open. Once somebody has dealt with that, a
-- notice sent later has happened anew: the second wish to switch two-step verification off matters as much as the first.
-- And a message counts from when the number may work here, whichever comes first: its webhook, or what register answered.

-- The alarm that is open already covers it; none: it is a new one, if it was sent later than all that is known of it.
create function private.repeat_alarm(p_request public.migration_requests, p_change jsonb, p_sent_at timestamptz, p_later boolean) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.request_alarms a set opened_at = least(a.opened_at, p_sent_at), last_at = greatest(a.last_at, p_sent_at),
    facts = case when (p_sent_at, (p_change -> 'facts')::text) > (a.last_at, a.facts::text) then p_change -> 'facts' else a.facts end
  where a.request_id = p_request.id and a.code = p_change ->> 'alarm' and a.subject = p_change ->> 'subject' and a.acknowledged_at is null;
  if not found and p_later then perform private.raise_alarm(p_request, p_change, p_sent_at); end if;
end $$;

-- Meta's clock tells whole seconds. A guided route has no call that opens it: there it is a person's word, or Meta's.
create function private.may_work_since(p_request public.migration_requests) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select date_trunc('second', least(p_request.no_return_at, p_request.registered_at, (select min(i.opened_at) from private.intents i
    where i.provider_id = p_request.provider_id and i.request_id = p_request.id and i.step = 'register' and i.kind = 'call')));
$$;

create or replace function private.hear_webhook(p_request public.migration_requests, p_sent_at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare since timestamptz := private.may_work_since(p_request);
begin
  if since is null or p_sent_at < since then return; end if;
  update public.migration_requests set webhook_heard_at = least(webhook_heard_at, p_sent_at) where id = p_request.id;
  if p_request.webhook_heard_at is not null then return; end if;
  update public.migration_requests set tracks = tracks || '{"webhook":"done"}'
  where id = p_request.id and status = 'stabilising' and tracks ->> 'webhook' in ('pending', 'working');
  update public.request_exceptions set resolved_at = now(), closed_by = 'reading'
  where request_id = p_request.id and code = 'WEBHOOK_SILENT' and resolved_at is null;
  perform private.close_change(p_request.id, 'webhook.heard', 'internal');
end $$;

create function private.settle_heard_webhook() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.tracks := new.tracks || '{"webhook":"done"}';
  return new;
end $$;
create trigger migration_requests_heard before update of tracks on public.migration_requests for each row
when (new.webhook_heard_at is not null and old.tracks ->> 'webhook' = 'pending' and new.tracks ->> 'webhook' = 'working')
execute function private.settle_heard_webhook();

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
      if change ->> 'alarm' is not null then
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
      end if;
    end loop;
  end loop;
  update private.webhook_inbox set processed_at = now(), problem = p_problem, body = case when p_keep then body end where digest = p_digest;
  return added;
end $$;

revoke execute on function private.repeat_alarm(public.migration_requests, jsonb, timestamptz, boolean),
  private.may_work_since(public.migration_requests), private.settle_heard_webhook() from public, anon, authenticated, service_role;
