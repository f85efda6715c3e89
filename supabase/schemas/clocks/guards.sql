-- Decides who reads calendars, and what starts and ends clocks.

create policy provider_calendars_select_own_provider on public.provider_calendars for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

create trigger provider_calendars_size before insert or update of hours, closed_days
  on public.provider_calendars for each row
when (length(new.hours::text) > 4000 or cardinality(new.closed_days) > 400)
execute function private.refuse_field('hours');

create policy open_periods_select_own on public.open_periods for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or provider_id in (select private.my_client_provider_ids()));

create policy clock_targets_select_own_provider on public.clock_targets for select to authenticated
  using (provider_id in (select private.my_provider_ids()));
