/** When calls to Meta pause: a breaker after consecutive failures, and what the usage headers ask for. */
import { expect, it } from "vitest";
import { faultsOf } from "../../fixtures/move/move-invariants.ts";
import { createMove, isRefusal, type Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves, stateOf, until } from "../../fixtures/move/move-suite.ts";
import { createOffice, fictionNumber, metaIds, moveSeed } from "../../fixtures/move/move-fixture.ts";

const { moveIn, database } = prepareMoves();

type Pause = { kind: string; failures: number; closed: boolean };

async function pausesOf(move: Move): Promise<Pause[]> {
  return database().sql<Pause[]>`
    select kind, failures, coalesce(greatest(closed_until, breaker_until) > now(), false) as closed from private.graph_pauses
    where provider_id = ${move.office.provider} order by kind`;
}

/** A provider of its own keeps the breakers of the tests apart. */
let offices = 0;
async function moveApart(): Promise<Move> {
  const office = await createOffice(database(), `office-${(offices += 1)}`);
  const e164 = fictionNumber(100 + offices);
  return createMove({ database: database(), office, e164, seed: moveSeed(e164), timing: { retry: 1 } });
}

/** Meta answers this move's own step with a server error, `times` in a row. */
async function fail(move: Move, times: number): Promise<void> {
  const fault = { operation: "subscribe_app", action: { kind: "error", error: { code: 2 } } } as const;
  for (let time = 0; time < times; time += 1) {
    move.simulator.simulation.addFault(fault);
    await move.passTime(3600);
    await move.work();
  }
}

it("pauses an account after five consecutive failures, and lets one trial call through after a minute", async () => {
  const move = await moveApart();
  await fail(move, 4);
  expect(await pausesOf(move)).toEqual([
    { kind: "app", failures: 4, closed: false },
    { kind: "waba", failures: 4, closed: false },
  ]);
  await fail(move, 1);
  expect(await pausesOf(move)).toEqual([
    { kind: "app", failures: 5, closed: false },
    { kind: "waba", failures: 5, closed: true },
  ]);
  expect(await move.isDue()).toBe(false);
  const seen = move.simulator.simulation.journal.list({}).length;
  expect(await move.work()).toBe(0);
  expect(move.simulator.simulation.journal.list({})).toHaveLength(seen);

  await move.passTime(61);
  expect(await move.isDue()).toBe(true);
  await move.work();
  expect(await pausesOf(move)).toEqual([
    { kind: "app", failures: 0, closed: false },
    { kind: "waba", failures: 0, closed: false },
  ]);
  await move.drive();
  expect(await faultsOf(move)).toEqual([]);
});

it("doubles the wait after each further failure", async () => {
  const move = await moveApart();
  await fail(move, 6);
  await move.passTime(61);
  expect(await move.isDue()).toBe(false);
  await move.passTime(60);
  expect(await move.isDue()).toBe(true);
});

it("lets a single call through when the wait is over", async () => {
  const move = await moveApart();
  await fail(move, 5);
  await move.passTime(61);
  // The trial call is under way.
  await database()
    .sql`insert into private.intents (provider_id, request_id, step, kind, phone_number, fence, worker, lease_until)
    values (${move.office.provider}, ${move.request}, 'subscribe_app', 'call', ${move.e164}, -1, 'probe', now() + interval '1 minute')`;
  expect((await pausesOf(move)).find(({ kind }) => kind === "waba")?.closed).toBe(true);
});

it("affects nobody else", async () => {
  const [troubled, calm] = [await moveApart(), await moveApart()];
  await fail(troubled, 5);
  expect([await troubled.isDue(), await calm.isDue()]).toEqual([false, true]);
});

