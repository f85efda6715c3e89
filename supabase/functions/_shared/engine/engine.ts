/** Runs the moves: one person's step at once, or all due automatic steps until none is left or time is up. */
import { Refusal } from "#domain/commands/refusal.ts";
import { currentStep, type MoveContext } from "#domain/cutover/move-context.ts";
import { runStep, type StepRun } from "#domain/cutover/run-step.ts";
import { type EngineStep, isManual, stepCatalogue } from "#domain/cutover/step-catalogue.ts";
import type { StepInput } from "#domain/cutover/step-declaration.ts";
import { stepDeclarations } from "#domain/cutover/step-declarations.ts";
import type { StepTiming } from "#domain/cutover/step-timing.ts";
import type { Logger } from "../log.ts";
import type { EngineStore, MoveLimits } from "./cutover-store.ts";
import type { EngineContext } from "./engine-context.ts";
import type { OpenGraph } from "./graph-access.ts";
import { type Clocks, holdFor } from "./lease-guard.ts";
import { maxSteps, type StepOutcome, workDue } from "./work-due.ts";

export type EngineDeps = Clocks & {
  store: EngineStore;
  openGraph: OpenGraph;
  timing: StepTiming;
  random: () => number;
  /** A new name for each worker. */
  workerId: () => string;
  log: Logger;
  /** At least three times the longest deadline of a call. */
  leaseSeconds?: number;
  /** How many steps `workDue` runs at once; by default, what the settings say. */
  limits?: MoveLimits;
  sleep?: (milliseconds: number) => Promise<void>;
};

export type Engine = {
  /** Runs a step that a person has approved. Throws Refusal. */
  runPersonStep(requestId: string, step: EngineStep, secrets: StepInput["secrets"]): Promise<StepRun>;
  /** Runs the automatic steps of one request until none is due; returns how many it ran. */
  workRequest(requestId: string, until: number): Promise<number>;
  /**
   * Starts due steps for at most `milliseconds`, several providers at once; before each it asks what is due next.
   * Ends when nothing is due, unless it `staysOn` and keeps polling. Returns how many steps it ran.
   */
  workDue(milliseconds: number, staysOn?: boolean): Promise<number>;
};

const pause = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));

export function createEngine(deps: EngineDeps): Engine {
  const { store, log, leaseSeconds = 60, sleep = pause } = deps;

  /** Without `secrets`, no person has started the step. */
  async function take(
    context: EngineContext,
    step: EngineStep,
    secrets?: StepInput["secrets"],
  ): Promise<StepRun> {
    const { deadlineSeconds } = stepDeclarations[step];
    // Measured from before the intent, so that it ends before the database's lease; a call must fit into the remainder.
    const mayCall = holdFor(Math.max(leaseSeconds - deadlineSeconds, deadlineSeconds) * 1000, deps);
    const graph = await deps.openGraph(context, deadlineSeconds, mayCall);
    const ports = {
      store,
      graph,
      timing: deps.timing,
      random: deps.random,
      hold: { worker: deps.workerId(), leaseSeconds, byItself: secrets === undefined },
    };
    const run = await runStep(ports, context.move, step, secrets);
    const code = run.closing.exceptions?.[0]?.code;
    log.info("step", {
      request: context.move.requestId,
      step,
      state: run.closing.outcome,
      ...(code ? { code } : {}),
    });
    return run;
  }

  /** Runs the request's automatic step if one is due. */
  async function takeDue(requestId: string): Promise<StepOutcome> {
    const context = await store.readContext(requestId);
    const step = context ? dueByItself(context.move) : null;
    if (!context || !step) return "none";
    try {
      const { closing } = await take(context, step);
      const goesOn = closing.outcome === "again" && !closing.waitSeconds;
      return closing.outcome === "done" || closing.outcome === "skipped" || goesOn ? "goes_on" : "waits";
    } catch (error) {
      // Another worker has it, or it is too early.
      if (!(error instanceof Refusal) || error.status >= 500) throw error;
      return "none";
    }
  }

  return {
    async runPersonStep(requestId, step, secrets) {
      const context = await store.readContext(requestId);
      if (!context) throw new Refusal(404, "request_not_found");
      return take(context, step, secrets);
    },
    async workRequest(requestId, until) {
      let taken = 0;
      let outcome: StepOutcome = "goes_on";
      while (outcome === "goes_on" && deps.now() < until && taken < maxSteps) {
        outcome = await takeDue(requestId);
        if (outcome !== "none") taken += 1;
      }
      return taken;
    },
    async workDue(milliseconds, staysOn = false) {
      const until = deps.now() + milliseconds;
      const { dueRequests } = store;
      const limits = deps.limits ?? (await store.moveLimits());
      return workDue({ dueRequests, takeDue: takeSafely, now: deps.now, sleep, limits }, until, staysOn);
    },
  };

  /** One broken request must not block the others. */
  async function takeSafely(request: string): Promise<StepOutcome> {
    try {
      return await takeDue(request);
    } catch (error) {
      log.error("work_failed", { request, message: error instanceof Error ? error.message : String(error) });
      return "none";
    }
  }
}

/** A step that needs no person to start it: automatic, or started and left without an outcome. */
function dueByItself(move: MoveContext): EngineStep | null {
  const row = currentStep(move);
  if (!row || row.state === "failed" || isManual(row.step)) return null;
  return row.state === "pending" && stepCatalogue[row.step].trigger !== "automatic" ? null : row.step;
}
