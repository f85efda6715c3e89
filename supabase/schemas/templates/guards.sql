-- Decides who reads templates.

create policy templates_select_own on public.templates for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[])
    or client_id = any ((select private.my_client_ids())::uuid[]));

create policy template_forecasts_select_own on public.template_forecasts for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[])
    or client_id = any ((select private.my_client_ids())::uuid[]));

create policy template_readings_select_own on public.template_readings for select to authenticated
  using (provider_id = any ((select private.my_provider_ids())::uuid[])
    or client_id = any ((select private.my_client_ids())::uuid[]));
