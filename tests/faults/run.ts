/**
 * `npm run test:faults`: the long run of the fault tests. Stops by itself, ends with its figures, and fails on any
 * violation. `--only points,engines,kills,databases,pairs,schedules`, `--count N` (of each part), `--skip N` (pairs that
 * another run has done), `--seed N`, `--concurrency N`, `--minutes N`, `--trial R2:12,3` (one pair of crash points).
 */
import { parseArgs } from "node:util";
import { createTestDatabase } from "../fixtures/database.ts";
import { startTestServer } from "../runner/test-server.ts";
import { crashPairs, crashPoints, crashTrial } from "./crash-part.ts";
import { databaseCrashes } from "./database-part.ts";
import { kills } from "./kill-part.ts";
import type { Figures, Part } from "./part.ts";
import { engines, schedules } from "./schedule-part.ts";

/** The quick parts first. */
const parts: Record<string, Part> = {
  points: crashPoints,
  engines,
  kills,
  databases: databaseCrashes,
  pairs: crashPairs,
  schedules,
};
const labels: Record<string, string> = {
  points: "crash points",
  pairs: "ordered pairs of crash points",
  schedules: "simulated schedules",
  kills: "SIGKILLs of a worker's process",
  databases: "database crashes",
  engines: "broken engines caught",
};

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    count: { type: "string" },
    skip: { type: "string" },
    seed: { type: "string", default: "20261123" },
    concurrency: { type: "string", default: "4" },
    minutes: { type: "string", default: "240" },
    trial: { type: "string" },
  },
});

/** A whole number above zero, or an error that names the option. */
function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new Error(`--${name} takes a whole number, not ${text}`);
  return Number(text);
}

function trialPart(text: string): Part {
  const [, route, at = ""] = /^(R0|R1|R2):(\d+(?:,\d+)*)$/.exec(text) ?? [];
  if (route !== "R0" && route !== "R1" && route !== "R2")
    throw new Error(`--trial takes e.g. R2:12,3, not ${text}`);
  return (context) => crashTrial(context, route, at.split(",").map(Number));
}

function chosenParts(): [string, Part][] {
  if (values.trial !== undefined) return [["pairs", trialPart(values.trial)]];
  const wanted = values.only?.split(",") ?? Object.keys(parts);
  return wanted.map((name) => {
    const part = parts[name];
    if (!part) throw new Error(`No part is called ${name}; there are ${Object.keys(parts).join(", ")}`);
    return [name, part];
  });
}

function progressOf(name: string) {
  let reported = performance.now();
  return (done: number, total: number) => {
    if (performance.now() - reported < 10_000) return;
    reported = performance.now();
    console.log(`  ${name}: ${done}/${total}`);
  };
}

async function main(): Promise<boolean> {
  const chosen = chosenParts();
  const seed = wholeNumber("seed", values.seed);
  const started = performance.now();
  const until = started + wholeNumber("minutes", values.minutes) * 60_000;
  const server = await startTestServer();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void server.stop().finally(() => process.exit(130)));
  const outcomes: { name: string; seconds: number; figures: Figures }[] = [];
  console.log(`seed ${seed}`);
  try {
    for (const [name, part] of chosen) {
      const from = performance.now();
      const figures = await part({
        openDatabase: () => createTestDatabase(server.url),
        seed,
        count: values.count === undefined ? null : wholeNumber("count", values.count),
        skip: values.skip === undefined ? 0 : wholeNumber("skip", values.skip),
        concurrency: wholeNumber("concurrency", values.concurrency),
        until,
        progress: progressOf(name),
      });
      outcomes.push({ name, seconds: (performance.now() - from) / 1000, figures });
      for (const note of figures.notes ?? []) console.log(`  ${note}`);
      for (const violation of figures.violations) console.log(`VIOLATION ${violation}`);
    }
  } finally {
    await server.stop();
  }
  console.log("");
  for (const { name, seconds, figures } of outcomes) {
    const { done, total, violations } = figures;
    console.log(
      `${labels[name]}: ${done}/${total}, ${violations.length} violations, ${seconds.toFixed(0)} s`,
    );
  }
  const violations = outcomes.reduce((sum, { figures }) => sum + figures.violations.length, 0);
  const isWhole = outcomes.every(({ figures: { done, total } }) => done > 0 && done === total);
  console.log(
    `seed ${seed}, ${violations} violations, ${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
  if (!isWhole) console.log("Not everything was done.");
  return violations === 0 && isWhole;
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.log(error);
  process.exitCode = 1;
}
