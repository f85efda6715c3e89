-- Decides who may rehearse.

create function public.rehearse_request(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'cutover.rehearse');
  if request.status not in ('preparing', 'scheduled') then perform private.refuse(409, 'wrong_status', request.status);
    end if;
  if request.route is null then perform private.refuse(409, 'route_missing'); end if;
  return private.close_change(p_request, 'cutover.rehearse', 'internal');
end $$;
comment on function public.rehearse_request
  is 'Records who requested a rehearsal; the function of that name then runs it and stores the result.';

grant execute on function public.rehearse_request(uuid, integer)
  to authenticated;
