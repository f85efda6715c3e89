-- What the desk notes about an alarm is for the desk: it stands at the alarm, not as the reason of the request that follows,
-- which the client reads.

create or replace function public.open_linked_request(p_request uuid, p_version integer, p_alarm uuid, p_note text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests := private.open_request(p_request, p_version, 'alarm.acknowledge');
  linked public.migration_requests; serial integer; alarm text; outcome jsonb;
begin
  if request.status <> 'completed' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if length(trim(coalesce(p_note, ''))) not between 1 and 1000 then perform private.refuse(400, 'invalid_input', 'note'); end if;
  update private.reference_counters set last_number = last_number + 1 where provider_id = request.provider_id returning last_number into serial;
  insert into public.migration_requests (provider_id, client_id, reference, phone_number, phone_country, locale, reason,
    monthly_volume, old_provider_name, contact_name, contact_email, contact_phone, authorised_name, authorised_email,
    authorised_position, platform_account, acknowledgements, acknowledged_at, assignee_id, created_by, follows_id)
  values (request.provider_id, request.client_id, 'M-' || lpad(serial::text, greatest(5, length(serial::text)), '0'), request.phone_number,
    request.phone_country, request.locale, 'other', request.monthly_volume, request.old_provider_name, request.contact_name,
    request.contact_email, request.contact_phone, request.authorised_name, request.authorised_email, request.authorised_position,
    request.platform_account, request.acknowledgements, request.acknowledged_at, request.assignee_id, (select auth.uid()), request.id)
  returning * into linked;
  perform private.add_checks(linked);
  update public.request_alarms set acknowledged_at = now(), acknowledged_by = (select auth.uid()), note = trim(p_note)
  where id = p_alarm and request_id = p_request and acknowledged_at is null returning code into alarm;
  if not found then perform private.refuse(404, 'alarm_not_found'); end if;
  perform private.close_change(p_request, 'alarm.acknowledge', 'internal',
    jsonb_build_object('alarm', alarm, 'note', trim(p_note), 'linked', linked.reference));
  begin
    outcome := private.close_change(linked.id, 'request.submit', 'client');
  exception when unique_violation then
    perform private.refuse(409, 'number_in_live_request');
  end;
  return outcome;
end $$;

update public.migration_requests set reason_note = null where follows_id is not null and reason_note is not null;
