/**
 * `npm run bench:queue`: one provider has ten thousand numbers in their cut-over; prints how long it takes until the first
 * step of another provider's number has its intent, with one worker that takes whatever is due.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { createTestDatabase } from "../support/database.ts";
import { fillQueue } from "../support/fill-queue.ts";
import { createMove } from "../support/move-runner.ts";
import { createOffice, fictionNumber, moveSeed } from "../support/move-world.ts";
import { startTestServer } from "../support/test-server.ts";

const numbers = 10_000;

const server = await startTestServer();
const database = await createTestDatabase(server.url);
try {
  const make = async (slug: string, serial: number) => {
    const e164 = fictionNumber(serial);
    const office = await createOffice(database, slug);
    return createMove({ database, office, e164, seed: moveSeed(e164) });
  };
  const many = await make("brightline", 1);
  await fillQueue(database.sql, many.request, numbers);
  const working = many.engine().workDue(10_000);
  await sleep(1000);
  const one = await make("severlink", 2);
  const begun = performance.now();
  const other = one.engine().workDue(5000);
  const isBegun = async () =>
    (await database.sql`select 1 from private.intents where request_id = ${one.request} limit 1`).length > 0;
  while (!(await isBegun()) && performance.now() - begun < 10_000) await sleep(10);
  console.log(
    `${numbers} numbers of another provider: first intent after ${Math.round(performance.now() - begun)} ms`,
  );
  await Promise.all([working, other]);
} finally {
  await database.drop();
  await server.stop();
}
