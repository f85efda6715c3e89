/** Every exception the desk knows: who must act, and whether trying again is a matter of time, watching or a hand. */
import type { WaitingOn } from "../machine/statuses.ts";

/**
 * automatic: the engine tries again by itself. watched: it goes on when a reading changes.
 * by_hand: a person tries again after acting. never: this road is closed.
 */
export type RetryClass = "automatic" | "watched" | "by_hand" | "never";

export type ExceptionEntry = { owner: WaitingOn; retry: RetryClass };

export const exceptionCatalogue = {
  TWO_STEP_ON: { owner: "client", retry: "by_hand" },
  PIN_LOCKED: { owner: "meta", retry: "by_hand" },
  REGISTER_LIMIT: { owner: "meta", retry: "by_hand" },
  NAME_NOT_APPROVED: { owner: "client", retry: "by_hand" },
  NAME_CHANGE_PENDING: { owner: "meta", retry: "by_hand" },
  NAME_PROVISIONING: { owner: "meta", retry: "by_hand" },
  DIFFERENT_BUSINESS: { owner: "client", retry: "by_hand" },
  SOURCE_NOT_READY: { owner: "old_provider", retry: "by_hand" },
  DESTINATION_NOT_APPROVED: { owner: "us", retry: "by_hand" },
  MESSAGING_FOR_PENDING: { owner: "client", retry: "by_hand" },
  NO_FUNDING: { owner: "us", retry: "by_hand" },
  NO_WEBHOOK_ON_DESTINATION: { owner: "us", retry: "by_hand" },
  ALREADY_HERE: { owner: "us", retry: "by_hand" },
  ADD_DIRECTLY: { owner: "us", retry: "never" },
  NOT_A_MIGRATION: { owner: "us", retry: "by_hand" },
  CODE_NOT_RECEIVED: { owner: "client", retry: "by_hand" },
  CODE_ATTEMPTS_USED: { owner: "meta", retry: "by_hand" },
  VERIFICATION_EXPIRED: { owner: "client", retry: "by_hand" },
  MAINTENANCE: { owner: "meta", retry: "automatic" },
  META_INCIDENT: { owner: "meta", retry: "automatic" },
  RATE_LIMIT: { owner: "meta", retry: "automatic" },
  RECENTLY_DELETED: { owner: "meta", retry: "automatic" },
  NOT_REGISTERED_AFTER_MOVE: { owner: "us", retry: "by_hand" },
  TEMPLATES_PARTIAL: { owner: "us", retry: "by_hand" },
  TEMPLATE_RECATEGORISED: { owner: "us", retry: "by_hand" },
  TEMPLATE_LIMIT: { owner: "us", retry: "by_hand" },
  QUALITY_CHANGED: { owner: "us", retry: "by_hand" },
  LIMIT_CHANGED: { owner: "us", retry: "by_hand" },
  OFFICIAL_MARK_LOST: { owner: "us", retry: "by_hand" },
  PROFILE_CHANGED: { owner: "us", retry: "by_hand" },
  WEBHOOK_SILENT: { owner: "us", retry: "watched" },
  OLD_PROVIDER_SILENT: { owner: "old_provider", retry: "by_hand" },
  OLD_PROVIDER_REFUSES: { owner: "old_provider", retry: "by_hand" },
  BALANCE_DUE: { owner: "client", retry: "by_hand" },
  AUTHORISATION_CONFLICT: { owner: "us", retry: "by_hand" },
  APP_NUMBER: { owner: "client", retry: "by_hand" },
  FORMAT_MISMATCH: { owner: "us", retry: "by_hand" },
  CLIENT_SILENT: { owner: "client", retry: "by_hand" },
  TOKEN_INVALID: { owner: "us", retry: "by_hand" },
  PERMISSION_MISSING: { owner: "us", retry: "by_hand" },
  OUTCOME_UNKNOWN: { owner: "us", retry: "by_hand" },
  UNCLASSIFIED: { owner: "us", retry: "by_hand" },
} as const satisfies Record<string, ExceptionEntry>;

export type ExceptionCode = keyof typeof exceptionCatalogue;
