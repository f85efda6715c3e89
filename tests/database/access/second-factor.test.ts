/** A provider may require a second factor: from admins for everything, from everybody for cut-over commands. */
import { beforeAll, expect, test } from "vitest";
import { secondFactorPermissions } from "#domain/access/second-factor.ts";
import type { Claims } from "../../fixtures/database.ts";
import type { Input } from "../../fixtures/command-driver.ts";
import { fillEveryTable } from "../../fixtures/two-tenants.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, tenants, driver } = await useDriver();
const { provider } = tenants.own;
let tables: string[];

const demand = (admins: boolean, cutover: boolean) =>
  database.sql`update public.providers set second_factor_admins = ${admins}, second_factor_cutover = ${cutover} where id = ${provider}`;
const withFactor = (claims: Claims): Claims => ({ ...claims, aal: "aal2" });
const withoutFactor = (claims: Claims): Claims => ({ ...claims, aal: "aal1" });

beforeAll(async () => {
  await fillEveryTable(database, tenants);
  const rows = await database.sql<{ name: string }[]>`
    select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1`;
  tables = rows.map(({ name }) => name);
});

const tie = (table: string) => (table === "providers" ? "id" : "provider_id");

/** The rows of the home provider that a person reads in each table. */
function rowsSeenBy(claims: Claims): Promise<Record<string, number>> {
  return database.asUser(claims, async (sql) => {
    const seen: Record<string, number> = {};
    for (const table of tables) {
      const rows = await sql.unsafe(`select from public.${table} where ${tie(table)} = $1`, [provider]);
      seen[table] = rows.count;
    }
    return seen;
  });
}

/** A person who used to work for the home provider. */
const makeFormerAdmin = (claims: Claims) => database.sql`
  insert into public.members (provider_id, user_id, role, name, email, ended_at)
  values (${provider}, ${claims.sub ?? ""}, 'admin', 'Before', 'before@own.example', now())`;
const forgetFormerAdmins = () => database.sql`delete from public.members where name = 'Before'`;

const nothing = () => Object.fromEntries(tables.map((table) => [table, 0]));

test("an admin without it reads nothing of the provider, with it everything as before; nobody else is affected", async () => {
  const { admin, manager, client } = tenants.claims;
  const before = await Promise.all([admin, manager, client].map(rowsSeenBy));
  expect(Object.values(before[0] ?? {}).filter((count) => count > 0).length).toBeGreaterThan(25);
  await demand(true, false);
  expect(await rowsSeenBy(admin)).toEqual(nothing());
  expect(await rowsSeenBy(withoutFactor(admin))).toEqual(nothing());
  expect(await rowsSeenBy({ ...admin, aal: "aal3" })).toEqual(nothing());
  expect(await Promise.all([withFactor(admin), manager, client].map(rowsSeenBy))).toEqual(before);
  await demand(false, false);
});

test("a former admin who is now only a client user is not asked for it", async () => {
  const { client } = tenants.claims;
  const before = await rowsSeenBy(client);
  await makeFormerAdmin(client);
  await demand(true, false);
  expect(await rowsSeenBy(client)).toEqual(before);
  await forgetFormerAdmins();
  await demand(false, false);
});

test("no permissive policy opens a locked provider", async () => {
  await demand(true, false);
  for (const table of tables)
    await database.sql.unsafe(
      `create policy too_open on public.${table} for select to authenticated using (true)`,
    );
  try {
    const { admin } = tenants.claims;
    expect(await rowsSeenBy(admin)).toEqual(nothing());
    expect(Math.min(...Object.values(await rowsSeenBy(withFactor(admin))))).toBeGreaterThan(0);
  } finally {
    for (const table of tables) await database.sql.unsafe(`drop policy too_open on public.${table}`);
    await demand(false, false);
  }
});

test("a locked admin can run no command, finds nothing, and is shown why", async () => {
  await demand(true, false);
  const { admin } = tenants.claims;
  const request = await driver.draft();
  expect(
    await driver.try(admin, "add_comment", { request, visibility: "internal", body: "x" }),
  ).toMatchObject({
    refused: "404 request_not_found",
  });
  expect(await driver.try(admin, "set_second_approval", { provider, required: true })).toMatchObject({
    refused: "403 second_factor_missing",
  });
  const found = await database.asUser(admin, (sql) => sql`select public.search_request_ids('own')`);
  expect(found.count).toBe(0);
  const locked = async (claims: Claims) => {
    const { done } = (await driver.try(claims, "my_access", {})) as {
      done: { memberships: { locked: boolean }[] };
    };
    return done.memberships.map((membership) => membership.locked);
  };
  expect(await locked(admin)).toEqual([true]);
  expect(await locked(withFactor(admin))).toEqual([false]);
  await demand(false, false);
});

