/** Collects all trials, samples them reproducibly, runs them and counts the outcomes. */
import { metaIds } from "../fixtures/move/move-fixture.ts";
import { monitoringReadings } from "./monitoring-readings.ts";
import { checkReadings } from "./check-readings.ts";
import { moveTargets } from "./move-targets.ts";
import { readingTargets } from "./reading.ts";
import { type Target, type Trial, trialsOf, tryOut, type Verdict } from "./target.ts";
import { templateReadings } from "./template-readings.ts";
import type { Lenient } from "./wire.ts";

/** Ids of objects other than the answer's own. */
const ids = [
  metaIds.business,
  metaIds.source,
  metaIds.destination,
  metaIds.sourcePhone,
  metaIds.otherBusiness,
];

export async function allTrials(): Promise<Trial[]> {
  const targets: Target[] = await moveTargets();
  for (const reading of [...checkReadings, ...monitoringReadings, ...templateReadings])
    targets.push(...(await readingTargets(reading)));
  return targets.flatMap((target) => trialsOf(target, ids));
}

/** About `count` of them: an equal share of every operation, and at least ten of each. */
export function sampleOf(trials: readonly Trial[], count: number): Trial[] {
  const byOperation = Map.groupBy(trials, ({ target }) => target.operation);
  return [...byOperation.values()]
    .flatMap((group) => {
      const wanted = Math.min(group.length, Math.max(10, Math.round((group.length * count) / trials.length)));
      return Array.from({ length: wanted }, (_, index) => group[Math.floor((index * group.length) / wanted)]);
    })
    .filter((trial) => trial !== undefined);
}

export type Outcome = { trial: Trial; verdict: Verdict };

type RunOptions = {
  concurrency?: number;
  lenient?: Lenient;
  onOutcome?: (outcome: Outcome, done: number) => void;
};

/** Runs several at a time: each has its own Meta and database. */
export async function runTrials(
  trials: readonly Trial[],
  { concurrency = 4, lenient, onOutcome }: RunOptions = {},
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const queue = trials.values();
  const work = async () => {
    for (const trial of queue) {
      const outcome: Outcome = { trial, verdict: await tryOut(trial, lenient) };
      const done = outcomes.push(outcome);
      onOutcome?.(outcome, done);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return outcomes;
}

export const isBad = ({ verdict }: Outcome) => verdict.kind === "wrong" || verdict.kind === "crash";

export type Tally = Record<Verdict["kind"], number>;

/** Counts by operation, in the order of the trials. */
export function tallies(outcomes: readonly Outcome[]): Map<string, Tally> {
  const byOperation = new Map<string, Tally>();
  for (const { trial, verdict } of outcomes) {
    const none: Tally = { refused: 0, said: 0, wrong: 0, crash: 0 };
    const tally = byOperation.get(trial.target.operation) ?? none;
    tally[verdict.kind] += 1;
    byOperation.set(trial.target.operation, tally);
  }
  return byOperation;
}
