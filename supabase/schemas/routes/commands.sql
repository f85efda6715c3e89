-- Takes the choice of the route, and the answers behind it.

-- People decide about the route and, on the guided ones, take steps by hand.
create function public.answer_route_questions(p_request uuid, p_version integer, p_answers jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.edit');
  if request.status not in ('submitted', 'preparing', 'scheduled')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  if coalesce(jsonb_typeof(p_answers), '') <> 'object' or length(p_answers::text) > 2000
    then perform private.refuse(400, 'invalid_input', 'answers'); end if;
  update public.migration_requests set route_answers = p_answers where id = p_request;
  return private.close_change(p_request, 'request.edit', 'internal', jsonb_build_object('routeAnswers', p_answers));
end $$;
comment on function public.answer_route_questions
  is 'Saves what people know about an account for the route advice, all answers at once.';

create function public.choose_route(p_request uuid, p_version integer, p_route text, p_connection uuid,
  p_destination_waba_id text default null, p_reason text default null, p_advice jsonb default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; destination text := nullif(p_destination_waba_id, '');
begin
  request := private.open_request(p_request, p_version, 'request.edit');
  -- Once a date is agreed the route stands; it is only chosen again after something it was chosen for has changed.
  if request.status <> 'preparing' and not (request.status = 'scheduled' and request.route_chosen_at is null
    and (request.route, request.connection_id, request.destination_waba_id) is not distinct
      from (p_route, p_connection, destination)) then
    perform private.refuse(409, 'wrong_status', request.status);
  end if;
  if not exists (select from private.route_steps where route = p_route)
    then perform private.refuse(400, 'invalid_input', 'route'); end if;
  if (destination is null and p_route in ('R2', 'R5')) or destination !~ '^[0-9]{1,30}$'
    then perform private.refuse(400, 'invalid_input', 'destination_waba_id'); end if;
  if length(p_advice::text) > 20000 then perform private.refuse(400, 'invalid_input', 'advice'); end if;
  if not exists (select from public.meta_connections
    where id = p_connection and provider_id = request.provider_id and request_id is null and revoked_at is null) then
    perform private.refuse(404, 'connection_not_found');
  end if;
  update public.migration_requests set route = p_route, connection_id = p_connection,
    destination_waba_id = case when not private.makes_account(p_route) then destination end,
    destination_phone_number_id = case when (route, destination_waba_id) is not distinct
      from (p_route, destination) then destination_phone_number_id end
  where id = p_request;
  update public.migration_requests r set route_chosen_by = (select auth.uid()), route_chosen_at = now(),
    route_chosen_for = private.route_facts(r)
  where id = p_request;
  if request.status = 'preparing' then perform private.end_signup(p_request); end if;

  update public.checks set status = 'pending', evidence_kind = null, evidence_field = null, evidence_value = null,
    read_at = null, updated_at = now()
  where request_id = p_request and status = 'waived' and evidence_field = 'route';
  update public.checks c set status = 'waived', evidence_kind = 'person', evidence_field = 'route', evidence_value
    = p_route,
    cause = null, read_at = now(), updated_at = now()
  from private.route_needless_checks n
  where c.request_id = p_request and n.route = p_route and c.code = n.code and c.status not in ('passed', 'waived');
  return private.close_change(p_request, 'request.edit', 'internal', jsonb_strip_nulls(jsonb_build_object(
    'route', p_route, 'destinationWabaId', destination, 'reason', nullif(trim(p_reason), ''), 'advice', p_advice)));
end $$;
comment on function public.choose_route is
  'The route and the number''s destination. Advice is not a rule: the event records what the advisor said, and why '
    'it was not followed.';

create function public.route_closures(p_request uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  select * into request from public.migration_requests r where r.id = p_request
    and private.permits(r.provider_id, r.client_id, 'request.read');
  if not found then perform private.refuse(404, 'request_not_found'); end if;
  if not private.permits(request.provider_id, request.client_id, 'report.read') then
    perform private.refuse(403, 'not_permitted', 'report.read');
  end if;
  -- Calendars are computed for 400 days, so no window is offered later.
  return (select coalesce(jsonb_agg(jsonb_build_object('startsAt', private.utc(c.starts_at), 'endsAt',
    private.utc(c.ends_at)) order by c.starts_at), '[]')
    from private.route_closures(request, now(), now() + interval '14 months') c);
end $$;
comment on function public.route_closures is
  'For staff: [{startsAt, endsAt}], the spans from now on that the request''s route closes. A window may neither '
    'overlap one nor end as it begins.';

grant execute on function public.answer_route_questions(uuid, integer, jsonb), public.route_closures(uuid),
  public.choose_route(uuid, integer, text, uuid, text, text, jsonb)
  to authenticated;
