import { expect, it } from "vitest";
import { measureGap, type ProbePoint, probePoints, readGap } from "./measured-gap.ts";

const out = (at: number, passed: boolean): ProbePoint => ({ at, direction: "out", passed });
const moved = { registeredFrom: 100_000, registeredTo: 101_000 };
const sending = (...points: ProbePoint[]) => measureGap({ ...moved, points }).sending;

it("lies between the last probe that failed and the first that passed", () => {
  expect(sending(out(90_000, false), out(105_000, false), out(115_000, true), out(125_000, true))).toEqual({
    least: 4,
    most: 15,
  });
});

it("may be zero when the first probe after the move passes", () => {
  expect(sending(out(95_000, false), out(103_000, true))).toEqual({ least: 0, most: 3 });
});

it("has no upper end while nothing has passed, and is unknown where nothing was tried", () => {
  expect(sending(out(110_000, false))).toEqual({ least: 9, most: null });
  expect(sending(out(90_000, false))).toBeNull();
  expect(measureGap({ ...moved, points: [out(110_000, true)] }).receiving).toBeNull();
});

it("does not end with a probe that passes before a later one fails", () => {
  expect(sending(out(103_000, true), out(113_000, false))).toEqual({ least: 0, most: 3 });
});

it("counts a message as received if one was seen before the next was sent, and leaves out unfinished probes", () => {
  const time = (second: number) => new Date(second * 1000).toISOString();
  const sent = (direction: "in" | "out", second: number, outcome: string | null) => ({
    direction,
    opened_at: time(second),
    outcome,
  });
  const points = probePoints(
    [
      sent("in", 10, "accepted"),
      sent("in", 20, "accepted"),
      sent("in", 30, "unreachable"),
      sent("out", 11, "refused"),
      sent("out", 21, "accepted"),
      sent("out", 31, null),
    ],
    [time(22)],
  );
  expect(points).toEqual([
    { at: 10_000, direction: "in", passed: false },
    { at: 11_000, direction: "out", passed: false },
    { at: 20_000, direction: "in", passed: true },
    { at: 21_000, direction: "out", passed: true },
  ]);
});

it("does not count the refusal of a message itself as a gap of the number", () => {
  const refused = (second: number, error_number: number | null) => ({
    direction: "out" as const,
    opened_at: new Date(second * 1000).toISOString(),
    outcome: "refused",
    error_number,
  });
  const points = probePoints(
    [refused(1, 131_058), refused(2, 132_001), refused(3, 132_000), refused(4, 133_010), refused(5, null)],
    [],
  );
  expect(points.map(({ at }) => at)).toEqual([4000, 5000]);
});

it("begins with the call that registered, not with one that Meta refused hours before", () => {
  const probe = (time: string, outcome: string) => ({
    direction: "out" as const,
    opened_at: `2026-11-20T${time}Z`,
    outcome,
  });
  const register = {
    started_at: "2026-11-20T10:00:00Z",
    called_at: "2026-11-20T12:00:00Z",
    finished_at: "2026-11-20T12:00:02Z",
  };
  const probes = [
    probe("10:00:05", "refused"),
    probe("11:59:58", "refused"),
    probe("12:00:03", "refused"),
    probe("12:00:08", "accepted"),
  ];
  const gap = readGap({ registeredAt: register.finished_at, register, probes, sightings: [] });
  expect(gap?.sending).toEqual({ least: 1, most: 8 });
});
