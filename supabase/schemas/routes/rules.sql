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

-- Two routes exclude days of the calendar: a credit line cannot be shared around the end of a month (R4), and a number
-- that sent a paid message is not deleted for thirty days (R5). Every window must lie outside them, whoever names it.
-- The same rules as src/domain/routes/route-dates.ts; a test proves them equal.
create function private.check_route_window(p_request public.migration_requests, p_starts_at timestamptz,
  p_ends_at timestamptz) returns void
language plpgsql stable set search_path = '' as $$
declare
  last_paid text := p_request.route_answers ->> 'lastPaidMessage'; at date;
begin
  if p_request.route = 'R4' then
    foreach at in array array[(p_starts_at at time zone 'UTC')::date, (p_ends_at at time zone 'UTC')::date] loop
      if extract(day from at) <= 4 or at >= (date_trunc('month', at) + interval '1 month')::date - 3 then
        perform private.refuse(409, 'window_against_route');
      end if;
    end loop;
  elsif p_request.route = 'R5' and last_paid ~ '^\d{4}-\d{2}-\d{2}$'
    and p_starts_at < (last_paid::date + 31)::timestamp at time zone 'UTC' then
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
