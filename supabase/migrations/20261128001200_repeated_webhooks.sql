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

revoke execute on function private.repeat_alarm(public.migration_requests, jsonb, timestamptz, boolean),
  private.may_work_since(public.migration_requests), private.settle_heard_webhook() from public, anon, authenticated, service_role;
