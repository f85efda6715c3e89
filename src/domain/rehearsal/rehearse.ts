/** Plays a whole move in memory, without calling Meta, up to the first step that would need help. */
import type { Closing } from "../cutover/closing.ts";
import { Refusal } from "../commands/refusal.ts";
import { graphFailure } from "../cutover/failure-closing.ts";
import { currentStep, type MoveContext } from "../cutover/move-context.ts";
import { runStep } from "../cutover/run-step.ts";
import { isManual, type Step } from "../cutover/step-catalogue.ts";
import { defaultTiming } from "../cutover/step-timing.ts";
import type { ExceptionCode } from "../exceptions/exception-codes.ts";
import { meaningOf } from "../exceptions/graph-error-table.ts";
import type { GraphPort } from "../graph/graph-port.ts";
import { createMemoryMove } from "./memory-move.ts";

/** The simulated accounts of the rehearsal. */
export type Stage = {
  /** Uses the token that the stage's staff have at that point. */
  readonly graph: GraphPort;
  /** Goes through the signup window as the client would. Throws GraphFailure where the window refuses. */
  passWindow(): SignupEnd;
  /** The code that has arrived on the phone; null when none has. */
  readCode(): string | null;
  passTime(seconds: number): void;
};

/** What the window leaves with the client's browser. */
export type SignupEnd = { code: string; wabaId: string; phoneNumberId: string };

export type StepPlayed = { step: Step; outcome: Closing["outcome"]; codes: readonly ExceptionCode[] };

export type Played = {
  /** Every attempt, in order. */
  steps: readonly StepPlayed[];
  /** Where the move would stop and wait for a person; null when it would succeed. */
  stop: { step: Step; code: ExceptionCode } | null;
};

export type RehearsalOptions = {
  /** Attempts that Meta still counts, from Portdesk's ledger. */
  used: Partial<Record<Step, number>>;
  /** Called before each attempt. */
  onStep: (step: Step) => void;
};

/** More than a move has, even with its templates page by page. */
const maxAttempts = 120;

/** The exceptions for a used-up budget of Portdesk's own. */
const budgetCodes: Partial<Record<Step, ExceptionCode>> = {
  request_code: "CODE_ATTEMPTS_USED",
  verify_code: "CODE_ATTEMPTS_USED",
  register: "REGISTER_LIMIT",
};

/** Six digits, as Meta requires; only the stage ever uses this PIN. */
const stagePin = "000000";

/** Waits out temporary problems. Throws anything that is neither a GraphFailure nor a refusal. */
export async function rehearse(stage: Stage, move: MoveContext, options: RehearsalOptions): Promise<Played> {
  let signup: SignupEnd | undefined;
  const memory = createMemoryMove(move, {
    used: options.used,
    authorisation: (step) => authorisationOf(step, signup),
  });
  const common = {
    store: memory,
    timing: defaultTiming,
    random: () => 0.5,
    hold: { worker: "rehearsal", leaseSeconds: 60, byItself: false },
  };
  const steps: StepPlayed[] = [];
  while (steps.length < maxAttempts) {
    const step = currentStep(memory.read())?.step;
    if (step === undefined || isManual(step)) return { steps, stop: null };
    options.onStep(step);
    if (step === "embedded_signup") {
      try {
        signup = stage.passWindow();
      } catch (error) {
        const { code } = meaningOf(graphFailure(error).details, "claimNumber");
        return { steps, stop: { step, code } };
      }
    }
    const code = step === "verify_code" ? (stage.readCode() ?? stagePin) : undefined;
    const secrets = {
      pin: stagePin,
      ...(code === undefined ? {} : { code }),
      ...(signup === undefined ? {} : { signupCode: signup.code }),
    };
    const ports = { ...common, graph: stage.graph };
    let closing: Closing;
    try {
      ({ closing } = await runStep(ports, memory.read(), step, secrets));
    } catch (error) {
      const budgetCode = budgetCodes[step];
      if (!(error instanceof Refusal) || budgetCode === undefined) throw error;
      return { steps, stop: { step, code: budgetCode } };
    }
    const codes = closing.exceptions?.map((one) => one.code) ?? [];
    steps.push({ step, outcome: closing.outcome, codes });
    const stop = stopOf(step, closing);
    if (stop) return { steps, stop };
    if (closing.waitSeconds !== undefined) stage.passTime(closing.waitSeconds);
  }
  const last = steps.at(-1);
  return { steps, stop: last ? { step: last.step, code: last.codes[0] ?? "META_INCIDENT" } : null };
}

/** What a person would choose when approving a step. */
function authorisationOf(step: Step, signup: SignupEnd | undefined) {
  if (step === "request_code") return { method: "SMS" };
  if (step !== "embedded_signup" || signup === undefined) return null;
  return { wabaId: signup.wabaId, phoneNumberId: signup.phoneNumberId };
}

/** A step stops the move when it fails, or stays open for a person; a wait alone does not. */
function stopOf(step: Step, { outcome, exceptions, waitSeconds, resetTo }: Closing): Played["stop"] {
  if (outcome === "done" || outcome === "skipped") return null;
  const code = exceptions?.[0]?.code;
  if (outcome === "again" && (code === undefined || (waitSeconds !== undefined && resetTo === undefined)))
    return null;
  return { step, code: code ?? "OUTCOME_UNKNOWN" };
}
