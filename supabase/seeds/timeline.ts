/** Assigns times to the commands of a history: spread between filing and end, in working hours. */
import type { HistoryEntry } from "./history.ts";

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

/** Times before today are put between 08:00 and 17:30 UTC; today's stay as they are. */
function inWorkingHours(time: number, now: number): number {
  const day = Math.floor(time / dayMs) * dayMs;
  if (day >= Math.floor(now / dayMs) * dayMs) return time;
  return day + 8 * 60 * minuteMs + ((time - day) / dayMs) * 570 * minuteMs;
}

/**
 * Returns one time per entry, ascending. `filed` and `ended` are in days before `now`; entries with `minutes` closely
 * follow the previous one, and the others share the rest of the time.
 */
export function timeline(
  entries: readonly HistoryEntry[],
  filed: number,
  ended: number,
  now: number,
): Date[] {
  const start = now - filed * dayMs;
  const end = Math.min(inWorkingHours(now - ended * dayMs, now), now - minuteMs);
  const close = entries.reduce((sum, entry) => sum + (entry.minutes ?? 0), 0) * minuteMs;
  const shares = entries.slice(1).filter((entry) => entry.minutes === undefined).length;
  const share = shares === 0 ? 0 : Math.max(0, end - start - close) / shares;

  const times: number[] = [];
  let cursor = end;
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const wanted = index === entries.length - 1 ? end : inWorkingHours(cursor, now);
    const next = entries[index + 1];
    const following = times[0];
    const time =
      next?.minutes === undefined || following === undefined
        ? Math.min(wanted, (following ?? Number.POSITIVE_INFINITY) - minuteMs)
        : following - next.minutes * minuteMs;
    times.unshift(time);
    cursor = Math.min(cursor, time) - (entries[index]?.minutes === undefined ? share : 0);
    if (entries[index]?.minutes !== undefined) cursor = time;
  }
  return times.map((time) => new Date(Math.round(time)));
}
