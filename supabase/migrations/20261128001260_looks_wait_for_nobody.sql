-- Handing out a look waits for nobody: one whose request another transaction holds, a webhook's for example, which may wait
-- for that very look, comes with the next tick.

create or replace function public.engine_due_after_checks(p_limit integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare look public.after_checks; handed jsonb := '[]';
begin
  perform private.give_up_looks();
  for look in
    select a.* from public.after_checks a join public.migration_requests r on r.id = a.request_id
    where a.taken_at is null and a.due_at <= now() and a.attempts < 40 and r.status in ('stabilising', 'completed')
      and coalesce(a.tried_at, '-infinity') <= now() - make_interval(mins => 5 * least(a.attempts, 48))
      and (a.moment <> '0h' or a.due_at < now() - interval '1 hour' or not exists (select from public.cutover_steps s
        where s.request_id = a.request_id and s.step in ('snapshot_after', 'compare') and s.state in ('pending', 'running')))
      and (private.open_halt(r.provider_id)).id is null and private.paused_until(a.request_id) is null
      and (a.moment <> 'told' or private.may_read_account(r.provider_id, r.destination_waba_id))
    order by a.due_at limit p_limit for update of a skip locked for key share of r skip locked
  loop
    update public.after_checks set tried_at = now(), attempts = attempts + 1 where id = look.id;
    if look.moment = 'told' then perform private.count_look(look.request_id); end if;
    handed := handed || jsonb_build_object('check', look.id, 'request', look.request_id, 'earlier', (
      select e.points from public.after_checks e where e.request_id = look.request_id and e.taken_at is not null
      order by e.taken_at desc limit 1));
  end loop;
  return handed;
end $$;

create or replace function public.engine_due_template_readings(p_limit integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare look public.template_readings; handed jsonb := '[]';
begin
  perform private.give_up_looks();
  for look in
    select t.* from public.template_readings t join public.migration_requests r on r.id = t.request_id
    where t.taken_at is null and t.due_at <= now() and t.attempts < 40 and r.status in ('stabilising', 'completed')
      and coalesce(t.tried_at, '-infinity') <= now() - make_interval(mins => 15 * least(t.attempts, 16))
      and (private.open_halt(r.provider_id)).id is null and private.paused_until(t.request_id) is null
      and (t.moment <> 'told' or private.may_read_account(r.provider_id, r.destination_waba_id))
    order by t.due_at limit p_limit for update of t skip locked for key share of r skip locked
  loop
    update public.template_readings set tried_at = now(), attempts = attempts + 1 where id = look.id;
    if look.moment = 'told' then perform private.count_look(look.request_id); end if;
    handed := handed || jsonb_build_object('reading', look.id, 'request', look.request_id);
  end loop;
  return handed;
end $$;
