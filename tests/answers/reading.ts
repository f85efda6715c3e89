/** A reading outside the steps of a move, and its answers as targets. */
import { type Database, type Harness, harnessOver } from "./harness.ts";
import { operationOf, type Target } from "./target.ts";
import { isSameRequest, type Plan } from "./wire.ts";

/** One fact that a reading accepted. `said`: whether Meta's answers say so. */
export type Counted = { what: string; said: boolean };

export type Reading = {
  name: string;
  database: () => Promise<Database>;
  /** Returns what counts afterwards; nothing where Meta gave no usable answer. */
  run(harness: Harness): Promise<Counted[]>;
};

/** Throws if the undisturbed reading accepts nothing, or something that no answer says. */
export async function readingTargets({ name, database, run }: Reading): Promise<Target[]> {
  const rows = await database();
  const read = async (plan: Plan) => {
    const harness = harnessOver(rows, plan);
    return { counted: await run(harness), exchanges: harness.exchanges };
  };
  const { counted, exchanges } = await read({});
  const whole = counted.length;
  if (whole === 0 || unsaid(counted))
    throw new Error(`${name}, unspoilt: ${whole} count; ${unsaid(counted)}`);
  return exchanges.map((exchange, index) => ({
    scenario: "reading",
    operation: operationOf(name, exchange),
    exchange,
    index,
    repeats: exchanges.some((other, at) => at > index && isSameRequest(other, exchange)),
    async play(plan) {
      const { counted: found } = await read(plan);
      const why = unsaid(found);
      return { kind: why ? "wrong" : found.length < whole ? "refused" : "said", why };
    },
  }));
}

const unsaid = (counted: readonly Counted[]): string =>
  counted
    .filter(({ said }) => !said)
    .map(({ what }) => what)
    .join(", ");
