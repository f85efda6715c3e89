-- Lets people propose, answer, confirm and postpone dates, and a second person approve them.

create function public.confirm_window(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'window.confirm');
  if request.status <> 'scheduled' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if request.window_ends_at <= now() then perform private.refuse(409, 'window_over'); end if;
  perform private.set_window(p_request, request.window_starts_at, request.window_ends_at, now());
  return private.close_change(p_request, 'window.confirm', 'client');
end $$;

create function public.schedule_request(p_request uuid, p_version integer, p_starts_at timestamptz,
  p_ends_at timestamptz)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; open_codes text;
begin
  request := private.open_request(p_request, p_version, 'request.schedule');
  if request.hold_reason is not null then perform private.refuse(409, 'on_hold'); end if;
  if request.route is null then perform private.refuse(409, 'route_missing'); end if;
  if request.route_chosen_at is null then perform private.refuse(409, 'route_outdated'); end if;
  open_codes := private.open_hard_checks(p_request);
  if open_codes is not null then perform private.refuse(409, 'checks_open', open_codes); end if;
  perform private.check_window(p_starts_at, p_ends_at);
  perform private.check_route_window(request, p_starts_at, p_ends_at);
  perform private.set_window(p_request, p_starts_at, p_ends_at, null);
  return private.close_change(p_request, 'request.schedule', 'client',
    jsonb_build_object('startsAt', p_starts_at, 'endsAt', p_ends_at));
end $$;

create function public.postpone_request(p_request uuid, p_version integer, p_note text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_request(p_request, p_version, 'request.postpone');
  perform private.set_window(p_request, null, null, null);
  return private.close_change(p_request, 'request.postpone', 'client', jsonb_build_object('note', p_note));
end $$;

create function public.propose_window(p_request uuid, p_version integer, p_starts_at timestamptz, p_ends_at timestamptz,
  p_note text default null)
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
comment on function public.propose_window
  is 'The client would prefer another window; the provider''s stays unconfirmed until the provider answers.';

create function public.accept_window(p_request uuid, p_version integer)
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
comment on function public.accept_window
  is 'Accepts the client''s window: proposed by one side and accepted by the other, it is agreed.';

create function public.approve_cutover(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'cutover.second_approve');
  if request.status <> 'scheduled' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if request.window_confirmed_at is null then perform private.refuse(409, 'window_not_confirmed'); end if;
  request.second_approved_by := (select auth.uid());
  request.second_approved_at := now();
  request.second_approved_for := private.cutover_facts(request);
  return private.write_change(request, 'cutover.second_approve', 'internal',
    jsonb_build_object('approved', request.second_approved_for));
end $$;
comment on function public.approve_cutover
  is 'The second person''s approval: it covers the window as it is, and never starts anything.';

-- When somebody at the client can read out the code to us: the second calendar that a window must fit.
create function public.set_client_hours(p_request uuid, p_version integer, p_hours jsonb, p_time_zone text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests; hours jsonb;
begin
  request := private.open_request(p_request, p_version, 'window.confirm');
  if request.status not in ('submitted', 'preparing', 'scheduled')
    then perform private.refuse(409, 'wrong_status', request.status); end if;
  hours := private.hours_of(p_hours);
  perform private.check_time_zone(p_time_zone);
  request.client_hours := hours;
  request.client_time_zone := p_time_zone;
  return private.write_change(request, 'window.confirm', 'client',
    jsonb_build_object('hours', hours, 'timeZone', p_time_zone));
end $$;
comment on function public.set_client_hours
  is 'When the client can be reached for the code; windows are proposed within it.';

create function public.start_questions(p_request uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  select * into request from public.migration_requests r where r.id = p_request
    and private.permits(r.provider_id, r.client_id, 'request.read');
  if not found then perform private.refuse(404, 'request_not_found'); end if;
  if not private.permits(request.provider_id, request.client_id, 'report.read') then
    perform private.refuse(403, 'not_permitted', 'report.read');
  end if;
  return (select jsonb_agg(jsonb_build_object('question', q.question, 'refusal', q.refusal, 'hint', q.hint))
    from private.start_questions(request) q);
end $$;
comment on function public.start_questions is
  'For staff: [{question, refusal, hint}]; refusal is null where nothing prevents the start, and otherwise the code '
    'that refuses it.';

grant execute on function public.start_questions(uuid), public.confirm_window(uuid, integer),
  public.schedule_request(uuid, integer, timestamptz, timestamptz), public.postpone_request(uuid, integer, text),
  public.propose_window(uuid, integer, timestamptz, timestamptz, text), public.accept_window(uuid, integer),
  public.approve_cutover(uuid, integer), public.set_client_hours(uuid, integer, jsonb, text)
  to authenticated;
