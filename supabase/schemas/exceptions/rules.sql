-- Closes the exceptions that a reading settles by itself.

-- A reading changes checks, the claims about them, two-step verification, and the exceptions that wait for a check.
-- Closes the exceptions whose checks have turned to passed; the step that met one is open again.
create function private.close_watched(p_request uuid, p_turned text[]) returns text[]
language plpgsql security definer set search_path = '' as $$
declare closed text[];
begin
  with over as (
    update public.request_exceptions e set resolved_at = now(), closed_by = 'reading'
    from private.exception_catalogue k
    where e.request_id = p_request and e.resolved_at is null and k.code = e.code and k.watched_by && p_turned
      and not exists (select from public.checks c
        where c.request_id = p_request and c.code = any (k.watched_by) and c.status not in ('passed', 'waived'))
    returning e.code)
  select coalesce(array_agg(code), '{}') into closed from over;
  update public.cutover_steps s set state = 'pending', wait_until = null, finished_at = null
  where s.request_id = p_request and s.state = 'failed'
    and exists (select from public.request_exceptions e where e.request_id = p_request and e.step = s.step
      and e.code = any (closed))
    and not exists (select from public.request_exceptions e where e.request_id = p_request and e.step = s.step
      and e.resolved_at is null);
  return closed;
end $$;
