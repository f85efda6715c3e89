/** Looks at numbers again after their move, when it is time: one that cannot be read keeps no other waiting. */
import type { GraphPort } from "#domain/graph/graph-port.ts";
import { readSide } from "#domain/graph/read-side.ts";
import { findingsOf, readPoints } from "#domain/stabilising/after-check.ts";
import { secondReadingIn, withDoubt } from "#domain/stabilising/second-reading.ts";
import type { EngineWorld } from "../../_shared/engine/engine-world.ts";
import type { DueAfterCheck } from "../../_shared/stabilising/after-check-store.ts";
import type { Logger } from "../../_shared/log.ts";
import { type Job, rowsAtOnce } from "./job.ts";

/** In one pass: the tick comes again in seconds. */
const maxChecks = 5;
const deadlineSeconds = 15;
const parts = ["number", "waba", "profile", "subscribedAppIds"] as const;

type World = Pick<EngineWorld, "store" | "afterChecks" | "openGraph">;

/** `now`: milliseconds since 1970. */
export function createAfterChecksJob(world: World, now: () => number, log: Logger): Job {
  return {
    name: "after_checks",
    async work() {
      return rowsAtOnce(await world.afterChecks.due(maxChecks), (one) => look(world, one, now), {
        log,
        job: "after_checks",
        row: ({ request }) => request,
      });
    },
  };
}

async function look(
  { store, afterChecks, openGraph }: World,
  order: DueAfterCheck,
  now: () => number,
): Promise<void> {
  const context = await store.readContext(order.request);
  const move = context?.move;
  if (!context || !move?.destinationPhoneNumberId) return afterChecks.keepUnread(order.check, "not_given");
  const graph: GraphPort = await openGraph(context, deadlineSeconds);
  const ids = { wabaId: move.destinationWabaId, phoneNumberId: move.destinationPhoneNumberId };
  const { snapshot } = await readSide(graph, ids, parts);
  // Without the number itself the rest says little.
  const cause = snapshot.unreadable?.["number"];
  if (cause !== undefined) return afterChecks.keepUnread(order.check, cause);
  const found = readPoints(move.snapshots.before, snapshot, move.appId);
  const points = withDoubt(found, order.earlier, now());
  return afterChecks.keep(order.check, findingsOf(points, order.earlier), secondReadingIn(points));
}
