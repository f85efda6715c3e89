import { expect, it } from "vitest";
import { listed, mostListed, type RehearsedRequest } from "./rehearsal-result.ts";

const requests = (count: number): RehearsedRequest[] =>
  Array.from({ length: count }, (_, index) => ({
    step: "copy_templates",
    method: "POST",
    path: `/${index}`,
    parameters: {},
    status: 200,
    errorCode: null,
  }));

it("keeps the first requests and says how many are left out", () => {
  expect(listed(requests(mostListed))).toEqual({ requests: requests(mostListed), more: 0 });
  expect(listed(requests(mostListed + 37))).toEqual({ requests: requests(mostListed), more: 37 });
});
