-- Stores what a rehearsal found.

create function public.engine_store_rehearsal(p_request uuid, p_stops_at text, p_exception_code text, p_result jsonb)
returns uuid language sql security definer set search_path = '' as $$
  insert into public.rehearsals (provider_id, client_id, request_id, taken_by, stops_at, exception_code, result)
  select r.provider_id, r.client_id, r.id,
    (select e.actor_id from public.events e where e.request_id = r.id and e.kind = 'cutover.rehearse'
      order by e.id desc limit 1),
    p_stops_at, p_exception_code, p_result
  from public.migration_requests r where r.id = p_request
  returning id;
$$;

grant execute on function public.engine_store_rehearsal(uuid, text, text, jsonb)
  to service_role;
