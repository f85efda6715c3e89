/** How long a step stays closed, and whether a person may open it before. */
import { stepCatalogue } from "#domain/cutover/step-catalogue.ts";
import type { StepRow } from "./cutover-data.ts";

/** Times in ms since 1970. blocked: by Meta, and for everybody. */
export type StepWait = { until: number; from: number | undefined; blocked: boolean };

type Facts = Pick<StepRow, "step" | "state" | "wait_from" | "wait_until" | "blocked_until">;

/**
 * undefined: nothing is waited for, or only by the engine between two readings of its own. `isTroubled`: an exception of
 * the step is open.
 */
export function stepWait(step: Facts, isTroubled: boolean): StepWait | undefined {
  if (step.state !== "pending" && step.state !== "failed") return undefined;
  const from = momentOf(step.wait_from);
  const block = momentOf(step.blocked_until);
  if (block !== undefined) return { until: block, from, blocked: true };
  const until = momentOf(step.wait_until);
  if (until === undefined || (!isTroubled && stepCatalogue[step.step].trigger === "automatic"))
    return undefined;
  return { until, from, blocked: false };
}

const momentOf = (time: string | null) => (time === null ? undefined : Date.parse(time));

/** Until when the step may stay closed if an attempt at `now` meets the same answer. */
export function closedAgainUntil({ until, from }: StepWait, now: number): number {
  return Math.max(until, from === undefined ? until : now + (until - from));
}
