-- What keeps failing is set aside: tried again after a minute, two, four and so on, from the eighth time on once a day, and
-- then a person is told. Webhooks, monitoring checks, template readings and mails count their own attempts.

create table private.job_failures (
  job text not null,
  row_id uuid not null,
  failures integer not null default 1,
  failed_at timestamptz not null default now(),
  error text not null,
  told_at timestamptz,
  primary key (job, row_id)
);
comment on table private.job_failures is 'Rows that a job of the tick could not work, and how often in turn; what has not failed for two days begins anew.';
comment on column private.job_failures.row_id is 'The request, or the provider where the job works provider by provider.';
comment on column private.job_failures.told_at is 'When the alarm was raised at the request.';
create index job_failures_failed on private.job_failures (failed_at);
alter table private.job_failures enable row level security;
alter table private.job_failures force row level security;
revoke all on private.job_failures from public, anon, authenticated, service_role;
insert into private.retention (relation, since, keep, reason)
values ('private.job_failures', 'failed_at', '2 days', 'What has not failed for two days works again.');
insert into private.alarm_catalogue (code, position, after_register) values ('JOB_FAILED', 27, false);

create function private.is_set_aside(p_job text, p_row uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from private.job_failures f where f.job = p_job and f.row_id = p_row
    and f.failed_at > now() - case when f.failures < 8 then interval '1 minute' * 2 ^ (f.failures - 1) else interval '1 day' end);
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
    told_at = case when f.failed_at < now() - interval '2 days' then null else f.told_at end
  returning * into failure;
  if failure.failures < 8 or failure.told_at is not null then return; end if;
  begin
    select * into request from public.migration_requests where id = p_row for update;
    if request.status in ('submitted', 'preparing', 'scheduled', 'cutover', 'stabilising') then
      perform private.raise_alarm(request, jsonb_build_object('alarm', 'JOB_FAILED', 'subject', p_job, 'facts', '{}'::jsonb), now());
    end if;
    update private.job_failures set told_at = now() where job = p_job and row_id = p_row;
  exception when others then
    raise warning '%: the alarm of % was not raised: %', p_job, p_row, sqlerrm;
  end;
end $$;
comment on function private.note_failure is 'Counts a failure of a job at a row and sets it aside; raises JOB_FAILED at the request from the eighth in turn.';

create function public.engine_note_failure(p_job text, p_row uuid, p_error text) returns void
language sql security definer set search_path = '' as $$
  select private.note_failure(p_job, p_row, p_error);
$$;

-- A count that is missing is none either.
drop trigger exports_size on public.exports;
create trigger exports_size before insert on public.exports for each row
when (new.filter is null or jsonb_typeof(new.filter) <> 'object' or length(new.filter::text) > 4000
  or coalesce(new.row_count not between 0 and 100000000, true))
execute function private.refuse_field('filter');

