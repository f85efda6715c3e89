/** The days of the calendar that two routes must respect. Meta does not say whose midnight counts: UTC is taken. */

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** No credit line can be shared in the last three and the first four days of a month. */
const closedAtEnd = 3;
const closedAtStart = 4;
/** After a paid message a number may not be deleted for so many days, and a deleted one rests for five minutes. */
const paidRestDays = 30;
const deletedRestMs = 5 * minuteMs;

const firstOfNextMonth = (now: Date) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);

/** Whether the credit line cannot be shared on that day. */
export function isCreditLineClosed(now: Date): boolean {
  const daysLeft = Math.round(
    (firstOfNextMonth(now) - Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate())) / dayMs,
  );
  return now.getUTCDate() <= closedAtStart || daysLeft <= closedAtEnd;
}

/** When a number whose account is unshared today can send again at the earliest. */
export function sendsAfterResharing(now: Date): Date {
  const first = firstOfNextMonth(now);
  // Unshared early in the month it is shared from the fifth on, still before the block ends.
  const late = isCreditLineClosed(now) && now.getUTCDate() > closedAtStart;
  return new Date(late ? first + closedAtStart * dayMs : first);
}

/** When a number deleted as early as it may be can be added again. `lastPaid`: YYYY-MM-DD, or never. */
export function addsAfterDeleting(lastPaid: string, now: Date): { from: Date; rests: boolean } {
  const free = lastPaid === "never" ? 0 : Date.parse(`${lastPaid}T00:00:00Z`) + (paidRestDays + 1) * dayMs;
  const deleted = Math.max(free, now.getTime());
  return { from: new Date(deleted + deletedRestMs), rests: free > now.getTime() };
}
