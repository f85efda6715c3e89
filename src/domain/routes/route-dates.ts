/** The days of the calendar that two routes must respect. Meta does not say whose midnight counts: UTC is taken. */

import type { RouteAnswers } from "./route-answers.ts";
import type { Route } from "./route-catalogue.ts";

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** No credit line can be shared in the last three and the first four days of a month. */
const closedAtEnd = 3;
const closedAtStart = 4;
/** After a paid message a number may not be deleted for so many days, and a deleted one has a cool-down of five minutes. */
const paidCoolDownDays = 30;
const deletedCoolDownMs = 5 * minuteMs;

const firstOfNextMonth = (now: Date) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);

/** Whether the credit line cannot be shared on that day. */
export function isCreditLineClosed(now: Date): boolean {
  const daysLeft = Math.round(
    (firstOfNextMonth(now) - Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate())) / dayMs,
  );
  return now.getUTCDate() <= closedAtStart || daysLeft <= closedAtEnd;
}

type Span = { start: number; end: number };

/** Whether the rules of the route close a window (ms since 1970); private.check_route_window refuses the same. */
export function isClosedByRoute(route: Route | null, answers: RouteAnswers, { start, end }: Span): boolean {
  if (route === "R4") return [start, end].some((moment) => isCreditLineClosed(new Date(moment)));
  const { lastPaidMessage } = answers;
  return route === "R5" && lastPaidMessage !== undefined && start < freeFrom(lastPaidMessage);
}

/** When a number whose account is unshared today can send again at the earliest. */
export function sendsAfterResharing(now: Date): Date {
  const first = firstOfNextMonth(now);
  // Unshared early in the month it is shared from the fifth on, still before the block ends.
  const late = isCreditLineClosed(now) && now.getUTCDate() > closedAtStart;
  return new Date(late ? first + closedAtStart * dayMs : first);
}

/** From when on a number may be deleted; ms since 1970. `lastPaid`: YYYY-MM-DD, or never. */
function freeFrom(lastPaid: string): number {
  return lastPaid === "never" ? 0 : Date.parse(`${lastPaid}T00:00:00Z`) + (paidCoolDownDays + 1) * dayMs;
}

/** When a number deleted as early as it may be can be added again. `lastPaid`: YYYY-MM-DD, or never. */
export function addsAfterDeleting(lastPaid: string, now: Date): { from: Date; coolsDown: boolean } {
  const free = freeFrom(lastPaid);
  const deleted = Math.max(free, now.getTime());
  return { from: new Date(deleted + deletedCoolDownMs), coolsDown: free > now.getTime() };
}
