/** Real deaths: workers' processes killed by SIGKILL at random times. */
import { faultsOf } from "../support/move-invariants.ts";
import { createMove } from "../support/move-runner.ts";
import { createOffice, fictionNumber, moveSeed } from "../support/move-world.ts";
import { type Begin, begins, struckTurn } from "../support/worker-process.ts";
import type { Figures, PartContext } from "./part.ts";
import { sequence } from "./sequence.ts";

/** Milliseconds that a turn takes at most: a death comes anywhere in it. */
const turnTakes: Readonly<Record<Begin, number>> = {
  "": 1000,
  request_code: 120,
  verify_code: 120,
  register: 160,
};

/** What happens to a worker, and when. */
export function planBlow(random: () => number): { begin: Begin; delay: number } {
  const begin = begins[Math.floor(random() * begins.length)] ?? "";
  return { begin, delay: random() * turnTakes[begin] };
}

export async function kills(context: PartContext): Promise<Figures> {
  const total = context.count ?? 200;
  const random = sequence(context.seed);
  const violations: string[] = [];
  const database = await context.openDatabase();
  const office = await createOffice(database, "brightline");
  const left = Array.from({ length: total }, (_, index) => ({ index, ...planBlow(random) }));
  let [done, atIt] = [0, 0];
  const work = async () => {
    for (let next = left.shift(); next && performance.now() < context.until; next = left.shift()) {
      const { index, begin, delay } = next;
      const e164 = fictionNumber(index + 1);
      const move = await createMove({ database, office, e164, seed: moveSeed(e164) });
      if (await struckTurn(move, begin, delay, async (kill) => kill())) atIt += 1;
      await move.passTime(61);
      await move.drive();
      violations.push(
        ...(await faultsOf(move)).map(
          (fault) => `SIGKILL ${index} after ${Math.round(delay)} ms at "${begin}": ${fault}`,
        ),
      );
      done += 1;
      context.progress(done, total);
    }
  };
  await Promise.all([work(), work()]);
  await database.drop();
  return { done, total, violations, notes: [`${atIt} of ${done} workers were killed at their work`] };
}
