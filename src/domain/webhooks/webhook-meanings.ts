/**
 * What each of Meta's webhook fields means to Portdesk. Each field has the event's word in a different place; unlisted
 * words are stored and have no effect. Sources: the pages named after the fields under
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/ webhooks/reference/ – account_update (20
 * April 2026), message_template_status_update (13 April 2026), template_category_update (11 November 2025), security
 * and account_review_update (17 June 2026) – read in November 2026. FLAGGED and DOWNGRADE of
 * phone_number_quality_update are words from older versions of that page.
 */
import type { AlarmCode } from "./alarm-codes.ts";

export type WebhookScope = "number" | "template" | "account";

/** What to read again for a request that has not moved yet: all its checks or two-step verification alone. */
export type PromptedCheck = "all" | "two_step";

type Meaning = {
  scope: WebhookScope;
  /** Where in the change's value the event's word stands. */
  word: string;
  /** Some events have details that decide as well: see notice-outcome.ts. */
  alarms: Readonly<Record<string, AlarmCode>>;
  /** Alarms that the event ends. */
  lifts?: Readonly<Record<string, readonly AlarmCode[]>>;
  checks?: Readonly<Record<string, PromptedCheck>>;
  /** It reaches us because the number works here. */
  received?: true;
};

/** A template that may be sent again. Unarchiving is a trigger on Meta's page; the word for it is our inference. */
const sendable: readonly AlarmCode[] = ["TEMPLATE_STOPPED", "TEMPLATE_AT_RISK", "TEMPLATE_ARCHIVED"];

export const webhookMeanings: Readonly<Record<string, Meaning>> = {
  account_update: {
    scope: "account",
    word: "event",
    alarms: {
      PARTNER_REMOVED: "PARTNER_REMOVED",
      PARTNER_APP_UNINSTALLED: "PARTNER_REMOVED",
      ACCOUNT_RESTRICTION: "ACCOUNT_RESTRICTED",
      ACCOUNT_VIOLATION: "ACCOUNT_VIOLATED",
      DISABLED_UPDATE: "ACCOUNT_BANNED",
      ACCOUNT_DELETED: "ACCOUNT_GONE",
      ACCOUNT_OFFBOARDED: "ACCOUNT_OFFBOARDED",
    },
    lifts: { ACCOUNT_RECONNECTED: ["ACCOUNT_OFFBOARDED"] },
  },
  account_review_update: {
    scope: "account",
    word: "decision",
    alarms: { REJECTED: "ACCOUNT_REJECTED" },
    lifts: { APPROVED: ["ACCOUNT_REJECTED"] },
    checks: { APPROVED: "all", REJECTED: "all", PENDING: "all", DEFERRED: "all" },
  },
  phone_number_name_update: {
    scope: "number",
    word: "decision",
    alarms: { REJECTED: "NAME_REJECTED" },
  },
  phone_number_quality_update: {
    scope: "number",
    word: "event",
    alarms: { FLAGGED: "QUALITY_DROPPED", DOWNGRADE: "QUALITY_DROPPED" },
  },
  message_template_status_update: {
    scope: "template",
    word: "event",
    alarms: {
      REJECTED: "TEMPLATE_STOPPED",
      PAUSED: "TEMPLATE_STOPPED",
      DISABLED: "TEMPLATE_STOPPED",
      DELETED: "TEMPLATE_DELETED",
      PENDING_DELETION: "TEMPLATE_DELETED",
      ARCHIVED: "TEMPLATE_ARCHIVED",
      FLAGGED: "TEMPLATE_AT_RISK",
      LIMIT_EXCEEDED: "TEMPLATE_LIMIT_REACHED",
    },
    lifts: { APPROVED: sendable, REINSTATED: sendable, UNARCHIVED: ["TEMPLATE_ARCHIVED"] },
  },
  message_template_quality_update: {
    scope: "template",
    word: "new_quality_score",
    alarms: { RED: "TEMPLATE_QUALITY_LOW" },
  },
  template_category_update: { scope: "template", word: "new_category", alarms: {} },
  business_capability_update: { scope: "account", word: "event", alarms: {} },
  security: {
    scope: "number",
    word: "event",
    alarms: {
      PIN_RESET_REQUEST: "TWO_STEP_RESET_REQUESTED",
      PIN_REQUEST_SUCCESS: "TWO_STEP_SWITCHED_OFF",
      PIN_CHANGED: "PIN_CHANGED",
    },
    checks: { PIN_REQUEST_SUCCESS: "two_step", PIN_CHANGED: "two_step" },
  },
  account_alerts: { scope: "account", word: "alert_type", alarms: {} },
  messages: { scope: "number", word: "messaging_product", alarms: {}, received: true },
};
