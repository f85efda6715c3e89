/** Why Meta refused, where staff need more than the exception's own text: each reason is a sentence on their screen. */

export const answerReasons = [
  "two_step_certificate",
  "existing_account",
  "number_limit",
  "account_restricted",
  "shared_with_partner",
  "tried_too_often",
  "payment_missing",
  "code_requested_too_often",
  "code_guessed_too_often",
  "code_not_sent",
  "code_not_checked",
  "already_verified",
  "not_being_moved",
] as const;
export type AnswerReason = (typeof answerReasons)[number];

/**
 * Reasons known from the number alone: Meta's page on the errors of Embedded Signup
 * (documentation/business-messaging/whatsapp/embedded-signup/errors, as of 24 February 2026).
 */
const reasons: Readonly<Record<number, AnswerReason>> = {
  131042: "payment_missing",
  136024: "code_not_sent",
  2388091: "code_not_sent",
  2388093: "code_not_checked",
  2388107: "account_restricted",
  2494028: "shared_with_partner",
  2494158: "code_requested_too_often",
  2593037: "code_not_sent",
  2593039: "code_not_checked",
  2655049: "shared_with_partner",
  2655089: "account_restricted",
  1675004: "tried_too_often",
  3441030: "existing_account",
  3441033: "tried_too_often",
  3441040: "account_restricted",
  3441046: "tried_too_often",
};

export const reasonOfNumber = (number: number): AnswerReason | undefined => reasons[number];
