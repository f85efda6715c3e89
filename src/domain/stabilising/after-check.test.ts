import { expect, it } from "vitest";
import type { SideSnapshot } from "../graph/graph-port.ts";
import { type AfterCheckPoint, findingsOf, readPoints } from "./after-check.ts";

const number = {
  id: "7203",
  status: "CONNECTED",
  verifiedName: "Maple & Thread",
  nameStatus: "APPROVED",
  qualityRating: "GREEN",
  messagingLimit: "TIER_2K",
  isOfficialBusinessAccount: true,
  isPinEnabled: true,
};
const before: SideSnapshot = { number: { ...number, id: "7201", isPinEnabled: false } };
const sound: SideSnapshot = {
  number,
  waba: { id: "7102", primaryFundingId: "66" },
  subscribedAppIds: ["73"],
};
const changed = (facts: Partial<typeof number>): SideSnapshot => ({
  ...sound,
  number: { ...number, ...facts },
});
const points = (now: SideSnapshot) => readPoints(before, now, "73");
const bad = (now: SideSnapshot) =>
  points(now)
    .filter(({ verdict }) => verdict === "bad")
    .map(({ point }) => point);

it("finds nothing against a number that serves as it did", () => {
  const rows = points(sound);
  expect(new Set(rows.map(({ verdict }) => verdict))).toEqual(new Set(["good"]));
  expect(findingsOf(rows, null)).toMatchObject({
    exceptions: [],
    deviations: [],
    tracks: { number: "done", billing: "done", security_pin: "done" },
  });
});

it.each<[SideSnapshot, AfterCheckPoint]>([
  [changed({ status: "FLAGGED" }), "connected"],
  [changed({ isPinEnabled: false }), "two_step_on"],
  [changed({ qualityRating: "RED" }), "quality"],
  [changed({ messagingLimit: "TIER_250" }), "messaging_limit"],
  [changed({ verifiedName: "Maple" }), "display_name"],
  [changed({ isOfficialBusinessAccount: false }), "official_mark"],
  [{ ...sound, waba: { id: "7102", primaryFundingId: null } }, "funding"],
  [{ ...sound, waba: { id: "7102", primaryFundingId: "none" } }, "funding"],
  [{ ...sound, subscribedAppIds: ["99"] }, "app_subscribed"],
])("names the one point that is wrong", (now, point) => {
  expect(bad(now)).toEqual([point]);
});

it("believes nothing of what was not read, and nothing that Meta has not settled yet", () => {
  const rows = readPoints(
    before,
    { number: { ...number, qualityRating: "UNKNOWN", isPinEnabled: null } },
    "73",
  );
  const unknown = rows.filter(({ verdict }) => verdict === "unknown").map(({ point }) => point);
  expect(unknown).toEqual(["app_subscribed", "funding", "two_step_on", "quality"]);
  expect(findingsOf(rows, null).tracks).toEqual({ number: "done" });
});

it("opens an exception when a point turns, not each time it is still wrong, and ends it when it is right again", () => {
  const wrong = points(changed({ qualityRating: "RED" }));
  expect(findingsOf(wrong, points(sound)).exceptions).toEqual(["QUALITY_CHANGED"]);
  expect(findingsOf(wrong, wrong)).toMatchObject({ exceptions: [], deviations: [] });
  expect(findingsOf(points(sound), wrong).settled).toContain("QUALITY_CHANGED");
});

it("leaves the promises to the move's own comparison at the first look", () => {
  const now = changed({ qualityRating: "RED", status: "DISCONNECTED" });
  expect(findingsOf(points(now), null).exceptions).toEqual(["NOT_REGISTERED_AFTER_MOVE"]);
});

it("gives Meta time to show the PIN, and never ends a silence of webhooks by itself", () => {
  const off = points(changed({ isPinEnabled: false }));
  expect(findingsOf(off, null).tracks.security_pin).toBe("working");
  expect(findingsOf(off, off).tracks.security_pin).toBe("exception");
  expect(findingsOf(points(sound), null).settled).not.toContain("WEBHOOK_SILENT");
});
