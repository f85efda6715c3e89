/**
 * The scheduled readings of the checks as the tick's job makes them, with Meta's simulator taking 400 ms for each call:
 * how many an hour, and which of Meta's time, the database's and this process's is used up first.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { createEngineServices } from "../../supabase/functions/_shared/engine/engine-services.ts";
import { createReadingJob } from "../../supabase/functions/tick/jobs/reading-job.ts";
import { createGraphSimulator } from "../../supabase/graph-simulator/graph-simulator.ts";
import { databaseFetch } from "../fixtures/database-fetch.ts";
import { tokenKeys } from "../fixtures/move/move-fixture.ts";
import { stubRuntime } from "../fixtures/rest-stub.ts";
import type { BenchContext, Figure } from "./part.ts";
import { prepareAccounts } from "./reading-accounts.ts";

const latency = 400;
const least = 2600;
const tickMs = 10_000;
/** One in seven requests has checks that Meta answers; each is read once. */
const requestsPerMinute = 2000;

export async function readings({ fill, minutes, log }: BenchContext): Promise<Figure[]> {
  const database = await fill(10_000 + requestsPerMinute * minutes);
  try {
    const { seed, due } = await prepareAccounts(database.sql);
    const meta = createGraphSimulator({ seed });
    const tally = { calls: 0, refusals: 0, unread: 0, dueMs: 0, databaseMs: 0, readingMs: 0 };
    const services = createEngineServices({
      supabase: stubRuntime,
      graph: { url: "http://graph.example", version: "v25.0", tokenKeys },
      log: { info: () => undefined, error: (event, facts) => log(`${event} ${JSON.stringify(facts)}`) },
      fetch: databaseFetch(
        database.serviceSql,
        async (asked) => {
          tally.calls += 1;
          await sleep(latency, undefined, { signal: asked.signal });
          const answer = await meta.fetch(asked);
          if (!answer.ok) tally.refusals += 1;
          return answer;
        },
        ({ name }, ms) => (tally[name === "engine_due_readings" ? "dueMs" : "databaseMs"] += ms),
      ),
    });
    const reader: typeof services.reader = {
      async read(order, asked) {
        const begun = performance.now();
        try {
          return await services.reader.read(order, asked);
        } catch (error) {
          tally.unread += 1;
          throw error;
        } finally {
          tally.readingMs += performance.now() - begun;
        }
      },
    };
    const job = createReadingJob({ ...services, reader }, Date.now, { info: () => undefined, error: log });
    const atOnce = await services.readings.atOnce();
    const cpu = process.cpuUsage();
    const begun = performance.now();
    const end = begun + minutes * 60_000;
    let made = 0;
    for (let left = end - begun; left > 0; left = end - performance.now()) {
      const worked = await job.work(Math.min(tickMs, left));
      if (worked === 0) throw new Error(`Nothing was due any more after ${made} of ${due} readings.`);
      made += worked;
    }
    const elapsed = performance.now() - begun;
    const { user, system } = process.cpuUsage(cpu);
    const share = (ms: number, of: number) => (100 * ms) / of;
    const used = [
      { what: "waiting for Meta", value: share(tally.readingMs - tally.databaseMs, elapsed * atOnce) },
      { what: "waiting for the database", value: share(tally.databaseMs, elapsed * atOnce) },
      { what: "asking what is due, one at a time", value: share(tally.dueMs, elapsed) },
      { what: "this process's CPU", value: share((user + system) / 1000, elapsed) },
    ];
    const [first] = used.toSorted((a, b) => b.value - a.value);
    log(`${made} of ${due} due read, ${tally.calls} calls; used up first: ${first?.what}`);
    return [
      { name: "readings an hour", value: (made * 3_600_000) / elapsed, unit: "/h", atLeast: least },
      { name: "calls to Meta for each reading", value: tally.calls / made, unit: "" },
      { name: "calls that Meta refused", value: tally.refusals, unit: "" },
      { name: "readings that found nothing", value: tally.unread, unit: "" },
      ...used.map(({ what, value }) => ({ name: `used: ${what}`, value, unit: "%" })),
    ];
  } finally {
    await database.drop();
  }
}
