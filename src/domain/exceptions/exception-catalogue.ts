/**
 * Every exception that Portdesk knows: who must act, how it is retried, and where the move continues afterwards. The
 * rows of private.exception_catalogue are generated from it.
 */
import type { CheckCode } from "../checks/check-catalogue.ts";
import type { Step } from "../cutover/step-catalogue.ts";
import type { Status, WaitingOn } from "../status/statuses.ts";
import type { ExceptionCode } from "./exception-codes.ts";

/**
 * automatic: the step opens again by itself, at once or after a wait; if it needs a person's approval, a new one is
 * requested. watched: it closes and the move continues when a reading changes; a person may also retry. by_hand: a
 * person retries, or says that it is settled. never: no retry is possible.
 */
export const retryClasses = ["automatic", "watched", "by_hand", "never"] as const;
export type RetryClass = (typeof retryClasses)[number];

/** What ends the exception; the screens turn it into a button or a sentence. */
export const exceptionActions = [
  "wait",
  "fix_and_watch",
  "fix_and_retry",
  "ask_code",
  "approve_again",
  "explain",
  "settle",
  "close_request",
] as const;
export type ExceptionAction = (typeof exceptionActions)[number];

/** met: the step that met it. after: no step waits for it; the move continues and the request stays open. */
export type ResumeTo = "met" | "after" | `step:${Step}` | `check:${CheckCode}` | `status:${Status}`;

export type ExceptionEntry = {
  owner: WaitingOn;
  retry: RetryClass;
  resumeTo: ResumeTo;
  next: ExceptionAction;
  /** Whether the checks or a rehearsal can predict it. */
  foreseen: boolean;
  /**
   * How long Meta blocks the step after its answer: every earlier attempt extends the block, so nobody may try before
   * the end. Without it, an early attempt does no harm.
   */
  blockHours?: number;
  /** Checks that close a watched one when a reading turns them to passed. */
  watchedBy?: readonly CheckCode[];
  /** The statuses in which staff may open it, because only people can know of it. */
  openedIn?: readonly Status[];
};

const beforeTheMove = ["submitted", "preparing", "scheduled"] as const;
const untilTheMove = [...beforeTheMove, "cutover"] as const;
const afterTheMove = ["monitoring"] as const;

const claim = {
  resumeTo: "step:claim_number",
  retry: "watched",
  next: "fix_and_watch",
  foreseen: true,
} as const;
const waiting = {
  owner: "meta",
  retry: "automatic",
  resumeTo: "met",
  next: "wait",
  foreseen: false,
} as const;
const newCode = {
  retry: "by_hand",
  resumeTo: "step:request_code",
  next: "ask_code",
  foreseen: false,
} as const;
const mended = { owner: "us", retry: "by_hand", resumeTo: "met", next: "fix_and_retry" } as const;
const lost = { owner: "us", retry: "by_hand", resumeTo: "after", next: "settle", foreseen: false } as const;
const closed = {
  retry: "never",
  resumeTo: "status:cancelled",
  next: "close_request",
  foreseen: true,
} as const;
const reported = { retry: "by_hand", next: "settle", foreseen: false } as const;

