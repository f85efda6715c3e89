-- What Meta answered belongs to an exception of the same provider: the key says so instead of the functions alone.

alter table public.request_exceptions add constraint request_exceptions_tenant unique (provider_id, id);
alter table public.exception_payloads
  drop constraint exception_payloads_exception_id_fkey,
  add constraint exception_payloads_exception foreign key (provider_id, exception_id)
    references public.request_exceptions (provider_id, id);
drop index public.exception_payloads_provider;
create index exception_payloads_exception on public.exception_payloads (provider_id, exception_id);
