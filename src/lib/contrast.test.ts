import { expect, it } from "vitest";
import { contrast } from "./contrast.ts";

it.each([
  ["#000000", "#ffffff", 21],
  ["#ffffff", "#ffffff", 1],
  ["#777777", "#ffffff", 4.48],
  ["teal", "#ffffff", 1],
])("%s against %s is %d", (one, other, expected) => {
  expect(contrast(one, other)).toBeCloseTo(expected, 1);
});