create or replace function public.engine_keep_clocks(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  notice record; request public.migration_requests; silent text; told integer := 0;
begin
  for notice in select * from private.due_notices() n where not private.is_set_aside('clocks', n.request_id) order by n.at, n.kind limit p_limit loop
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
      perform private.note_failure('clocks', notice.request_id, sqlerrm);
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
      and not private.is_set_aside('windows', r.id)
    order by k.since limit p_limit
    for update of r skip locked
  loop
    begin
      insert into private.window_notices (request_id, window_starts_at, kind) values (notice.id, notice.window_starts_at, notice.kind);
      perform private.close_change(notice.id, notice.kind, 'client',
        jsonb_build_object('startsAt', notice.window_starts_at, 'open', private.open_hard_checks(notice.id)));
      told := told + 1;
    exception when others then
      perform private.note_failure('windows', notice.id, sqlerrm);
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
      and r.status in ('submitted', 'preparing', 'scheduled') and not private.is_set_aside('checks', r.id) limit p_limit
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
      perform private.note_failure('checks', target, sqlerrm);
    end;
  end loop;
  for target in
    select r.id from public.migration_requests r
    where r.status in ('submitted', 'preparing', 'scheduled') and r.two_step_off_since < now() - settings.off_alarm_after
      and r.two_step_alarmed_at is null and not private.is_set_aside('checks', r.id) for update skip locked limit p_limit
  loop
    begin
      update public.migration_requests set two_step_alarmed_at = now() where id = target;
      perform private.close_change(target, 'two_step.alarm', 'client');
      kept := kept + 1;
    exception when others then
      perform private.note_failure('checks', target, sqlerrm);
    end;
  end loop;
  return kept;
end $$;

create or replace function public.engine_tell_unsent_mails(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare mail private.outbox; request public.migration_requests; told integer := 0;
begin
  for mail in select * from private.outbox o
    where o.sent_at is null and o.given_up_at is null and o.attempts > 0 and o.created_at < now() - interval '2 days'
      and not private.is_set_aside('unsent_mails', o.request_id)
    order by o.created_at limit p_limit for update skip locked loop
    begin
      update private.outbox set given_up_at = now() where id = mail.id;
      select * into strict request from public.migration_requests where id = mail.request_id for update;
      if request.status in ('submitted', 'preparing', 'scheduled', 'cutover', 'stabilising') then
        perform private.raise_alarm(request, jsonb_build_object('alarm', 'MAIL_UNSENT', 'subject', mail.kind,
          'facts', jsonb_build_object('created_at', private.utc(mail.created_at))), now());
        told := told + 1;
      end if;
    exception when others then
      perform private.note_failure('unsent_mails', mail.request_id, sqlerrm);
    end;
  end loop;
  return told;
end $$;

create or replace function public.engine_tell_conflicts(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare conflict private.number_conflicts; request public.migration_requests; told integer := 0;
begin
  for conflict in select * from private.number_conflicts where told_at is null
    and not private.is_set_aside('conflicts', live_request_id) order by id limit p_limit for update skip locked loop
    begin
      for request in select * from public.migration_requests r
        where r.id in (conflict.live_request_id, conflict.rival_request_id) order by r.id for update loop
        continue when request.phone_number <> conflict.phone_number
          or request.status not in ('draft', 'submitted', 'preparing', 'scheduled', 'cutover')
          or coalesce(request.no_return_at, request.registered_at) is not null;
        if request.id = conflict.live_request_id and not conflict.stops_live then
          perform private.tell(request.id, 'conflict.opened', 'internal', '{"stops": false}');
          continue;
        end if;
        insert into public.request_exceptions (provider_id, client_id, request_id, code, owner)
        select request.provider_id, request.client_id, request.id, k.code, k.owner from private.exception_catalogue k
        where k.code = 'AUTHORISATION_CONFLICT'
        on conflict (request_id, code) where resolved_at is null do nothing;
        if found then
          perform private.close_change(request.id, 'conflict.opened', 'client', jsonb_build_object('exception', 'AUTHORISATION_CONFLICT'));
        end if;
      end loop;
      update private.number_conflicts set told_at = now() where id = conflict.id;
      told := told + 1;
    exception when others then
      perform private.note_failure('conflicts', conflict.live_request_id, sqlerrm);
    end;
  end loop;
  return told;
end $$;

create or replace function public.engine_due_probe_templates(p_limit integer) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(x.id), '[]') from (
    select r.id from public.migration_requests r join public.probe_settings p on p.provider_id = r.provider_id
    left join private.probe_templates t on t.request_id = r.id
    where r.status in ('cutover', 'stabilising') and r.destination_waba_id is not null and p.phone_number <> r.phone_number
      and t.name is null and coalesce(t.looked_at, '-infinity') < now() - interval '5 minutes' and private.may_be_probed(r)
      and not private.is_set_aside('probes', r.id)
    order by r.id limit p_limit) as x;
$$;

create or replace function public.engine_due_probes(p_limit integer) returns jsonb
language sql security definer set search_path = '' as $$
  with due as (
    select r.id, r.provider_id, r.client_id, r.destination_phone_number_id, r.phone_number, p.phone_number as probe,
      p.phone_number_id as probe_id, p.template_name, p.template_language, t.name as own_template, t.language as own_language
    from public.migration_requests r join public.probe_settings p on p.provider_id = r.provider_id
    left join private.probe_templates t on t.request_id = r.id
    where r.status in ('cutover', 'stabilising') and p.phone_number <> r.phone_number and private.may_be_probed(r) and not private.is_set_aside('probes', r.id)
      and (t.name is not null or p.template_name <> 'hello_world')
      and not exists (select from public.test_messages m where m.request_id = r.id and m.purpose = 'probe'
        and m.opened_at > now() - make_interval(secs => p.interval_seconds))
      and coalesce((select max(c.n) from (select count(*) as n from public.test_messages m where m.request_id = r.id and m.purpose = 'probe'
        and (r.registered_at is null or m.opened_at > r.registered_at) group by m.direction) as c), 0)
        < case when r.registered_at is null then 60 else 120 end
    order by r.id limit p_limit for update of r skip locked),
  opened as (
    insert into public.test_messages (provider_id, client_id, request_id, purpose, direction, last_four)
    select d.provider_id, d.client_id, d.id, 'probe', w.direction, right(d.probe, 4) from due d, (values ('out'), ('in')) as w (direction)
    where case w.direction when 'out' then d.own_template is not null else d.template_name <> 'hello_world' end
    returning id, request_id, direction)
  select coalesce(jsonb_agg(jsonb_build_object('act', o.id, 'request', d.id,
    'fromId', case o.direction when 'out' then d.destination_phone_number_id else d.probe_id end,
    'to', case o.direction when 'out' then d.probe else d.phone_number end,
    'template', case o.direction when 'out' then d.own_template else d.template_name end,
    'language', case o.direction when 'out' then d.own_language else d.template_language end)), '[]')
  from opened o join due d on d.id = o.request_id;
$$;

create or replace function public.engine_due_readings(p_limit integer) returns table (request_id uuid, provider_id uuid, scope text)
language sql stable security definer set search_path = '' as $$
  select free.request_id, free.provider_id, free.scope from (
    select d.*, row_number() over (partition by d.provider_id order by d.due_since, d.request_id) as turn
    from private.readings_due() d cross join private.reading_settings s
    where not exists (select from private.readings x where x.request_id = d.request_id
        and ((x.closed_at is null and x.lease_until > now()) or (x.outcome = 'failed' and x.closed_at > now() - interval '10 minutes')))
      and (d.scope = 'two_step' or private.reading_calls_left(d.provider_id, d.waba_id, false) >= s.calls_per_reading)
      and (private.open_halt(d.provider_id)).id is null and private.paused_until(d.request_id) is null
      and not private.is_set_aside('readings', d.request_id)
  ) as free order by free.turn, free.due_since limit p_limit;
$$;

create or replace function public.engine_stale_calendars() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('providerId', c.provider_id, 'timeZone', p.time_zone, 'country', p.country, 'hours', c.hours,
    'observeHolidays', c.observe_holidays, 'closedDays', to_jsonb(c.closed_days), 'changedAt', c.changed_at,
    'from', coalesce((select now() from public.open_periods o where o.provider_id = c.provider_id limit 1), now() - interval '120 days'))), '[]')
  from public.provider_calendars c join public.providers p on p.id = c.provider_id
  where (c.built_at is null or c.built_at <= c.changed_at or c.built_at < now() - interval '30 days')
    and not private.is_set_aside('calendars', c.provider_id);
$$;

revoke execute on function private.is_set_aside(text, uuid), private.note_failure(text, uuid, text), public.engine_note_failure(text, uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function public.engine_note_failure(text, uuid, text) to service_role;
