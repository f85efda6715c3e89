import { expect, it } from "vitest";
import { endedBy, faultOfAccount } from "./failed-message.ts";

it.each([
  [131_042, "NO_FUNDING"],
  [131_031, "DESTINATION_NOT_APPROVED"],
  [368, "DESTINATION_NOT_APPROVED"],
  [131_026, null],
  [131_047, null],
  [131_058, null],
  [190, null],
  [987_654, null],
])("a failure of %s opens %s", (code, exception) => {
  expect(faultOfAccount({ code, title: "x" })).toBe(exception);
});

it("a failure without a number says nothing about the account", () => {
  expect(faultOfAccount({ code: null, title: "Payment issue" })).toBeNull();
  expect(faultOfAccount(null)).toBeNull();
});

it("only a message of ours that reached a phone ends what an earlier one opened", () => {
  expect(endedBy({ direction: "out", status: "delivered" })).toEqual([
    "NO_FUNDING",
    "DESTINATION_NOT_APPROVED",
  ]);
  expect(endedBy({ direction: "out", status: "read" })).toHaveLength(2);
  expect(endedBy({ direction: "out", status: "sent" })).toEqual([]);
  expect(endedBy({ direction: "in", status: "received" })).toEqual([]);
});
