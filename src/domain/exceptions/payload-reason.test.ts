import { expect, it } from "vitest";
import { reasonOfPayload } from "./payload-reason.ts";

it.each([
  [
    { code: 100, error_subcode: 2388001, error_user_msg: "Please turn off two-step verification." },
    "two_step_certificate",
  ],
  [
    {
      code: 100,
      error_subcode: 2388001,
      error_user_title: "Cannot Create Certificate",
      error_user_msg: "This number is registered to an existing WhatsApp account.",
    },
    "existing_account",
  ],
  [{ code: 136024, error_subcode: 2388091, error_user_msg: "Please wait 1 hour." }, "code_not_sent"],
  [{ code: 136024, error_subcode: 2388091, is_transient: null, error_data: [] }, "code_not_sent"],
  [{ code: 100, error_data: { details: "The account has no payment method." } }, "payment_missing"],
  [
    { code: 200000, error_user_msg: "You have already linked the maximum number of phone numbers." },
    "number_limit",
  ],
  [{ code: 100, error_subcode: 2388107 }, "account_restricted"],
  [{ code: 100, error_subcode: 2494028 }, "shared_with_partner"],
  [{ code: 3441046 }, "tried_too_often"],
  [{ code: 2593039 }, "code_not_checked"],
  [{ code: 136024, error_user_msg: "Phone number ownership is already verified." }, "already_verified"],
  [{ code: 133005 }, undefined],
  [{ code: "[redacted]" }, undefined],
])("%j: %s", (error, reason) => {
  expect(reasonOfPayload({ error })).toBe(reason);
});

it("gives no reason for anything but an error of Meta's", () => {
  for (const payload of [{}, null, "lost", { reason: "deadline" }, { note: "by phone" }])
    expect(reasonOfPayload(payload)).toBeUndefined();
});
