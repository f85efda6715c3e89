/**
 * What the tick asks is planned as a walk of indexes, at 100,000 requests: with nothing due, by the jobs' own calls, and
 * with a thousand items due of each kind whose queries grow. Statements inside functions count; those that a call does
 * not come to are not seen, such as what a job does with an item of another kind.
 */
import { beforeAll, expect, it } from "vitest";
import { rpcStatement, type RpcCall } from "../../fixtures/database-fetch.ts";
import { useDatabase } from "../../fixtures/own-database.ts";
import { dueKinds, makeDue } from "../../fixtures/scale/due-items.ts";
import { nestedPlans, type NestedPlan } from "../../fixtures/scale/nested-plans.ts";
import { faultsOf } from "../../fixtures/scale/plan.ts";
import { fillScale } from "../../fixtures/scale/scale-database.ts";
import { tickCalls } from "../../fixtures/scale/tick-calls.ts";

const database = await useDatabase();
let calls: RpcCall[] = [];
let large = new Set<string>();

beforeAll(async () => {
  await fillScale(database.url, { requests: 100_000, providers: 1000 });
  calls = await tickCalls(database);
  // Tallies grow with providers and statuses.
  const tables = await database.sql<{ name: string }[]>`
    select relname as name from pg_class
    where relkind = 'r' and reltuples > 4000 and relname <> 'request_tallies'`;
  large = new Set(tables.map(({ name }) => name));
}, 300_000);

const faultsIn = (label: string, plans: readonly NestedPlan[]) =>
  plans.flatMap(({ text, plan }) => faultsOf(plan, large).map((fault) => `${label}: ${fault}\n${text}`));

async function idleFaults(isMeant = (_: RpcCall) => true): Promise<string[]> {
  const faults: string[] = [];
  for (const call of calls.filter(isMeant)) {
    const plans = await nestedPlans(database.url, () => rpcStatement(database.sql, call));
    faults.push(...faultsIn(call.name, plans));
  }
  return faults;
}

it("asks with nothing due, and no query grows with the number of requests", async () => {
  expect(calls.length).toBeGreaterThan(20);
  expect(await idleFaults()).toEqual([]);
});

it.each(dueKinds)("takes %s of a thousand without reading more than those", async (kind) => {
  const plans = await nestedPlans(database.url, (transaction) => makeDue(transaction, kind, 1000));
  // A sub-query may be asked once for each item.
  expect(faultsIn(kind, plans).filter((fault) => !fault.includes("asks a sub-query"))).toEqual([]);
  expect(plans.length).toBeGreaterThan(1);
});

it("finds each provider's next step by the order of its steps, without walking all that is due", async () => {
  const plans = await nestedPlans(database.url, (transaction) => makeDue(transaction, "a step", 1000));
  const buffers = Math.max(
    ...plans.map(({ plan }) => plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]),
  );
  expect(buffers).toBeLessThan(14 * 1000);
});

it("notices a stored time without its index, inside the function that asks by it", async () => {
  await database.sql`drop index private.due_times_notice`;
  const faults = await idleFaults(({ name }) => name === "engine_keep_clocks");
  expect(faults.join()).toContain("engine_keep_clocks: reads all of due_times");
  await database.sql`create index due_times_notice on private.due_times (next_notice_at) where next_notice_at is not null`;
});

it("notices a table that is read whole for one mail, two functions deep", async () => {
  await database.sql`drop index public.client_members_client`;
  await database.sql`alter table public.client_members drop constraint client_members_provider_id_client_id_user_id_key`;
  const faults = await idleFaults(({ name }) => name === "engine_due_client_mails");
  expect(faults.join()).toContain("engine_due_client_mails: reads all of client_members");
});
