import { expect, it } from "vitest";
import type { NumberFacts, SideSnapshot } from "../graph/graph-port.ts";
import { compareSides } from "./comparison.ts";

const number: NumberFacts = {
  id: "1",
  verifiedName: "Example",
  nameStatus: "APPROVED",
  qualityRating: "GREEN",
  messagingLimit: "TIER_2K",
  isOfficialBusinessAccount: true,
  throughput: "STANDARD",
};
const profile = { about: "Shop", vertical: "RETAIL", hasPicture: true };
const side = (change: Partial<NumberFacts> = {}): SideSnapshot => ({
  number: { ...number, ...change },
  profile,
  templateCount: 2,
});
const templates = [{ outcome: "kept" }, { outcome: "lost" }] as const;

const verdicts = (after: SideSnapshot | null, fates: Parameters<typeof compareSides>[2] = templates) =>
  Object.fromEntries(compareSides(side(), after, fates).map(({ promise, verdict }) => [promise, verdict]));

it("finds everything equal after a good move", () => {
  expect(new Set(Object.values(verdicts(side({ id: "2" }))))).toEqual(new Set(["equal"]));
});

it("names what is different", () => {
  expect(
    verdicts(side({ messagingLimit: "TIER_250", isOfficialBusinessAccount: false, qualityRating: "RED" })),
  ).toMatchObject({
    messaging_limit: "different",
    official_mark: "different",
    quality: "different",
    display_name: "equal",
  });
});

it("distinguishes a rise from a fall", () => {
  const low = side({ qualityRating: "YELLOW", messagingLimit: "TIER_250", isOfficialBusinessAccount: false });
  const rows = compareSides(low, side(), templates);
  const verdictOf = (name: string) => rows.find(({ promise }) => promise === name)?.verdict;
  expect([verdictOf("quality"), verdictOf("messaging_limit"), verdictOf("official_mark")]).toEqual([
    "better",
    "better",
    "better",
  ]);
  expect(verdicts(side({ messagingLimit: "TIER_5K" })).messaging_limit).toBe("different");
});

it("names the fields of the profile that differ, and treats what was not read on one side as unknown", () => {
  const after = { ...side(), profile: { ...profile, about: "", vertical: "UNDEFINED", hasPicture: false } };
  const row = compareSides(side(), after, templates).find(({ promise }) => promise === "business_profile");
  expect(row).toMatchObject({ before: "about, vertical, picture", after: "", verdict: "different" });
  expect(row?.fields).toEqual(["about", "vertical", "picture"]);
  expect(verdicts({ ...side(), profile: null }).business_profile).toBe("unknown");
  const emptied = { ...side(), profile: { about: "Shop", vertical: "RETAIL", hasPicture: true, email: "" } };
  expect(verdicts(emptied).business_profile).toBe("equal");
});

it("does not count as a loss what Meta has not settled or did not show", () => {
  expect(verdicts(side({ qualityRating: "UNKNOWN", throughput: null })).quality).toBe("unknown");
  expect(verdicts(side({ qualityRating: "UNKNOWN", throughput: null })).throughput).toBe("unknown");
  expect(verdicts(null).display_name).toBe("unknown");
});

it("counts templates, and checks those that could be kept against the promise", () => {
  const rows = compareSides(side(), side(), [...templates, { outcome: "pending" }]);
  expect(rows.at(-1)).toEqual({ promise: "templates", before: "3", after: "1", verdict: "different" });
  expect(verdicts(side(), []).templates).toBe("unknown");
});
