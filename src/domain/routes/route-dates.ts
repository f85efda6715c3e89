/**
 * The calendar days that two routes must respect, for advice. Meta does not say whose midnight counts, so we use UTC.
 * Which windows they close is for the database to say: private.route_closures.
 */

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** No credit line can be shared in the last three and the first four days of a month. */
const closedAtEnd = 3;
const closedAtStart = 4;
/** After a paid message a number may not be deleted for so many days; a deleted one cools down for five minutes. */
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

/** The earliest time at which a number whose account is unshared today can send again. */
export function sendsAfterResharing(now: Date): Date {
  const first = firstOfNextMonth(now);
  // An account unshared early in the month is shared from the fifth on, before the block ends.
  const late = isCreditLineClosed(now) && now.getUTCDate() > closedAtStart;
  return new Date(late ? first + closedAtStart * dayMs : first);
}

/** The earliest time at which a number may be deleted; ms since 1970. `lastPaid`: YYYY-MM-DD, or never. */
function freeFrom(lastPaid: string): number {
  return lastPaid === "never" ? 0 : Date.parse(`${lastPaid}T00:00:00Z`) + (paidCoolDownDays + 1) * dayMs;
}

/** When a number deleted as early as possible can be added again. `lastPaid`: YYYY-MM-DD, or never. */
export function addsAfterDeleting(lastPaid: string, now: Date): { from: Date; coolsDown: boolean } {
  const free = freeFrom(lastPaid);
  const deleted = Math.max(free, now.getTime());
  return { from: new Date(deleted + deletedCoolDownMs), coolsDown: free > now.getTime() };
}
