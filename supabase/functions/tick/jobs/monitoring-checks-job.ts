/** Runs the monitoring checks that are due after a move: a number that cannot be read does not block the others. */
import type { GraphPort } from "#domain/graph/graph-port.ts";
import { readSide } from "#domain/graph/read-side.ts";
import { findingsOf, readPoints } from "#domain/monitoring/monitoring-check.ts";
import { secondReadingIn, withDoubt } from "#domain/monitoring/second-reading.ts";
import type { EngineServices } from "../../_shared/engine/engine-services.ts";
import type { DueMonitoringCheck } from "../../_shared/monitoring/monitoring-check-store.ts";
import type { Logger } from "../../_shared/log.ts";
import { type Job, rowsAtOnce } from "./job.ts";

/** In one pass: the tick runs again within seconds. */
const maxChecks = 5;
const deadlineSeconds = 15;
const parts = ["number", "waba", "profile", "subscribedAppIds"] as const;

type Services = Pick<EngineServices, "store" | "monitoringChecks" | "openGraph">;

/** `now`: milliseconds since 1970. */
export function createMonitoringChecksJob(services: Services, now: () => number, log: Logger): Job {
  return {
    name: "monitoring_checks",
    async work() {
      return rowsAtOnce(
        await services.monitoringChecks.due(maxChecks),
        (one) => takeCheck(services, one, now),
        {
          log,
          job: "monitoring_checks",
          row: ({ request }) => request,
        },
      );
    },
  };
}

async function takeCheck(
  { store, monitoringChecks, openGraph }: Services,
  order: DueMonitoringCheck,
  now: () => number,
): Promise<void> {
  const context = await store.readContext(order.request);
  const move = context?.move;
  if (!context || !move?.destinationPhoneNumberId)
    return monitoringChecks.keepUnread(order.check, "not_given");
  const graph: GraphPort = await openGraph(context, deadlineSeconds);
  const ids = { wabaId: move.destinationWabaId, phoneNumberId: move.destinationPhoneNumberId };
  const { snapshot } = await readSide(graph, ids, parts);
  // Without the number itself, the rest means little.
  const cause = snapshot.unreadable?.["number"];
  if (cause !== undefined) return monitoringChecks.keepUnread(order.check, cause);
  const found = readPoints(move.snapshots.before, snapshot, move.appId);
  const points = withDoubt(found, order.earlier, now());
  return monitoringChecks.keep(order.check, findingsOf(points, order.earlier), secondReadingIn(points));
}
