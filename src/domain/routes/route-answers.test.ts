import { expect, it } from "vitest";
import { readRouteAnswers } from "./route-answers.ts";

it.each([
  ["nobody's word", {}, null, undefined],
  ["the client's word where staff have not answered", { intent: "asked" }, "new", "new"],
  ["staff's answer over the client's word", { accountModel: "old" }, "new", "old"],
  ["the client's word beside answers that are not understood", { accountModel: "newer" }, "old", "old"],
] as const)("the account model is %s", (_, stored, reported, expected) => {
  expect(readRouteAnswers(stored, reported).accountModel).toBe(expected);
});

it("keeps staff's other answers beside the client's word", () => {
  expect(readRouteAnswers({ intent: "asked" }, "new")).toEqual({ intent: "asked", accountModel: "new" });
});
