import { expect, it } from "vitest";
import type { SideSnapshot } from "../graph/graph-port.ts";
import type { HealthFacts } from "../graph/health.ts";
import { type MonitoringCheckPoint, findingsOf, readPoints } from "./monitoring-check.ts";

const number = {
  id: "7203",
  status: "CONNECTED",
  verifiedName: "Maple & Thread",
  nameStatus: "APPROVED",
  qualityRating: "GREEN",
  messagingLimit: "TIER_2K",
  isOfficialBusinessAccount: true,
  isPinEnabled: true,
  health: { canSend: "AVAILABLE", entities: [] } as HealthFacts,
};
const profile = { about: "Thread and cloth", email: "shop@example.com", websites: ["https://example.com/"] };
const before: SideSnapshot = { number: { ...number, id: "7201", isPinEnabled: false }, profile };
const sound: SideSnapshot = {
  number,
  profile,
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

it("finds no fault with a number that works as before", () => {
  const rows = points(sound);
  expect(new Set(rows.map(({ verdict }) => verdict))).toEqual(new Set(["good"]));
  expect(findingsOf(rows, null)).toMatchObject({
    exceptions: [],
    deviations: [],
    tracks: { number: "done", billing: "done", security_pin: "done" },
  });
});

it.each<[SideSnapshot, MonitoringCheckPoint]>([
  [changed({ status: "FLAGGED" }), "connected"],
  [changed({ health: { canSend: "BLOCKED", entities: [] } }), "can_send"],
  [changed({ isPinEnabled: false }), "two_step_on"],
  [changed({ qualityRating: "RED" }), "quality"],
  [changed({ messagingLimit: "TIER_250" }), "messaging_limit"],
  [changed({ verifiedName: "Maple" }), "display_name"],
  [changed({ isOfficialBusinessAccount: false }), "official_mark"],
  [{ ...sound, profile: { ...profile, email: "" } }, "business_profile"],
  [{ ...sound, waba: { id: "7102", primaryFundingId: null } }, "funding"],
  [{ ...sound, waba: { id: "7102", primaryFundingId: "none" } }, "funding"],
  [{ ...sound, subscribedAppIds: ["99"] }, "app_subscribed"],
])("names the one point that is wrong", (now, point) => {
  expect(bad(now)).toEqual([point]);
});

it("draws no conclusion from what was not read, or what Meta has not settled yet", () => {
  const rows = readPoints(
    before,
    { number: { ...number, qualityRating: "UNKNOWN", isPinEnabled: null } },
    "73",
  );
  const unknown = rows.filter(({ verdict }) => verdict === "unknown").map(({ point }) => point);
  expect(unknown).toEqual(["app_subscribed", "funding", "two_step_on", "quality", "business_profile"]);
  expect(findingsOf(rows, null).tracks).toEqual({ number: "done" });
});

it("opens an exception when a point turns bad, not each time it stays bad, and ends it when it is good again", () => {
  const wrong = points(changed({ qualityRating: "RED" }));
  expect(findingsOf(wrong, points(sound)).exceptions).toEqual(["QUALITY_CHANGED"]);
  expect(findingsOf(wrong, wrong)).toMatchObject({ exceptions: [], deviations: [] });
  expect(findingsOf(points(sound), wrong).settled).toContain("QUALITY_CHANGED");
});

it("leaves the promises to the move's own comparison at the first reading", () => {
  const now = changed({ qualityRating: "RED", status: "DISCONNECTED" });
  expect(findingsOf(points(now), null).exceptions).toEqual(["NOT_REGISTERED_AFTER_MOVE"]);
});

it("treats a rise as good news and opens nothing for it", () => {
  const low: SideSnapshot = {
    ...before,
    number: {
      ...number,
      qualityRating: "YELLOW",
      messagingLimit: "TIER_250",
      isOfficialBusinessAccount: false,
    },
  };
  const rows = readPoints(low, sound, "73");
  expect(rows.filter(({ verdict }) => verdict !== "good")).toEqual([]);
  expect(findingsOf(rows, rows).exceptions).toEqual([]);
  expect(rows.find(({ point }) => point === "quality")).toMatchObject({ was: "YELLOW", is: "GREEN" });
});

const blocked: HealthFacts = {
  canSend: "BLOCKED",
  entities: [
    { type: "PHONE_NUMBER", canSend: "AVAILABLE", errors: [], notes: [] },
    {
      type: "WABA",
      canSend: "BLOCKED",
      errors: [{ code: 141_006, description: "payment", solution: "add a method" }],
      notes: [],
    },
  ],
};

it("does not pass a connected number that Meta says cannot send, and names what blocks it", () => {
  const rows = points(changed({ health: blocked }));
  const found = findingsOf(rows, points(sound));
  expect(found.exceptions).toEqual(["CANNOT_SEND"]);
  expect(found.tracks.number).toBe("exception");
  expect(rows.find(({ point }) => point === "can_send")?.entities?.map(({ type }) => type)).toEqual(["WABA"]);
});

it.each([
  ["LIMITED", "good"],
  ["AVAILABLE", "good"],
  ["ON_HOLIDAY", "unknown"],
  [null, "unknown"],
])("a health of %s is %s", (canSend, verdict) => {
  const rows = points(changed({ health: { canSend, entities: [] } }));
  expect(rows.find(({ point }) => point === "can_send")?.verdict).toBe(verdict);
});

it("ends what a failed message opened once Meta says that sending works, not before", () => {
  expect(findingsOf(points(sound), null).settled).toEqual(
    expect.arrayContaining(["NO_FUNDING", "DESTINATION_NOT_APPROVED", "CANNOT_SEND"]),
  );
  const unread = findingsOf(points(changed({ health: { canSend: null, entities: [] } })), null);
  expect(unread.settled).not.toContain("NO_FUNDING");
});

it("names the fields of the profile that differ, never their contents", () => {
  const now: SideSnapshot = { ...sound, profile: { ...profile, email: "other@example.com", websites: [] } };
  const found = findingsOf(points(now), points(sound));
  expect(found.exceptions).toEqual(["PROFILE_CHANGED"]);
  expect(found.deviations[0]?.facts.fields).toBe("email, websites");
  expect(JSON.stringify(found)).not.toContain("example.com");
  // A correct name does not settle a wrong profile.
  expect(found.settled).not.toContain("PROFILE_CHANGED");
});

it("gives Meta time to show the PIN, and never ends missing webhooks by itself", () => {
  const off = points(changed({ isPinEnabled: false }));
  expect(findingsOf(off, null).tracks.security_pin).toBe("working");
  expect(findingsOf(off, off).tracks.security_pin).toBe("exception");
  expect(findingsOf(points(sound), null).settled).not.toContain("WEBHOOK_SILENT");
});
