import { expect, it } from "vitest";
import { type MonitoringCheckRow, findingsOf } from "./monitoring-check.ts";
import { secondReadingIn, withDoubt } from "./second-reading.ts";

const at = Date.parse("2026-11-20T10:00:00Z");
const minute = 60_000;
const row = (
  point: "connected" | "can_send" | "quality",
  is: string,
  verdict: "good" | "bad",
): MonitoringCheckRow => ({
  point,
  verdict,
  was: null,
  is,
});
const gone = [row("connected", "DISCONNECTED", "bad")];
const there = [row("connected", "CONNECTED", "good")];
const read = (points: MonitoringCheckRow[], earlier: MonitoringCheckRow[] | null, later: number) => {
  const judged = withDoubt(points, earlier, at + later * minute);
  return { judged, ...findingsOf(judged, earlier) };
};

it("a status that is back at the second reading opens nothing and changes no track", () => {
  const first = read(gone, there, 0);
  expect(first.exceptions).toEqual([]);
  expect(first.tracks).toEqual({});
  expect(secondReadingIn(first.judged)).toBe(6);
  const second = read(there, first.judged, 6);
  expect(second.exceptions).toEqual([]);
  expect(second.tracks).toEqual({ number: "done" });
  expect(secondReadingIn(second.judged)).toBeNull();
});

it("a status that is still gone at the second reading opens its exception, once", () => {
  const first = read(gone, there, 0);
  const second = read(gone, first.judged, 6);
  expect(second.exceptions).toEqual(["NOT_REGISTERED_AFTER_MOVE"]);
  expect(second.tracks).toEqual({ number: "exception" });
  expect(read(gone, second.judged, 60).exceptions).toEqual([]);
});

it("a reading a minute later confirms nothing yet, and the time counts from the first", () => {
  const first = read(gone, there, 0);
  const asked = read(gone, first.judged, 1);
  expect(asked.exceptions).toEqual([]);
  expect(asked.judged[0]?.since).toBe("2026-11-20T10:00:00.000Z");
  expect(read(gone, asked.judged, 5).exceptions).toEqual(["NOT_REGISTERED_AFTER_MOVE"]);
});

it("the first reading after the move is no proof either", () => {
  expect(read(gone, null, 0).exceptions).toEqual([]);
});

it.each(["BANNED", "MIGRATED", "FLAGGED", "RESTRICTED"])(
  "%s is Meta's decision and counts at once",
  (status) => {
    expect(read([row("connected", status, "bad")], there, 0).exceptions).toEqual([
      "NOT_REGISTERED_AFTER_MOVE",
    ]);
  },
);

it("sending that is blocked is read twice, a rating that fell is not", () => {
  const blocked = [row("can_send", "BLOCKED", "bad")];
  const first = read(blocked, [row("can_send", "AVAILABLE", "good")], 0);
  expect(first.exceptions).toEqual([]);
  expect(read(blocked, first.judged, 6).exceptions).toEqual(["CANNOT_SEND"]);
  const fell = [row("quality", "RED", "bad")];
  expect(read(fell, [row("quality", "GREEN", "good")], 0).exceptions).toEqual(["QUALITY_CHANGED"]);
});
