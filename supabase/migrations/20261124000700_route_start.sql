-- The go as before, with the steps of the request's own route.

create or replace function public.start_cutover(p_request uuid, p_version integer)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; open_codes text;
begin
  request := private.open_request(p_request, p_version, 'cutover.start');
  if request.hold_reason is not null then perform private.refuse(409, 'on_hold'); end if;
  if request.window_confirmed_at is null then perform private.refuse(409, 'window_not_confirmed'); end if;
  if now() < request.window_starts_at - interval '15 minutes' then
    perform private.refuse(409, 'window_not_open', private.utc(request.window_starts_at));
  end if;
  if now() > request.window_ends_at then perform private.refuse(409, 'window_over'); end if;
  open_codes := private.open_hard_checks(p_request);
  if open_codes is not null then perform private.refuse(409, 'checks_open', open_codes); end if;
  if not private.checks_are_fresh(request) then perform private.refuse(409, 'checks_old'); end if;
  if (select p.second_approval from public.providers p where p.id = request.provider_id) then
    if request.second_approved_by is null then perform private.refuse(409, 'second_approval_missing'); end if;
    if request.second_approved_by = (select auth.uid()) then perform private.refuse(409, 'second_approval_own'); end if;
  end if;
  delete from public.cutover_steps s where s.request_id = p_request
    and not exists (select from private.route_steps k where k.route = request.route and k.step = s.step);
  insert into public.cutover_steps (provider_id, client_id, request_id, step, position)
  select request.provider_id, request.client_id, request.id, k.step, k.position from private.route_steps k where k.route = request.route
  on conflict (request_id, step) do update set position = excluded.position, state = 'pending', attempts = 0, wait_until = null, authorised_by = null,
    authorised_at = null, authorisation = null, started_at = null, finished_at = null, result = null;
  if request.route <> 'R2' then
    perform private.end_signup(p_request);
    update public.migration_requests set destination_phone_number_id = null,
      destination_waba_id = case when route <> 'R1' then destination_waba_id end
    where id = p_request;
  end if;
  return private.close_change(p_request, 'cutover.start', 'client');
end $$;
comment on function public.start_cutover is
  'The go of a person, never automatic: an agreed window that is open, every hard check passed or waived and read shortly before, and a second person''s approval where the provider wants one.';
