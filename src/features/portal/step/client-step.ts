/** The one next step shown to a client, chosen from what the request waits for. */
import { type CheckCode, checkCatalogue } from "#domain/checks/check-catalogue.ts";
import { isSettled } from "#domain/checks/readiness.ts";
import type { ManualStep } from "#domain/cutover/step-catalogue.ts";
import { exceptionCatalogue } from "#domain/exceptions/exception-catalogue.ts";
import type { ExceptionCode } from "#domain/exceptions/exception-codes.ts";
import type { PortalCheck, PortalRequest, PortalStep } from "../portal-request.ts";

/** Checks that a client can do something about, whoever owns them. */
export const clientChecks = [
  "AUTHORISED_PERSON",
  "WABA_DATA",
  "PLATFORM_ACCOUNT",
  "BUSINESS_VERIFIED",
  "SOURCE_READY",
  "SAME_BUSINESS",
  "NAME_APPROVED",
  "CLOUD_API_NUMBER",
  "TWO_STEP_OFF",
  "CODE_CHANNEL",
  "OLD_PROVIDER_SETTLED",
  "CAMPAIGNS_PAUSED",
  "ROLLBACK_CARD",
] as const satisfies readonly CheckCode[];
export type ClientCheck = (typeof clientChecks)[number];

/** Steps of the guided routes that the client takes or agrees to. */
export const clientManualSteps = [
  "acknowledge_sharing",
  "remove_old_partner",
  "accept_migration_intent",
  "acknowledge_pause",
  "acknowledge_losses",
] as const satisfies readonly ManualStep[];
export type ClientManualStep = (typeof clientManualSteps)[number];

export type ClientStep =
  | { kind: "continue_draft" | "answer" | "confirm_date" | "request_code" | "enter_code" }
  | { kind: "sign_up" | "confirm_integration" }
  /** Both providers serve the number: clients switch their own systems before the old one is removed. */
  | { kind: "switch_systems" }
  | { kind: "manual"; step: ClientManualStep }
  | { kind: "check"; code: ClientCheck }
  | { kind: "exception"; code: ExceptionCode }
  /** Meta moves the number, or must confirm a check. */
  | { kind: "wait_meta" | "wait_answer" | "wait_two_step" }
  | { kind: "wait" | "wait_old_provider" | "hold" }
  | { kind: "completed" | "cancelled" | "rejected" | "failed" };

const ended = ["completed", "cancelled", "rejected", "failed"] as const;

export function clientStep(
  request: Pick<
    PortalRequest,
    "status" | "waiting_on" | "next_action" | "next_action_subject" | "asked_at" | "hold_reason"
  >,
): ClientStep {
  const end = ended.find((status) => status === request.status);
  if (end) return { kind: end };
  if (request.status === "draft") return { kind: "continue_draft" };
  if (request.hold_reason !== null) return { kind: "hold" };
  const due = dueStep(request);
  if (due) return due;
  // A question waits for its answer even while something else comes first for staff.
  if (request.asked_at !== null && request.status !== "cutover") return { kind: "answer" };
  if (request.waiting_on === "meta") return { kind: waitingForMeta(request) };
  return { kind: request.waiting_on === "old_provider" ? "wait_old_provider" : "wait" };
}

function waitingForMeta({ next_action: action, next_action_subject: subject }: Due) {
  if (action !== "pass_check") return "wait_meta";
  return subject === "TWO_STEP_OFF" ? "wait_two_step" : "wait_answer";
}

type Due = Pick<PortalRequest, "waiting_on" | "next_action" | "next_action_subject">;

function dueStep({
  waiting_on,
  next_action: action,
  next_action_subject: subject,
}: Due): ClientStep | undefined {
  if (action === "answer_question") return { kind: "answer" };
  if (action === "confirm_date") return { kind: "confirm_date" };
  if (action === "request_code") return { kind: "request_code" };
  if (action === "enter_code") return { kind: "enter_code" };
  if (action === "sign_up") return { kind: "sign_up" };
  if (action === "confirm_integration") return { kind: "confirm_integration" };
  if (action === "complete_step" && subject === "approve_removal") return { kind: "switch_systems" };
  const manual = clientManualSteps.find((step) => step === subject);
  if (action === "complete_step" && manual) return { kind: "manual", step: manual };
  const check = clientChecks.find((code) => code === subject);
  // While Portdesk or Meta must read it, a client can do nothing about a check.
  if (action === "pass_check" && check && checkCatalogue[check].owner === waiting_on) {
    return { kind: "check", code: check };
  }
  if (action === "resolve_exception" && isException(subject)) return { kind: "exception", code: subject };
  return undefined;
}

function isException(code: string | null): code is ExceptionCode {
  return code !== null && Object.hasOwn(exceptionCatalogue, code);
}

/** Whether the request waits on the client: such requests come first in their list. */
export function isWaitingOnClient(step: ClientStep): boolean {
  if (step.kind === "exception") return exceptionCatalogue[step.code].owner === "client";
  return [
    "continue_draft",
    "answer",
    "confirm_date",
    "request_code",
    "enter_code",
    "sign_up",
    "confirm_integration",
    "manual",
    "check",
  ].includes(step.kind);
}

/** Facts that the client can provide, whoever owns them. */
const factChecks: readonly CheckCode[] = ["WABA_DATA", "PLATFORM_ACCOUNT"];

/** What a client can do now, blocking tasks first: good habits always, the rest while it is open. */
export function ownTasks(checks: readonly PortalCheck[]): PortalCheck[] {
  return checks
    .filter((check) => {
      const { owner, hard, source } = checkCatalogue[check.code];
      if (owner === "client" && !hard) return true;
      if (isSettled(check)) return false;
      // Meta decides the rest; before Meta has been asked there is nothing to do about it.
      return (
        factChecks.includes(check.code) || (owner === "client" && source === "api" && check.read_at !== null)
      );
    })
    .toSorted((a, b) => Number(isSettled(a)) - Number(isSettled(b)) || weight(a) - weight(b));
}

const weight = ({ code }: PortalCheck) => (checkCatalogue[code].hard ? 0 : 1);

/** Whether the number is shared with the old provider rather than moved: the client has had to agree to that. */
export function isShared(steps: readonly PortalStep[]): boolean {
  return steps.some(({ step }) => step === "acknowledge_sharing");
}

/** Whether the signup window may be opened now, even under an exception of that step. */
export function isSignupOpen(steps: readonly PortalStep[]): boolean {
  const current = steps.find(({ state }) => state !== "done" && state !== "skipped");
  return current?.step === "embedded_signup" && current.state === "pending";
}

/** The step that waits for a code: what may be requested now, even under an exception of that step. */
export function codeStep(steps: readonly PortalStep[]): "request_code" | "enter_code" | undefined {
  const current = steps.find(({ state }) => state !== "done" && state !== "skipped");
  if (current?.state !== "pending") return undefined;
  if (current.step === "request_code") return "request_code";
  return current.step === "verify_code" ? "enter_code" : undefined;
}
