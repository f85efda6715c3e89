-- A cut-over is not left while a call of it is under way: its outcome would be nobody's. A worker that vanished is not waited
-- for longer than its lease.

create function private.end_calls(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.expire_intent(p_request);
  if exists (select from private.intents where request_id = p_request and closed_at is null) then
    perform private.refuse(409, 'step_running');
  end if;
end $$;
comment on function private.end_calls is 'Refuses while the engine is at a step of the request or reads what became of one.';

create or replace function public.abort_cutover(p_request uuid, p_version integer, p_note text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'cutover.abort');
  if request.no_return_at is not null or private.step_state(p_request, 'register') = 'done' then
    perform private.refuse(409, 'past_point_of_no_return');
  end if;
  perform private.end_calls(p_request);
  if private.step_state(p_request, 'register') = 'unknown' then perform private.refuse(409, 'outcome_unknown'); end if;
  update public.request_exceptions set resolved_at = now() where request_id = p_request and resolved_at is null and step is not null;
  update public.migration_requests set window_starts_at = null, window_ends_at = null, window_confirmed_at = null where id = p_request;
  return private.close_change(p_request, 'cutover.abort', 'client', jsonb_build_object('note', p_note));
end $$;
comment on function public.abort_cutover is 'Back to preparing: free before the step that cannot be undone, impossible after it.';

create or replace function public.fail_cutover(p_request uuid, p_version integer, p_note text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests;
begin
  request := private.open_request(p_request, p_version, 'cutover.fail');
  -- A guided route without a step of no return has passed it once the number works here.
  if coalesce(request.no_return_at, request.registered_at) is null then perform private.refuse(409, 'before_point_of_no_return'); end if;
  if nullif(trim(coalesce(p_note, '')), '') is null then perform private.refuse(400, 'invalid_input', 'note'); end if;
  perform private.end_calls(p_request);
  update public.migration_requests set closed_reason = 'failed', closed_note = p_note where id = p_request;
  return private.close_change(p_request, 'cutover.fail', 'client', jsonb_build_object('note', p_note));
end $$;

revoke execute on function private.end_calls(uuid) from public, anon, authenticated, service_role;
