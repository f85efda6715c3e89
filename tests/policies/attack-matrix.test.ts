/** Every actor against every relation of the catalogue, in every way; the expectation stands in expectations.ts. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { attempt } from "./attack.ts";
import { listRelations, type Relation } from "./catalogue.ts";
import { type Label, readable, type RelationKind, relations } from "./expectations.ts";
import { type Actor, actors, createTwoTenants, fillEveryTable, type TwoTenants } from "./two-tenants.ts";

let database: TestDatabase;
let tenants: TwoTenants;
let found: Relation[];

beforeAll(async () => {
  database = await createTestDatabase();
  tenants = await createTwoTenants(database);
  await fillEveryTable(database, tenants);
  found = await listRelations(database.sql);
});
afterAll(() => database.drop());

function kindOf(relation: Relation): RelationKind {
  return relations[relation.name] ?? "closed";
}

/** The label of a row, as SQL over its columns. */
function labelOf(relation: Relation): string {
  if (kindOf(relation) === "closed") return "'home'";
  if (!kindOf(relation).startsWith("of_client")) {
    const tenant = relation.name === "public.providers" ? "id" : "provider_id";
    return `case when ${tenant} = '${tenants.own.provider}' then 'home' else 'foreign' end`;
  }
  const client = relation.name === "public.clients" ? "id" : "client_id";
  const internal =
    kindOf(relation) === "of_client_with_internal"
      ? "case visibility when 'internal' then '_internal' else '' end"
      : "''";
  return `case ${client} when '${tenants.own.client}' then 'own' when '${tenants.sibling.client}' then 'sibling' else 'foreign' end || ${internal}`;
}

/** All labels of a relation's rows, each as often as there are rows, as the superuser sees them. */
async function allLabels(relation: Relation): Promise<Label[]> {
  const rows = await database.sql.unsafe<{ label: Label }[]>(
    `select ${labelOf(relation)} as label from ${relation.name}`,
  );
  return rows.map((row) => row.label).sort();
}

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

test("every relation of the catalogue is in the table of expectations, and the table names no other", () => {
  expect(found.map((relation) => relation.name)).toEqual(Object.keys(relations).sort());
});

test("every relation that people read holds rows of all whom the matrix tells apart", async () => {
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
    const kind = kindOf(relation);
    if (kind === "closed") continue;
    expect([...new Set(await allLabels(relation))], relation.name).toEqual(wanted[kind]);
  }
});

async function readCells(actor: Actor): Promise<string[]> {
  const wrong: string[] = [];
  for (const relation of found) {
    const expected = readable(kindOf(relation), actor);
    const all = await allLabels(relation);
    await database.asUser(tenants.claims[actor], async (transaction) => {
      const listed = await attempt(transaction, `select ${labelOf(relation)} as label from ${relation.name}`);
      const counted = await attempt(transaction, `select count(*)::int as n from ${relation.name}`);
      // A row's id guessed right must open no more than a list does.
      const searched = await attempt(
        transaction,
        `select count(*)::int as n from ${relation.name} where ${labelOf(relation)} is not null`,
      );
      const wanted = expected === "denied" ? "42501" : all.filter((label) => expected.includes(label)).join();
      const number =
        expected === "denied" ? "42501" : String(all.filter((label) => expected.includes(label)).length);
      const cells = {
        select: [
          "refused" in listed
            ? listed.refused
            : listed.rows
                .map((row) => String(row.label))
                .sort()
                .join(),
          wanted,
        ],
        count: ["refused" in counted ? counted.refused : String(counted.rows[0]?.n), number],
        search: ["refused" in searched ? searched.refused : String(searched.rows[0]?.n), number],
      };
      for (const [verb, [got, want]] of Object.entries(cells)) {
        if (got !== want) wrong.push(`${actor} ${verb} ${relation.name}: ${got} instead of ${want}`);
      }
    });
  }
  return wrong;
}

test.each(actors)("%s reads exactly what the table allows", async (actor) => {
  expect(await readCells(actor)).toEqual([]);
});

