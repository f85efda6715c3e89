import { expect, it } from "vitest";
import { sightingsOf } from "./sightings.ts";

const failed = (errors: unknown) =>
  sightingsOf({ statuses: [{ id: "wamid.A", status: "failed", timestamp: "1795824000", errors }] })[0];

it("keeps the number and the title of a failure, and nothing of its details", () => {
  const title = "Business eligibility payment issue";
  const errors = [
    { code: 131_042, title, message: title, error_data: { details: "to +12025550177 failed" } },
  ];
  expect(failed(errors)).toEqual({
    direction: "out",
    messageId: "wamid.A",
    status: "failed",
    at: "2026-11-28T00:00:00.000Z",
    failure: { code: 131_042, title },
  });
});

it.each<[string, unknown, unknown]>([
  ["no reason", undefined, null],
  ["an empty list", [], null],
  ["no list", { code: 1 }, null],
  ["no valid error", [{}, null, 7], null],
  ["a number as text", [{ code: "131042", title: "Payment" }], { code: null, title: "Payment" }],
  ["too large a number", [{ code: 1e12, title: "x" }], { code: null, title: "x" }],
  ["the numbered one of two", [{ title: "x" }, { code: 131_031, title: "y" }], { code: 131_031, title: "y" }],
])("reads %s", (_, errors, failure) => {
  expect(failed(errors)?.failure).toEqual(failure);
});

it("removes people and tokens from a title, and keeps it short", () => {
  const title = `For robin@example.com by EAAexampleOfSomeToken0001 ${"x".repeat(500)}`;
  const kept = failed([{ code: 1, title }])?.failure?.title ?? "";
  expect(kept).not.toMatch(/robin|EAAexample/);
  expect(kept.length).toBeLessThanOrEqual(220);
});

it("gives no reason to a message that did not fail", () => {
  const [sent] = sightingsOf({
    statuses: [{ id: "wamid.A", status: "sent", errors: [{ code: 1, title: "x" }] }],
  });
  expect(sent?.failure).toBeNull();
});
