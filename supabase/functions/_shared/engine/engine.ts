/** Works the moves: one person's step at once, or whatever is due by itself, until nothing is or time is up. */
import { CutoverRefusal } from "#domain/cutover/cutover-store.ts";
import { currentStep, type MoveContext } from "#domain/cutover/move-context.ts";
import { runStep, type StepRun } from "#domain/cutover/run-step.ts";
import { type EngineStep, isManual, stepCatalogue } from "#domain/cutover/step-catalogue.ts";
import type { Scene } from "#domain/cutover/step-declaration.ts";
import { stepDeclarations } from "#domain/cutover/step-declarations.ts";
import type { StepTiming } from "#domain/cutover/step-timing.ts";
import type { Logger } from "../log.ts";
import type { EngineStore } from "./cutover-store.ts";
import type { EngineContext } from "./engine-context.ts";
import type { OpenGraph } from "./graph-access.ts";

export type EngineDeps = {
  store: EngineStore;
  openGraph: OpenGraph;
  timing: StepTiming;
  random: () => number;
  /** Milliseconds since 1970. */
  now: () => number;
  /** A new name for each worker. */
  workerId: () => string;
  log: Logger;
  /** At least three times the longest deadline of a call. */
  leaseSeconds?: number;
};

export type Engine = {
  /** Runs a step that a person has given the go for. Throws CutoverRefusal. */
  runPersonStep(requestId: string, step: EngineStep, secrets: Scene["secrets"]): Promise<StepRun>;
  /** Takes the automatic steps of one request until none is due; returns how many it took. */
  workRequest(requestId: string, until: number): Promise<number>;
  /** One pass over all requests that are due, for `milliseconds` at most; returns how many steps it took. */
  workDue(milliseconds: number): Promise<number>;
};

const requestsPerPass = 20;
/** More than a move has; whatever turns in circles lets the others in. */
const stepsPerTurn = 40;

export function createEngine(deps: EngineDeps): Engine {
  const { store, log, leaseSeconds = 60 } = deps;

  /** Without `secrets` no person stands behind it. */
  async function take(
    context: EngineContext,
    step: EngineStep,
    secrets?: Scene["secrets"],
  ): Promise<StepRun> {
    const { deadlineSeconds } = stepDeclarations[step];
    // Measured from before the intent, so that it ends before the database's lease; a call must fit into what is left.
    const callsUntil = deps.now() + Math.max(leaseSeconds - deadlineSeconds, deadlineSeconds) * 1000;
    const graph = await deps.openGraph(context.access, deadlineSeconds, () => deps.now() < callsUntil);
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

  async function workRequest(requestId: string, until: number): Promise<number> {
    let taken = 0;
    while (deps.now() < until && taken < stepsPerTurn) {
      const context = await store.readContext(requestId);
      const step = context ? dueByItself(context.move) : null;
      if (!context || !step) break;
      try {
        const { closing } = await take(context, step);
        taken += 1;
        const goesOn = closing.outcome === "again" && !closing.waitSeconds;
        if (closing.outcome !== "done" && closing.outcome !== "skipped" && !goesOn) break;
      } catch (error) {
        // Somebody else is at it, or it is not time yet.
        if (!(error instanceof CutoverRefusal) || error.status >= 500) throw error;
        break;
      }
    }
    return taken;
  }

  return {
    workRequest,
    async runPersonStep(requestId, step, secrets) {
      const context = await store.readContext(requestId);
      if (!context) throw new CutoverRefusal(404, "request_not_found");
      return take(context, step, secrets);
    },
    async workDue(milliseconds) {
      const until = deps.now() + milliseconds;
      const idle = new Set<string>();
      let taken = 0;
      while (deps.now() < until) {
        const due = (await store.dueRequests(requestsPerPass)).filter((id) => !idle.has(id));
        if (due.length === 0) break;
        for (const id of due) {
          if (deps.now() >= until) break;
          const steps = await safely(() => workRequest(id, until), id);
          if (steps === 0) idle.add(id);
          taken += steps;
        }
      }
      return taken;
    },
  };

  /** One broken request must not keep the others waiting. */
  async function safely(work: () => Promise<number>, request: string): Promise<number> {
    try {
      return await work();
    } catch (error) {
      log.error("work_failed", { request, message: error instanceof Error ? error.message : String(error) });
      return 0;
    }
  }
}

/** A step that no person must set going: automatic, or begun and left without an outcome. */
function dueByItself(move: MoveContext): EngineStep | null {
  const row = currentStep(move);
  if (!row || row.state === "failed" || isManual(row.step)) return null;
  return row.state === "pending" && stepCatalogue[row.step].trigger !== "automatic" ? null : row.step;
}
