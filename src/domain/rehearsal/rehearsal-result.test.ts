import { expect, it } from "vitest";
import { listed, maxListed, type RehearsedRequest } from "./rehearsal-result.ts";

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
  expect(listed(requests(maxListed))).toEqual({ requests: requests(maxListed), more: 0 });
  expect(listed(requests(maxListed + 37))).toEqual({ requests: requests(maxListed), more: 37 });
});
