/** When a provider's staff work: weekly hours in a time zone, minus holidays and its own closures, as periods. */
import * as z from "zod/mini";
import type { Period } from "./periods.ts";

const minuteOfDay = z.int().check(z.minimum(0), z.maximum(1440));
export const localDate = z.iso.date();

/** One period of a weekday: 1 is Monday; minutes from midnight, local time. */
export const workingHours = z
  .object({ weekday: z.int().check(z.minimum(1), z.maximum(7)), from: minuteOfDay, to: minuteOfDay })
  .check(z.refine(({ from, to }) => from < to, "ends_before_it_begins"));
export type WorkingHours = z.infer<typeof workingHours>;

export type Calendar = {
  /** IANA name. */
  timeZone: string;
  hours: readonly WorkingHours[];
  /** Days without work, as local dates YYYY-MM-DD. */
  closedDays: ReadonlySet<string>;
};

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;

/** Sorted, without overlaps or empty gaps, for `days` local days from the local date `first`. */
export function openPeriods(
  { timeZone, hours, closedDays }: Calendar,
  first: string,
  days: number,
): Period[] {
  const toUtc = converter(timeZone);
  const periods: Period[] = [];
  for (let index = 0; index < days; index += 1) {
    const midnight = Date.parse(`${first}T00:00:00Z`) + index * dayMs;
    if (closedDays.has(new Date(midnight).toISOString().slice(0, 10))) continue;
    const weekday = new Date(midnight).getUTCDay() || 7;
    const intervals = hours.filter((one) => one.weekday === weekday).toSorted((a, b) => a.from - b.from);
    for (const { from, to } of intervals) {
      const [start, end] = [toUtc(midnight + from * minuteMs), toUtc(midnight + to * minuteMs)];
      const last = periods.at(-1);
      // Periods that touch or overlap become one.
      if (last && start <= last.end) last.end = Math.max(last.end, end);
      else if (start < end) periods.push({ start, end });
    }
  }
  return periods;
}

/** The local date in a time zone, YYYY-MM-DD. `moment`: ms since 1970. */
export function localDateOf(moment: number, timeZone: string): string {
  return new Date(moment + offsets(timeZone)(moment)).toISOString().slice(0, 10);
}

/** When the local date YYYY-MM-DD begins in a time zone; ms since 1970. */
export function startOfLocalDate(date: string, timeZone: string): number {
  return converter(timeZone)(Date.parse(`${date}T00:00:00Z`));
}

/** Whether the platform knows the time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}

/** Converts a local wall time, written as if it were UTC; a time that the clocks skip becomes the one after it. */
function converter(timeZone: string): (wall: number) => number {
  const offsetAt = offsets(timeZone);
  return (wall) => {
    const before = wall - offsetAt(wall - dayMs / 2);
    const after = wall - offsetAt(wall + dayMs / 2);
    // Valid if the offset is the same at the resulting moment; of two such moments the earlier counts.
    const sound = [before, after].filter((moment) => moment + offsetAt(moment) === wall);
    return sound.length > 0 ? Math.min(...sound) : Math.max(before, after);
  };
}

/** Offset from UTC in ms at a moment. */
function offsets(timeZone: string): (moment: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (moment) => {
    const whole = Math.floor(moment / 1000) * 1000;
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(whole)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
  };
}
