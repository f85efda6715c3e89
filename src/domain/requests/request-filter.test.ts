import { expect, it } from "vitest";
import { conditionsOf, requestFilter } from "./request-filter.ts";

it("turns lists and bounds into conditions and leaves out what is empty", () => {
  const filter = requestFilter.parse({ status: ["draft"], reason: [], from: "2026-11-01T00:00:00Z" });
  expect(conditionsOf(filter)).toEqual([
    { column: "status", operator: "in", value: ["draft"] },
    { column: "created_at", operator: "gte", value: "2026-11-01T00:00:00Z" },
  ]);
});

it.each([{ status: ["gone"] }, { from: "yesterday" }, { waitingOn: "us" }, { search: "x".repeat(121) }])(
  "refuses %j",
  (filter) => {
    expect(requestFilter.safeParse(filter).success).toBe(false);
  },
);
