import * as fc from "fast-check";
import { expect, it } from "vitest";
import { statuses, waitingOn } from "../status/statuses.ts";
import { type ClockEvent, timeByParty } from "./time-by-party.ts";

const final = ["completed", "rejected", "cancelled", "failed"];

const history = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: 10_000_000 }),
      status: fc.constantFrom(...statuses),
      waitingOn: fc.option(fc.constantFrom(...waitingOn)),
      onHold: fc.boolean(),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((steps) => {
    let at = 1_750_000_000_000;
    return steps.map(({ gap, ...state }): ClockEvent => {
      at += gap;
      return { at, kind: "request.edit", actor: "member", data: {}, ...state };
    });
  });

it("divides the wall time from filing to end among the parties, whatever happened", () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 0, max: 1_000_000 }), (events, later) => {
      const now = (events.at(-1)?.at ?? 0) + later;
      const end = events.find(({ status }) => final.includes(status))?.at ?? now;
      const total = Object.values(timeByParty(events, now)).reduce((sum, part) => sum + part, 0);
      expect(total).toBe(end - (events[0]?.at ?? 0));
    }),
    { numRuns: 500 },
  );
});

it("counts our time on hold for nobody, and the client's on hold for the client", () => {
  const event = (at: number, more: Partial<ClockEvent>): ClockEvent => ({
    at,
    kind: "request.edit",
    actor: "member",
    status: "preparing",
    waitingOn: "us",
    onHold: false,
    data: {},
    ...more,
  });
  const events = [
    event(0, {}),
    event(10, { onHold: true }),
    event(30, { onHold: true, waitingOn: "client" }),
    event(70, { waitingOn: null }),
    event(150, { status: "cancelled", waitingOn: null }),
  ];
  expect(timeByParty(events, 1000)).toEqual({ us: 90, client: 40, old_provider: 0, meta: 0, hold: 20 });
});
