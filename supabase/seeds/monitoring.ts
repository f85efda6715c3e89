/** Monitors the demo numbers after their move: each check's findings, and the downtime that the probe measured. */
import type { TransactionSql } from "postgres";
import { readPoints } from "../../src/domain/monitoring/monitoring-check.ts";
import { destinationSnapshot, type RequestFacts, sourceSnapshot } from "./meta-facts.ts";
import type { ProviderSeed } from "./providers.ts";

/** As the settings page would save it. */
export async function insertProbe(
  database: TransactionSql,
  providerId: string,
  { probe }: ProviderSeed,
): Promise<void> {
  await database`
    insert into public.probe_settings (provider_id, phone_number, phone_number_id, template_name, template_language, interval_seconds)
    values (${providerId}, ${probe.phone}, ${probe.phoneNumberId}, ${probe.template}, 'en_US', 10)`;
}

/** For all moved numbers. Every check that would be done by today is done. */
export async function insertMonitoring(
  database: TransactionSql,
  requests: readonly RequestFacts[],
): Promise<void> {
  for (const facts of requests) {
    const { connection, probe } = facts.provider;
    const points = readPoints(sourceSnapshot(facts), destinationSnapshot(facts), connection.appId);
    const [moved] = await database<{ id: string }[]>`
      select id from public.migration_requests
      where phone_number = ${facts.seed.phone} and status in ('monitoring', 'completed')`;
    if (!moved) continue;
    await database`
      update public.monitoring_checks a set due_at = r.registered_at + case a.moment when '24h' then interval '24 hours'
        when '72h' then interval '72 hours' when '7d' then interval '7 days' else interval '1 minute' end
      from public.migration_requests r where r.id = a.request_id and r.id = ${moved.id}`;
    await database`
      update public.monitoring_checks set tried_at = due_at, attempts = 1, taken_at = due_at, points = ${database.json(points)}
      where request_id = ${moved.id} and due_at <= now()`;
    await probeAcross(database, moved.id, probe.phone.slice(-4));
  }
}

/** Every ten seconds: until the number has moved, it cannot send from here; incoming messages are seen from then on. */
async function probeAcross(database: TransactionSql, request: string, lastFour: string): Promise<void> {
  await database`
    with probes as (
      select r.provider_id, r.client_id, r.id, r.registered_at, r.registered_at + make_interval(secs => s + 4) as at, s, w.direction
      from public.migration_requests r, generate_series(-60, 90, 10) as s, (values ('out'), ('in')) as w (direction)
      where r.id = ${request} and r.registered_at is not null),
    sent as (
      insert into public.test_messages (provider_id, client_id, request_id, purpose, direction, last_four, opened_at, closed_at,
        outcome, error_number, message_hash)
      select provider_id, client_id, id, 'probe', direction, ${lastFour}, at, at + interval '300 milliseconds',
        case when direction = 'out' and s < 0 then 'refused' else 'accepted' end,
        case when direction = 'out' and s < 0 then 133010 end,
        case when direction = 'in' or s >= 0 then encode(sha256(convert_to(id || direction || s, 'UTF8')), 'hex') end
      from probes)
    insert into public.message_sightings (provider_id, client_id, request_id, direction, message_hash, status, at)
    select provider_id, client_id, id, direction, encode(sha256(convert_to(id || direction || s || 'seen', 'UTF8')), 'hex'),
      case direction when 'in' then 'received' else 'delivered' end, at + interval '2 seconds'
    from probes where s >= 0`;
}
