/**
 * `npm run test:mutants`: puts every mutant into a database of its own. Fails unless there are fifty, the suite
 * notices each, and the matrix alone notices nine of ten. `--only TEXT` takes those whose name contains it,
 * `--concurrency N`; `--findings` prints what noticed each.
 */
import { parseArgs } from "node:util";
import { joined, runSqlMatrix } from "../authorization/matrix/sql-matrix.ts";
import { shortfalls } from "../authorization/mutants/floors.ts";
import type { Mutant } from "../authorization/mutants/mutant.ts";
import { prepareGround, tryMutant, type Verdict } from "../authorization/mutants/trial.ts";
import { startTestServer } from "../runner/test-server.ts";
import { failingTest } from "./suite.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    concurrency: { type: "string", default: "2" },
    findings: { type: "boolean", default: false },
  },
});

/** Verdicts of the matrix and the snapshot; a mutant that neither notices has no killer yet. */
async function tryAll(): Promise<Verdict[]> {
  const server = await startTestServer();
  try {
    const ground = await prepareGround(server.url);
    const clean = await ground.open();
    const { wrong } = joined(Object.values(await runSqlMatrix(clean.url, ground.fixture)));
    await clean.drop();
    if (wrong.length > 0) throw new Error(`The matrix is wrong without any fault: ${wrong.join("\n")}`);
    const chosen = ground.mutants.filter(({ name }) => name.includes(values.only));
    const verdicts: Verdict[] = [];
    const work = async (queue: Mutant[]) => {
      for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
        const verdict = await tryMutant(ground, mutant);
        verdicts.push(verdict);
        if (verdict.killer === null) console.log(`left to other tests: ${mutant.name}`);
        else print(verdict);
        if (verdicts.length % 50 === 0) console.log(`  ${verdicts.length}/${chosen.length}`);
      }
    };
    const apart = chosen.filter((mutant) => mutant.undo === undefined);
    await Promise.all(Array.from({ length: Number(values.concurrency) }, () => work(apart)));
    // A mutant that spoils the whole server is tried alone.
    await work(chosen.filter((mutant) => mutant.undo !== undefined));
    await ground.drop();
    return verdicts;
  } finally {
    await server.stop();
  }
}

async function withSuite(verdict: Verdict): Promise<Verdict> {
  const finding = await failingTest(verdict.mutant);
  const judged: Verdict = finding === null ? verdict : { ...verdict, killer: "suite", finding };
  print(judged);
  return judged;
}

function print({ mutant, killer, finding }: Verdict): void {
  if (killer === null) console.log(`SURVIVES ${mutant.name}\n  ${mutant.sql}`);
  else if (killer !== "matrix" || values.findings) console.log(`${killer}: ${mutant.name}: ${finding}`);
}

async function main(): Promise<boolean> {
  const started = performance.now();
  const verdicts: Verdict[] = [];
  for (const verdict of await tryAll())
    verdicts.push(verdict.killer === null ? await withSuite(verdict) : verdict);
  const by = (killer: Verdict["killer"]) => verdicts.filter((one) => one.killer === killer).length;
  const rate = (count: number) => `${((100 * count) / Math.max(1, verdicts.length)).toFixed(1)} %`;
  const killed = verdicts.length - by(null);
  console.log(
    `\n${verdicts.length} mutants: ${killed} killed (${rate(killed)}), ${by("matrix")} by the matrix alone (${rate(by("matrix"))}), ` +
      `${by("snapshot")} by the reviewed snapshot, ${by("suite")} by other tests, ${by(null)} survive, ` +
      `${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
  const tally = { mutants: verdicts.length, killed, byMatrix: by("matrix") };
  const short = shortfalls(tally, values.only === "");
  for (const words of short) console.log(`FAILS: ${words}`);
  return short.length === 0;
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.log(error);
  process.exitCode = 1;
}
