-- Records failures that the functions report.

create function public.engine_note_failure(p_job text, p_row uuid, p_error text) returns void
language sql security definer set search_path = '' as $$
  select private.note_failure(p_job, p_row, p_error);
$$;

grant execute on function public.engine_note_failure(text, uuid, text)
  to service_role;