/** Writing statements against one relation; `$1` and `$2` are the home and the foreign provider. */
function writes(relation: Relation): Record<string, string> {
  const { name, columns } = relation;
  const column = columns[0] ?? "";
  const tenant = columns.find((one) => one === "provider_id");
  const copy = `insert into ${name} select * from ${name}`;
  const statements: Record<string, string> = {
    insert: `insert into ${name} default values`,
    "insert a copy": copy,
    upsert: `${copy} on conflict do nothing`,
    "update without where": `update ${name} set ${column} = ${column}`,
    delete: `delete from ${name} where true`,
    "delete without where": `delete from ${name}`,
    truncate: `truncate ${name} cascade`,
    lock: `lock table ${name} in access exclusive mode`,
  };
  for (const one of columns) statements[`update ${one}`] = `update ${name} set ${one} = default where true`;
  if (tenant !== undefined) {
    const home = `'${tenants.own.provider}'`;
    const away = `'${tenants.foreign.provider}'`;
    statements["transplant out"] = `update ${name} set provider_id = ${away} where provider_id = ${home}`;
    statements["transplant in"] = `update ${name} set provider_id = ${home} where provider_id = ${away}`;
    statements["forged insert"] = `insert into ${name} (provider_id) values (${away})`;
  }
  return statements;
}

test.each(actors)("%s writes nothing at all", async (actor) => {
  const before = await contents();
  const wrong: string[] = [];
  await database.asUser(tenants.claims[actor], async (transaction) => {
    for (const relation of found) {
      for (const [verb, statement] of Object.entries(writes(relation))) {
        const outcome = await attempt(transaction, statement);
        // A generated identity column is refused before rights are looked at; that is a refusal too.
        if (!("refused" in outcome) || !["42501", "428C9"].includes(outcome.refused)) {
          wrong.push(`${actor} ${verb} ${relation.name}: ${JSON.stringify(outcome).slice(0, 80)}`);
        }
      }
    }
  });
  expect(wrong).toEqual([]);
  expect(await contents()).toEqual(before);
});

test("an ended membership ends access with the next statement", async () => {
  const requests = (claims: TwoTenants["claims"][Actor]) =>
    database.asUser(
      claims,
      async (transaction) => (await transaction`select from public.migration_requests`).count,
    );
  const { manager, client } = tenants.claims;
  expect([await requests(manager), await requests(client)]).toEqual([2, 1]);
  await database.sql`update public.members set ended_at = now() where id = ${tenants.members.manager}`;
  await database.sql`update public.client_members set ended_at = now() where user_id = ${client.sub ?? ""}`;
  expect([await requests(manager), await requests(client)]).toEqual([0, 0]);
  await database.sql`update public.members set ended_at = null where id = ${tenants.members.manager}`;
  await database.sql`update public.client_members set ended_at = null where user_id = ${client.sub ?? ""}`;
});

test("claims about oneself change nothing: roles and tenants in the token are not believed", async () => {
  const forged = {
    ...tenants.claims.stranger,
    provider_id: tenants.own.provider,
    user_metadata: { role: "admin", provider_id: tenants.own.provider },
    app_metadata: { role: "admin" },
  };
  const count = await database.asUser(
    forged,
    async (transaction) => (await transaction`select from public.migration_requests`).count,
  );
  expect(count).toBe(0);
});

test("a planted open table and a planted open policy are wrong cells", async () => {
  const planted = await createTestDatabase();
  try {
    await planted.sql
      .unsafe("create table public.planted (id integer); grant all on public.planted to authenticated")
      .simple();
    const names = (await listRelations(planted.sql)).map((relation) => relation.name);
    expect(names).not.toEqual(Object.keys(relations).sort());
  } finally {
    await planted.drop();
  }
  await database.sql`create policy planted on public.migration_requests for select to authenticated using (true)`;
  expect(await readCells("stranger")).toContain("stranger count public.migration_requests: 3 instead of 0");
  await database.sql`drop policy planted on public.migration_requests`;
});
