/**
 * `npm run test:answers`: every mutated answer of Meta over whole moves and readings. Prints its figures by
 * operation, and fails on a wrong advance, a crash, or fewer than 8,000 mutated answers. `--only TEXT` takes those
 * whose name contains it, `--count N` a sample.
 */
import { parseArgs } from "node:util";
import { allTrials, isBad, type Outcome, runTrials, sampleOf, type Tally, tallies } from "./campaign.ts";
import { nameOf, type Trial } from "./target.ts";

const fewest = 8000;
const kinds = ["refused", "said", "wrong", "crash"] as const;

const { values } = parseArgs({ options: { only: { type: "string" }, count: { type: "string" } } });

async function chosenTrials(): Promise<Trial[]> {
  const { only, count } = values;
  const all = await allTrials();
  const chosen = only === undefined ? all : all.filter((trial) => nameOf(trial).includes(only));
  return count === undefined ? chosen : sampleOf(chosen, Number(count));
}

/** Prints violations as they are found, and the progress of the run. */
function reporterOf(total: number) {
  let reported = performance.now();
  return (outcome: Outcome, done: number) => {
    const { trial, verdict } = outcome;
    if (isBad(outcome)) console.log(`${verdict.kind.toUpperCase()} ${nameOf(trial)}: ${verdict.why}`);
    if (performance.now() - reported < 10_000) return;
    reported = performance.now();
    console.log(`  ${done}/${total}`);
  };
}

function printTable(outcomes: readonly Outcome[]): void {
  const sum = (tally: Tally) => kinds.reduce((total, kind) => total + tally[kind], 0);
  const line = (name: string, cells: readonly (string | number)[]) =>
    console.log(name.padEnd(64) + cells.map((cell) => String(cell).padStart(16)).join(""));
  line("", ["mutated", "refused", "passes, says so", "wrong advance", "crash"]);
  const all: Tally = { refused: 0, said: 0, wrong: 0, crash: 0 };
  for (const [operation, tally] of tallies(outcomes)) {
    line(operation, [sum(tally), ...kinds.map((kind) => tally[kind])]);
    for (const kind of kinds) all[kind] += tally[kind];
  }
  line("all", [sum(all), ...kinds.map((kind) => all[kind])]);
}

async function main(): Promise<boolean> {
  const started = performance.now();
  const trials = await chosenTrials();
  const outcomes = await runTrials(trials, { onOutcome: reporterOf(trials.length) });
  const bad = outcomes.filter(isBad);
  console.log("");
  printTable(outcomes);
  const isPart = values.only !== undefined || values.count !== undefined;
  const isEnough = outcomes.length >= (isPart ? 1 : fewest);
  if (!isEnough) console.log(`Fewer than ${isPart ? 1 : fewest} mutated answers.`);
  console.log(`${bad.length} violations, ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return bad.length === 0 && isEnough;
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.log(error);
  process.exitCode = 1;
}
