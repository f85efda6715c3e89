import { expect, it } from "vitest";
import { readRouteAnswers } from "./route-answers.ts";

it.each([
  ["unknown without any answer", {}, null, undefined],
  ["the client's statement where staff have not answered", { intent: "asked" }, "new", "new"],
  ["staff's answer over the client's statement", { accountModel: "old" }, "new", "old"],
  ["the client's statement beside unintelligible answers", { accountModel: "newer" }, "old", "old"],
] as const)("the account model is %s", (_, stored, reported, expected) => {
  expect(readRouteAnswers(stored, reported).accountModel).toBe(expected);
});

it("keeps staff's other answers beside the client's statement", () => {
  expect(readRouteAnswers({ intent: "asked" }, "new")).toEqual({ intent: "asked", accountModel: "new" });
});
