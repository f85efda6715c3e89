/**
 * One provider has ten thousand numbers in cut-over, and a worker, woken as cron wakes the tick, takes whatever is due:
 * how long the first step of another provider's number waits for its intent. Once with each call to Meta taking a tenth
 * of a second, and once with every call of the large provider hanging until its deadline.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { defaultTiming } from "#domain/cutover/step-timing.ts";
import { createGraphSimulator } from "../../supabase/graph-simulator/graph-simulator.ts";
import { createTestDatabase } from "../fixtures/database.ts";
import { fillQueue } from "../fixtures/move/fill-queue.ts";
import { createMove } from "../fixtures/move/move-runner.ts";
import { createOffice, fictionNumber, moveSeed, newToken } from "../fixtures/move/move-fixture.ts";
import { startTestServer, type TestServer } from "../runner/test-server.ts";
import { percentile } from "./median.ts";
import type { BenchContext, Figure } from "./part.ts";

const numbers = 10_000;
const newcomers = 15;
const latency = 100;
const most = 2000;
const cronInterval = 10_000;
/** The large provider's token, which distinguishes its calls. */
const greatToken = "EAAgreatprovider0003";

type Run = { name: string; hangs: boolean };

export async function fairness({ log }: BenchContext): Promise<Figure[]> {
  const server = await startTestServer();
  try {
    return [
      ...(await measure(server, { name: "Meta answers in 100 ms", hangs: false }, log)),
      ...(await measure(server, { name: "its Meta hangs until each call's deadline", hangs: true }, log)),
    ];
  } finally {
    await server.stop();
  }
}

async function measure(
  server: TestServer,
  { name, hangs }: Run,
  log: BenchContext["log"],
): Promise<Figure[]> {
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
  log(`${name}: ${passes.length} ticks, ${taken} steps, ${hung} calls hung`);
  return [
    { name: `${name}: first intent, median`, value: percentile(waits, 0.5), unit: "ms" },
    { name: `${name}: first intent, longest`, value: Math.max(...waits), unit: "ms", atMost: most },
  ];
}
