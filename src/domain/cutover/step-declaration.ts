/** How a step is declared: which calls it may make, how it runs, and how an unknown outcome is found out. */
import type { GraphPort } from "../graph/graph-port.ts";
import type { Closing } from "./closing.ts";
import type { MoveContext, StepRow } from "./move-context.ts";
import type { StepTiming } from "./step-timing.ts";

/** What a step sees while it runs. */
export type StepInput<Call extends keyof GraphPort = keyof GraphPort> = {
  move: MoveContext;
  row: StepRow;
  graph: Pick<GraphPort, Call>;
  timing: StepTiming;
  /** In [0, 1), for jitter. */
  random: () => number;
  authorisation: Readonly<Record<string, unknown>> | null;
  /** Live in the memory of one request only. */
  secrets: { code?: string; pin?: string; signupCode?: string };
};

type Common<Call extends keyof GraphPort> = {
  /** The calls it may make; its functions are given no others. */
  calls: readonly Call[];
  /** Longest time for one call, under a third of the lease. */
  deadlineSeconds: number;
  run(input: StepInput<Call>): Promise<Closing>;
};

/** Running it twice does what running it once does. */
type Repeatable<Call extends keyof GraphPort> = Common<Call> & { repeatable: true };

/** Never run on an unknown outcome: `observe` finds out by reading what became of it. */
type Guarded<Call extends keyof GraphPort> = Common<Call> & {
  repeatable: false;
  observe(input: StepInput<Call>): Promise<Closing>;
};

export type StepDeclaration<Call extends keyof GraphPort = keyof GraphPort> =
  | Repeatable<Call>
  | Guarded<Call>;

/** Checks at compile time that the functions make no call but the declared ones. */
export function declareStep<const Call extends keyof GraphPort>(
  declaration: StepDeclaration<Call>,
): StepDeclaration {
  return declaration;
}
