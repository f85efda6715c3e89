/**
 * `npm run bench:queue`: one provider has ten thousand numbers in their cut-over, and one worker takes whatever is due, each
 * call of Meta taking a tenth of a second; prints how long it takes until the first step of another provider's number has
 * its intent, again and again, and fails where that is more than two seconds.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { defaultTiming } from "#domain/cutover/step-timing.ts";
import { createGraphSimulator } from "../../supabase/graph-simulator/graph-simulator.ts";
import { createTestDatabase } from "../support/database.ts";
import { fillQueue } from "../support/fill-queue.ts";
import { createMove } from "../support/move-runner.ts";
import { createOffice, fictionNumber, moveSeed } from "../support/move-world.ts";
import { startTestServer } from "../support/test-server.ts";

const numbers = 10_000;
const newcomers = 15;
const latency = 100;
const most = 2000;

const server = await startTestServer();
const database = await createTestDatabase(server.url);
try {
  const meta = createGraphSimulator({ seed: moveSeed(fictionNumber(1)) });
  const make = async (slug: string, serial: number) => {
    const e164 = fictionNumber(serial);
    const office = await createOffice(database, slug);
    const fetch = async (asked: Request) => {
      await sleep(latency);
      return meta.fetch(asked);
    };
    return createMove({
      database,
      office,
      e164,
      seed: moveSeed(e164),
      fetch,
      timing: defaultTiming,
      leaseSeconds: 60,
    });
  };
  const many = await make("brightline", 1);
  await fillQueue(database.sql, many.request, numbers);
  let isOver = false;
  let taken = 0;
  const work = async () => {
    const engine = many.engine();
    while (!isOver) taken += await engine.workDue(5000);
  };
  const worker = work();
  await sleep(2000);
  const waits: number[] = [];
  for (let serial = 0; serial < newcomers; serial += 1) {
    const one = await make(`severlink-${serial}`, 100 + serial);
    const begun = performance.now();
    const isBegun = async () =>
      (await database.sql`select 1 from private.intents where request_id = ${one.request} limit 1`).length >
      0;
    while (!(await isBegun()) && performance.now() - begun < 30_000) await sleep(10);
    waits.push(performance.now() - begun);
    // Comes at any moment of the worker's pass.
    await sleep(137 * (serial % 7));
  }
  isOver = true;
  await worker;
  const sorted = waits.toSorted((a, b) => a - b).map(Math.round);
  const [p50, max] = [sorted[Math.floor(sorted.length / 2)] ?? 0, sorted.at(-1) ?? 0];
  console.log(
    `${numbers} numbers of another provider, one worker (${taken} steps): first intent after p50 ${p50} ms, max ${max} ms`,
  );
  if (max > most) process.exitCode = 1;
} finally {
  await database.drop();
  await server.stop();
}
