-- Decides who reads a provider's rows, and what its texts may hold.

create policy providers_select_own on public.providers for select to authenticated
  using (id in (select private.my_provider_ids())
    or id in (select private.my_client_provider_ids()));

create trigger providers_add_calendar after insert on public.providers for each row
  execute function private.add_calendar();

create trigger providers_names before insert or update of name, office_name, office_email, office_phone,
  platform_signup_url on public.providers for each row
when (not (private.is_line(new.name, 120) and coalesce(private.is_line(new.office_name, 120), true)
  and coalesce(private.is_address(new.office_email), true)
  and coalesce(private.is_line(new.office_phone, 40), true) and new.platform_signup_url ~ '^https://[^\s"<>\\]+$'
    and length(new.platform_signup_url) <= 500))
execute function private.refuse_field('name');

create policy clients_select_own on public.clients for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or id in (select private.my_client_ids()));

create trigger clients_names before insert or update of name on public.clients for each row
when (not private.is_line(new.name, 200)) execute function private.refuse_field('name');

create policy old_providers_select_own on public.old_providers for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or provider_id in (select private.my_client_provider_ids()));

create policy tariffs_select_own on public.tariffs for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or provider_id in (select private.my_client_provider_ids()));

create policy meta_connections_select_own_provider on public.meta_connections for select to authenticated
  using (provider_id in (select private.my_provider_ids()));
