import { describe, expect, it } from "vitest";
import { outcomeOf } from "./notice-outcome.ts";

const sentAt = "2026-11-02T10:00:00.000Z";
const now = Date.parse(sentAt) / 1000;
const all = ["ACCOUNT_RESTRICTED", "DIRECT_SEND_RESTRICTED", "CALLS_RESTRICTED"];
const messaging = "RESTRICTED_BIZ_INITIATED_MESSAGING";
const calling = "RESTRICTED_USER_INITIATED_CALLING";

describe("a restriction", () => {
  const outcome = (restriction_info: unknown, more: object = {}, sent: string | null = sentAt) =>
    outcomeOf("account_update", "ACCOUNT_RESTRICTION", { restriction_info, ...more }, sent);
  const until = (restriction_type: string, expiration?: unknown) => ({ restriction_type, expiration });

  it("is in force in Meta's own example, which expires in the second in which it was sent", () => {
    const info = [until(messaging, now), until("RESTRICTED_ADD_PHONE_NUMBER_ACTION", now)];
    expect(outcome(info)).toEqual({ alarm: "ACCOUNT_RESTRICTED", lifts: [] });
  });

  it.each<[string, unknown, string | null]>([
    ["later", now + 1, sentAt],
    ["as text", String(now + 86_400), sentAt],
    ["never", undefined, sentAt],
    ["at an invalid time", "soon", sentAt],
    ["before an unknown sending time", now - 1, null],
  ])("is in force when it expires %s", (_, expiration, sent) => {
    expect(outcome([until(messaging, expiration)], {}, sent)).toEqual({
      alarm: "ACCOUNT_RESTRICTED",
      lifts: [],
    });
  });

  it.each([now - 1, String(now - 1)])("is over when it expired before, at %j", (expiration) => {
    expect(outcome([until(messaging, expiration)])).toEqual({ alarm: null, lifts: ["ACCOUNT_RESTRICTED"] });
  });

  it("of calls alone is milder than one of messages, and ends no other", () => {
    expect(outcome([until(calling)])).toEqual({ alarm: "CALLS_RESTRICTED", lifts: [] });
    expect(outcome([until(calling), until(messaging)])).toEqual({ alarm: "ACCOUNT_RESTRICTED", lifts: [] });
    expect(outcome([until(calling), until(messaging, now - 1)])).toEqual({
      alarm: "CALLS_RESTRICTED",
      lifts: ["ACCOUNT_RESTRICTED"],
    });
    expect(outcome([until(calling, now - 1)])).toEqual({ alarm: null, lifts: ["CALLS_RESTRICTED"] });
  });

  it.each(["RESTRICTED_SOMETHING_NEW", "constructor"])("of the kind %s restricts messages", (type) => {
    expect(outcome([until(type)])).toEqual({ alarm: "ACCOUNT_RESTRICTED", lifts: [] });
  });

  it("of the kind NONE ends all others", () => {
    expect(outcome([until("NONE")])).toEqual({ alarm: null, lifts: all });
  });

  it.each([
    ["an empty list", []],
    ["not a list", undefined],
    ["another shape", "soon"],
    ["half a list", [until("NONE"), 7]],
  ])("with %s is in force: nothing says that it is over", (_, info) => {
    expect(outcome(info)).toEqual({ alarm: "ACCOUNT_RESTRICTED", lifts: [] });
  });

  it.each([undefined, []])("of Direct Send ends where its violation says so, with %j for a list", (info) => {
    const violation = (violation_type: string) => ({ violation_info: { violation_type } });
    for (const type of ["ABUSE_UNBAN", "ABUSE_RATE_LIMIT_RECOVERY"])
      expect(outcome(info, violation(`DIRECT_SEND_UTILITY_CATEGORY_${type}`))).toEqual({
        alarm: null,
        lifts: ["DIRECT_SEND_RESTRICTED"],
      });
    expect(outcome(info, violation("DIRECT_SEND_UTILITY_TEMPLATE_ABUSE"))).toEqual({
      alarm: "DIRECT_SEND_RESTRICTED",
      lifts: [],
    });
    expect(outcome(info, violation("SOMETHING_UNBAN"))).toEqual({ alarm: "ACCOUNT_RESTRICTED", lifts: [] });
  });
});

it.each<[string, unknown, object]>([
  ["reinstated", "REINSTATE", { alarm: null, lifts: ["ACCOUNT_BANNED"] }],
  ["reinstated, in a list", ["REINSTATE"], { alarm: null, lifts: ["ACCOUNT_BANNED"] }],
  ["disabled", "DISABLE", { alarm: "ACCOUNT_BANNED", lifts: [] }],
  ["about to be disabled", "SCHEDULE_FOR_DISABLE", { alarm: "ACCOUNT_BANNED", lifts: [] }],
  ["unknown", [], { alarm: "ACCOUNT_BANNED", lifts: [] }],
])("an account that is %s", (_, waba_ban_state, expected) => {
  expect(outcomeOf("account_update", "DISABLED_UPDATE", { ban_info: { waba_ban_state } }, sentAt)).toEqual(
    expected,
  );
});

it.each<[string, object, string | null]>([
  ["changed", { previous_category: "UTILITY", new_category: "MARKETING" }, "TEMPLATE_CATEGORY_CHANGED"],
  ["changing", { new_category: "UTILITY", correct_category: "MARKETING" }, "TEMPLATE_CATEGORY_CHANGING"],
  ["the same as before", { previous_category: "UTILITY", new_category: "UTILITY" }, null],
  ["already right", { new_category: "MARKETING", correct_category: "MARKETING" }, null],
  ["the only one given", { new_category: "MARKETING" }, null],
])("a category that is %s", (_, value, alarm) => {
  expect(outcomeOf("template_category_update", "MARKETING", { ...value }, sentAt)).toMatchObject({ alarm });
});

it("a pause of the account has its own alarm, which the reconnection ends", () => {
  const of = (event: string) => outcomeOf("account_update", event, { event }, sentAt);
  expect(of("ACCOUNT_OFFBOARDED")).toEqual({ alarm: "ACCOUNT_OFFBOARDED", lifts: [] });
  expect(of("ACCOUNT_RECONNECTED")).toEqual({ alarm: null, lifts: ["ACCOUNT_OFFBOARDED"] });
  expect(of("ACCOUNT_DELETED")).toEqual({ alarm: "ACCOUNT_GONE", lifts: [] });
});

it("a field or word of the prototype means nothing", () => {
  for (const [field, event] of [
    ["constructor", "name"],
    ["account_update", "constructor"],
  ] as const)
    expect(outcomeOf(field, event, {}, sentAt)).toEqual({ alarm: null, lifts: [] });
});
