-- Decides who reads exceptions.

create policy request_exceptions_select_own on public.request_exceptions for select to authenticated
  using (provider_id in (select private.my_provider_ids())
    or client_id in (select private.my_client_ids()));

create policy exception_payloads_select_own_provider on public.exception_payloads for select to authenticated
  using (provider_id in (select private.my_provider_ids()));

create trigger exception_payloads_texts before insert on public.exception_payloads for each row
when (length(new.payload ->> 'note') > 4000)
execute function private.refuse_too_long();
