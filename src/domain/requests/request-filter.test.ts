import { expect, it } from "vitest";
import { requestFilter } from "./request-filter.ts";

it.each([{ status: ["gone"] }, { from: "yesterday" }, { waitingOn: "us" }, { search: "x".repeat(121) }])(
  "refuses %j",
  (filter) => {
    expect(requestFilter.safeParse(filter).success).toBe(false);
  },
);
