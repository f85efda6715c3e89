-- How long is kept what nobody needs for good, in one place; a chore of the ticker sweeps it.

create table private.retention (
  relation text primary key,
  since text not null,
  keep interval not null,
  reason text not null
);
comment on table private.retention is 'Rows whose column `since` lies back for longer than `keep` are swept.';
insert into private.retention (relation, since, keep, reason) values
  ('private.webhook_inbox', 'received_at', '30 days', 'Meta repeats itself for a week; what nobody has looked at in a month nobody will.'),
  ('private.webhook_changes', 'received_at', '30 days', 'Kept to know repetitions by.'),
  ('private.readings', 'closed_at', '7 days', 'What a reading found stands in the checks and snapshots.'),
  ('private.outbox', 'created_at', '30 days', 'Who has not told of an event within a month reads the events.'),
  ('public.invitations', 'expires_at', '90 days', 'Names and addresses of people who came, or did not.');
alter table private.retention enable row level security;
alter table private.retention force row level security;
revoke all on private.retention from public, anon, authenticated, service_role;
create index outbox_created on private.outbox (created_at);
create index readings_closed on private.readings (closed_at);

create function public.engine_sweep(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare rule private.retention; swept integer; total integer := 0;
begin
  for rule in select * from private.retention order by relation loop
    execute format('delete from %1$s where ctid = any (array(select ctid from %1$s where %2$I < now() - $1 limit $2 for update skip locked))',
      rule.relation::regclass, rule.since) using rule.keep, p_limit;
    get diagnostics swept = row_count;
    total := total + swept;
  end loop;
  return total;
end $$;
comment on function public.engine_sweep is 'Deletes what is past its time, p_limit rows of each relation at most; returns how many.';

create or replace function public.engine_take_webhooks(p_limit integer) returns jsonb
language sql security definer set search_path = '' as $$
  with taken as (
    update private.webhook_inbox i set attempts = i.attempts + 1, taken_until = now() + interval '1 minute'
    where i.digest in (select w.digest from private.webhook_inbox w
      where w.processed_at is null and coalesce(w.taken_until, '-infinity') < now() and w.attempts < 10
      order by w.received_at limit p_limit for update skip locked)
    returning i.digest, i.body)
  select coalesce(jsonb_agg(jsonb_build_object('digest', digest, 'body', translate(encode(body, 'base64'), E'\n', ''))), '[]') from taken;
$$;

create or replace function public.engine_keep_checks(p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  settings private.reading_settings; target uuid; stale text[]; kept integer := 0;
begin
  select * into strict settings from private.reading_settings;
  for target in
    select distinct r.id from public.checks c join public.migration_requests r on r.id = c.request_id
    where c.status = 'passed' and c.evidence_kind = 'api' and c.read_at < now() - settings.stale_after
      and r.status in ('submitted', 'preparing', 'scheduled') limit p_limit
  loop
    perform from public.migration_requests where id = target for update;
    with old as (
      update public.checks set status = 'stale', updated_at = now()
      where request_id = target and status = 'passed' and evidence_kind = 'api' and read_at < now() - settings.stale_after returning code)
    select coalesce(array_agg(code), '{}') into stale from old;
    perform private.close_change(target, 'check.stale', 'internal', jsonb_build_object('changed', to_jsonb(stale)));
    kept := kept + 1;
  end loop;
  for target in
    select r.id from public.migration_requests r
    where r.status in ('submitted', 'preparing', 'scheduled') and r.two_step_off_since < now() - settings.off_alarm_after
      and r.two_step_alarmed_at is null for update skip locked limit p_limit
  loop
    update public.migration_requests set two_step_alarmed_at = now() where id = target;
    perform private.close_change(target, 'two_step.alarm', 'client');
    kept := kept + 1;
  end loop;
  return kept;
end $$;

revoke execute on function public.engine_sweep(integer) from public, anon, authenticated, service_role;
grant execute on function public.engine_sweep(integer) to service_role;
