-- How the signup window ended where it left nothing for the engine: only the client's browser sees it, and staff should know.

create function public.report_signup(p_request uuid, p_ending text, p_screen text default null, p_meta_code text default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare request public.migration_requests; due public.cutover_steps;
begin
  -- At any version: it changes nothing that somebody decides about, and must not make the window's code too late.
  request := private.open_request(p_request, null, 'signup.finish', true);
  if request.status <> 'cutover' then perform private.refuse(409, 'wrong_status', request.status); end if;
  if p_ending is null or p_ending not in
    ('no_number', 'app_number', 'owner_changed', 'access_only', 'cancelled', 'error', 'unknown', 'silent') then
    perform private.refuse(400, 'invalid_input', 'ending');
  end if;
  if p_screen !~ '^[A-Z_]{1,60}$' then perform private.refuse(400, 'invalid_input', 'screen'); end if;
  if p_meta_code !~ '^[0-9]{1,12}$' then perform private.refuse(400, 'invalid_input', 'meta_code'); end if;
  select s.* into due from public.cutover_steps s
  where s.request_id = p_request and s.state not in ('done', 'skipped') order by s.position limit 1;
  if due.step is distinct from 'embedded_signup' or due.state <> 'pending' then
    perform private.refuse(409, 'step_not_due', coalesce(due.step, '') || ' ' || coalesce(due.state, ''));
  end if;
  update public.cutover_steps set result = jsonb_strip_nulls(jsonb_build_object(
    'error', 'signup_end_' || p_ending, 'reported', true, 'screen', p_screen, 'metaCode', p_meta_code))
  where id = due.id;
  return jsonb_build_object('id', request.id, 'reference', request.reference, 'status', request.status, 'version', request.version);
end $$;
comment on function public.report_signup is
  'Notes on the step what the client''s browser says of a signup window that left nothing to work with: a hint for staff, which decides nothing.';

revoke execute on function public.report_signup(uuid, text, text, text) from public, anon, authenticated, service_role;
grant execute on function public.report_signup(uuid, text, text, text) to authenticated;
