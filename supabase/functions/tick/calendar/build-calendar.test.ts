import { expect, it } from "vitest";
import { buildCalendar } from "./build-calendar.ts";

const calendar = {
  providerId: "p1",
  timeZone: "Europe/London",
  country: "GB",
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: 540, to: 1080 })),
  observeHolidays: true,
  closedDays: ["2026-12-24"],
  changedAt: "2026-11-23T08:00:00Z",
  from: "2026-11-23T08:00:00Z",
};
const now = Date.parse("2026-11-23T08:00:00Z");
const openDays = (periods: readonly { start: number }[]) =>
  periods.map(({ start }) => new Date(start).toISOString().slice(0, 10));

it("closes on public holidays, on substitute days, and on the provider's own closed days", async () => {
  const { periods, holidays } = await buildCalendar(calendar, now);
  const days = openDays(periods);
  expect(days[0]).toBe("2026-11-23");
  expect(days).toContain("2026-12-23");
  // Boxing Day falls on a Saturday, so Monday the 28th is a holiday.
  for (const closed of ["2026-12-24", "2026-12-25", "2026-12-28", "2027-01-01"])
    expect(days).not.toContain(closed);
  expect(days.at(-1)?.slice(0, 7)).toBe("2027-12");
  expect(holidays.map(({ date }) => date)).toContain("2026-12-25");
});

it("stays open on holidays that are not observed, and in a country that the library does not know", async () => {
  const open = await buildCalendar({ ...calendar, observeHolidays: false }, now);
  expect(openDays(open.periods)).toContain("2026-12-25");
  const unknown = await buildCalendar({ ...calendar, country: "QQ" }, now);
  expect(openDays(unknown.periods)).toContain("2026-12-25");
});