it("keeps for every worker what the usage headers ask for", async () => {
  const move = await moveApart();
  await until(move, "request_code");
  move.simulator.simulation.addFault({ operation: "request_code", action: { kind: "http429", minutes: 7 } });
  await move.runStep("request_code");
  expect((await pausesOf(move)).find(({ kind }) => kind === "waba")?.closed).toBe(true);
  expect(await stateOf(move)).toBe("request_code pending");
  await move.passTime(6 * 60);
  const again = move.runStep("request_code").catch((error: unknown) => error);
  expect(isRefusal(await again, "meta_paused") || isRefusal(await again, "too_soon")).toBe(true);
  await move.passTime(61);
  await move.drive();
  expect((await move.row()).status).toBe("monitoring");
});

it("ignores a worker that vanished", async () => {
  const move = await moveIn();
  await database()
    .sql`insert into private.intents (provider_id, request_id, step, kind, phone_number, fence, worker, lease_until)
    values (${move.office.provider}, ${move.request}, 'subscribe_app', 'call', ${move.e164}, -1, 'gone', now())`;
  await database()
    .sql`update private.intents set closed_at = now(), outcome = 'unknown' where worker = 'gone'`;
  expect(await pausesOf(move)).toEqual([]);
});

it("a pause that Meta asked for outlasts earlier failures and later successes", async () => {
  const move = await moveApart();
  const { sql } = database();
  const e164 = fictionNumber(100 + (offices += 1));
  const other = await createMove({ database: database(), office: move.office, e164, seed: moveSeed(e164) });
  await fail(move, 1);
  const open = (worker: string) =>
    sql`insert into private.intents (provider_id, request_id, step, kind, phone_number, fence, worker, lease_until)
      values (${move.office.provider}, ${other.request}, 'subscribe_app', 'call', ${e164}, -1, ${worker}, now() + interval '1 minute')`;
  const succeed = () =>
    sql`update private.intents set closed_at = now(), outcome = 'done' where request_id = ${other.request} and closed_at is null`;
  await open("elsewhere");
  move.simulator.simulation.addFault({ operation: "subscribe_app", action: { kind: "http429", minutes: 7 } });
  await move.passTime(3600);
  await move.work();
  const waba = async () => (await pausesOf(move)).find(({ kind }) => kind === "waba");
  expect(await waba()).toMatchObject({ closed: true });
  await succeed();
  expect(await waba()).toEqual({ kind: "waba", failures: 0, closed: true });
  expect(await other.isDue()).toBe(false);
  await expect(open("too early")).rejects.toThrow("meta_paused");
  await move.passTime(7 * 60 + 1);
  expect(await other.isDue()).toBe(true);
});

const usageOf = (id: string, minutes: number) =>
  JSON.stringify({ [id]: [{ call_count: 101, estimated_time_to_regain_access: minutes }] });

it.each<[string, Record<string, string>]>([
  ["Retry-After exceeds what the database can hold", { "retry-after": "3000000000" }],
  ["Retry-After is sent twice", { "retry-after": "60, 3000000000" }],
  ["Retry-After is not a number", { "retry-after": "-Infinity" }],
  ["Retry-After is a date", { "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT" }],
  ["the estimate is too large", { "x-business-use-case-usage": usageOf(metaIds.destination, 1e300) }],
  ["the account id is invalid", { "x-business-use-case-usage": usageOf("a\u0000b", 5) }],
])("waits a week at most, and says why, if %s", async (_, headers) => {
  const office = await createOffice(database(), `office-${(offices += 1)}`);
  const e164 = fictionNumber(100 + offices);
  let isLimited = true;
  const move: Move = await createMove({
    database: database(),
    office,
    e164,
    seed: moveSeed(e164),
    fetch: async (request) =>
      isLimited ? new Response("slowly", { status: 429, headers }) : move.simulator.fetch(request),
  });
  await move.work();
  expect(await stateOf(move)).toBe("snapshot_before pending");
  expect(await move.exceptions()).toEqual(["RATE_LIMIT"]);
  expect(await move.isDue()).toBe(false);
  isLimited = false;
  await move.passTime(7 * 24 * 3600 + 1);
  await move.drive();
  expect((await move.row()).status).toBe("monitoring");
});
