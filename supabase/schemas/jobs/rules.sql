-- Sets failing rows aside and schedules the tick.

-- Where the platform has pg_cron, pg_net and Vault, cron wakes the tick. Elsewhere, for example on the local stack,
-- this does nothing and something else wakes it.
create function private.schedule_tick() returns boolean
language plpgsql set search_path = '' as $$
begin
  if to_regprocedure('cron.schedule(text,text,text)') is null or to_regclass('vault.decrypted_secrets') is null
    or not exists (select from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
      where n.nspname = 'net' and p.proname = 'http_post') then return false; end if;
  -- A call may work for eight seconds. Without the two secrets nothing is called.
  execute 'select cron.schedule($1, $2, $3)' using 'portdesk-tick', '10 seconds', $job$
    select net.http_post(url := u.decrypted_secret, body := '{}'::jsonb, timeout_milliseconds := 30000,
      headers := jsonb_build_object('content-type', 'application/json', 'x-portdesk-tick', s.decrypted_secret))
    from vault.decrypted_secrets u, vault.decrypted_secrets s
    where u.name = 'portdesk_tick_url' and s.name = 'portdesk_tick_secret'
  $job$;
  -- Every run leaves a row: 8,640 a day.
  execute 'select cron.schedule($1, $2, $3)' using 'portdesk-tick-log', '17 3 * * *', $job$
    delete from cron.job_run_details where end_time < now() - interval '3 days'
      and jobid in (select jobid from cron.job where jobname = 'portdesk-tick')
  $job$;
  return true;
end $$;
comment on function private.schedule_tick
  is 'For the operator, to run again once the extensions are installed; false where cron, net or Vault is missing.';

create function private.is_set_aside(p_job text, p_row uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from private.job_failures f where f.job = p_job and f.row_id = p_row
    and f.failed_at > now() - case when f.failures < 8 then interval '1 minute' * 2 ^ (f.failures - 1)
      else interval '1 day' end);
$$;
comment on function private.is_set_aside is 'Whether a job must leave a row alone for now.';

create function private.note_failure(p_job text, p_row uuid, p_error text) returns void
language plpgsql security definer set search_path = '' as $$
declare failure private.job_failures; request public.migration_requests;
begin
  raise warning '%: % was set aside: %', p_job, p_row, p_error;
  insert into private.job_failures as f (job, row_id, error) values (p_job, p_row, left(p_error, 500))
  on conflict (job, row_id) do update set failed_at = now(), error = excluded.error,
    failures = case when f.failed_at < now() - interval '2 days' then 1 else f.failures + 1 end,
    reported_at = case when f.failed_at < now() - interval '2 days' then null else f.reported_at end
  returning * into failure;
  if failure.failures < 8 or failure.reported_at is not null then return; end if;
  begin
    select * into request from public.migration_requests where id = p_row for update;
    if request.status in ('submitted', 'preparing', 'scheduled', 'cutover', 'monitoring') then
      perform private.raise_alarm(request, jsonb_build_object('alarm', 'JOB_FAILED', 'subject', p_job, 'facts',
        '{}'::jsonb), now());
    end if;
    update private.job_failures set reported_at = now() where job = p_job and row_id = p_row;
  exception when others then
    raise warning '%: the alarm of % was not raised: %', p_job, p_row, sqlerrm;
  end;
end $$;
comment on function private.note_failure is
  'Counts a job''s failure at a row and sets the row aside; from the eighth consecutive failure, raises JOB_FAILED '
    'at the request.';
