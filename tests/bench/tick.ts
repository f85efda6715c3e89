/**
 * What one call of the tick costs the database: each of its jobs' own queries while nothing is due, and what an item
 * costs where a thousand are due, in databases of each size.
 */
import postgres from "postgres";
import { rpcStatement } from "../fixtures/database-fetch.ts";
import type { TestDatabase } from "../fixtures/database.ts";
import { openSql } from "../fixtures/open-sql.ts";
import { explain } from "../fixtures/scale/plan.ts";
import { tickCalls } from "../fixtures/scale/tick-calls.ts";
import { dueKinds, makeDue } from "../fixtures/scale/due-items.ts";
import { median } from "./median.ts";
import type { BenchContext, Figure } from "./part.ts";
import { undone } from "../fixtures/scale/undone.ts";

const repetitions = 7;
const itemRepetitions = 3;
const most = 50;
const due = 1000;

type Idle = { name: string; ms: number }[];

export async function tick({ sizes, scale, log }: BenchContext): Promise<Figure[]> {
  const [smallest = 0, largest = smallest] = [sizes[0], sizes.at(-1)];
  const idle: { size: number; queries: Idle }[] = [];
  const perItem: { size: number; kind: string; ms: number }[] = [];
  for (const size of sizes) idle.push({ size, queries: await idleQueries(await scale(size)) });
  // Sizes take turns: a busy machine is not equally busy for long.
  for (let repetition = 0; repetition < itemRepetitions; repetition += 1)
    for (const kind of dueKinds)
      for (const size of sizes) perItem.push({ size, kind, ms: await itemCost(await scale(size), kind) });
  log(`ms of each query with nothing due, at ${sizes.join(", ")} requests`);
  for (const { name } of idle.at(-1)?.queries ?? [])
    log(`${idle.map(({ queries }) => timeOf(queries, name)).join("")}  ${name}`);

  const sumAt = (size: number) =>
    (idle.find((one) => one.size === size)?.queries ?? []).reduce((sum, { ms }) => sum + ms, 0);
  const itemAt = (size: number, kind: string) =>
    median(perItem.filter((one) => one.size === size && one.kind === kind).map(({ ms }) => ms));
  return [
    {
      name: `nothing due, ${largest} requests: all queries of a tick`,
      value: sumAt(largest),
      unit: "ms",
      beside: { what: `at ${smallest}`, value: sumAt(smallest) },
      atMost: most,
    },
    ...dueKinds.map((kind) => ({
      name: `${due} due: ${kind}`,
      value: itemAt(largest, kind),
      unit: "ms",
      beside: { what: `at ${smallest}`, value: itemAt(smallest, kind) },
      ratioAtMost: 1.5,
      allowance: 0.5,
    })),
  ];
}

const timeOf = (queries: Idle, name: string) =>
  (queries.find((one) => one.name === name)?.ms ?? Number.NaN).toFixed(2).padStart(8);

/** Medians on one connection, as a pool's that have planned them before. */
async function idleQueries(database: TestDatabase): Promise<Idle> {
  const sql = openSql(database.url, 1, "service_role");
  const queries: Idle = [];
  for (const call of await tickCalls(database)) {
    const statement = await rpcStatement(sql, call);
    const times: number[] = [];
    for (let repetition = 0; repetition <= repetitions; repetition += 1)
      times.push((await undone(sql, (transaction) => explain(transaction, statement))).ms);
    queries.push({ name: call.name, ms: median(times.slice(1)) });
  }
  await sql.end();
  return queries;
}

/** Milliseconds for each item that a job takes in one call, the connection's first. */
async function itemCost({ url }: TestDatabase, kind: (typeof dueKinds)[number]): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  const cost = await undone(sql, async (transaction) => {
    const statement = await makeDue(transaction, kind, due);
    await transaction`select set_config('role', 'service_role', true)`;
    const { plan, ms } = await explain(transaction, statement);
    return ms / plan["Actual Rows"];
  });
  await sql.end();
  return cost;
}
