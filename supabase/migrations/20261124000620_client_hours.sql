-- When somebody at the client can read the code to us: the second calendar that a window must fit.

alter table public.migration_requests
  add column client_hours jsonb,
  add column client_time_zone text,
  add check ((client_hours is null) = (client_time_zone is null));
comment on column public.migration_requests.client_hours is 'As provider_calendars.hours, in client_time_zone; null until the client has said.';

create function public.set_client_hours(p_request uuid, p_version integer, p_hours jsonb, p_time_zone text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'window.confirm');
  if request.status not in ('submitted', 'preparing', 'scheduled') then perform private.refuse(409, 'wrong_status', request.status); end if;
  perform private.check_hours(p_hours);
  perform private.check_time_zone(p_time_zone);
  update public.migration_requests set client_hours = p_hours, client_time_zone = p_time_zone where id = p_request;
  return private.close_change(p_request, 'window.confirm', 'client', jsonb_build_object('hours', p_hours, 'timeZone', p_time_zone));
end $$;
comment on function public.set_client_hours is 'When the client can be reached for the code; windows are proposed within it.';

revoke execute on function public.set_client_hours(uuid, integer, jsonb, text) from public, anon, authenticated, service_role;
grant execute on function public.set_client_hours(uuid, integer, jsonb, text) to authenticated;
