import { describe, expect, it } from "vitest";
import { openPeriods } from "./calendar.ts";
import { type ClockReading, type ClockSetting, requestClocks } from "./request-clocks.ts";
import type { ClockEvent } from "./time-by-party.ts";

/** Friday 1 May to Tuesday 5 May 2026 in London (UTC+1); Monday the 4th is a bank holiday. */
const at = (day: number, time: string) => Date.parse(`2026-05-0${day}T${time}:00+01:00`);
const open = openPeriods(
  {
    timeZone: "Europe/London",
    hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: 540, to: 1080 })),
    closedDays: new Set(["2026-05-04"]),
  },
  "2026-04-27",
  21,
);
const minutes = (count: number) => count * 60_000;
const event = (moment: number, more: Partial<ClockEvent>): ClockEvent => ({
  at: moment,
  kind: "request.edit",
  actor: "member",
  status: "submitted",
  waitingOn: "us",
  onHold: false,
  data: {},
  ...more,
});
const submitted = event(at(1, "17:55"), { kind: "request.submit", actor: "client" });
const held = event(at(5, "10:00"), { kind: "request.hold", onHold: true });
const released = event(at(5, "15:00"), { kind: "request.hold" });
const shorter = { code: "first_answer", minutes: 150, validFrom: at(5, "16:00") } as const;

function firstAnswer(events: ClockEvent[], now: number, targets: ClockSetting["targets"] = []): ClockReading {
  const reading = requestClocks(events, { targets, terms: [], open, now }).find(
    ({ code }) => code === "first_answer",
  );
  if (!reading) throw new Error("the clock has not started");
  return reading;
}

describe("a request from Friday 17:55, due in four business hours", () => {
  it("counts five minutes on Friday and none over the weekend and the holiday", () => {
    const reading = firstAnswer([submitted], at(4, "12:00"));
    expect(reading).toMatchObject({ spent: minutes(5), state: "running" });
    // Tuesday 09:00 plus the remaining 235 minutes.
    expect(reading.dueAt).toBe(at(5, "12:55"));
    // Three quarters of 240 are 180, five of which are spent.
    expect(reading.predictedBreachAt).toBe(at(5, "11:55"));
  });

  it("pauses on hold, and continues with the time already counted", () => {
    // Five minutes plus Tuesday's first hour.
    expect(firstAnswer([submitted, held], at(5, "14:00"))).toMatchObject({
      spent: minutes(65),
      state: "paused",
      dueAt: null,
    });
    const reading = firstAnswer([submitted, held, released], at(5, "15:30"));
    expect(reading).toMatchObject({ spent: minutes(95), state: "running" });
    // 15:00 plus the remaining 175 minutes.
    expect(reading.dueAt).toBe(at(5, "17:55"));
  });

  it("keeps the time already counted when the limit becomes 150 minutes at 16:00", () => {
    const events = [submitted, held, released];
    // Before the change the old limit applies.
    expect(firstAnswer(events, at(5, "15:59"), [shorter]).dueAt).toBe(at(5, "17:55"));
    const reading = firstAnswer(events, at(5, "16:00"), [shorter]);
    // 125 minutes are spent: past 112.5, three quarters of 150, and 25 before the end.
    expect(reading).toMatchObject({ spent: minutes(125), allowance: minutes(150), state: "predicted" });
    expect(reading.dueAt).toBe(at(5, "16:25"));
    expect(firstAnswer(events, at(5, "16:26"), [shorter])).toMatchObject({ state: "breached", dueAt: null });
  });

  it("ends with staff's first answer, met or missed", () => {
    const answered = event(at(5, "12:00"), { kind: "comment.client" });
    expect(firstAnswer([submitted, answered], at(5, "17:00"))).toMatchObject({
      endedAt: at(5, "12:00"),
      spent: minutes(185),
      state: "met",
    });
    const late = event(at(5, "13:00"), { kind: "request.accept" });
    expect(firstAnswer([submitted, late], at(5, "17:00"))).toMatchObject({
      spent: minutes(245),
      state: "missed",
    });
    const own = event(at(5, "12:00"), { kind: "comment.client", actor: "client" });
    expect(firstAnswer([submitted, own], at(5, "12:30")).endedAt).toBeNull();
  });
});

it("starts only the clocks that are due to start, each with its own measure", () => {
  const night = at(1, "23:00");
  const started = event(night, { kind: "cutover.start", status: "cutover" });
  const registered = event(night + minutes(30), {
    kind: "cutover.step",
    status: "cutover",
    data: { step: "register", outcome: "done" },
  });
  const connected = event(night + minutes(40), { kind: "cutover.connected", status: "monitoring" });
  const readings = requestClocks([submitted, started, registered, connected], {
    targets: [],
    terms: [],
    open,
    now: night + minutes(65),
  });
  expect(readings.map(({ code, spent, state }) => [code, spent / 60_000, state])).toEqual([
    ["first_answer", 5, "running"],
    ["cutover", 40, "met"],
    ["two_step_back_on", 35, "breached"],
    ["whole_move", 5, "met"],
  ]);
});

it("allows the whole move what the terms promised at application, unless the provider sets another limit", () => {
  const terms = [
    { workingDays: 5, validFrom: Date.parse("2026-01-01") },
    { workingDays: 3, validFrom: Date.parse("2026-05-01") },
    { workingDays: 1, validFrom: Date.parse("2026-05-02") },
  ];
  const longer = { code: "whole_move", minutes: 4800, validFrom: 0 } as const;
  const days = (setting: Pick<ClockSetting, "targets" | "terms">) =>
    requestClocks([submitted], { ...setting, open, now: at(5, "10:00") })
      .filter(({ code }) => code === "whole_move")
      .map(({ allowance }) => allowance / minutes(480));
  expect(days({ targets: [], terms })).toEqual([3]);
  expect(days({ targets: [], terms: terms.slice(2) })).toEqual([7]);
  expect(days({ targets: [], terms: [{ workingDays: 0, validFrom: 0 }] })).toEqual([7]);
  expect(days({ targets: [longer], terms })).toEqual([10]);
});
