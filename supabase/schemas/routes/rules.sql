-- Says what a route is chosen for, and which windows it allows.

-- Ends the access that a client granted for a request, and discards its token.
create function private.end_signup(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.migration_requests set signup_connection_id = null where id = p_request;
  delete from private.connection_tokens t using public.meta_connections c where c.id = t.connection_id
    and c.request_id = p_request;
  update public.meta_connections set revoked_at = now() where request_id = p_request and revoked_at is null;
end $$;

-- Two routes exclude days of the calendar: a credit line cannot be shared in the last three and the first four days of
-- a month (R4), and a number that sent a paid message is not deleted for thirty days (R5). Meta does not say whose
-- midnight counts, so UTC's does. A window may neither overlap such a span nor end as it begins, whoever names it.
create function private.route_closures(p_request public.migration_requests, p_from timestamptz, p_until timestamptz)
returns table (starts_at timestamptz, ends_at timestamptz)
language sql stable set search_path = '' as $$
  select (first - interval '3 days') at time zone 'UTC', (first + interval '4 days') at time zone 'UTC'
  from generate_series(date_trunc('month', p_from at time zone 'UTC'),
    p_until at time zone 'UTC' + interval '3 days', interval '1 month') as months (first)
  where p_request.route = 'R4' and (first + interval '4 days') at time zone 'UTC' > p_from
  union all
  select p_from, free
  from (select p_request.route_answers ->> 'lastPaidMessage') as answer (last_paid),
    lateral (select case when last_paid ~ '^\d{4}-\d{2}-\d{2}$' and pg_input_is_valid(last_paid, 'date')
      then (last_paid::date + 31)::timestamp at time zone 'UTC' end) as deletion (free)
  where p_request.route = 'R5' and p_from < free;
$$;
comment on function private.route_closures
  is 'The spans that a request''s route closes to a window, as far as they touch the time from p_from until p_until.';

create function private.check_route_window(p_request public.migration_requests, p_starts_at timestamptz,
  p_ends_at timestamptz) returns void
language plpgsql stable set search_path = '' as $$
begin
  if exists (select from private.route_closures(p_request, p_starts_at, p_ends_at)) then
    perform private.refuse(409, 'window_against_route');
  end if;
end $$;

-- The signup window creates the account, on R0 as on R1.
create function private.makes_account(p_route text) returns boolean
language sql immutable security definer set search_path = '' as $$ select p_route in ('R0', 'R1'); $$;

create function private.route_facts(p_request public.migration_requests) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('number', p_request.phone_number, 'route', p_request.route, 'connection',
    p_request.connection_id,
    'destination', case when not private.makes_account(p_request.route) then p_request.destination_waba_id end,
    'source', jsonb_build_array(p_request.source_business_id, p_request.source_waba_id,
      p_request.source_phone_number_id));
$$;
comment on function private.route_facts
  is 'What a route is chosen for: the number, and its source and destination accounts.';
