-- Decides who reads the findings, and what schedules the readings.

create policy message_sightings_select_own on public.message_sightings for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create policy monitoring_checks_select_own on public.monitoring_checks for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create policy pin_settings_select_own on public.pin_settings for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create policy test_messages_select_own on public.test_messages for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create policy probe_settings_select_own_provider on public.probe_settings for select to authenticated
  using (provider_id in (select private.my_provider_ids()));
