-- Builds open periods and runs what clocks trigger.

create function public.engine_stale_calendars() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('providerId', c.provider_id, 'timeZone', p.time_zone, 'country',
    p.country, 'hours', c.hours,
    'observeHolidays', c.observe_holidays, 'closedDays', to_jsonb(c.closed_days), 'changedAt', c.changed_at,
    'from', coalesce((select now() from public.open_periods o where o.provider_id = c.provider_id limit 1),
      now() - interval '120 days'))), '[]')
  from public.provider_calendars c join public.providers p on p.id = c.provider_id
  where (c.built_at is null or c.built_at <= c.changed_at or c.built_at < now() - interval '30 days')
    and not private.is_set_aside('calendars', c.provider_id);
$$;
comment on function public.engine_stale_calendars
  is 'Calendars that changed, were never built, or do not reach far enough ahead.';

-- p_periods: [{start, end}] in ms since 1970. Past periods stay.
create function public.engine_store_open_periods(p_provider uuid, p_changed_at timestamptz, p_periods jsonb,
  p_holidays jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  edge timestamptz := case when exists (select from public.open_periods where provider_id = p_provider) then now()
    else '-infinity' end;
begin
  perform from public.provider_calendars where provider_id = p_provider for update;
  delete from public.open_periods where provider_id = p_provider and starts_at >= edge;
  update public.open_periods set ends_at = edge where provider_id = p_provider and ends_at > edge;
  insert into public.open_periods (provider_id, starts_at, ends_at)
  select p_provider, greatest(to_timestamp(x.start / 1000.0), edge), to_timestamp(x."end" / 1000.0)
  from jsonb_to_recordset(p_periods) as x (start bigint, "end" bigint) where to_timestamp(x."end" / 1000.0) > edge;
  update public.provider_calendars set holidays = p_holidays, built_at = case when changed_at = p_changed_at
    then clock_timestamp() else built_at end
  where provider_id = p_provider;
  perform private.reset_due(p_provider);
end $$;
comment on function public.engine_store_open_periods
  is 'Keeps past periods and replaces future ones; a calendar that has changed meanwhile remains to be built.';

create function public.engine_keep_clocks(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  notice record; request public.migration_requests; silent text; reported integer := 0;
begin
  for notice in select * from private.due_notices(p_limit) loop
    begin
      select * into request from public.migration_requests where id = notice.request_id for update;
      continue when request.clock_since is distinct from notice.since
        and not exists (select from private.elapsed_clocks s
        where s.request_id = request.id and s.code = notice.clock and s.started_at = notice.since);
      insert into private.clock_notices (request_id, clock_since, kind) values (request.id, notice.since, notice.notice)
        on conflict do nothing;
      continue when not found;
      silent := case notice.kind when 'clock.client_silent' then 'CLIENT_SILENT' when 'clock.old_provider_silent'
        then 'OLD_PROVIDER_SILENT' end;
      if notice.kind = 'clock.expired' then
        update public.migration_requests set closed_reason = 'expired' where id = request.id;
        perform private.close_change(request.id, 'request.expire', 'client');
      elsif silent is null then
        perform private.notify(request.id, notice.kind, notice.visibility,
          jsonb_build_object('clock', notice.clock, 'dueAt', notice.due_at));
      else
        insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
        select request.provider_id, request.client_id, request.id, k.code, k.owner from private.exception_catalogue k
          where k.code = silent
        on conflict (request_id, code) where resolved_at is null do nothing;
        if silent = 'CLIENT_SILENT' then
          update public.migration_requests set hold_reason = 'client_silent' where id = request.id;
        end if;
        perform private.close_change(request.id, notice.kind, notice.visibility,
          jsonb_build_object('clock', notice.clock, 'dueAt', notice.due_at));
      end if;
      reported := reported + 1;
    exception when others then
      perform private.note_failure('clocks', notice.request_id, sqlerrm);
    end;
  end loop;
  return reported;
end $$;
comment on function public.engine_keep_clocks
  is 'Reminds, chases, escalates, predicts and lets drafts expire, each once per clock; returns how much it did.';

grant execute on function public.engine_stale_calendars(),
  public.engine_store_open_periods(uuid, timestamptz, jsonb, jsonb), public.engine_keep_clocks(integer)
  to service_role;
