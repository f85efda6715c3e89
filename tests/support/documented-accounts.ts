/** What Meta reports of accounts, templates and numbers: see documented-webhooks.ts. */
import type { AlarmCode } from "#domain/webhooks/alarm-codes.ts";
import { type Documented, later, waba } from "./documented-parts.ts";
const account = (event: string, more: object = {}, does: Partial<Documented> = {}): Documented => ({
  about: event,
  field: "account_update",
  value: { event, ...more },
  ...does,
});
const restricted = (type: string, alarm: AlarmCode): Documented => ({
  ...account(
    "ACCOUNT_RESTRICTION",
    { restriction_info: [{ restriction_type: type, expiration: later, remediation: "Read the policy." }] },
    { alarm },
  ),
  about: type,
});
const directSend = (type: string, does: Partial<Documented>, info: object = {}): Documented => ({
  ...account(
    "ACCOUNT_RESTRICTION",
    { violation_info: { violation_type: `DIRECT_SEND_UTILITY_${type}` }, ...info },
    does,
  ),
  about: type,
});
const lasting = { restriction_type: "RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES", expiration: later };
export const accountBodies: Documented[] = [
  account("ACCOUNT_DELETED", {}, { alarm: "ACCOUNT_GONE" }),
  account("ACCOUNT_OFFBOARDED", {}, { alarm: "ACCOUNT_OFFBOARDED" }),
  account("ACCOUNT_RECONNECTED", {}, { lifts: ["ACCOUNT_OFFBOARDED"] }),
  restricted("RESTRICTED_ADD_PHONE_NUMBER_ACTION", "ACCOUNT_RESTRICTED"),
  restricted("RESTRICTED_BIZ_INITIATED_MESSAGING", "ACCOUNT_RESTRICTED"),
  restricted("RESTRICTED_CUSTOMER_INITIATED_MESSAGING", "ACCOUNT_RESTRICTED"),
  restricted("RESTRICTED_UTILITY_TEMPLATES", "ACCOUNT_RESTRICTED"),
  restricted("RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING", "CALLS_RESTRICTED"),
  restricted("RESTRICTED_BUSINESS_INITIATED_CALLING", "CALLS_RESTRICTED"),
  restricted("RESTRICTED_USER_INITIATED_CALLING", "CALLS_RESTRICTED"),
  restricted("RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN", "CALLS_RESTRICTED"),
  restricted("RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES", "DIRECT_SEND_RESTRICTED"),
  directSend("CATEGORY_ABUSE_WARN", { alarm: "DIRECT_SEND_RESTRICTED" }),
  directSend("CATEGORY_ABUSE_STRIKE_1", { alarm: "DIRECT_SEND_RESTRICTED" }, { restriction_info: [lasting] }),
  directSend("CATEGORY_ABUSE_UNBAN", { lifts: ["DIRECT_SEND_RESTRICTED"] }),
  directSend("CATEGORY_ABUSE_RATE_LIMIT_RECOVERY", { lifts: ["DIRECT_SEND_RESTRICTED"] }),
  account("ACCOUNT_VIOLATION", { violation_info: { violation_type: "SCAM" } }, { alarm: "ACCOUNT_VIOLATED" }),
  account(
    "DISABLED_UPDATE",
    { ban_info: { waba_ban_state: "DISABLE", waba_ban_date: "November 3, 2026" } },
    { alarm: "ACCOUNT_BANNED" },
  ),
  account(
    "DISABLED_UPDATE",
    { ban_info: { waba_ban_state: "REINSTATE", waba_ban_date: "November 3, 2026" } },
    { lifts: ["ACCOUNT_BANNED"] },
  ),
  account("AD_ACCOUNT_LINKED", { waba_info: { ...waba, ad_account_linked: "980198427534243" } }),
  account("AUTH_INTL_PRICE_ELIGIBILITY_UPDATE", {
    auth_international_rate_eligibility: {
      exception_countries: [{ country_code: "ID", start_time: 1_764_000_000 }],
      start_time: 1_764_000_000,
    },
  }),
  account("BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE", { country: "IN" }),
  account("MM_LITE_TERMS_SIGNED", { waba_info: waba }),
  account("PARTNER_ADDED", {
    waba_info: {
      ...waba,
      solution_id: "1715120619246906",
      solution_partner_business_ids: ["2949482758682047"],
    },
  }),
  account("PARTNER_APP_INSTALLED", { waba_info: { ...waba, partner_app_id: "5731794616896507" } }),
  account(
    "PARTNER_APP_UNINSTALLED",
    { waba_info: { ...waba, partner_app_id: "869361281603019" } },
    { alarm: "PARTNER_REMOVED" },
  ),
  account("PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE", {
    partner_client_certification_info: {
      client_business_id: "2729063490586005",
      status: "FAILED",
      rejection_reasons: ["LEGAL NAME NOT FOUND IN DOCUMENTS"],
    },
  }),
  account("PARTNER_REMOVED", { waba_info: waba }, { alarm: "PARTNER_REMOVED" }),
  account(
    "PARTNER_REMOVED",
    { waba_info: waba, disconnection_info: { reason: "PRIMARY_INACTIVITY", initiated_by: "SYSTEM" } },
    { alarm: "PARTNER_REMOVED" },
  ),
  account("VOLUME_BASED_PRICING_TIER_UPDATE", {
    volume_tier_info: {
      tier_update_time: 1_764_000_000,
      pricing_category: "UTILITY",
      tier: "1:2",
      region: "India",
    },
  }),
  {
    about: "rejected",
    field: "account_review_update",
    value: { decision: "REJECTED" },
    alarm: "ACCOUNT_REJECTED",
  },
  {
    about: "approved",
    field: "account_review_update",
    value: { decision: "APPROVED" },
    lifts: ["ACCOUNT_REJECTED"],
  },
  { about: "deferred", field: "account_review_update", value: { decision: "DEFERRED" } },
  {
    about: "an official business account",
    field: "account_alerts",
    value: {
      entity_type: "PHONE_NUMBER",
      entity_id: "7203",
      alert_info: { alert_severity: "INFORMATIONAL", alert_status: "NONE", alert_type: "OBA_APPROVED" },
    },
  },
  {
    about: "limits",
    field: "business_capability_update",
    value: { max_daily_conversation_per_phone: 2000, max_phone_numbers_per_business: 20 },
  },
];
