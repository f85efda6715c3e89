-- What a client acknowledges is true of the way that the number takes: the points of the application name the ways apart.
-- Who acknowledged the former points was promised something else, and is asked again.

create or replace function public.submit_request(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.submit');
  if request.authorised_name is null or request.authorised_email is null then
    perform private.refuse(400, 'authorised_person_missing');
  end if;
  if not request.acknowledgements @> array['service_by_route', 'history_stays', 'templates_by_route', 'templates_not_copied', 'number_keeps_by_route'] then
    perform private.refuse(400, 'acknowledgements_missing');
  end if;
  perform private.refuse_contested(p_request);
  perform private.check_conflicts((select auth.uid()));
  begin
    perform private.add_checks(request);
    return private.close_change(p_request, 'request.submit', 'client');
  exception when unique_violation then
    if not private.note_conflict(request) then perform private.refuse(409, 'number_in_live_request'); end if;
  end;
  -- An exception would take the conflict back with everything else.
  return jsonb_build_object('id', request.id, 'reference', request.reference, 'status', request.status, 'version', request.version,
    'refused', 'number_in_live_request');
end $$;