export const exceptionCatalogue: Readonly<Record<ExceptionCode, ExceptionEntry>> = {
  TWO_STEP_ON: { ...claim, owner: "client", resumeTo: "met", watchedBy: ["TWO_STEP_OFF"] },
  PIN_LOCKED: { ...mended, owner: "meta", resumeTo: "step:register", next: "approve_again", foreseen: false },
  REGISTER_LIMIT: {
    ...mended,
    owner: "meta",
    resumeTo: "step:register",
    next: "approve_again",
    foreseen: true,
    // Meta, "Register a business phone number" (26 June 2026): ten requests per number in a moving 72 hours, then
    // 133016 and no registration for the next 72 hours. That an attempt in between restarts them is our assumption,
    // unproven.
    blockHours: 72,
  },
  NAME_NOT_APPROVED: { ...claim, owner: "client", watchedBy: ["NAME_APPROVED"] },
  NAME_CHANGE_PENDING: { ...claim, owner: "meta", watchedBy: ["NAME_APPROVED"] },
  NAME_PROVISIONING: { ...mended, owner: "meta", foreseen: false },
  DIFFERENT_BUSINESS: { ...claim, owner: "client", watchedBy: ["SAME_BUSINESS"] },
  SOURCE_NOT_READY: { ...claim, owner: "old_provider", watchedBy: ["SOURCE_READY", "BUSINESS_VERIFIED"] },
  DESTINATION_NOT_APPROVED: { ...claim, owner: "us", watchedBy: ["DESTINATION_READY"] },
  MESSAGING_FOR_PENDING: { ...mended, owner: "client", resumeTo: "step:claim_number", foreseen: false },
  NO_FUNDING: { ...claim, owner: "us", watchedBy: ["DESTINATION_READY"] },
  // Before the move, a missing app means nothing: the move subscribes it in its own second step.
  NO_WEBHOOK_ON_DESTINATION: { ...waiting, owner: "us", resumeTo: "step:subscribe_app" },
  ALREADY_HERE: { ...mended, foreseen: false },
  ADD_DIRECTLY: { ...closed, owner: "us" },
  NOT_A_MIGRATION: { ...waiting, owner: "us", resumeTo: "step:claim_number", foreseen: true },
  CODE_NOT_RECEIVED: { ...newCode, owner: "client", foreseen: true },
  CODE_ATTEMPTS_USED: { ...newCode, owner: "meta", foreseen: true },
  VERIFICATION_EXPIRED: { ...newCode, owner: "client" },
  MAINTENANCE: waiting,
  META_INCIDENT: waiting,
  RATE_LIMIT: waiting,
  RECENTLY_DELETED: { ...waiting, resumeTo: "step:register" },
  NOT_REGISTERED_AFTER_MOVE: {
    owner: "us",
    retry: "watched",
    resumeTo: "step:confirm_connected",
    next: "wait",
    foreseen: false,
  },
  // Connected, but Meta's own summary says that nothing can be sent.
  CANNOT_SEND: { ...lost, openedIn: afterTheMove },
  TEMPLATES_PARTIAL: { ...lost, foreseen: true },
  TEMPLATE_RECATEGORISED: { ...lost, openedIn: afterTheMove },
  TEMPLATE_LIMIT: { ...lost, foreseen: true },
  QUALITY_CHANGED: { ...lost, openedIn: afterTheMove },
  LIMIT_CHANGED: { ...lost, openedIn: afterTheMove },
  OFFICIAL_MARK_LOST: { ...lost, openedIn: afterTheMove },
  PROFILE_CHANGED: { ...lost, openedIn: afterTheMove },
  WEBHOOK_SILENT: { ...lost, openedIn: afterTheMove },
  OLD_PROVIDER_SILENT: {
    ...reported,
    owner: "us",
    resumeTo: "check:WABA_DATA",
    foreseen: true,
    openedIn: beforeTheMove,
  },
  OLD_PROVIDER_REFUSES: {
    ...reported,
    owner: "old_provider",
    resumeTo: "check:WABA_DATA",
    openedIn: beforeTheMove,
  },
  BALANCE_DUE: {
    ...reported,
    owner: "client",
    resumeTo: "check:OLD_PROVIDER_SETTLED",
    foreseen: true,
    openedIn: beforeTheMove,
  },
  AUTHORISATION_CONFLICT: {
    ...reported,
    owner: "us",
    resumeTo: "check:AUTHORISED_PERSON",
    foreseen: true,
    openedIn: untilTheMove,
  },
  APP_NUMBER: { ...claim, owner: "client", watchedBy: ["CLOUD_API_NUMBER"] },
  FORMAT_MISMATCH: { ...closed, owner: "us" },
  CLIENT_SILENT: {
    ...reported,
    owner: "client",
    resumeTo: "after",
    foreseen: true,
    openedIn: [...untilTheMove, ...afterTheMove],
  },
  TOKEN_INVALID: { ...mended, foreseen: true },
  PERMISSION_MISSING: { ...mended, foreseen: true },
  OUTCOME_UNKNOWN: { ...mended, next: "explain", foreseen: false },
  UNCLASSIFIED: { ...mended, foreseen: false },
  NOT_SHARED: { ...mended, resumeTo: "step:embedded_signup", foreseen: false },
};

/** The exceptions that staff may open by hand in this status, in catalogue order. */
export function openedByHand(status: Status): ExceptionCode[] {
  const codes = Object.keys(exceptionCatalogue) as ExceptionCode[];
  return codes.filter((code) => exceptionCatalogue[code].openedIn?.includes(status));
}

/** Whether a person may say that it is settled: nothing else would do so, and no step waits for it. */
export function isSettledByHand(code: ExceptionCode): boolean {
  return exceptionCatalogue[code].next === "settle";
}
