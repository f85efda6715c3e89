import { describe, expect, it } from "vitest";
import english from "../../locales/en/domain.json" with { type: "json" };
import russian from "../../locales/ru/domain.json" with { type: "json" };
import { sendErrorOf, sendErrorReasons } from "./send-errors.ts";

describe("a message that Meta did not send", () => {
  it.each([
    [131030, "recipient_not_allowed", null],
    [131047, "window_closed", null],
    [131056, "too_many_to_recipient", null],
    [130497, "country_restricted", null],
    [132001, "template_missing", null],
    [131058, "sample_template", null],
    [131042, "payment_problem", "NO_FUNDING"],
    [131031, "account_restricted", "DESTINATION_NOT_APPROVED"],
    [133010, "number_not_registered", "NOT_REGISTERED_AFTER_MOVE"],
    [190, "access_invalid", "TOKEN_INVALID"],
    [299, "permission_missing", "PERMISSION_MISSING"],
    [300, "unknown", null],
    [987654, "unknown", null],
  ])("%i: %s, %s", (code, reason, exception) => {
    expect(sendErrorOf(code)).toEqual({ reason, exception });
  });

  it("is shown to staff in a sentence of its own, in each language", () => {
    for (const { send_error: sentences } of [english, russian]) {
      expect(Object.keys(sentences).sort()).toEqual([...sendErrorReasons].sort());
      expect(new Set(Object.values(sentences)).size).toBe(sendErrorReasons.length);
    }
  });
});
