/** What Meta reports of templates and numbers: see documented-webhooks.ts. */
import type { AlarmCode } from "#domain/webhooks/alarm-codes.ts";
import { type Documented, about, later, person, template, unknown } from "./documented-parts.ts";
const templateEvent = (event: string, does: Partial<Documented> = {}, more: object = {}): Documented => ({
  about: event,
  field: "message_template_status_update",
  value: { event, ...template, reason: "NONE", message_template_category: "UTILITY", ...more },
  ...does,
});
const sendable: readonly AlarmCode[] = ["TEMPLATE_STOPPED", "TEMPLATE_AT_RISK", "TEMPLATE_ARCHIVED"];

export const templateBodies: Documented[] = [
  templateEvent("APPROVED", { lifts: sendable }),
  templateEvent("REINSTATED", { lifts: sendable }),
  templateEvent("UNARCHIVED", { lifts: ["TEMPLATE_ARCHIVED"] }),
  templateEvent("ARCHIVED", { alarm: "TEMPLATE_ARCHIVED" }),
  templateEvent("DELETED", { alarm: "TEMPLATE_DELETED" }),
  templateEvent("PENDING_DELETION", { alarm: "TEMPLATE_DELETED" }),
  templateEvent("DISABLED", { alarm: "TEMPLATE_STOPPED" }, { disable_info: { disable_date: "1764000000" } }),
  templateEvent("PAUSED", { alarm: "TEMPLATE_STOPPED" }, { other_info: { title: "FIRST_PAUSE" } }),
  templateEvent("REJECTED", { alarm: "TEMPLATE_STOPPED" }, { reason: "INVALID_FORMAT" }),
  templateEvent("FLAGGED", { alarm: "TEMPLATE_AT_RISK" }),
  templateEvent("LIMIT_EXCEEDED", { alarm: "TEMPLATE_LIMIT_REACHED" }),
  templateEvent("IN_APPEAL"),
  templateEvent("LOCKED", {}, { other_info: { title: "LOCKED", description: "It cannot be edited." } }),
  templateEvent("PENDING"),
  {
    about: "a change to come",
    field: "template_category_update",
    value: {
      ...template,
      correct_category: "MARKETING",
      new_category: "UTILITY",
      category_update_timestamp: later,
    },
    alarm: "TEMPLATE_CATEGORY_CHANGING",
  },
  {
    about: "a change that was made",
    field: "template_category_update",
    value: { ...template, previous_category: "UTILITY", new_category: "MARKETING" },
    alarm: "TEMPLATE_CATEGORY_CHANGED",
    lifts: ["TEMPLATE_CATEGORY_CHANGING"],
  },
  {
    about: "red",
    field: "message_template_quality_update",
    value: { ...template, previous_quality_score: "GREEN", new_quality_score: "RED" },
    alarm: "TEMPLATE_QUALITY_LOW",
  },
  {
    about: "green",
    field: "message_template_quality_update",
    value: { ...template, previous_quality_score: "YELLOW", new_quality_score: "GREEN" },
  },
  unknown("message_template_components_update", {
    ...template,
    message_template_element: person.words,
    message_template_title: person.words,
    message_template_footer: person.words,
    message_template_buttons: [
      { message_template_button_type: "URL", message_template_button_text: person.words },
    ],
  }),
  unknown("template_correct_category_detection", {
    ...template,
    category: "UTILITY",
    correct_category: "MARKETING",
  }),
];

export const numberBodies: Documented[] = [
  {
    about: "a request to switch two-step verification off",
    field: "security",
    value: { ...about, event: "PIN_RESET_REQUEST", requester: person.suiteUser },
    alarm: "TWO_STEP_RESET_REQUESTED",
  },
  {
    about: "two-step verification switched off",
    field: "security",
    value: { ...about, event: "PIN_REQUEST_SUCCESS" },
    alarm: "TWO_STEP_SWITCHED_OFF",
  },
  {
    about: "another PIN",
    field: "security",
    value: { ...about, event: "PIN_CHANGED" },
    alarm: "PIN_CHANGED",
  },
  {
    about: "rejected",
    field: "phone_number_name_update",
    value: {
      ...about,
      decision: "REJECTED",
      requested_verified_name: "Juniper Dental",
      rejection_reason: "X",
    },
    alarm: "NAME_REJECTED",
  },
  {
    about: "approved",
    field: "phone_number_name_update",
    value: {
      ...about,
      decision: "APPROVED",
      requested_verified_name: "Juniper Dental",
      rejection_reason: "NONE",
    },
  },
  {
    about: "flagged",
    field: "phone_number_quality_update",
    value: { ...about, event: "FLAGGED", current_limit: "TIER_10K" },
    alarm: "QUALITY_DROPPED",
  },
  {
    about: "throughput",
    field: "phone_number_quality_update",
    value: { ...about, event: "THROUGHPUT_UPGRADE", current_limit: "TIER_UNLIMITED" },
  },
];
