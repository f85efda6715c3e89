/** How a step is declared: which calls it may make, how it runs, and how an unknown outcome is determined. */
import type { GraphPort } from "../graph/graph-port.ts";
import type { Closing } from "./closing.ts";
import type { MoveContext, StepRow } from "./move-context.ts";
import type { StepTiming } from "./step-timing.ts";

/** What a step receives when it runs. */
export type StepInput<Call extends keyof GraphPort = keyof GraphPort> = {
  move: MoveContext;
  row: StepRow;
  graph: Pick<GraphPort, Call>;
  timing: StepTiming;
  /** In [0, 1), for jitter. */
  random: () => number;
  authorisation: Readonly<Record<string, unknown>> | null;
  /** Kept only in the memory of one request. */
  secrets: { code?: string; pin?: string; signupCode?: string };
};

type Common<Call extends keyof GraphPort> = {
  /** The calls it may make; its functions receive no others. */
  calls: readonly Call[];
  /** Longest time for one call, under a third of the lease. */
  deadlineSeconds: number;
  run(input: StepInput<Call>): Promise<Closing>;
};

/** Running it twice has the same effect as running it once. */
type Repeatable<Call extends keyof GraphPort> = Common<Call> & { repeatable: true };

/** Never runs on an unknown outcome: `observe` determines the outcome by reading. */
type Guarded<Call extends keyof GraphPort> = Common<Call> & {
  repeatable: false;
  observe(input: StepInput<Call>): Promise<Closing>;
};

export type StepDeclaration<Call extends keyof GraphPort = keyof GraphPort> =
  | Repeatable<Call>
  | Guarded<Call>;

/** Checks at compile time that the functions make only the declared calls. */
export function declareStep<const Call extends keyof GraphPort>(
  declaration: StepDeclaration<Call>,
): StepDeclaration {
  return declaration;
}
