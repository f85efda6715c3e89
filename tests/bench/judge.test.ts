import { expect, test } from "vitest";
import { isMissed, tableOf, worstOf } from "./judge.ts";

const figure = { name: "first page", value: 4, unit: "ms" };
const beside = { what: "as owner", value: 2 };

test("a figure misses a limit, a ratio or a floor, and never for want of a mark", () => {
  expect(isMissed(figure)).toBe(false);
  expect(isMissed({ ...figure, atMost: 4 })).toBe(false);
  expect(isMissed({ ...figure, atMost: 3.9 })).toBe(true);
  expect(isMissed({ ...figure, atLeast: 5 })).toBe(true);
  expect(isMissed({ ...figure, beside, ratioAtMost: 1.5 })).toBe(true);
  expect(isMissed({ ...figure, beside, ratioAtMost: 1.5, allowance: 1 })).toBe(false);
  expect(isMissed({ ...figure, beside, ratioAtLeast: 2.5 })).toBe(true);
});

test("what was not measured misses its mark, and nothing at all meets a limit of zero", () => {
  expect(isMissed({ ...figure, value: Number.NaN, atMost: 5 })).toBe(true);
  expect(isMissed({ ...figure, value: 0, atMost: 0 })).toBe(false);
  expect(isMissed({ ...figure, value: 1, atMost: 0 })).toBe(true);
});

test("of many figures, all that miss are shown, or the one closest to its mark", () => {
  const [slow, slower] = [
    { ...figure, atMost: 10 },
    { ...figure, name: "last page", value: 9, atMost: 10 },
  ];
  expect(worstOf("page", [slow, slower]).map(({ name }) => name)).toEqual(["page, worst of 2: last page"]);
  const missed = { ...slower, value: 11 };
  expect(worstOf("page", [slow, missed])).toEqual([missed]);
});

test("the table shows reference, ratio and mark, and which figures miss theirs", () => {
  const [, row] = tableOf([{ part: "reads", ...figure, beside, atMost: 3 }]).split("\n");
  expect(row).toMatch(/^MISSED +reads +first page +4\.00 ms +2\.00 ms as owner +2\.00 × +≤ 3 ms$/);
});
