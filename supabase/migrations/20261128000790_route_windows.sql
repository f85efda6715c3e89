-- Two routes close days of the calendar: a credit line cannot be shared around the end of a month (R4), and a number that
-- sent a paid message is not deleted for thirty days (R5). Whoever names a window, it must lie outside them.
-- The same rules as src/domain/routes/route-dates.ts; a test proves them equal.

create function private.check_route_window(p_request public.migration_requests, p_starts_at timestamptz, p_ends_at timestamptz) returns void
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

create or replace function public.schedule_request(p_request uuid, p_version integer, p_starts_at timestamptz, p_ends_at timestamptz)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; open_codes text;
begin
  request := private.open_request(p_request, p_version, 'request.schedule');
  if request.hold_reason is not null then perform private.refuse(409, 'on_hold'); end if;
  if request.route is null then perform private.refuse(409, 'route_missing'); end if;
  open_codes := private.open_hard_checks(p_request);
  if open_codes is not null then perform private.refuse(409, 'checks_open', open_codes); end if;
  perform private.check_window(p_starts_at, p_ends_at);
  perform private.check_route_window(request, p_starts_at, p_ends_at);
  perform private.set_window(p_request, p_starts_at, p_ends_at, null);
  return private.close_change(p_request, 'request.schedule', 'client', jsonb_build_object('startsAt', p_starts_at, 'endsAt', p_ends_at));
end $$;

create or replace function public.propose_window(p_request uuid, p_version integer, p_starts_at timestamptz, p_ends_at timestamptz, p_note text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'window.confirm');
  if request.status <> 'scheduled' then perform private.refuse(409, 'wrong_status', request.status); end if;
  perform private.check_window(p_starts_at, p_ends_at);
  if p_starts_at <= now() then perform private.refuse(400, 'window_invalid'); end if;
  perform private.check_route_window(request, p_starts_at, p_ends_at);
  if length(p_note) > 1000 then perform private.refuse(400, 'invalid_input', 'note'); end if;
  update public.migration_requests set counter_starts_at = p_starts_at, counter_ends_at = p_ends_at,
    counter_note = nullif(trim(p_note), ''), window_confirmed_at = null
  where id = p_request;
  return private.close_change(p_request, 'window.confirm', 'client',
    jsonb_build_object('proposed', true, 'startsAt', p_starts_at, 'endsAt', p_ends_at));
end $$;

create or replace function public.accept_window(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'request.schedule');
  if request.counter_starts_at is null then perform private.refuse(409, 'nothing_proposed'); end if;
  if request.hold_reason is not null then perform private.refuse(409, 'on_hold'); end if;
  perform private.check_window(request.counter_starts_at, request.counter_ends_at);
  perform private.check_route_window(request, request.counter_starts_at, request.counter_ends_at);
  perform private.set_window(p_request, request.counter_starts_at, request.counter_ends_at, now());
  return private.close_change(p_request, 'request.schedule', 'client',
    jsonb_build_object('accepted', true, 'startsAt', request.counter_starts_at, 'endsAt', request.counter_ends_at));
end $$;

revoke execute on function private.check_route_window(public.migration_requests, timestamptz, timestamptz)
  from public, anon, authenticated, service_role;
