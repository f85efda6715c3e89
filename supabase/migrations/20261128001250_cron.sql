-- Where the platform has pg_cron, pg_net and Vault, cron wakes the tick; elsewhere, on the local stack for example, this
-- does nothing and something else wakes it.

create function private.schedule_tick() returns boolean
language plpgsql set search_path = '' as $$
begin
  if to_regprocedure('cron.schedule(text,text,text)') is null or to_regclass('vault.decrypted_secrets') is null
    or not exists (select from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
      where n.nspname = 'net' and p.proname = 'http_post') then return false; end if;
  -- A call may work for eight seconds. Without the two secrets it calls nobody.
  execute 'select cron.schedule($1, $2, $3)' using 'portdesk-tick', '10 seconds', $job$
    select net.http_post(url := u.decrypted_secret, body := '{}'::jsonb, timeout_milliseconds := 30000,
      headers := jsonb_build_object('content-type', 'application/json', 'x-portdesk-tick', s.decrypted_secret))
    from vault.decrypted_secrets u, vault.decrypted_secrets s
    where u.name = 'portdesk_tick_url' and s.name = 'portdesk_tick_secret'
  $job$;
  -- Every run leaves a row, 8,640 a day.
  execute 'select cron.schedule($1, $2, $3)' using 'portdesk-tick-log', '17 3 * * *', $job$
    delete from cron.job_run_details where end_time < now() - interval '3 days'
      and jobid in (select jobid from cron.job where jobname = 'portdesk-tick')
  $job$;
  return true;
end $$;
comment on function private.schedule_tick is 'For the operator, again whenever the extensions have come; false where cron, net or Vault is missing.';
revoke execute on function private.schedule_tick() from public, anon, authenticated, service_role;

select private.schedule_tick();
