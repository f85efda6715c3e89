/** The parts of a schedule's command. */
import type { AsyncCommand } from "fast-check";
import { Refusal } from "#domain/commands/refusal.ts";
import type { Party } from "./schedule-invariants.ts";
import { type EngineUnderTest, type ScheduleFixture, watch } from "./schedule-fixture.ts";

/** What a schedule is expected to know without a reading: whether a move has been aborted. */
export type ScheduleModel = { aborted: Set<number> };
export type Real = { fixture: ScheduleFixture; engine: EngineUnderTest };
export type ScheduleCommand = AsyncCommand<ScheduleModel, Real>;

/** A refusal is an answer; anything else is rethrown. Returns whether it was done. */
export async function attempt(task: () => Promise<unknown>): Promise<boolean> {
  try {
    await task();
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.status < 500) return false;
    throw error;
  }
}

export function command(
  name: string,
  run: (real: Real, model: ScheduleModel) => Promise<unknown>,
): ScheduleCommand {
  return {
    check: () => true,
    toString: () => name,
    async run(model, real) {
      real.fixture.trace.push(name);
      await run(real, model);
      await watch(real.fixture);
      for (const [index, { isAborted }] of real.fixture.parties.entries())
        if (isAborted !== model.aborted.has(index)) real.fixture.violations.push("aborted against the model");
    },
  };
}

export const partyOf = ({ fixture }: Real, index: number): Party => {
  const party = fixture.parties[index % fixture.parties.length];
  if (!party) throw new Error("a fixture without moves");
  return party;
};
