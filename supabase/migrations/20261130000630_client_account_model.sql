-- The account model is asked of the client too, who sees Meta's screens; the desk's answer holds over it. The application
-- and the facts that are sent later write it: both functions stand with the bounds.

alter table public.migration_requests
  add column client_account_model text check (client_account_model in ('old', 'new'));
comment on column public.migration_requests.client_account_model is
  'The account model by the client''s word; null: not known. The advice takes it where the desk has not answered; no step of the move does.';
grant select (client_account_model) on public.migration_requests to authenticated;
insert into private.audit_plain_fields (relation, field) values ('migration_requests', 'client_account_model');
