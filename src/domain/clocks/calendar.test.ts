import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Calendar, isTimeZone, localDateOf, openPeriods, workingHours } from "./calendar.ts";

const nineToSix = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: 540, to: 1080 }));
const london: Calendar = { timeZone: "Europe/London", hours: nineToSix, closedDays: new Set(["2026-05-04"]) };
const show = (calendar: Calendar, first: string, days: number) =>
  openPeriods(calendar, first, days).map(({ start, end }) =>
    [start, end].map((moment) => new Date(moment).toISOString().slice(0, 16)).join(" "),
  );

describe("open periods", () => {
  it("leave out weekends and closed days", () => {
    expect(show(london, "2026-05-01", 5)).toEqual([
      "2026-05-01T08:00 2026-05-01T17:00",
      "2026-05-05T08:00 2026-05-05T17:00",
    ]);
  });

  it("keep the wall time when the clocks change", () => {
    expect(show(london, "2026-03-27", 4)).toEqual([
      "2026-03-27T09:00 2026-03-27T18:00",
      "2026-03-30T08:00 2026-03-30T17:00",
    ]);
  });

  it("are an hour shorter or longer in the night when the clocks change", () => {
    const night = { ...london, hours: [{ weekday: 7, from: 0, to: 360 }] };
    expect(show(night, "2026-03-29", 1)).toEqual(["2026-03-29T00:00 2026-03-29T05:00"]);
    expect(show(night, "2026-10-25", 1)).toEqual(["2026-10-24T23:00 2026-10-25T06:00"]);
  });

  it("join periods that touch, across midnight too", () => {
    const around = {
      ...london,
      timeZone: "Asia/Almaty",
      hours: [1, 2].map((weekday) => ({ weekday, from: 0, to: 1440 })),
    };
    expect(show(around, "2026-06-01", 2)).toEqual(["2026-05-31T19:00 2026-06-02T19:00"]);
  });

  it("begin, in every zone and on every day, at the wall time that was set", () => {
    const zones = [
      "America/St_Johns",
      "Australia/Lord_Howe",
      "America/Sao_Paulo",
      "Asia/Kathmandu",
      "Pacific/Apia",
      "UTC",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 240, max: 1200 }),
        (timeZone, day, from) => {
          const first = new Date(Date.UTC(2022, 0, 1) + day * 86_400_000).toISOString().slice(0, 10);
          const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from, to: from + 120 }));
          const [period] = openPeriods({ timeZone, hours, closedDays: new Set() }, first, 1);
          const clock = new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "short" });
          const two = (value: number) => String(value).padStart(2, "0");
          expect(clock.format(period?.start)).toBe(`${two(Math.floor(from / 60))}:${two(from % 60)}`);
          expect(localDateOf(period?.start ?? 0, timeZone)).toBe(first);
        },
      ),
      { numRuns: 300 },
    );
  });
});

it("recognises time zones and hours that make sense", () => {
  expect([isTimeZone("Europe/London"), isTimeZone("Europe/Nowhere")]).toEqual([true, false]);
  expect(workingHours.safeParse({ weekday: 1, from: 600, to: 540 }).success).toBe(false);
});
