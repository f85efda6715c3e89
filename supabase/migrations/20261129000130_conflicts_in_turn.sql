-- A person's quarrels over numbers are counted one at a time: of many that came at once, all would have found the day's five free.

create function private.check_conflicts(p_person uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare oldest timestamptz;
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('conflict ' || p_person, 0));
  select min(c.opened_at) into oldest from private.number_conflicts c
  where c.rival_person = p_person and c.opened_at > now() - interval '24 hours' having count(*) >= 5;
  perform private.check_wait(oldest + interval '24 hours');
end $$;
comment on function private.check_conflicts is 'Who tries number after number learns little and stops little.';

create or replace function public.submit_request(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.submit');
  if request.authorised_name is null or request.authorised_email is null then
    perform private.refuse(400, 'authorised_person_missing');
  end if;
  if not request.acknowledgements @> array['source_until_register', 'history_stays', 'templates_copied', 'templates_not_copied', 'number_keeps'] then
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

revoke execute on function private.check_conflicts(uuid) from public, anon, authenticated, service_role;
