/**
 * Reads a second time what may be wrong for minutes only, before it counts: a public report describes a number whose
 * status alternated between CONNECTED and DISCONNECTED within minutes without anybody's action. Two exceptions are
 * concerned: NOT_REGISTERED_AFTER_MOVE, for a status that is not Meta's decision, and CANNOT_SEND, whose summary
 * follows the status (that it flickers too is our assumption, unproven). Meta's decisions, and promises, count at once.
 */
import type { MonitoringCheckRow } from "./monitoring-check.ts";

/** Minutes from the first reading until a second one counts; our own choice. */
export const flickerMinutes = 5;

/** Statuses that Meta has decided on: they do not pass within minutes. */
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

/** `earlier`: the previous findings; `now`: ms since 1970. A doubtful point that is still wrong later stays bad. */
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

/** Minutes until the second reading; null: none is needed. */
export function secondReadingIn(points: readonly MonitoringCheckRow[]): number | null {
  return points.some(({ verdict }) => verdict === "again") ? flickerMinutes + 1 : null;
}
