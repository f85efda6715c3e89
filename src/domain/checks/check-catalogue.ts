/** What must be true before a number can move: the same list as private.check_catalogue; a test proves them equal. */
import type { ExceptionCode } from "../exceptions/exception-catalogue.ts";
import type { WaitingOn } from "../machine/statuses.ts";

export type CheckEntry = {
  owner: WaitingOn;
  /** A hard check stops the move until it has passed or an admin waives it. */
  hard: boolean;
  /** Where the evidence comes from: Meta's API, the application, or a person's word. */
  source: "api" | "application" | "person";
  /** The exceptions that a failure foretells. */
  foretells: readonly ExceptionCode[];
};

export const checkCatalogue = {
  AUTHORISED_PERSON: {
    owner: "client",
    hard: true,
    source: "application",
    foretells: ["AUTHORISATION_CONFLICT"],
  },
  WABA_DATA: { owner: "old_provider", hard: true, source: "application", foretells: ["OLD_PROVIDER_SILENT"] },
  PLATFORM_ACCOUNT: { owner: "client", hard: true, source: "application", foretells: ["CLIENT_SILENT"] },
  NUMBER_FORMAT: { owner: "us", hard: true, source: "application", foretells: ["FORMAT_MISMATCH"] },
  NO_OTHER_REQUEST: { owner: "us", hard: true, source: "application", foretells: ["AUTHORISATION_CONFLICT"] },
  BUSINESS_VERIFIED: { owner: "client", hard: true, source: "api", foretells: ["SOURCE_NOT_READY"] },
  SOURCE_READY: {
    owner: "old_provider",
    hard: true,
    source: "api",
    foretells: ["SOURCE_NOT_READY", "NO_FUNDING"],
  },
  SAME_BUSINESS: { owner: "client", hard: true, source: "api", foretells: ["DIFFERENT_BUSINESS"] },
  NAME_APPROVED: {
    owner: "client",
    hard: true,
    source: "api",
    foretells: ["NAME_NOT_APPROVED", "NAME_CHANGE_PENDING"],
  },
  CLOUD_API_NUMBER: {
    owner: "client",
    hard: true,
    source: "api",
    foretells: ["APP_NUMBER", "NOT_A_MIGRATION"],
  },
  TWO_STEP_OFF: { owner: "client", hard: true, source: "api", foretells: ["TWO_STEP_ON"] },
  DESTINATION_READY: {
    owner: "us",
    hard: true,
    source: "api",
    foretells: ["DESTINATION_NOT_APPROVED", "NO_FUNDING"],
  },
  APP_SUBSCRIBED: { owner: "us", hard: true, source: "api", foretells: ["NO_WEBHOOK_ON_DESTINATION"] },
  CODE_CHANNEL: { owner: "client", hard: false, source: "person", foretells: ["CODE_NOT_RECEIVED"] },
  OLD_PROVIDER_SETTLED: { owner: "client", hard: false, source: "person", foretells: ["BALANCE_DUE"] },
  CAMPAIGNS_PAUSED: { owner: "client", hard: false, source: "person", foretells: [] },
  ROLLBACK_CARD: { owner: "client", hard: false, source: "person", foretells: [] },
  TEMPLATES_PLAN: {
    owner: "us",
    hard: false,
    source: "person",
    foretells: ["TEMPLATES_PARTIAL", "TEMPLATE_LIMIT"],
  },
} as const satisfies Record<string, CheckEntry>;

export type CheckCode = keyof typeof checkCatalogue;

export const checkStatuses = ["pending", "passed", "failed", "waived", "stale"] as const;
export type CheckStatus = (typeof checkStatuses)[number];
