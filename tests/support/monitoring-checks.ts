/** The looks at a moved number as the tick takes them, with the move's simulator as Meta. */
import { createJobStore } from "../../supabase/functions/_shared/engine/job-store.ts";
import { createEngineStore } from "../../supabase/functions/_shared/engine/cutover-store.ts";
import { createMonitoringCheckStore } from "../../supabase/functions/_shared/monitoring/monitoring-check-store.ts";
import { createMonitoringStore } from "../../supabase/functions/_shared/monitoring/monitoring-store.ts";
import { createMonitoringChecksJob } from "../../supabase/functions/tick/jobs/monitoring-checks-job.ts";
import type { TestDatabase } from "./database.ts";
import { serviceCommands } from "./engine-commands.ts";
import { openGraphOf } from "./graph-of.ts";
import type { Move } from "./move-runner.ts";
import { loud } from "./loud.ts";

export type Fetch = (request: Request) => Promise<Response>;

export function monitoringServicesOf(database: TestDatabase, move: Move, fetch?: Fetch) {
  const call = serviceCommands(database.serviceSql);
  return {
    store: createEngineStore(call),
    monitoringChecks: createMonitoringCheckStore(call),
    monitoring: createMonitoringStore(call),
    jobs: createJobStore(call),
    openGraph: openGraphOf(move, fetch),
  };
}

/** Takes the look of this moment now; `now`: ms since 1970. */
export async function takeMonitoringCheck(
  database: TestDatabase,
  move: Move,
  moment: string,
  { fetch, now = Date.now }: { fetch?: Fetch | undefined; now?: () => number } = {},
): Promise<void> {
  const { sql } = database;
  await sql`
    update public.monitoring_checks set due_at = now(), tried_at = null, attempts = 0 where request_id = ${move.request} and moment = ${moment}`;
  await sql`
    update public.monitoring_checks set attempts = 99 where moment <> ${moment} or request_id <> ${move.request}`;
  await createMonitoringChecksJob(monitoringServicesOf(database, move, fetch), now, loud).work(10_000);
}

/** A second reading, as much later as it takes to count. */
export async function takeSecondReading(database: TestDatabase, move: Move): Promise<void> {
  let time = Date.now() + 6 * 60_000;
  await takeMonitoringCheck(database, move, "again", { now: () => (time += 1) });
}
