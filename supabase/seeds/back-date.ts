/** Back-dates the demo: commands run now, and one temporary function moves what each has written to its own time. */
import type { TransactionSql } from "postgres";

/**
 * A provider is filled in one transaction, so whatever the last command wrote carries now(). It is a definer function of the
 * connection's role, because the command before it ran under an API role.
 */
const definition = `
create function pg_temp.back_date(p_request uuid, p_at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare provider uuid; client uuid;
begin
  update public.migration_requests set
    created_at = case created_at when now() then p_at else created_at end,
    updated_at = case updated_at when now() then p_at else updated_at end,
    submitted_at = case submitted_at when now() then p_at else submitted_at end,
    completed_at = case completed_at when now() then p_at else completed_at end,
    acknowledged_at = case acknowledged_at when now() then p_at else acknowledged_at end,
    asked_at = case asked_at when now() then p_at else asked_at end,
    window_confirmed_at = case window_confirmed_at when now() then p_at else window_confirmed_at end,
    route_chosen_at = case route_chosen_at when now() then p_at else route_chosen_at end,
    registered_at = case registered_at when now() then p_at else registered_at end,
    no_return_at = case no_return_at when now() then p_at else no_return_at end,
    checks_read_at = case checks_read_at when now() then p_at else checks_read_at end,
    two_step_off_since = case two_step_off_since when now() then p_at else two_step_off_since end,
    clock_since = case clock_since when now() then p_at else clock_since end
  where id = p_request returning provider_id, client_id into provider, client;
  update public.client_members set created_at = p_at where client_id = client and created_at = now();
  update public.clients set created_at = p_at where id = client and created_at = now();
  update public.events set created_at = p_at where (provider_id, client_id, request_id) = (provider, client, p_request) and created_at = now();
  update public.comments set created_at = p_at where (provider_id, client_id, request_id) = (provider, client, p_request) and created_at = now();
  update public.checks set read_at = case read_at when now() then p_at else read_at end, updated_at = p_at
    where (provider_id, client_id, request_id) = (provider, client, p_request) and updated_at = now();
  update public.request_exceptions set opened_at = case opened_at when now() then p_at else opened_at end,
    resolved_at = case resolved_at when now() then p_at else resolved_at end
    where (provider_id, client_id, request_id) = (provider, client, p_request) and now() in (opened_at, resolved_at);
  update public.cutover_steps set started_at = case started_at when now() then p_at else started_at end,
    called_at = case called_at when now() then p_at else called_at end,
    pin_set_at = case pin_set_at when now() then p_at else pin_set_at end,
    pin_shown_at = case pin_shown_at when now() then p_at else pin_shown_at end, finished_at = case finished_at when now() then p_at else finished_at end,
    -- Meta's block began with its answer; any other wait lies ahead, so that the demo still shows it.
    blocked_until = case wait_from when now() then p_at + (blocked_until - now()) else blocked_until end,
    wait_until = case when wait_from = now() and blocked_until is not null then p_at + (wait_until - now()) else wait_until end,
    wait_from = case when wait_from = now() and blocked_until is not null then p_at else wait_from end
    where (provider_id, client_id, request_id) = (provider, client, p_request)
      and now() in (started_at, called_at, pin_shown_at, wait_from, finished_at);
  update public.snapshots set taken_at = p_at where (provider_id, client_id, request_id) = (provider, client, p_request) and taken_at = now();
  update public.templates set updated_at = p_at where (provider_id, client_id, request_id) = (provider, client, p_request) and updated_at = now();
  update public.template_forecasts set taken_at = p_at where request_id = p_request and taken_at = now();
  update public.template_readings set taken_at = p_at, due_at = p_at where request_id = p_request and taken_at = now();
  -- Those that would have been due by today have found nothing new.
  update public.template_readings later set taken_at = later.due_at, summary = first.summary from public.template_readings first
    where later.request_id = p_request and later.taken_at is null and later.due_at <= now()
      and first.request_id = later.request_id and first.moment = '0h';
  update private.intents set opened_at = p_at, closed_at = p_at, lease_until = p_at + interval '1 minute',
    blocked_until = case when is_block then p_at + (blocked_until - now()) else blocked_until end
    where (provider_id, request_id) = (provider, p_request) and opened_at = now();
  -- Told long ago: a demo must not send mail about last week.
  update private.outbox set created_at = p_at, sent_at = p_at where request_id = p_request and sent_at is null;
  -- Nor was all of it done within a minute.
  delete from private.person_commands;
end $$;
grant execute on function pg_temp.back_date(uuid, timestamptz) to authenticated, service_role`;

export async function prepareBackDating(database: TransactionSql): Promise<void> {
  await database.unsafe(definition).simple();
}

/** The clocks of a whole move follow its events, which all have their own times by now. */
export async function restartClocks(database: TransactionSql, request: string): Promise<void> {
  await database`reset role`;
  await database`select private.restart_elapsed_clocks(${request})`;
}

/** Portdesk reads waiting requests again by itself, so their latest reading is some hours old, not days. */
export async function refreshReadings(database: TransactionSql, provider: string): Promise<void> {
  await database`reset role`;
  await database`update public.checks c set read_at = now() - interval '3 hours' from public.migration_requests r
    where r.provider_id = ${provider} and r.id = c.request_id and r.status in ('submitted', 'preparing', 'scheduled') and c.evidence_kind = 'api'`;
  await database`update public.migration_requests set checks_read_at = now() - interval '3 hours',
      two_step_off_since = greatest(two_step_off_since, now() - interval '30 hours')
    where provider_id = ${provider} and status in ('submitted', 'preparing', 'scheduled') and checks_read_at is not null`;
}

/** Drops the function as the role that created it. */
export async function endBackDating(database: TransactionSql): Promise<void> {
  await database`reset role`;
  await database`drop function pg_temp.back_date(uuid, timestamptz)`;
}

export async function backDate(database: TransactionSql, request: string, at: Date): Promise<void> {
  await database`select pg_temp.back_date(${request}, ${at})`;
}
