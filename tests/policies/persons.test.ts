/** What the installation holds of a person, and how it forgets them. */
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { AuditWorld } from "./audit-world.ts";
import { createTwoTenants, type TwoTenants } from "./two-tenants.ts";

let database: TestDatabase;
let tenants: TwoTenants;
let world: AuditWorld;
let sub: string;

const email = "quentin@forgotten.example";
const marks = ["Quentin", "quentin@forgotten.example", "+442079460991", "Head of Quince"];

beforeAll(async () => {
  database = await createTestDatabase();
  tenants = await createTwoTenants(database);
  world = new AuditWorld(database, tenants);
  sub = await database.createUser(email);
  await database.sql`insert into public.client_members (provider_id, client_id, user_id, name, email)
    values (${tenants.own.provider}, ${tenants.own.client}, ${sub}, 'Quentin Example', 'Quentin@Forgotten.Example')`;
});
afterAll(() => database.drop());

const operator = <T>(name: "person_data" | "erase_person", address: string) =>
  database.sql.unsafe<{ answer: T }[]>(`select private.${name}($1) as answer`, [address]).then(
    ([row]) => ({ done: row?.answer }),
    (error: unknown) => {
      if (error instanceof postgres.PostgresError) return { refused: error.message, hint: error.hint };
      throw error;
    },
  );

const person = () => ({ role: "authenticated", sub, email }) as const;

/** A request in which the person is contact and authorised person, with their words in it. */
async function request(): Promise<string> {
  const id = await world.desk.draft({
    contactName: "Quentin Example",
    contactEmail: email,
    contactPhone: "+442079460991",
    authorisedName: "Quentin Example",
    authorisedEmail: "QUENTIN@forgotten.example",
    authorisedPosition: "Head of Quince",
  });
  const said = await world.desk.try(person(), "add_comment", {
    request: id,
    visibility: "client",
    body: "Quentin here: please call.",
  });
  expect(said).toHaveProperty("done");
  return id;
}

/** Rows outside Supabase's own schema in which one of the marks stands. */
async function found(): Promise<string[]> {
  const relations = await database.sql<{ name: string }[]>`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'private') and c.relkind = 'r' order by 1`;
  const hits: string[] = [];
  for (const { name } of relations) {
    const rows = await database.sql.unsafe<{ text: string }[]>(
      `select to_jsonb(t)::text as text from ${name} as t`,
    );
    for (const { text } of rows)
      if (marks.some((mark) => text.toLowerCase().includes(mark.toLowerCase())))
        hits.push(`${name}: ${text}`);
  }
  return hits;
}

test("whoever is told of nowhere is not found", async () => {
  expect(await operator("erase_person", "nobody@nowhere.example")).toEqual({
    refused: "person_not_found",
    hint: "",
  });
});

test("nobody is forgotten while they belong to a desk or to a live request, and nothing has changed then", async () => {
  const [row] = await database.sql<{ email: string }[]>`
    select email from auth.users where id = ${tenants.claims.manager.sub ?? ""}`;
  expect(await operator("erase_person", row?.email ?? "")).toEqual({
    refused: "person_is_member",
    hint: "home",
  });
  const id = await request();
  const [live] = await database.sql<{ reference: string }[]>`
    select reference from public.migration_requests where id = ${id}`;
  const before = await found();
  expect(await operator("erase_person", email)).toEqual({
    refused: "person_in_live_request",
    hint: live?.reference,
  });
  expect(await found()).toEqual(before);
  await world.desk.act("client", "cancel_request", id, { note: null });
});

test("the export names every row that tells of the person and nobody else's", async () => {
  const { done } = (await operator<Record<string, unknown[]>>(
    "person_data",
    " Quentin@forgotten.example ",
  )) as {
    done: Record<string, unknown[]>;
  };
  const { email: address, ...parts } = done;
  expect(address).toBe(email);
  expect(Object.fromEntries(Object.entries(parts).map(([part, rows]) => [part, rows.length]))).toEqual({
    accounts: 1,
    members: 0,
    client_members: 1,
    invitations: 0,
    requests: 1,
    comments: 1,
    evidence: 0,
    acts: 1,
    exports: 0,
  });
  expect(parts.requests).toMatchObject([
    { filed: false, contact_email: email, authorised_position: "Head of Quince" },
  ]);
});

test("a person who is forgotten stands in no row, what was done stays, and the audit is whole", async () => {
  await world.seal();
  expect((await found()).length).toBeGreaterThan(5);
  const [before] = await database.sql`select count(*)::int as n from public.events`;
  expect(await operator("erase_person", email)).toMatchObject({
    done: { accounts: [sub], rows: { requests: 1, comments: 1 } },
  });
  expect(await found()).toEqual([]);
  expect(await database.sql`select count(*)::int as n from public.events`).toEqual([before]);
  await world.seal();
  expect(await world.faults()).toEqual([]);
  expect(await found()).toEqual([]);
  const seen = await database.asUser(person(), (sql) => sql`select from public.migration_requests`);
  expect(seen.count).toBe(0);
});

test("the operator's command tells what it does, and refuses in words", async () => {
  const tool = path.join(import.meta.dirname, "../../supabase/operator/privacy.ts");
  const run = (...order: string[]) =>
    promisify(execFile)(process.execPath, [tool, ...order, "--database-url", database.url]).then(
      ({ stdout }) => ({ code: 0, text: stdout }),
      ({ code, stderr }: { code: number; stderr: string }) => ({ code, text: stderr }),
    );
  const exported = await run("export", "--email", "nobody@nowhere.example");
  expect(JSON.parse(exported.text)).toMatchObject({ email: "nobody@nowhere.example", requests: [] });
  expect(await run("erase", "--email", "nobody@nowhere.example")).toMatchObject({
    code: 1,
    text: expect.stringContaining("Nothing here tells of this address."),
  });
  expect(await run("forget", "--email", "a@b.example")).toMatchObject({ code: 2 });
});
