/** Refuses a reading when Meta could not be reached: there is no new evidence, so the earlier evidence stays. */
import type { GraphFailure } from "#domain/graph/graph-failure.ts";
import type { SideReading } from "#domain/graph/read-side.ts";
import { Refusal } from "#domain/commands/refusal.ts";

/** Throws Refusal graph_unreachable or graph_nonsense if Meta gave no usable answer to any of the readings. */
export function refuseSilence(readings: readonly SideReading[]): void {
  const anything = readings.some(
    ({ snapshot }) => snapshot.number || snapshot.waba || snapshot.subscribedAppIds,
  );
  const failures = readings.flatMap((reading) => Object.values(reading.failures));
  const all = (...kinds: GraphFailure["details"]["kind"][]) =>
    failures.every(({ details }) => kinds.includes(details.kind));
  if (anything || failures.length === 0) return;
  if (all("nonsense")) throw new Refusal(502, "graph_nonsense");
  if (all("lost", "unavailable", "limited", "nonsense")) throw new Refusal(502, "graph_unreachable");
}
