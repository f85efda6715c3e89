/** Makes one attempt at one step: intent, call or reading, fence. It has no I/O; the lease recovers any crash. */
import type { GraphPort } from "../graph/graph-port.ts";
import type { Closing } from "./closing.ts";
import type { CutoverStore, Hold } from "./cutover-store.ts";
import type { MoveContext } from "./move-context.ts";
import type { EngineStep } from "./step-catalogue.ts";
import type { StepInput } from "./step-declaration.ts";
import { stepDeclarations } from "./step-declarations.ts";
import type { StepTiming } from "./step-timing.ts";

export type RunPorts = {
  store: CutoverStore;
  graph: GraphPort;
  timing: StepTiming;
  random: () => number;
  hold: Hold;
};

export type StepRun = { intent: string; step: EngineStep; closing: Closing; left: number | null };

/**
 * Runs `step` of the move, or, where an earlier attempt's outcome is unknown, determines that outcome by reading.
 * Throws Refusal when the database refuses the intent, or refuses to close it because another worker took over.
 */
export async function runStep(
  ports: RunPorts,
  move: MoveContext,
  step: EngineStep,
  secrets: StepInput["secrets"] = {},
): Promise<StepRun> {
  const declaration = stepDeclarations[step];
  const row = move.steps.find((candidate) => candidate.step === step);
  if (!row) throw new Error(`the move has no step ${step}`);
  const intent = await ports.store.openIntent(move.requestId, step, ports.hold);
  const input: StepInput = {
    move,
    row,
    graph: ports.graph,
    timing: ports.timing,
    random: ports.random,
    authorisation: intent.authorisation,
    secrets,
  };
  const reconciles = intent.kind === "reconcile" && !declaration.repeatable;
  const closing = await (reconciles ? declaration.observe(input) : declaration.run(input));
  await ports.store.closeIntent(intent, closing);
  return { intent: intent.intent, step, closing, left: intent.left };
}
