/** Real deaths: workers' processes are killed by SIGKILL at random times. */
import { faultsOf } from "../fixtures/move/move-invariants.ts";
import { createMove } from "../fixtures/move/move-runner.ts";
import { createOffice, fictionNumber, moveSeed } from "../fixtures/move/move-fixture.ts";
import { type Begin, begins, statementsEnd, interruptedStep } from "../fixtures/engine/worker-process.ts";
import { runConcurrently } from "./concurrency.ts";
import type { Figures, PartContext } from "./part.ts";
import { sequence } from "./sequence.ts";

/** The most milliseconds that a step takes: a death may fall anywhere within. */
const stepTakes: Readonly<Record<Begin, number>> = {
  "": 1000,
  request_code: 120,
  verify_code: 120,
  register: 160,
};

/** What happens to a worker, and when. */
export function planBlow(random: () => number): { begin: Begin; delay: number } {
  const begin = begins[Math.floor(random() * begins.length)] ?? "";
  return { begin, delay: random() * stepTakes[begin] };
}

/** A worker that finished before its death does not count; this many tries are allowed for each that counts. */
export const maxTries = 4;

export async function kills(context: PartContext): Promise<Figures> {
  const total = context.count ?? 200;
  const random = sequence(context.seed);
  const violations: string[] = [];
  const database = await context.openDatabase();
  const office = await createOffice(database, "brightline");
  let [done, tries] = [0, 0];
  await runConcurrently(
    2,
    () => done < total && tries < total * maxTries && performance.now() < context.until,
    async () => {
      const index = (tries += 1);
      const { begin, delay } = planBlow(random);
      const e164 = fictionNumber(index);
      const move = await createMove({ database, office, e164, seed: moveSeed(e164) });
      const wasAtIt = await interruptedStep(move, begin, delay, async (kill) => kill());
      await statementsEnd(move);
      await move.passTime(61);
      await move.drive();
      const what = `SIGKILL ${index} after ${Math.round(delay)} ms at "${begin}"`;
      violations.push(...(await faultsOf(move)).map((fault) => `${what}: ${fault}`));
      if (wasAtIt) done = Math.min(done + 1, total);
      context.progress(done, total);
    },
  );
  await database.drop();
  return { done, total, violations, notes: [`${done} workers were killed at their work in ${tries} tries`] };
}
