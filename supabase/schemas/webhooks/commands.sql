-- Acknowledges an alarm.

create function public.acknowledge_alarm(p_request uuid, p_version integer, p_alarm uuid, p_note text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare alarm public.request_alarms;
begin
  perform private.open_request(p_request, p_version, 'alarm.acknowledge');
  if length(trim(coalesce(p_note, ''))) not between 1 and 1000
    then perform private.refuse(400, 'invalid_input', 'note'); end if;
  update public.request_alarms set acknowledged_at = now(), acknowledged_by = (select auth.uid()), note = trim(p_note)
  where id = p_alarm and request_id = p_request and acknowledged_at is null returning * into alarm;
  if not found then perform private.refuse(404, 'alarm_not_found'); end if;
  return private.close_change(p_request, 'alarm.acknowledge', 'internal',
    jsonb_build_object('alarm', alarm.code, 'subject', alarm.subject, 'note', trim(p_note)));
end $$;
comment on function public.acknowledge_alarm
  is 'A person reports how they have dealt with it; if it happens again, a new alarm opens.';

grant execute on function public.acknowledge_alarm(uuid, integer, uuid, text)
  to authenticated;
