/** Every attacker tries everything in the catalogue, in every way; the expectations are in expectations/. */
import { beforeAll, expect, test } from "vitest";
import { listRelations, type Relation } from "./catalogue.ts";
import { type Label, type RelationKind, relations } from "./expectations/relation-expectations.ts";
import { createFixture, type Fixture } from "./matrix/attackers.ts";
import { fillOf } from "./matrix/relation-cells.ts";
import { joined, runSqlMatrix } from "./matrix/sql-matrix.ts";
import { useDatabase } from "../fixtures/own-database.ts";

const database = await useDatabase();

let fixture: Fixture;
let found: Relation[];

beforeAll(async () => {
  fixture = await createFixture(database);
  found = await listRelations(database.sql);
});

/** A hash of every row of every relation. */
async function contents(): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const { name } of found) {
    const [row] = await database.sql.unsafe<{ hash: string }[]>(
      `select count(*) || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from ${name} as t`,
    );
    hashes[name] = row?.hash ?? "";
  }
  return hashes;
}

test("every relation that people read has rows for every kind of person in the matrix", async () => {
  const wanted: Record<Exclude<RelationKind, "closed">, Label[]> = {
    of_client: ["foreign", "own", "sibling"],
    of_client_with_internal: [
      "foreign",
      "foreign_internal",
      "own",
      "own_internal",
      "sibling",
      "sibling_internal",
    ],
    for_staff: ["foreign", "home"],
    for_admin: ["foreign", "home"],
    for_tenant: ["foreign", "home"],
  };
  for (const relation of found) {
    const kind = relations[relation.name];
    if (kind === undefined || kind === "closed") continue;
    const { rows } = await fillOf(database.sql, relation, fixture);
    expect(Object.keys(rows).sort(), relation.name).toEqual(wanted[kind]);
  }
});

test("no cell is wrong and no row has changed afterwards", async () => {
  const before = await contents();
  const started = performance.now();
  const parts = await runSqlMatrix(database.url, fixture);
  const { cells, wrong } = joined(Object.values(parts));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const each = Object.entries(parts).map(([name, part]) => `${name} ${part.cells}`);
  console.log(
    `SQL matrix: ${cells} cells (${each.join(", ")}), ${fixture.attackers.length} attackers, ${wrong.length} wrong, ${seconds} s`,
  );
  expect(wrong).toEqual([]);
  expect(await contents()).toEqual(before);
  expect(fixture.attackers.length).toBeGreaterThanOrEqual(10);
  expect(parts.reading?.cells).toBeGreaterThan(3000);
  expect(parts.writing?.cells).toBeGreaterThan(20_000);
});

test("an ended membership ends access with the next statement", async () => {
  const { claims, members } = fixture.tenants;
  const requests = (person: "manager" | "client") =>
    database.asUser(
      claims[person],
      async (transaction) => (await transaction`select from public.migration_requests`).count,
    );
  expect([await requests("manager"), await requests("client")]).toEqual([2, 1]);
  await database.sql`update public.members set ended_at = now() where id = ${members.manager}`;
  await database.sql`update public.client_members set ended_at = now() where user_id = ${claims.client.sub ?? ""}`;
  expect([await requests("manager"), await requests("client")]).toEqual([0, 0]);
  await database.sql`update public.members set ended_at = null where id = ${members.manager}`;
  await database.sql`update public.client_members set ended_at = null where user_id = ${claims.client.sub ?? ""}`;
});

test("a planted table, function and policy are wrong cells", async () => {
  await database.sql
    .unsafe(`create table public.planted (id integer); grant all on public.planted to authenticated;
      create function public.planted() returns integer language sql as 'select 1';
      create policy planted on public.migration_requests for select to authenticated using (true);
      create policy planted on public.request_list for select to authenticated using (true)`)
    .simple();
  const { wrong } = joined(Object.values(await runSqlMatrix(database.url, fixture)));
  expect(wrong).toEqual(
    expect.arrayContaining([
      "relation public.planted is not in the table of expectations",
      "function public.planted is not in the table of expectations",
      "public.planted has authenticated TRUNCATE",
      "public.planted lacks row-level security",
      "stranger truncate public.planted: 0 rows instead of 42501 or 428C9",
      "visitor call public.planted: open instead of closed",
      "stranger count public.migration_requests: 3 instead of 0",
      "siblingClient count_requests on foreign: 1 instead of 0",
    ]),
  );
});
