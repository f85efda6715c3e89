/** Real crashes of the database: Postgres is stopped abruptly at random times and restarted on the same folder. */
import type { TestDatabase } from "../fixtures/database.ts";
import { createTestDatabase } from "../fixtures/database.ts";
import { faultsOf } from "../fixtures/move/move-invariants.ts";
import { createMove, type Move } from "../fixtures/move/move-runner.ts";
import { createOffice, fictionNumber, moveSeed } from "../fixtures/move/move-fixture.ts";
import { startTestServer, type TestServer } from "../runner/test-server.ts";
import { type Begin, interruptedStep } from "../fixtures/engine/worker-process.ts";
import { maxTries, planBlow } from "./kill-part.ts";
import type { Figures, PartContext } from "./part.ts";
import { sequence } from "./sequence.ts";

type Blow = { move: Move; begin: Begin; delay: number };

/** Stops the database during one step of the move; then another worker takes the move to its end. */
async function crashOnce(server: TestServer, database: TestDatabase, { move, begin, delay }: Blow) {
  const wasAtIt = await interruptedStep(move, begin, delay, async () => {
    await database.disconnect();
    await server.crash();
  });
  await server.revive();
  const [open] = await database.sql<{ n: number }[]>`
    select count(*)::int as n from private.intents where request_id = ${move.request} and closed_at is null`;
  await move.passTime(61);
  await move.drive();
  return { wasAtIt, hadIntent: open?.n === 1, faults: await faultsOf(move) };
}

export async function databaseCrashes(context: Omit<PartContext, "openDatabase">): Promise<Figures> {
  const total = context.count ?? 50;
  const random = sequence(context.seed);
  const violations: string[] = [];
  let [done, tries, withIntent] = [0, 0, 0];
  const server = await startTestServer({ durable: true });
  try {
    const database = await createTestDatabase(server.url);
    const office = await createOffice(database, "brightline");
    while (done < total && tries < total * maxTries && performance.now() < context.until) {
      tries += 1;
      const e164 = fictionNumber(tries);
      const move = await createMove({ database, office, e164, seed: moveSeed(e164) });
      const blow = { move, ...planBlow(random) };
      const { wasAtIt, hadIntent, faults } = await crashOnce(server, database, blow);
      if (wasAtIt) done += 1;
      if (hadIntent) withIntent += 1;
      const what = `database crash ${tries} after ${Math.round(blow.delay)} ms at "${blow.begin}"`;
      violations.push(...faults.map((fault) => `${what}: ${fault}`));
      context.progress(done, total);
    }
    await database.drop();
  } finally {
    await server.stop();
  }
  const notes = [`${done} of ${tries} crashes hit a worker at its work, ${withIntent} within an intent`];
  return { done, total, violations, notes };
}
