-- A clock that was paused goes on as the same clock: what was foretold of it, or told as breached, is not told again when
-- the hold ends. It is only where a new due time lies ahead once more.

-- What is out of a paused clock waits at '-infinity' for it to go on.
create function private.keep_notices(p_request uuid, p_from timestamptz, p_to timestamptz) returns void
language sql security definer set search_path = '' as $$
  update private.clock_notices set clock_since = p_to
  where request_id = p_request and clock_since = p_from and kind in ('clock.foretold', 'clock.breached');
$$;

create or replace function private.set_clock(p_request uuid, p_measured text, p_code text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests; since timestamptz; spent interval; paused boolean; allowance interval;
begin
  select * into strict request from public.migration_requests where id = p_request;
  paused := request.hold_reason is not null and request.waiting_on = 'us';
  if request.clock_measures is distinct from p_measured or request.clock_code is distinct from p_code then
    since := now(); spent := '0';
    delete from private.clock_notices where request_id = p_request and clock_since = '-infinity';
  else
    since := request.clock_since; spent := request.clock_spent;
    if since is null and not paused then
      since := now();
      perform private.keep_notices(p_request, '-infinity', since);
    end if;
  end if;
  if paused and since is not null then
    spent := spent + case (select counts from private.clock_catalogue where code = p_code) when 'wall' then now() - since
      else private.business_between(request.provider_id, since, now()) end;
    perform private.keep_notices(p_request, since, '-infinity');
    since := null;
  end if;
  allowance := private.clock_allowance(request.provider_id, p_code);
  update public.migration_requests set clock_code = p_code, clock_measures = p_measured, clock_since = since, clock_spent = coalesce(spent, '0'),
    due_at = case when next_action = 'start_cutover' then window_starts_at
      else private.clock_end(provider_id, p_code, since, allowance - spent) end,
    breach_foretold_at = private.clock_end(provider_id, p_code, since, allowance * 0.75 - spent)
  where id = p_request returning * into request;
  delete from private.clock_notices where request_id = p_request and clock_since = since
    and (kind = 'clock.foretold' and request.breach_foretold_at > now() or kind = 'clock.breached' and request.due_at > now());
end $$;

revoke execute on function private.keep_notices(uuid, timestamptz, timestamptz) from public, anon, authenticated, service_role;
