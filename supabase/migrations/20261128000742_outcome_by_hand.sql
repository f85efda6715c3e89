-- A person says what became of a step only where the engine has asked: an outcome that it can read is its own to find.

create or replace function public.resolve_outcome(p_request uuid, p_version integer, p_step text, p_happened boolean)
returns jsonb language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_request(p_request, p_version, 'cutover.resolve');
  if p_step = 'register' then perform private.refuse(409, 'read_decides', p_step); end if;
  if p_happened is null then perform private.refuse(400, 'invalid_input', 'happened'); end if;
  if exists (select from public.cutover_steps where request_id = p_request and step = p_step and state = 'unknown')
    and not exists (select from public.request_exceptions
      where request_id = p_request and step = p_step and code = 'OUTCOME_UNKNOWN' and resolved_at is null) then
    perform private.refuse(409, 'not_by_hand', p_step);
  end if;
  update public.cutover_steps set state = case when p_happened then 'done' else 'pending' end,
    finished_at = case when p_happened then now() end, authorised_by = null, authorised_at = null, authorisation = null
  where request_id = p_request and step = p_step and state = 'unknown';
  if not found then perform private.refuse(409, 'step_not_due', p_step); end if;
  update public.request_exceptions set resolved_at = now() where request_id = p_request and step = p_step and resolved_at is null;
  return private.close_change(p_request, 'cutover.resolve', 'internal', jsonb_build_object('step', p_step, 'happened', p_happened));
end $$;
