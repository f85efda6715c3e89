/** Rows past their retention time go, and nothing else does. */
import { beforeAll, expect, test } from "vitest";
import { keptTables } from "./retention-expectations.ts";
import { fillEveryTable } from "../../fixtures/two-tenants.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, tenants, driver } = await useDriver();

let rules: { relation: string; since: string; keep: string }[];

beforeAll(async () => {
  await fillEveryTable(database, tenants);
  const requests = [await driver.bringTo("preparing"), await driver.bringTo("preparing")];
  const { sql } = database;
  for (const request of requests) {
    await sql`insert into private.readings (provider_id, request_id, scope, asked, calls, worker, lease_until, closed_at)
      values (${tenants.own.provider}, ${request}, 'all', false, 1, 'w', now(), now())`;
    await sql`insert into private.reading_prompts (request_id, provider_id, scope, prompted_at)
      values (${request}, ${tenants.own.provider}, 'all', now())`;
    await sql`select public.engine_note_failure('clocks', ${request}, 'broken')`;
    await sql`insert into private.webhook_inbox (digest) values (${request})`;
    await sql`insert into private.webhook_changes (key, waba_id, field, event, facts, sent_at, received_at)
      values (${request}, '71', 'messages', 'received', '{}', now(), now())`;
  }
  for (const count of [1, 3]) await sql`select public.engine_count_refused_webhooks(${count})`;
  await sql`insert into private.number_conflicts (phone_number, live_request_id, rival_request_id, rival_person)
    select '+12025550100', ${requests[0] ?? ""}, request, gen_random_uuid() from unnest(${requests}::uuid[]) as request`;
  rules = await sql<
    typeof rules
  >`select relation, since, keep::text as keep from private.retention order by 1`;
});

const sweep = async (limit = 1000) => {
  const [row] = await database.sql<{ swept: number }[]>`select public.engine_sweep(${limit}) as swept`;
  return row?.swept;
};

/** How many rows each relation of the schema has; the audit grows with every change and is only counted on request. */
async function sizes(withAudit = false): Promise<Record<string, number>> {
  const relations = await database.sql<{ name: string }[]>`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'private') and c.relkind = 'r'
      and (${withAudit} or c.relname not like 'audit%') order by 1`;
  const counts = await Promise.all(
    relations.map(({ name }) =>
      database.sql.unsafe<{ n: number }[]>(`select count(*)::int as n from ${name}`),
    ),
  );
  return Object.fromEntries(relations.map(({ name }, index) => [name, counts[index]?.[0]?.n ?? 0]));
}

const age = (distance: string) =>
  Promise.all(
    rules.map(({ relation, since, keep }) =>
      database.sql.unsafe(`update ${relation} set ${since} = now() - $1::interval ${distance}`, [keep]),
    ),
  );

test("refused webhooks add up by the hour", async () => {
  const [row] =
    await database.sql`select sum(refused)::int as n, max(hour) <= now() as begun from private.webhook_refusals`;
  expect(row).toEqual({ n: 4, begun: true });
});

test("rows go within the hour in which their time ends, and no other row goes with them", async () => {
  const before = await sizes();
  const swept = rules.map(({ relation }) => relation);
  for (const relation of swept) expect([relation, before[relation]]).not.toEqual([relation, 0]);
  await age("+ interval '1 hour'");
  expect(await sweep()).toBe(0);
  await age("- interval '1 hour'");
  expect(await sweep(0)).toBe(0);
  expect(await sweep(1)).toBe(rules.length);
  const left = swept.reduce((sum, relation) => sum + (before[relation] ?? 0) - 1, 0);
  expect(await sweep()).toBe(left);
  const gone = Object.fromEntries(swept.map((relation) => [relation, 0]));
  expect(await sizes()).toEqual({ ...before, ...gone });
  expect(await sweep()).toBe(0);
});

test("every table is either swept after a time or kept for a reason", async () => {
  const tables = Object.keys(await sizes(true)).sort();
  const swept = rules.map(({ relation }) => relation);
  expect([...swept, ...Object.keys(keptTables)].sort()).toEqual(tables);
});
