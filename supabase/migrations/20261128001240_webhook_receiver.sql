-- The function that takes Meta's webhooks needs two commands; with a role of its own it can do no more, whoever takes it over.

do $$ begin
  if not exists (select from pg_roles where rolname = 'webhook_receiver') then create role webhook_receiver nologin noinherit; end if;
  -- Roles belong to the whole server: another database of it may have made this one already.
  if not pg_has_role('authenticator', 'webhook_receiver', 'member') then grant webhook_receiver to authenticator; end if;
end $$;
comment on role webhook_receiver is 'Takes webhooks in, and nothing else.';
grant usage on schema public to webhook_receiver;
grant execute on function public.engine_receive_webhook(text, text), public.engine_count_refused_webhooks(integer) to webhook_receiver;
