-- Decides who reads templates.

create policy templates_select_own on public.templates for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create policy template_forecasts_select_own on public.template_forecasts for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create policy template_readings_select_own on public.template_readings for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));
