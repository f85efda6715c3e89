-- Meta also reports that something is over: a pause, a restriction, a ban, a template that may be sent again. Such a report
-- closes the alarm, whichever of the two comes in first.

alter table public.request_alarms add column lifted_at timestamptz;
comment on column public.request_alarms.lifted_at is 'When a report of Meta closed it; null: a person did, or it is open.';
alter table private.webhook_changes
  add column subject text not null default '',
  add column lifts text[] not null default '{}';
comment on column private.webhook_changes.lifts is 'The alarms about the subject that it ends, also those that are reported late.';
create index webhook_changes_lifts on private.webhook_changes (waba_id, sent_at) where lifts <> '{}';

create function private.lift_alarms(p_request public.migration_requests, p_change jsonb, p_sent_at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare alarm public.request_alarms;
begin
  for alarm in
    update public.request_alarms a set acknowledged_at = now(), lifted_at = now()
    where a.request_id = p_request.id and a.acknowledged_at is null and a.last_at <= p_sent_at
      and a.subject = p_change ->> 'subject' and a.code in (select jsonb_array_elements_text(p_change -> 'lifts'))
    returning a.*
  loop
    perform private.close_change(p_request.id, 'alarm.lifted', 'internal', jsonb_build_object('alarm', alarm.code, 'subject', alarm.subject));
  end loop;
end $$;

create function private.is_lifted(p_change jsonb, p_sent_at timestamptz) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from private.webhook_changes w
    where w.waba_id = p_change ->> 'wabaId' and w.lifts <> '{}' and w.sent_at >= p_sent_at
      and p_change ->> 'alarm' = any (w.lifts) and w.subject = p_change ->> 'subject');
$$;

-- An app that is not ours was uninstalled: that says nothing about our access.
create function private.is_own_app(p_request public.migration_requests, p_app text) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce(bool_or(c.app_id = p_app), true) from public.meta_connections c
  where c.provider_id = p_request.provider_id and (p_request.connection_id is null or c.id = p_request.connection_id);
$$;
comment on function private.is_own_app is 'Whether it is the app of the request''s connection, or of any of the provider''s where the request has none.';

drop function private.is_alarming(uuid, jsonb);
create function private.is_alarming(p_request public.migration_requests, p_change jsonb, p_sent_at timestamptz) returns boolean
language sql stable security definer set search_path = '' as $$
  select p_change ->> 'alarm' is not null
    and (p_change ->> 'scope' <> 'template' or exists (select from public.templates t
      where t.request_id = p_request.id and t.outcome = 'kept' and t.name || ' ' || t.language = p_change ->> 'subject'))
    and (p_request.registered_at is not null or not exists (select from private.alarm_catalogue k
      where k.code = p_change ->> 'alarm' and k.after_register))
    and (p_change ->> 'partnerAppId' is null or private.is_own_app(p_request, p_change ->> 'partnerAppId'))
    and not private.is_lifted(p_change, p_sent_at);
$$;

revoke execute on function private.lift_alarms(public.migration_requests, jsonb, timestamptz), private.is_lifted(jsonb, timestamptz),
  private.is_own_app(public.migration_requests, text), private.is_alarming(public.migration_requests, jsonb, timestamptz)
  from public, anon, authenticated, service_role;
