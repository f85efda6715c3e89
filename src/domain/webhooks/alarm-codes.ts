/** What can befall a number after the desk took it over, as Meta tells it, or an after-check finds it. */
export const alarmCodes = [
  "QUALITY_DROPPED",
  "TEMPLATE_STOPPED",
  "TEMPLATE_QUALITY_LOW",
  "PARTNER_REMOVED",
  "ACCOUNT_RESTRICTED",
  "ACCOUNT_VIOLATED",
  "ACCOUNT_BANNED",
  "ACCOUNT_GONE",
  "NAME_REJECTED",
  "TWO_STEP_RESET_ASKED",
  "NUMBER_CHANGED",
  "LOOKS_FAILED",
  "WEBHOOK_UNREAD",
] as const;
export type AlarmCode = (typeof alarmCodes)[number];
