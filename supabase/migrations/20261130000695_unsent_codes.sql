-- A code that Meta did not send, and said for how long not to ask again, is no attempt of the budget: its own wait paces the
-- next one. Meta may answer so for days, and the budget has to be there when it sends again.

alter table private.intents add column is_unsent boolean not null
  generated always as (step = 'request_code' and shut_until is not null) stored;
comment on column private.intents.is_unsent is 'Whether Meta sent no code and said for how long not to ask again; such an attempt spends nothing.';

create or replace function private.check_budget(p_step text, p_phone_number text) returns integer
language plpgsql stable security definer set search_path = '' as $$
declare
  entry private.step_catalogue; used integer; oldest timestamptz; latest timestamptz;
begin
  select * into strict entry from private.step_catalogue where step = p_step;
  perform private.check_wait(private.shut_until(p_step, p_phone_number));
  select count(*), min(i.opened_at), max(i.opened_at) into used, oldest, latest from private.intents i
  where i.phone_number = p_phone_number and i.step = any (private.counted_with(p_step)) and i.kind = 'call' and not i.is_unsent
    and i.opened_at > now() - coalesce(entry.budget_window, interval '72 hours');
  if used >= entry.budget then perform private.refuse(429, 'budget_used', private.utc(oldest + entry.budget_window)); end if;
  perform private.check_wait(latest + entry.pause);
  return entry.budget - used - 1;
end $$;

create or replace function public.engine_attempts(p_request uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_object_agg(step, used), '{}') from (
    select i.step, count(*) as used
    from public.migration_requests r
    join private.intents i on i.phone_number = r.phone_number and i.kind = 'call' and not i.is_unsent
    join private.step_catalogue k on k.step = i.step and i.opened_at > now() - k.budget_window
    where r.id = p_request
    group by i.step) as counted;
$$;
