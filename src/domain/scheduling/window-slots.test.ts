import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { overlaps, type Period } from "../clocks/periods.ts";
import { type SlotRequest, windowLength, windowSlots } from "./window-slots.ts";

const hour = 3_600_000;
const day = 24 * hour;
const monday = Date.UTC(2027, 0, 4);
const at = (dayIndex: number, from: number, to: number): Period => ({
  start: monday + dayIndex * day + from * hour,
  end: monday + dayIndex * day + to * hour,
});
const request = (more: Partial<SlotRequest>): SlotRequest => ({
  provider: [at(0, 9, 18), at(1, 9, 18), at(2, 9, 18)],
  client: null,
  taken: [],
  closed: [],
  now: monday - day,
  ...more,
});

describe("windows", () => {
  it("are two a day, the earliest first", () => {
    expect(windowSlots(request({}))).toEqual([
      at(0, 9, 11),
      at(0, 11, 13),
      at(1, 9, 11),
      at(1, 11, 13),
      at(2, 9, 11),
      at(2, 11, 13),
    ]);
  });

  it("lie where both are available, a day ahead, clear of what is taken", () => {
    const found = windowSlots(
      request({ client: [at(0, 14, 20), at(1, 8, 12)], now: monday, taken: [at(1, 9, 9.5)] }),
    );
    expect(found).toEqual([at(1, 9.5, 11.5)]);
  });

  it("neither overlap what the route closes nor end as it begins, and may begin as it ends", () => {
    const closed = [at(0, 11, 12), at(0, 16, 24), at(1, 0, 24)];
    expect(windowSlots(request({ closed }))).toEqual([at(0, 12, 14), at(2, 9, 11), at(2, 11, 13)]);
  });

  it("do not exist where nobody meets, or the route closes the time", () => {
    expect(windowSlots(request({ client: [at(0, 18, 23)] }))).toEqual([]);
    expect(windowSlots(request({ closed: [at(-9, 0, 999)] }))).toEqual([]);
  });
});

/** Sorted, without overlaps, on odd minutes as in real calendars and moves. */
const periods = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 60 })), { maxLength: 12 })
  .map((steps) => {
    let clock = monday - 2 * day;
    return steps.map(([gap, length]): Period => {
      const start = clock + gap * 17 * 60_000;
      clock = start + length * 13 * 60_000;
      return { start, end: clock };
    });
  });
const requests = fc.record({
  provider: periods,
  client: fc.option(periods),
  taken: periods,
  now: fc.integer({ min: monday - 4 * day, max: monday }),
  closed: periods,
});

const inside = (slot: Period, list: readonly Period[]) =>
  list.some(({ start, end }) => start <= slot.start && slot.end <= end);
const touches = (slot: Period, list: readonly Period[]) =>
  list.some(({ start, end }) => start <= slot.end && slot.start < end);

describe("proposed windows", () => {
  it("break no rule, whatever the calendars, the other moves and what the route closes", () => {
    fc.assert(
      fc.property(requests, (facts) => {
        const slots = windowSlots(facts);
        for (const [index, slot] of slots.entries()) {
          expect(slot.end - slot.start).toBe(windowLength);
          expect(inside(slot, facts.provider)).toBe(true);
          expect(inside(slot, facts.client ?? facts.provider)).toBe(true);
          expect(facts.taken.some((other) => overlaps(slot, other))).toBe(false);
          expect(touches(slot, facts.closed)).toBe(false);
          expect(slot.start).toBeGreaterThanOrEqual(facts.now + day);
          expect(slot.start).toBeGreaterThanOrEqual(slots[index - 1]?.end ?? 0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("exist wherever one is possible", () => {
    fc.assert(
      fc.property(requests, (facts) => {
        const earliest = facts.now + day;
        let possible = false;
        for (
          let start = Math.ceil(earliest / (hour / 2)) * (hour / 2);
          start < monday + 10 * day;
          start += hour / 2
        ) {
          const slot = { start, end: start + windowLength };
          possible ||=
            inside(slot, facts.provider) &&
            (facts.client === null || inside(slot, facts.client)) &&
            !facts.taken.some((other) => overlaps(slot, other)) &&
            !touches(slot, facts.closed);
        }
        expect(windowSlots(facts).length > 0).toBe(possible);
      }),
      { numRuns: 200 },
    );
  });
});
