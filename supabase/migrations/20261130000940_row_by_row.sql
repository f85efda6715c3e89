-- One row that breaks keeps no other provider's waiting: what is due is worked row by row, each in a transaction of its own
-- within the call, and one that fails is named in the database's log.

create or replace function public.engine_keep_clocks(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  notice record; request public.migration_requests; silent text; told integer := 0;
begin
  for notice in select * from private.due_notices() order by at, kind limit p_limit loop
    begin
      select * into request from public.migration_requests where id = notice.request_id for update;
      continue when request.clock_since is distinct from notice.since and not exists (select from private.stretch_clocks s
        where s.request_id = request.id and s.code = notice.clock and s.started_at = notice.since);
      insert into private.clock_notices (request_id, clock_since, kind) values (request.id, notice.since, notice.notice) on conflict do nothing;
      continue when not found;
      silent := case notice.kind when 'clock.client_silent' then 'CLIENT_SILENT' when 'clock.old_provider_silent' then 'OLD_PROVIDER_SILENT' end;
      if notice.kind = 'clock.expired' then
        update public.migration_requests set closed_reason = 'expired' where id = request.id;
        perform private.close_change(request.id, 'request.expire', 'client');
      elsif silent is null then
        perform private.tell(request.id, notice.kind, notice.visibility, jsonb_build_object('clock', notice.clock, 'dueAt', notice.due_at));
      else
        insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
        select request.provider_id, request.client_id, request.id, k.code, k.owner from private.exception_catalogue k where k.code = silent
        on conflict (request_id, code) where resolved_at is null do nothing;
        if silent = 'CLIENT_SILENT' then
          update public.migration_requests set hold_reason = 'client_silent' where id = request.id;
        end if;
        perform private.close_change(request.id, notice.kind, notice.visibility, jsonb_build_object('clock', notice.clock, 'dueAt', notice.due_at));
      end if;
      told := told + 1;
    exception when others then
      raise warning 'clocks: % was set aside: %', notice.request_id, sqlerrm;
    end;
  end loop;
  return told;
end $$;

create or replace function public.engine_announce_windows(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  notice record; told integer := 0;
begin
  for notice in
    select r.id, r.window_starts_at, k.kind
    from public.migration_requests r
    cross join lateral (values
      ('window.day_before', r.window_starts_at - interval '24 hours', r.window_starts_at - interval '1 hour'),
      ('window.hour_before', r.window_starts_at - interval '1 hour', r.window_starts_at),
      ('window.missed', r.window_ends_at, 'infinity'::timestamptz)) as k (kind, since, until)
    where r.status = 'scheduled' and r.window_confirmed_at is not null and r.hold_reason is null
      and now() >= k.since and now() < k.until
      -- What it says of the checks is what was just read, unless Meta lets us wait.
      and (k.kind = 'window.missed' or coalesce(r.checks_read_at, '-infinity') >= k.since or now() >= k.since + interval '10 minutes')
      -- What was agreed later than the notice was due needs none.
      and (k.kind = 'window.missed' or r.window_confirmed_at < k.since)
      and not exists (select from private.window_notices n
        where n.request_id = r.id and n.window_starts_at = r.window_starts_at and n.kind = k.kind)
    order by k.since limit p_limit
    for update of r skip locked
  loop
    begin
      insert into private.window_notices (request_id, window_starts_at, kind) values (notice.id, notice.window_starts_at, notice.kind);
      perform private.close_change(notice.id, notice.kind, 'client',
        jsonb_build_object('startsAt', notice.window_starts_at, 'open', private.open_hard_checks(notice.id)));
      told := told + 1;
    exception when others then
      raise warning 'windows: % was set aside: %', notice.id, sqlerrm;
    end;
  end loop;
  return told;
end $$;

create or replace function public.engine_keep_checks(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  settings private.reading_settings; target uuid; stale text[]; kept integer := 0;
begin
  select * into strict settings from private.reading_settings;
  for target in
    select distinct r.id from public.checks c join public.migration_requests r on r.id = c.request_id
    where c.status = 'passed' and (c.evidence_kind = 'api' or c.claim_kind is not null) and c.read_at < now() - settings.stale_after
      and r.status in ('submitted', 'preparing', 'scheduled') limit p_limit
  loop
    begin
      perform from public.migration_requests where id = target for update;
      with old as (
        update public.checks set status = 'stale', updated_at = now()
        where request_id = target and status = 'passed' and (evidence_kind = 'api' or claim_kind is not null)
          and read_at < now() - settings.stale_after returning code)
      select coalesce(array_agg(code), '{}') into stale from old;
      perform private.close_change(target, 'check.stale', 'internal', jsonb_build_object('changed', to_jsonb(stale)));
      kept := kept + 1;
    exception when others then
      raise warning 'checks: % was set aside: %', target, sqlerrm;
    end;
  end loop;
  for target in
    select r.id from public.migration_requests r
    where r.status in ('submitted', 'preparing', 'scheduled') and r.two_step_off_since < now() - settings.off_alarm_after
      and r.two_step_alarmed_at is null for update skip locked limit p_limit
  loop
    begin
      update public.migration_requests set two_step_alarmed_at = now() where id = target;
      perform private.close_change(target, 'two_step.alarm', 'client');
      kept := kept + 1;
    exception when others then
      raise warning 'checks: % was set aside: %', target, sqlerrm;
    end;
  end loop;
  return kept;
end $$;
