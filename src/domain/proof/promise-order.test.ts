import { expect, it } from "vitest";
import { isRise } from "./promise-order.ts";

it.each<[string, string, string, boolean]>([
  ["quality", "YELLOW", "GREEN", true],
  ["quality", "RED", "YELLOW", true],
  ["quality", "GREEN", "YELLOW", false],
  ["messaging_limit", "TIER_50", "TIER_250", true],
  ["messaging_limit", "TIER_1K", "TIER_2K", true],
  ["messaging_limit", "TIER_2K", "TIER_10K", true],
  ["messaging_limit", "TIER_100K", "TIER_UNLIMITED", true],
  ["messaging_limit", "TIER_10K", "TIER_2K", false],
  ["messaging_limit", "TIER_UNLIMITED", "TIER_100K", false],
  ["official_mark", "false", "true", true],
  ["official_mark", "true", "false", false],
])("%s from %s to %s is a rise: %s", (promise, before, after, expected) => {
  expect(isRise(promise, before, after)).toBe(expected);
});

it("does not order unknown values", () => {
  expect(isRise("quality", "PURPLE", "GREEN")).toBe(false);
  expect(isRise("messaging_limit", "TIER_2K", "TIER_5K")).toBe(false);
  expect(isRise("display_name", "A", "B")).toBe(false);
  expect(isRise("toString", "a", "b")).toBe(false);
});
