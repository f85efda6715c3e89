/** Plays a move in memory against a simulator, from its beginning or from any step, with the real client. */
import type { Closing } from "#domain/cutover/closing.ts";
import type { CutoverStore } from "#domain/cutover/cutover-store.ts";
import { Refusal } from "#domain/commands/refusal.ts";
import { currentStep, type MoveContext } from "#domain/cutover/move-context.ts";
import { runStep } from "#domain/cutover/run-step.ts";
import {
  type EngineStep,
  isManual,
  type ManualStep,
  type Step,
  stepCatalogue,
} from "#domain/cutover/step-catalogue.ts";
import { defaultTiming } from "#domain/cutover/step-timing.ts";
import { createMemoryMove } from "#domain/rehearsal/memory-move.ts";
import type { SignupEnd } from "#domain/rehearsal/rehearse.ts";
import { passStageWindow } from "../../supabase/functions/rehearsal/stage-window.ts";
import { metaIds } from "../fixtures/move/move-fixture.ts";
import { clientOver, type Meta, metaFrom, type MetaState } from "./meta.ts";
import type { Exchange, Plan } from "./wire.ts";

/** A move between two steps, with its Meta. `staysShared`: nobody really removes the old provider. */
export type Standing = { move: MoveContext; meta: MetaState; staysShared: boolean };

export type Attempt = {
  step: EngineStep;
  /** The move before the attempt. */
  move: MoveContext;
  /** Where it can be replayed; kept for an undisturbed move. */
  from: Standing | null;
  /** What the window left in the client's browser. */
  signup: SignupEnd | null;
  closing: Closing;
  exchanges: readonly Exchange[];
};

const maxAttempts = 40;
/** The play leaves a step after this many attempts without progress. */
const maxOfStep = 5;

/**
 * To the end, or to where a person must act. `plan` counts within the first attempt. Throws nothing that Meta's
 * answers may cause.
 */
export async function playMove(from: Standing, plan: Plan = {}): Promise<Attempt[]> {
  const meta = metaFrom(from.meta);
  let signup: SignupEnd | null = null;
  const authorisation = (step: Step) => (step === "embedded_signup" ? signup : { method: "SMS" });
  let memory = createMemoryMove(from.move, { used: {}, authorisation });
  const store: CutoverStore = {
    closeIntent: (...asked) => memory.closeIntent(...asked),
    async openIntent(...asked) {
      const isUnknown = currentStep(memory.read())?.state === "unknown";
      return { ...(await memory.openIntent(...asked)), kind: isUnknown ? "reconcile" : "call" };
    },
  };
  const attempts: Attempt[] = [];
  while (attempts.length < maxAttempts) {
    const move = memory.read();
    const step = currentStep(move)?.step;
    if (step === undefined) break;
    if (isManual(step)) {
      memory = createMemoryMove(doneByHand(step, meta, { ...from, move }), { used: {}, authorisation });
      continue;
    }
    if (attempts.filter((one) => one.step === step).length >= maxOfStep) break;
    const standing = plan.spoiling === undefined ? { ...from, move, meta: meta.state() } : null;
    if (step === "embedded_signup")
      signup = passStageWindow(meta.simulation, metaIds.newApp, move.phoneNumber);
    const exchanges: Exchange[] = [];
    const ports = { ...common, store, graph: clientOver(meta, exchanges, plan, attempts.length > 0) };
    try {
      const known = { ...move, exchanged: { sent: true, received: true } };
      const { closing } = await runStep(ports, known, step, secretsOf(meta, move, signup));
      attempts.push({ step, move: known, from: standing, signup, closing, exchanges });
      if (needsPerson(closing, move.route)) break;
      meta.simulation.advance((closing.waitSeconds ?? 0) * 1000);
    } catch (error) {
      // The budget is used up: a person must decide.
      if (error instanceof Refusal) break;
      throw error;
    }
    if (stepCatalogue[step].trigger !== "automatic") meta.simulation.advance(61_000);
  }
  return attempts;
}

const common = {
  timing: defaultTiming,
  random: () => 0.5,
  hold: { worker: "w", leaseSeconds: 60, byItself: false },
};

function secretsOf({ simulation }: Meta, { phoneNumber }: MoveContext, signup: SignupEnd | null) {
  const code = simulation.state.inboxes[phoneNumber]?.at(-1)?.code ?? "000000";
  return { code, pin: "135790", ...(signup ? { signupCode: signup.code } : {}) };
}

/** What people do between the steps, with its effects at Meta. */
function doneByHand(step: ManualStep, { simulation }: Meta, { move, staysShared }: Standing): MoveContext {
  if (step === "remove_old_partner" && !staysShared)
    simulation.changeNumber(move.phoneNumber, { waba_id: metaIds.source, status: "DELETED" });
  return { ...move, steps: move.steps.map((row) => (row.step === step ? { ...row, state: "done" } : row)) };
}

/** A person decides, or the move continues on another route. */
function needsPerson({ outcome, exceptions = [], records }: Closing, route: MoveContext["route"]): boolean {
  return (
    outcome === "failed" ||
    (records?.shared === true && route !== "R0") ||
    (outcome === "unknown" && exceptions.some(({ code }) => code === "OUTCOME_UNKNOWN"))
  );
}

/** Whether anything that the attempt did counts as done. */
export const advances = ({ outcome, records }: Closing): boolean =>
  outcome === "done" || outcome === "skipped" || (records?.skipped?.length ?? 0) > 0;
