/** Turns a provider's calendar into open periods and the holidays among them. */
import { localDateOf, openPeriods } from "#domain/clocks/calendar.ts";
import type { Period } from "#domain/clocks/periods.ts";
import type { Holiday, StaleCalendar } from "./calendar-queries.ts";
import { publicHolidays } from "./holidays.ts";

const dayMs = 86_400_000;
const daysAhead = 400;

/** `now`: ms since 1970. Throws if the platform does not know the time zone. */
export async function buildCalendar(
  calendar: StaleCalendar,
  now: number,
): Promise<{ periods: Period[]; holidays: Holiday[] }> {
  const { timeZone, country, hours, observeHolidays, closedDays } = calendar;
  const from = Date.parse(calendar.from);
  const first = localDateOf(from, timeZone);
  const days = Math.ceil((now - from) / dayMs) + daysAhead;
  const years = [...new Set([from, now, now + daysAhead * dayMs].map((at) => new Date(at).getUTCFullYear()))];
  const holidays = observeHolidays ? await publicHolidays(country, years, "en") : [];
  const closed = new Set([...closedDays, ...holidays.map(({ date }) => date)]);
  const today = localDateOf(now, timeZone);
  return {
    periods: openPeriods({ timeZone, hours, closedDays: closed }, first, days),
    holidays: holidays.filter(({ date }) => date >= today).toSorted((a, b) => a.date.localeCompare(b.date)),
  };
}
