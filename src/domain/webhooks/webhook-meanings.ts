/**
 * What each webhook field of Meta means to the desk. The word of an event stands in another place of each field; words
 * that are not listed here are kept and do nothing.
 * Source: https://developers.facebook.com/docs/whatsapp/business-management-api/webhooks/components
 */
import type { AlarmCode } from "./alarm-codes.ts";

export type WebhookScope = "number" | "template" | "account";

type Meaning = {
  scope: WebhookScope;
  /** Where in the change's value the event's word stands. */
  word: string;
  alarms: Readonly<Record<string, AlarmCode>>;
  /** It comes to us because the number works here. */
  heard?: true;
};

/** Fields that hold what people write to each other: a body with one of them is never kept. */
export const personalFields: ReadonlySet<string> = new Set([
  "messages",
  "history",
  "message_echoes",
  "smb_message_echoes",
  "smb_app_state_sync",
  "calls",
  "user_preferences",
]);

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
      ACCOUNT_OFFBOARDED: "ACCOUNT_GONE",
    },
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
      FLAGGED: "TEMPLATE_STOPPED",
      LIMIT_EXCEEDED: "TEMPLATE_STOPPED",
    },
  },
  message_template_quality_update: {
    scope: "template",
    word: "new_quality_score",
    alarms: { RED: "TEMPLATE_QUALITY_LOW" },
  },
  business_capability_update: { scope: "account", word: "event", alarms: {} },
  security: {
    scope: "number",
    word: "event",
    alarms: { PIN_RESET_REQUEST: "TWO_STEP_RESET_ASKED" },
  },
  account_alerts: { scope: "account", word: "alert_type", alarms: {} },
  messages: { scope: "number", word: "messaging_product", alarms: {}, heard: true },
};
