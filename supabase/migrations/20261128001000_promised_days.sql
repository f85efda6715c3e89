-- The whole move may take as long as the terms promised on the day it was applied for, unless the provider has set an
-- allowance of its own.

create function private.stretch_allowance(p_provider uuid, p_code text, p_started_at timestamptz) returns interval
language plpgsql stable security definer set search_path = '' as $$
declare days integer;
begin
  if p_code = 'whole_move' and not exists (select from public.clock_targets t
    where t.provider_id = p_provider and t.code = p_code and t.valid_from <= now()) then
    select t.max_working_days into days from public.tariffs t
    where t.provider_id = p_provider and t.valid_from <= (p_started_at at time zone 'UTC')::date
    order by t.valid_from desc limit 1;
  end if;
  -- Terms of no days promise nothing. A working day is eight hours.
  return coalesce(make_interval(mins => nullif(days, 0) * 480), private.clock_allowance(p_provider, p_code));
end $$;

create or replace function private.measure_stretches(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update private.stretch_clocks s set
    foretold_at = private.clock_end(r.provider_id, s.code, s.since, private.stretch_allowance(r.provider_id, s.code, s.started_at) * 0.75 - s.spent),
    due_at = private.clock_end(r.provider_id, s.code, s.since, private.stretch_allowance(r.provider_id, s.code, s.started_at) - s.spent)
  from public.migration_requests r where r.id = s.request_id and s.request_id = p_request;
end $$;

revoke execute on function private.stretch_allowance(uuid, text, timestamptz) from public, anon, authenticated, service_role;

select private.measure_stretches(request_id) from (select distinct request_id from private.stretch_clocks) as running;
