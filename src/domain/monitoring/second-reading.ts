/**
 * What may be wrong for minutes only is read a second time before it counts: a public report tells of a number whose status
 * went between CONNECTED and DISCONNECTED within minutes, with nobody doing anything. It concerns two exceptions:
 * NOT_REGISTERED_AFTER_MOVE, for a status that is no decision of Meta's, and CANNOT_SEND, whose summary follows the status
 * (that it flickers with it is ours, unproven). What Meta has decided, and what was promised, counts at once.
 */
import type { MonitoringCheckRow } from "./monitoring-check.ts";

/** Minutes from the first reading until a second one counts; ours. */
export const flickerMinutes = 5;

/** Statuses that Meta has decided on: they do not go away within minutes. */
const decided = new Set([
  "MIGRATED",
  "DELETED",
  "BANNED",
  "RESTRICTED",
  "RATE_LIMITED",
  "FLAGGED",
  "UNVERIFIED",
]);

function mayPass({ point, is }: MonitoringCheckRow): boolean {
  return point === "can_send" || (point === "connected" && is !== null && !decided.has(is));
}

/** `earlier`: what was found the last time; `now`: ms since 1970. A doubtful point that is still wrong later stays bad. */
export function withDoubt(
  points: readonly MonitoringCheckRow[],
  earlier: readonly MonitoringCheckRow[] | null,
  now: number,
): MonitoringCheckRow[] {
  return points.map((row) => {
    if (row.verdict !== "bad" || !mayPass(row)) return row;
    const last = earlier?.find(({ point }) => point === row.point);
    if (last?.verdict === "bad") return row;
    const since =
      last?.verdict === "again" && last.since !== undefined ? last.since : new Date(now).toISOString();
    if (now - Date.parse(since) >= flickerMinutes * 60_000) return row;
    return { ...row, verdict: "again", since };
  });
}

/** Minutes until the second reading; null: none is wanted. */
export function secondReadingIn(points: readonly MonitoringCheckRow[]): number | null {
  return points.some(({ verdict }) => verdict === "again") ? flickerMinutes + 1 : null;
}
