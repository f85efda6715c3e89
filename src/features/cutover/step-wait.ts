/** How long a step stays blocked, and whether a person may retry it earlier. */
import { stepCatalogue } from "#domain/cutover/step-catalogue.ts";
import type { StepRow } from "./cutover-data.ts";

/** Times in ms since 1970. blocked: by Meta, and for everyone. */
export type StepWait = { until: number; from: number | undefined; blocked: boolean };

type Facts = Pick<StepRow, "step" | "state" | "wait_from" | "wait_until" | "blocked_until">;

/**
 * undefined: no wait, or only the engine's own between two readings. `isTroubled`: an exception of the step is open.
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

/** Until when the step may stay blocked if an attempt at `now` gets the same answer. */
export function closedAgainUntil({ until, from }: StepWait, now: number): number {
  return Math.max(until, from === undefined ? until : now + (until - from));
}
