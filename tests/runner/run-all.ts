/**
 * `npm test`: runs every stage, prints each one's time and failures, and ends with `N passed, N failed`. `--fast`
 * takes the quick stages; names (`npm test -- unit lint`) take just those.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { endRunningStages, runStage, type StageResult } from "./run-stage.ts";
import { fastStages, type Stage, stages } from "./stages.ts";

const stageLimitMs = 25 * 60_000;
const reports = mkdtempSync(join(tmpdir(), "portdesk-test-"));

async function main(args: string[]): Promise<number> {
  const wanted = args.includes("--fast") ? fastStages : args;
  const known = stages.map((stage) => stage.name);
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`No stage is called ${unknown.join(", ")}; there are ${known.join(", ")}`);
  const results = await runStages(stages.filter(({ name }) => wanted.length === 0 || wanted.includes(name)));
  const sum = (key: "passed" | "failed") => results.reduce((total, result) => total + result[key], 0);
  const failed = results.filter((result) => result.failed > 0).map((result) => result.name);
  if (failed.length > 0) console.log(`\nFailed: ${failed.join(", ")}`);
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
  return sum("failed") === 0 && sum("passed") > 0 ? 0 : 1;
}

/** Two cores can run two stages at a time. */
const atOnce = 2;

async function runStages(chosen: Stage[]): Promise<StageResult[]> {
  const queue = [...chosen];
  const results: StageResult[] = [];
  const work = async () => {
    for (let stage = queue.shift(); stage; stage = queue.shift()) {
      const result = await runStage(stage, join(reports, `${stage.name}.json`), stageLimitMs);
      print(result);
      results.push(result);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

function print(result: StageResult): void {
  const verdict = result.failed === 0 ? "ok  " : "FAIL";
  const counts = `${result.passed} passed, ${result.failed} failed`;
  console.log(`${verdict} ${result.name.padEnd(13)} ${counts.padEnd(24)} ${result.seconds.toFixed(1)} s`);
  for (const note of result.notes) console.log(`     ${note}`);
  if (result.failed > 0)
    console.log(stripVTControlCharacters(result.output).slice(-20_000).replaceAll(/^/gm, "     | "));
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    endRunningStages();
    console.log("\n0 passed, 1 failed");
    process.exit(1);
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.log(String(error));
  console.log("\n0 passed, 1 failed");
  process.exitCode = 1;
} finally {
  endRunningStages();
  rmSync(reports, { recursive: true, force: true });
}
