-- Changes the provider's calendar and time limits.

create function public.save_calendar(p_provider uuid, p_time_zone text, p_country text, p_hours jsonb,
  p_observe_holidays boolean, p_closed_days date[])
returns jsonb language plpgsql security definer set search_path = '' as $$
declare kept jsonb;
begin
  perform private.open_provider(p_provider, 'settings.manage');
  perform private.check_time_zone(p_time_zone);
  if coalesce(p_country, '') !~ '^[A-Z]{2}$' then perform private.refuse(400, 'invalid_input', 'country'); end if;
  if p_observe_holidays is null or p_closed_days is null or cardinality(p_closed_days) > 400
    or exists (select from unnest(p_closed_days) as day where day is null or day not between current_date - 3660
      and current_date + 3660) then
    perform private.refuse(400, 'invalid_input', 'closedDays');
  end if;
  kept := private.hours_of(p_hours);
  update public.providers set time_zone = p_time_zone, country = p_country where id = p_provider;
  update public.provider_calendars set hours = kept, observe_holidays = p_observe_holidays, closed_days = p_closed_days,
    changed_at = now()
  where provider_id = p_provider;
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.save_calendar is 'Saves the calendar; the open periods follow with the next tick.';

create function public.set_clock_target(p_provider uuid, p_code text, p_minutes integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.open_provider(p_provider, 'settings.manage');
  if not exists (select from private.clock_catalogue where code = p_code)
    then perform private.refuse(404, 'clock_not_found', p_code); end if;
  if coalesce(p_minutes, 0) not between 1 and 525600 then perform private.refuse(400, 'invalid_input', 'minutes');
    end if;
  insert into public.clock_targets (provider_id, code, minutes, set_by)
    values (p_provider, p_code, p_minutes, (select auth.uid()));
  perform private.reset_due(p_provider);
  return jsonb_build_object('id', p_provider);
end $$;
comment on function public.set_clock_target is 'Sets a new time limit from now on; time already counted stays counted.';

grant execute on function public.save_calendar(uuid, text, text, jsonb, boolean, date[]),
  public.set_clock_target(uuid, text, integer)
  to authenticated;
