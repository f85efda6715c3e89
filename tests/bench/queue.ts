/**
 * `npm run bench:queue`: one provider has ten thousand numbers in cut-over, and a worker, woken as cron wakes the
 * tick, takes whatever is due. Prints repeatedly how long the first step of another provider's number waits for its
 * intent, and fails above two seconds. Runs once with each call to Meta taking a tenth of a second, and once with
 * every call of the large provider hanging until its deadline.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { defaultTiming } from "#domain/cutover/step-timing.ts";
import { createGraphSimulator } from "../../supabase/graph-simulator/graph-simulator.ts";
import { createTestDatabase } from "../fixtures/database.ts";
import { fillQueue } from "../fixtures/move/fill-queue.ts";
import { createMove } from "../fixtures/move/move-runner.ts";
import { createOffice, fictionNumber, moveSeed, newToken } from "../fixtures/move/move-fixture.ts";
import { startTestServer } from "../runner/test-server.ts";

const numbers = 10_000;
const newcomers = 15;
const latency = 100;
const most = 2000;
const cronInterval = 10_000;
/** The large provider's token, which distinguishes its calls. */
const greatToken = "EAAgreatprovider0003";

type Run = { name: string; hangs: boolean };

const server = await startTestServer();
try {
  await measure({ name: "Meta answers in 100 ms", hangs: false });
  await measure({ name: "its Meta hangs until each call's deadline", hangs: true });
} finally {
  await server.stop();
}

async function measure({ name, hangs }: Run): Promise<void> {
  const database = await createTestDatabase(server.url);
  const meta = createGraphSimulator({ seed: moveSeed(fictionNumber(1)) });
  const over = new AbortController();
  let hung = 0;
  const fetch = async (asked: Request) => {
    const isGreat = asked.headers.get("authorization")?.includes(greatToken);
    if (isGreat && hangs) {
      hung += 1;
      await sleep(120_000, undefined, { signal: AbortSignal.any([asked.signal, over.signal]) });
    }
    await sleep(latency);
    if (!isGreat) return meta.fetch(asked);
    const headers = new Headers(asked.headers);
    headers.set("authorization", `Bearer ${newToken}`);
    return meta.fetch(new Request(asked, { headers }));
  };
  const make = async (slug: string, serial: number, token?: string) => {
    const e164 = fictionNumber(serial);
    const office = await createOffice(database, slug, token);
    const seed = moveSeed(e164);
    return createMove({ database, office, e164, seed, fetch, timing: defaultTiming, leaseSeconds: 60 });
  };
  const many = await make("brightline", 1, greatToken);
  await fillQueue(database.sql, many.request, numbers);
  const passes: Promise<number>[] = [];
  const engine = many.engine({}, {});
  const wake = () => passes.push(engine.workDue(cronInterval, true));
  wake();
  const cron = setInterval(wake, cronInterval);
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
    // Arrives at any moment of the worker's pass.
    await sleep((hangs ? 5 : 1) * 137 * (serial % 7));
  }
  clearInterval(cron);
  over.abort();
  const steps = await Promise.all(passes);
  const taken = steps.reduce((sum, count) => sum + count, 0);
  await database.drop();
  const sorted = waits.toSorted((a, b) => a - b).map(Math.round);
  const [p50, max] = [sorted[Math.floor(sorted.length / 2)] ?? 0, sorted.at(-1) ?? 0];
  console.log(
    `${numbers} numbers of another provider, ${name} (${passes.length} ticks, ${taken} steps, ${hung} calls hung): first intent after p50 ${p50} ms, max ${max} ms`,
  );
  if (max > most) process.exitCode = 1;
}
