-- No statement of a person through the API runs for long, and none of their transactions waits idle: a filter that somebody
-- thought up must not hold a connection that others need. PostgREST takes a role's settings over for each request. Hosted
-- projects let the migrating role do so; where it may not, whoever runs the server sets them.
do $$
begin
  alter role authenticated set statement_timeout = '8s';
  alter role authenticated set idle_in_transaction_session_timeout = '15s';
  alter role anon set statement_timeout = '3s';
  alter role anon set idle_in_transaction_session_timeout = '15s';
exception when insufficient_privilege then
  raise notice 'The timeouts of authenticated and anon are left as they are: % may not set them.', current_user;
end $$;
