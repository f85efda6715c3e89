/** What must be true before a number can move; the rows of private.check_catalogue are generated from it. */
import type { ExceptionCode } from "../exceptions/exception-codes.ts";
import type { WaitingOn } from "../status/statuses.ts";
import { type CheckRule, rules } from "./check-rules.ts";

export type CheckEntry = {
  owner: WaitingOn;
  /** A hard check stops the move until it passes or an admin waives it. */
  hard: boolean;
  /** Where the evidence comes from: Meta's API, the application, or a person's statement. */
  source: "api" | "application" | "person";
  /** Who sets the rule, and when it was read. */
  rule: CheckRule;
  /** The exceptions that a failed check predicts. */
  predicts: readonly ExceptionCode[];
};

export const checkCatalogue = {
  AUTHORISED_PERSON: {
    owner: "client",
    hard: true,
    source: "application",
    rule: rules.portdesk,
    predicts: ["AUTHORISATION_CONFLICT"],
  },
  WABA_DATA: {
    owner: "old_provider",
    hard: true,
    source: "application",
    rule: rules.migration,
    predicts: ["OLD_PROVIDER_SILENT"],
  },
  PLATFORM_ACCOUNT: {
    owner: "client",
    hard: true,
    source: "application",
    rule: rules.portdesk,
    predicts: ["CLIENT_SILENT"],
  },
  NUMBER_FORMAT: {
    owner: "us",
    hard: true,
    source: "application",
    rule: rules.numbers,
    predicts: ["FORMAT_MISMATCH"],
  },
  NO_OTHER_REQUEST: {
    owner: "us",
    hard: true,
    source: "application",
    rule: rules.portdesk,
    predicts: ["AUTHORISATION_CONFLICT"],
  },
  BUSINESS_VERIFIED: {
    owner: "client",
    hard: true,
    source: "api",
    rule: rules.migration,
    predicts: ["SOURCE_NOT_READY"],
  },
  SOURCE_READY: {
    owner: "old_provider",
    hard: true,
    source: "api",
    rule: rules.migration,
    predicts: ["SOURCE_NOT_READY", "NO_FUNDING"],
  },
  SAME_BUSINESS: {
    owner: "client",
    hard: true,
    source: "api",
    rule: rules.migration,
    predicts: ["DIFFERENT_BUSINESS"],
  },
  NAME_APPROVED: {
    owner: "client",
    hard: true,
    source: "api",
    rule: rules.migration,
    predicts: ["NAME_NOT_APPROVED", "NAME_CHANGE_PENDING"],
  },
  CLOUD_API_NUMBER: {
    owner: "client",
    hard: true,
    source: "api",
    rule: rules.migration,
    predicts: ["APP_NUMBER", "NOT_A_MIGRATION"],
  },
  TWO_STEP_OFF: {
    owner: "client",
    hard: true,
    source: "api",
    rule: rules.twoStep,
    predicts: ["TWO_STEP_ON"],
  },
  DESTINATION_READY: {
    owner: "us",
    hard: true,
    source: "api",
    rule: rules.migration,
    predicts: ["DESTINATION_NOT_APPROVED", "NO_FUNDING"],
  },
  APP_SUBSCRIBED: {
    owner: "us",
    hard: true,
    source: "api",
    rule: rules.migration,
    // It never fails, because the move itself subscribes the app in its second step.
    predicts: [],
  },
  CODE_CHANNEL: {
    owner: "client",
    hard: false,
    source: "person",
    rule: rules.migration,
    predicts: ["CODE_NOT_RECEIVED"],
  },
  OLD_PROVIDER_SETTLED: {
    owner: "client",
    hard: false,
    source: "person",
    rule: rules.portdesk,
    predicts: ["BALANCE_DUE"],
  },
  CAMPAIGNS_PAUSED: { owner: "client", hard: false, source: "person", rule: rules.migration, predicts: [] },
  ROLLBACK_CARD: { owner: "client", hard: false, source: "person", rule: rules.portdesk, predicts: [] },
  TEMPLATES_PLAN: {
    owner: "us",
    hard: false,
    source: "person",
    rule: rules.migration,
    predicts: ["TEMPLATES_PARTIAL", "TEMPLATE_LIMIT"],
  },
} as const satisfies Record<string, CheckEntry>;

export type CheckCode = keyof typeof checkCatalogue;

export const checkStatuses = ["pending", "passed", "failed", "waived", "stale"] as const;
export type CheckStatus = (typeof checkStatuses)[number];

/** Causes for which Meta permanently withholds a field: only then does a person's statement count instead. */
export const outOfReach = ["PERMISSION_MISSING", "not_given", "missing"] as const;
