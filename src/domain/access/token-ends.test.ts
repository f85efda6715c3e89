import { expect, it } from "vitest";
import { tokenEnds } from "./token-ends.ts";

const now = Date.parse("2026-11-20T12:00:00Z");
const inDays = (days: number) => new Date(now + days * 86_400_000).toISOString();

it.each<[number, string]>([
  [14.5, "far"],
  [14, "soon"],
  [3.5, "soon"],
  [3, "near"],
  [0.1, "near"],
  [0, "over"],
  [-1, "over"],
])("an end in %s days is %s", (days, urgency) => {
  const ends = tokenEnds({ token_expires_at: null, token_data_access_expires_at: inDays(days) }, now);
  expect(ends).toEqual([{ kind: "data_access", at: inDays(days), urgency }]);
});

it("names both ends, the earlier one first, and none where Meta gave none", () => {
  const both = tokenEnds({ token_expires_at: inDays(60), token_data_access_expires_at: inDays(2) }, now);
  expect(both.map(({ kind, urgency }) => `${kind} ${urgency}`)).toEqual(["data_access near", "token far"]);
  expect(tokenEnds({ token_expires_at: null, token_data_access_expires_at: null }, now)).toEqual([]);
});
