-- Says what a window must be, and what a consent is bound to.

create function private.check_window(p_starts_at timestamptz, p_ends_at timestamptz) returns void
language plpgsql set search_path = '' as $$
begin
  if p_starts_at is null or p_ends_at is null or p_ends_at <= p_starts_at or p_ends_at <= now()
    or p_ends_at - p_starts_at > interval '12 hours' then
    perform private.refuse(400, 'window_invalid');
  end if;
end $$;
comment on function private.check_window
  is 'A window is in the future, ends after it starts, and is no longer than a working day.';

create function private.set_window(p_request uuid, p_starts_at timestamptz, p_ends_at timestamptz,
  p_confirmed_at timestamptz) returns void
language sql security definer set search_path = '' as $$
  update public.migration_requests set window_starts_at = p_starts_at, window_ends_at = p_ends_at, window_confirmed_at
    = p_confirmed_at,
    window_confirmed_by = case when p_confirmed_at is not null then (select auth.uid()) end,
    counter_starts_at = null, counter_ends_at = null, counter_note = null
  where id = p_request;
  update public.migration_requests r set window_confirmed_for = case when p_confirmed_at is not null
    then private.date_facts(r) end
  where id = p_request;
$$;

-- A consent covers only what it was given for. The second approval stores the approved facts; a change of those facts
-- removes it in the same transaction and says so in its event. The person who gave it must still be allowed to when it
-- is used.
create function private.cutover_facts(p_request public.migration_requests) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'window', jsonb_build_array(p_request.window_starts_at, p_request.window_ends_at), 'number', p_request.phone_number,
    'route', p_request.route, 'connection', p_request.connection_id, 'destination', p_request.destination_waba_id,
    'source', jsonb_build_array(p_request.source_business_id, p_request.source_waba_id,
      p_request.source_phone_number_id),
    'waived', (select coalesce(jsonb_agg(c.code order by c.code), '[]') from public.checks c
      where c.request_id = p_request.id and c.status = 'waived'));
$$;
comment on function private.cutover_facts is
  'What a second person approves: the time, the route, the source and destination accounts, and the checks that do '
    'not count.';

-- When a person may no longer approve, their approvals end.
create function private.void_approvals_of_member() returns trigger
language plpgsql security definer set search_path = '' as $$
declare given uuid;
begin
  if new.ended_at is null and exists (select from private.permissions where role = new.role
    and permission = 'cutover.second_approve') then return null; end if;
  for given in select r.id from public.migration_requests r
    where r.provider_id = new.provider_id and r.second_approved_by = new.user_id
      and r.status in ('preparing', 'scheduled') order by r.id for update loop
    update public.migration_requests set second_approved_for = null where id = given;
    perform private.close_change(given, 'request.edit', 'internal');
  end loop;
  return null;
end $$;

create function private.date_facts(p_request public.migration_requests) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('window', jsonb_build_array(private.utc(p_request.window_starts_at),
    private.utc(p_request.window_ends_at)),
    'number', p_request.phone_number, 'route', p_request.route);
$$;
comment on function private.date_facts is 'What a date is agreed for.';

-- The date's confirmation and the route's choice also store who gave them and what for. A change of those facts removes
-- them in the same transaction and says so in its event; the start compares both once more.
create function private.without_void_consents(p_request public.migration_requests) returns public.migration_requests
language plpgsql stable security definer set search_path = '' as $$
declare request public.migration_requests := p_request;
begin
  if request.status not in ('preparing', 'scheduled') then return request; end if;
  if request.second_approved_at is not null
    and request.second_approved_for is distinct from private.cutover_facts(request) then
    request.second_approved_by := null; request.second_approved_at := null; request.second_approved_for := null;
  end if;
  if request.window_confirmed_for is not null and (request.window_confirmed_at is null
    or request.window_confirmed_for is distinct from private.date_facts(request)) then
    request.window_confirmed_by := null; request.window_confirmed_at := null; request.window_confirmed_for := null;
  end if;
  if request.route_chosen_at is not null
    and request.route_chosen_for is distinct from private.route_facts(request) then
    request.route_chosen_by := null; request.route_chosen_at := null; request.route_chosen_for := null;
  end if;
  return request;
end $$;
comment on function private.without_void_consents is 'The row without the consents that were given for other facts.';

create function private.voided(p_before public.migration_requests, p_after public.migration_requests) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_object_agg(c.consent, true) filter (where c.is_void), '{}') from (values
    ('approvalVoid', p_before.second_approved_at is not null and p_after.second_approved_at is null),
    ('confirmationVoid', p_before.window_confirmed_at is not null and p_after.window_confirmed_at is null),
    ('routeVoid', p_before.route_chosen_at is not null and p_after.route_chosen_at is null)) as c (consent, is_void);
$$;
comment on function private.voided is 'Which of approvalVoid, confirmationVoid, routeVoid: {"approvalVoid": true}.';
