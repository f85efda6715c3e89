/** One answer of Meta that can be spoilt, and the verdict on what the project makes of it. */
import { mutationsOf } from "./answer-mutations.ts";
import type { Exchange, Holds, Lenient, Mutation, Plan } from "./wire.ts";

/**
 * refused: the caller does not count the answer. said: it counts, and the answers say everything they must. wrong:
 * something counts that no answer says. crash: an error other than a failure of the port was thrown.
 */
export type Verdict = { kind: "refused" | "said" | "wrong" | "crash"; why: string };

export type Target = {
  /** The move or reading in which the answer came. */
  scenario: string;
  /** The caller, and the operation it called. */
  operation: string;
  exchange: Exchange;
  /** Its place among the caller's requests. */
  index: number;
  /** Whether the same request may be repeated before the play is over. */
  repeats: boolean;
  play(plan: Plan): Promise<Verdict>;
};

export type Trial = { target: Target; mutation: Mutation };

/** The name in a violation, which `--only` matches. */
export const nameOf = ({ target, mutation }: Trial) =>
  `${target.scenario}: ${target.operation}: ${mutation.name}`;

const requestOf = ({ method, path }: Exchange) =>
  `${method} ${path.replaceAll(/\/\d{4,}/g, (_id, at: number) => (at === 0 ? "/{id}" : "/…"))}`;

export const operationOf = (asker: string, exchange: Exchange) => `${asker}: ${requestOf(exchange)}`;

/** Every spoilt form of its answer. A lost answer has none. */
export function trialsOf(target: Target, ids: readonly string[]): Trial[] {
  const { answer } = target.exchange;
  return answer === null ? [] : mutationsOf(answer, ids).map((mutation) => ({ target, mutation }));
}

/** Spoils the one answer; if that is refused and requested again, every answer to the same request. */
export async function tryOut({ target, mutation }: Trial, lenient?: Lenient): Promise<Verdict> {
  const { exchange, index, repeats } = target;
  const spoilt = (holds: Holds) =>
    playSafely(target, { spoiling: { target: exchange, index, mutation, holds }, lenient });
  const verdict = await spoilt("once");
  if (verdict.kind !== "refused" || !repeats) return verdict;
  const again = await spoilt("always");
  return again.kind === "said" ? verdict : again;
}

async function playSafely(target: Target, plan: Plan): Promise<Verdict> {
  try {
    return await target.play(plan);
  } catch (error) {
    return { kind: "crash", why: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
