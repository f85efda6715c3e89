/**
 * Why Meta did not send or deliver a message: a reason that staff can act on, and the exception if the account rather
 * than the message is at fault. The same numbers come in answers and in the webhook of a failed message.
 */
import type { ExceptionCode } from "./exception-codes.ts";

export const sendErrorReasons = [
  "access_invalid",
  "permission_missing",
  "account_restricted",
  "country_restricted",
  "payment_problem",
  "number_not_registered",
  "name_not_approved",
  "meta_unavailable",
  "too_many_messages",
  "too_many_to_recipient",
  "spam_limit",
  "recipient_is_sender",
  "recipient_not_allowed",
  "recipient_unreachable",
  "recipient_blocked",
  "recipient_in_experiment",
  "recipient_stopped_marketing",
  "marketing_limit",
  "marketing_switched_off",
  "template_category_limit",
  "window_closed",
  "sample_template",
  "template_missing",
  "template_parameters",
  "template_policy",
  "template_paused",
  "template_disabled",
  "request_invalid",
  "unknown",
] as const;
export type SendErrorReason = (typeof sendErrorReasons)[number];

export type SendError = {
  reason: SendErrorReason;
  /** Stays open until somebody fixes it; null where the message or its recipient is at fault. */
  exception: ExceptionCode | null;
};

/**
 * Meta's error-codes page (documentation/business-messaging/whatsapp/support/error-codes, as of 11 September 2026),
 * except where marked.
 */
const reasons: Readonly<Record<number, readonly [SendErrorReason, ExceptionCode?]>> = {
  0: ["access_invalid", "TOKEN_INVALID"],
  104: ["access_invalid", "TOKEN_INVALID"],
  190: ["access_invalid", "TOKEN_INVALID"],
  3: ["permission_missing", "PERMISSION_MISSING"],
  10: ["permission_missing", "PERMISSION_MISSING"],
  200: ["permission_missing", "PERMISSION_MISSING"],
  131005: ["permission_missing", "PERMISSION_MISSING"],
  // The sending account is the destination's; the exception's name says less than its sentence.
  368: ["account_restricted", "DESTINATION_NOT_APPROVED"],
  131031: ["account_restricted", "DESTINATION_NOT_APPROVED"],
  130497: ["country_restricted"],
  131042: ["payment_problem", "NO_FUNDING"],
  131045: ["number_not_registered", "NOT_REGISTERED_AFTER_MOVE"],
  133010: ["number_not_registered", "NOT_REGISTERED_AFTER_MOVE"],
  131037: ["name_not_approved", "NAME_NOT_APPROVED"],
  1: ["meta_unavailable"],
  2: ["meta_unavailable"],
  131000: ["meta_unavailable"],
  131016: ["meta_unavailable"],
  131057: ["meta_unavailable"],
  133004: ["meta_unavailable"],
  4: ["too_many_messages"],
  80007: ["too_many_messages"],
  130429: ["too_many_messages"],
  131056: ["too_many_to_recipient"],
  131048: ["spam_limit"],
  131021: ["recipient_is_sender"],
  // No longer on the page; five implementers report it for numbers that are still in Meta's test mode.
  131030: ["recipient_not_allowed"],
  131026: ["recipient_unreachable"],
  130403: ["recipient_blocked"],
  130472: ["recipient_in_experiment"],
  131050: ["recipient_stopped_marketing"],
  131049: ["marketing_limit"],
  131063: ["marketing_switched_off"],
  131064: ["template_category_limit"],
  131047: ["window_closed"],
  // Not on the page; five implementers report it for hello_world from a production number.
  131058: ["sample_template"],
  132001: ["template_missing"],
  132000: ["template_parameters"],
  132005: ["template_parameters"],
  132012: ["template_parameters"],
  132018: ["template_parameters"],
  132007: ["template_policy"],
  132015: ["template_paused"],
  132016: ["template_disabled"],
  33: ["request_invalid"],
  100: ["request_invalid"],
  131008: ["request_invalid"],
  131009: ["request_invalid"],
  131051: ["request_invalid"],
  135000: ["request_invalid"],
};

/** `unknown` for an unknown number. */
export function sendErrorOf(code: number): SendError {
  if (code >= 200 && code <= 299) return { reason: "permission_missing", exception: "PERMISSION_MISSING" };
  const [reason, exception = null] = reasons[code] ?? ["unknown"];
  return { reason, exception };
}