test("where a cut-over requires it, each of its commands is refused without it and judged as before with it", async () => {
  const request = await driver.bringTo("cutover");
  await driver.step(request, "request_code");
  await driver.step(request, "verify_code");
  await demand(false, true);
  const version = await driver.version(request);
  const { manager } = tenants.claims;
  const approve = {
    request,
    version,
    step: "register",
    detail: { lastFour: await driver.lastFour(request) },
  };
  const missing = { refused: "403 second_factor_missing" };
  expect(await driver.try(manager, "authorise_step", approve)).toMatchObject(missing);
  expect(await driver.try(manager, "abort_cutover", { request, version, note: null })).toMatchObject(missing);
  expect(await driver.try(withoutFactor(manager), "authorise_step", approve)).toMatchObject(missing);
  expect(await driver.try(tenants.claims.analyst, "authorise_step", approve)).toMatchObject({
    refused: "403 not_permitted",
  });
  expect(
    await driver.try(manager, "add_comment", { request, visibility: "internal", body: "x" }, false),
  ).toHaveProperty("done");
  expect(await driver.try(withFactor(manager), "authorise_step", approve)).toHaveProperty("done");
  await demand(false, false);
});

/** A command that asks for each permission; the status that the request needs does not matter here. */
const commands: Record<(typeof secondFactorPermissions)[number], [name: string, input: Input]> = {
  "cutover.rehearse": ["rehearse_request", {}],
  "cutover.start": ["start_cutover", {}],
  "cutover.second_approve": ["approve_cutover", {}],
  "cutover.approve": ["authorise_step", { step: "register", detail: {} }],
  "cutover.abort": ["abort_cutover", { note: null }],
  "cutover.retry": ["retry_step", { step: "register" }],
  "cutover.resolve": ["resolve_outcome", { step: "register", happened: true }],
  "cutover.fail": ["fail_cutover", { note: "x" }],
  "code.request": ["authorise_step", { step: "request_code", detail: { method: "SMS" } }],
  "code.enter": ["authorise_step", { step: "verify_code", detail: {} }],
  "step.complete": ["complete_manual_step", { step: "record_ids", note: "x" }],
  "exception.settle": ["resolve_exception", { code: "RATE_LIMIT", reason: "x" }],
  "pin.set": ["begin_pin", {}],
  "message.test": ["begin_test_message", { to: "+12025550177" }],
};

test("each command of a cut-over asks a member of staff for it, and passes with it", async () => {
  const request = await driver.bringTo("cutover");
  const version = await driver.version(request);
  const { admin } = tenants.claims;
  const refusals = async (claims: Claims) => {
    const answers: [string, string][] = [];
    for (const permission of secondFactorPermissions) {
      const [name, input] = commands[permission];
      const answer = await driver.try(claims, name, { request, version, ...input }, false);
      answers.push([permission, "refused" in answer ? answer.refused : "done"]);
    }
    return answers;
  };
  const all = (answer: string) => secondFactorPermissions.map((permission) => [permission, answer]);
  const before = await refusals(admin);
  await demand(false, true);
  expect(await refusals(withoutFactor(admin))).toEqual(all("403 second_factor_missing"));
  expect(await refusals(withFactor(admin))).toEqual(before);
  expect(before.map(([, answer]) => answer)).not.toContain("403 not_permitted");
  await demand(false, false);
});

test("a client, who has none, is not asked for it, whatever they were before", async () => {
  const request = await driver.bringTo("cutover");
  await makeFormerAdmin(tenants.claims.client);
  await demand(false, true);
  const ask = {
    request,
    version: await driver.version(request),
    step: "request_code",
    detail: { method: "SMS" },
  };
  expect(await driver.try("client", "authorise_step", ask)).toHaveProperty("done");
  await forgetFormerAdmins();
  await demand(false, false);
});

test("only an admin in a session with it changes the requirement, also to lift it", async () => {
  const { admin, manager } = tenants.claims;
  const set = (claims: Claims, admins: boolean | null, cutover = true) =>
    driver.try(claims, "set_second_factor", { provider, admins, cutover });
  expect(await set(admin, true)).toMatchObject({ refused: "403 second_factor_missing" });
  expect(await set(withFactor(manager), true)).toMatchObject({ refused: "403 not_permitted" });
  expect(await set(withFactor(admin), null)).toMatchObject({ refused: "400 invalid_input" });
  expect(await set(withFactor(admin), false)).toHaveProperty("done");
  expect(await set(admin, false, false)).toMatchObject({ refused: "403 second_factor_missing" });
  expect(await set(withFactor(admin), true, false)).toHaveProperty("done");
  expect(await set(admin, false, false)).toMatchObject({ refused: "403 second_factor_missing" });
  const [row] =
    await database.sql`select second_factor_admins, second_factor_cutover from public.providers where id = ${provider}`;
  expect(row).toEqual({ second_factor_admins: true, second_factor_cutover: false });
  await demand(false, false);
});
