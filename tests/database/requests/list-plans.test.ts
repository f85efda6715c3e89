/**
 * Every list, count and search is planned as a walk of an index, at 100,000 requests of which one tenant has 20,000:
 * there the faults show that make a page of a million take seconds.
 */
import { beforeAll, expect, it } from "vitest";
import { useDatabase } from "../../fixtures/own-database.ts";
import { explain, faultsOf } from "../../fixtures/scale/plan.ts";
import { scaleReads, type Read } from "../../fixtures/scale/reads.ts";
import { fillScale } from "../../fixtures/scale/scale-database.ts";

const database = await useDatabase();
let reads: Read[] = [];
let large = new Set<string>();

beforeAll(async () => {
  await fillScale(database.url, { requests: 100_000, providers: 1000 });
  reads = await scaleReads(database.sql);
  const tables = await database.sql<{ name: string }[]>`
    select relname as name from pg_class where relkind = 'r' and reltuples > 10000`;
  large = new Set(tables.map(({ name }) => name));
}, 300_000);

const planOf = ({ user, sql }: Read) =>
  database.asUser({ role: "authenticated", sub: user }, (transaction) => explain(transaction, sql));

it("has no plan that grows with the number of requests", async () => {
  const faults: string[] = [];
  for (const read of reads) {
    const { plan } = await planOf(read);
    faults.push(...faultsOf(plan, large).map((fault) => `${read.name}: ${fault}\n${read.sql}`));
  }
  expect(faults).toEqual([]);
  expect(reads.length).toBeGreaterThan(60);
});

it("reads as little for a page far down as for the first", async () => {
  const buffers = async (name: string) => {
    const read = reads.find((one) => one.name === name);
    if (!read) throw new Error(`No list is called ${name}.`);
    return (await planOf(read)).buffers;
  };
  for (const order of ["updated_at desc", "updated_at asc", "due_order desc", "due_order asc"]) {
    const first = await buffers(`${order}, first page`);
    for (const page of ["400th page", "last page"])
      expect(await buffers(`${order}, ${page}`), `${order}, ${page}`).toBeLessThanOrEqual(first * 1.2 + 5);
  }
});

/** The faults of every read while the database is spoilt. */
async function faultsWith(spoil: string, mend: string): Promise<string[]> {
  await database.sql.unsafe(spoil).simple();
  const faults: string[] = [];
  for (const read of reads) faults.push(...faultsOf((await planOf(read)).plan, large));
  await database.sql.unsafe(mend).simple();
  return faults;
}

it("notices an order without its index, and a request's rows without theirs", async () => {
  const order =
    "create index request_list_updated on public.request_list (provider_id, updated_at desc, id desc)";
  expect((await faultsWith("drop index public.request_list_updated", order)).join()).toMatch(
    /sorts|throws away/,
  );
  const rows = "create index events_request on public.events (request_id, id)";
  expect(await faultsWith("drop index public.events_request", rows)).toContain("reads all of events");
});

it("notices a policy that asks for every row", async () => {
  const policy = (test: string) =>
    `alter policy request_list_select_own on public.request_list using (${test})`;
  const faults = await faultsWith(
    policy(
      "exists (select from public.members m where m.provider_id = request_list.provider_id and m.user_id = auth.uid())",
    ),
    policy("provider_id in (select private.my_provider_ids())"),
  );
  expect(faults.join()).toMatch(/asks a sub-query \d+ times/);
});
