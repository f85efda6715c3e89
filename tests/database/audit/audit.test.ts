/** The audit in the database is complete, cannot be rewritten, and stays whole after an erasure. */
import { expect, test } from "vitest";
import { auditedTables } from "#domain/audit/audited-tables.ts";
import { readBody } from "#domain/audit/chain.ts";
import { checkAudit } from "../../../supabase/operator/audit-check.ts";
import { createTestDatabase } from "../../fixtures/database.ts";
import { named, useAuditFixture } from "./audit-fixture.ts";
import { CommandDriver, type Input, tomorrow } from "../../fixtures/command-driver.ts";
import { createTwoTenants, fillEveryTable } from "../../fixtures/two-tenants.ts";

const fixture = await useAuditFixture();

test("everything that happened is in two whole chains, and every request matches its rows", async () => {
  expect(await fixture.faults()).toEqual([]);
  const [row] = await fixture.database.sql<
    { chains: number; rows: number; events: number; reported: number }[]
  >`
    select (select count(distinct provider_id)::int from public.audit_rows) as chains, (select count(*)::int from public.audit_rows) as rows,
      (select count(*)::int from public.events) as events, (select count(*)::int from public.audit_rows where event_id is not null) as reported`;
  expect(row?.chains).toBe(2);
  expect(row?.reported).toBe(row?.events);
  expect(row?.rows).toBeGreaterThan(row?.events ?? 0);
});

test("one entry per change, and none for what changed nothing or was rolled back", async () => {
  const count = async () => {
    const [row] = await fixture.database.sql<{ n: number }[]>`
      select ((select count(*) from private.audit_intake) + (select count(*) from public.audit_rows))::int as n`;
    return row?.n ?? 0;
  };
  const before = await count();
  const request = await fixture.driver.bringTo("draft");
  expect(await count()).toBe(before + 1);
  await fixture.driver.command("client", "submit_request", request);
  expect(await count()).toBe(before + 2);
  await fixture.driver.try("manager", "accept_request", { request, version: 2 }, false);
  await fixture.driver.try("manager", "accept_request", { request, version: 1 });
  await fixture.database.sql`update public.migration_requests set fence = fence where id = ${request}`;
  await fixture.database
    .sql`update public.members set role = role where provider_id = ${fixture.tenants.own.provider}`;
  expect(await count()).toBe(before + 2);
  // The engine records something twice in one transaction, without an event.
  await fixture.database.sql.begin(async (transaction) => {
    await transaction`update public.migration_requests set fence = fence + 1 where id = ${request}`;
    await transaction`update public.migration_requests set fence = fence + 1 where id = ${request}`;
  });
  expect(await count()).toBe(before + 3);
  await fixture.driver.try("admin", "set_clock_target", {
    provider: fixture.tenants.own.provider,
    code: "triage",
    minutes: 60,
  });
  expect(await count()).toBeGreaterThan(before + 3);
  await fixture.seal();
  expect(await fixture.faults()).toEqual([]);
});

/** Commands that people try whatever the status of a request; most are refused most of the time. */
const tried: readonly [actor: "manager" | "client" | "admin", name: string, input: Input][] = [
  ["client", "save_draft", { application: { phoneNumber: "+12025550199", phoneCountry: "US" } }],
  ["client", "submit_request", {}],
  ["manager", "accept_request", {}],
  ["manager", "ask_client", { body: "b" }],
  ["client", "add_comment", { visibility: "client", body: "b" }],
  ["manager", "hold_request", { reason: "r" }],
  ["manager", "hold_request", { reason: "" }],
  ["manager", "edit_facts", { facts: { sourceWabaId: "9005" } }],
  ["manager", "answer_route_questions", { answers: { accountModel: "new" } }],
  ["manager", "confirm_check", { code: "ROLLBACK_CARD", kind: "person", evidence: "e" }],
  ["manager", "schedule_request", tomorrow()],
  ["client", "confirm_window", {}],
  ["client", "propose_window", { ...tomorrow(), note: "n" }],
  ["manager", "postpone_request", { note: "n" }],
  ["manager", "abort_cutover", { note: "n" }],
  ["manager", "set_track", { track: "billing", state: "done" }],
  ["client", "cancel_request", { note: "n" }],
];

test.each([7, 21, 1234])("random walk %i: every request can be rebuilt from its rows", async (seed) => {
  const requests = [];
  for (const status of ["draft", "submitted", "preparing", "scheduled", "registered"] as const)
    requests.push(await fixture.driver.bringTo(status));
  let state = seed;
  const pick = <T>(list: readonly T[]): T => {
    state = (state * 48_271) % 2_147_483_647;
    const one = list[state % list.length];
    if (one === undefined) throw new Error("nothing to choose from");
    return one;
  };
  let done = 0;
  for (let step = 0; step < 60; step += 1) {
    const [actor, name, input] = pick(tried);
    const request = pick(requests);
    const version = name === "add_comment" ? {} : { version: await fixture.driver.version(request) };
    if ("done" in (await fixture.driver.try(actor, name, { request, ...version, ...input }))) done += 1;
    if (step % 20 === 0) await fixture.seal();
  }
  expect(done).toBeGreaterThan(8);
  await fixture.seal();
  expect(await fixture.faults()).toEqual([]);
});

test("an event changed or deleted openly leaves an entry, and matches its rows", async () => {
  const { sql } = fixture.database;
  const event = async (change: string) => {
    const [row] = await sql<{ id: number }[]>`
      select max(id)::int as id from public.events where provider_id = ${fixture.tenants.foreign.provider}`;
    await sql.unsafe(change.replaceAll("$event", String(row?.id)));
    await fixture.seal();
    return row?.id;
  };
  const changed = await event(
    `update public.events set data = '{"note": "new"}', kind = 'k' where id = $event`,
  );
  expect(await fixture.faults()).toEqual([]);
  const removed = await event("delete from public.events where id = $event");
  expect(await fixture.faults()).toEqual([]);
  const reported = await sql<{ kind: string; row: number }[]>`
    select kind, (body::jsonb -> 'data' ->> 'row')::int as row from public.audit_rows where kind like 'events.%' order by seq`;
  expect(reported).toEqual([
    { kind: "events.changed", row: changed },
    { kind: "events.removed", row: removed },
  ]);
});

test("the chain holds no personal data and no secret", async () => {
  const [row] = await fixture.database.sql<{ rows: number }[]>`
    select count(*)::int as rows from public.audit_rows where body ~* 'client\\.example|portdesk\\.example|\\+1202555|ciphertext|nonce'`;
  expect(row?.rows).toBe(0);
});

test.each([
  ["a row", "update public.audit_rows set kind = 'x'"],
  ["rows away", "delete from public.audit_rows"],
  ["all rows", "truncate public.audit_rows"],
  ["an entry that waits", "update private.audit_intake set kind = 'x'"],
  ["an entry that waits away", "delete from private.audit_intake"],
  ["all entries", "truncate private.audit_intake"],
  ["a value", "update public.audit_values set value = '1'"],
  ["a value away", "delete from public.audit_values"],
  ["all values", "truncate public.audit_values"],
  ["a head away", "delete from private.audit_heads"],
  ["a head back", "update private.audit_heads set seq = 1"],
  ["a head's hash", "update private.audit_heads set hash = repeat('a', 64)"],
])("not even the owner of the tables may change or remove %s", async (_what, statement) => {
  await fixture.database
    .sql`update public.clients set country = case country when 'GB' then 'US' else 'GB' end`;
  for (const role of ["postgres", "supabase_admin"]) {
    expect(await fixture.refusal(statement, role), role).toBe("42501");
  }
});

test("several workers seal at once: numbers without gaps, each entry once", async () => {
  await Promise.all(
    Array.from(
      { length: 40 },
      (_, at) =>
        fixture.database
          .sql`update public.clients set name = ${`N${at}`} where id = ${fixture.tenants.own.client}`,
    ),
  );
  await Promise.all(
    Array.from({ length: 6 }, () => fixture.database.sql`select public.engine_seal_audit(9)`),
  );
  await fixture.seal();
  expect(await fixture.faults()).toEqual([]);
  expect((await fixture.headOf(fixture.tenants.own.provider)).waiting).toBe(0);
});

test("erasing a subject leaves the chain whole and its values nowhere", async () => {
  await fixture.seal();
  const before = await fixture.headOf(fixture.tenants.own.provider);
  const values = async () =>
    (
      await fixture.database
        .sql`select from public.audit_values where subject = ${fixture.moved} or entry in (select id from public.audit_rows where request_id = ${fixture.moved})`
    ).count;
  expect(await values()).toBeGreaterThan(5);
  const [row] = await fixture.database.sql<
    { n: number }[]
  >`select private.erase_audit_values(${fixture.tenants.own.provider}, ${fixture.moved}) as n`;
  expect(row?.n).toBeGreaterThan(5);
  expect(await values()).toBe(0);
  // Before the erasure is sealed too.
  expect(await fixture.faults({ known: { home: before } })).toEqual([]);
  await fixture.seal();
  expect(await fixture.faults({ known: { home: before } })).toEqual([]);
  const erasure = await fixture.database.sql<
    { body: string }[]
  >`select body from public.audit_rows where kind = 'audit.erased'`;
  const said = erasure
    .map(({ body }) => readBody(body)?.data)
    .find((data) => data?.subject === fixture.moved);
  expect(said?.values).toBe(row?.n);
  expect(Object.values(said?.erased ?? {}).flat()).toHaveLength(row?.n ?? 0);
  // Erasing is possible for one statement only.
  expect(await fixture.refusal("delete from public.audit_values", "postgres")).toBe("42501");
});

test("what existed before the audit is taken up", async () => {
  const older = await createTestDatabase();
  const triggers = (state: "enable" | "disable") =>
    older.sql
      .unsafe(
        `alter table public.events ${state} trigger events_audit;
         alter table public.migration_requests ${state} trigger migration_requests_audit_add;
         alter table public.migration_requests ${state} trigger migration_requests_audit_change`,
      )
      .simple();
  try {
    await triggers("disable");
    const people = await createTwoTenants(older);
    await fillEveryTable(older, people);
    await new CommandDriver(older, people).bringTo("completed");
    await triggers("enable");
    const check = async () => named(await checkAudit(older.sql, { minutes: 10 }));
    expect((await check()).join()).toContain("home unrecorded");
    await older.sql`select private.take_up_audit()`;
    await older.sql`select public.engine_seal_audit(100000)`;
    expect(await check()).toEqual([]);
  } finally {
    await older.drop();
  }
});

test("the tables whose rows are audited are those for which the screens have names", async () => {
  const rows = await fixture.database.sql<{ name: string }[]>`
    select c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where t.tgfoid = 'private.audit_row'::regproc order by 1`;
  expect(rows.map(({ name }) => name)).toEqual([...auditedTables].toSorted());
});

test("what is deleted with a person's account leaves an entry", async () => {
  const { sql } = fixture.database;
  // Every table whose rows are deleted with an account must be audited.
  const gone = await sql<
    { name: string }[]
  >`select distinct c.relname as name from pg_constraint k join pg_class c on c.oid = k.conrelid
    where k.contype = 'f' and k.confrelid = 'auth.users'::regclass and k.confdeltype = 'c' and c.relnamespace = 'public'::regnamespace`;
  expect(gone.map(({ name }) => name).toSorted()).toEqual(["client_members", "members"]);
  const removed = async () => {
    await fixture.seal();
    const rows = await sql<{ body: string }[]>`
      select body from public.audit_rows where provider_id = ${fixture.tenants.own.provider} order by seq`;
    return rows.map(({ body }) => readBody(body)?.kind).filter((kind) => kind?.endsWith(".removed"));
  };
  const before = await removed();
  for (const actor of ["analyst", "siblingClient"] as const)
    await sql`delete from auth.users where id = ${fixture.tenants.claims[actor].sub ?? ""}`;
  expect(new Set((await removed()).slice(before.length))).toEqual(
    new Set(["client_members.removed", "members.removed"]),
  );
  expect(await fixture.faults()).toEqual([]);
});

test("a head is due to be sent once a day, and only while the chain grows", async () => {
  const { provider } = fixture.tenants.own;
  const due = async () => {
    const [row] = await fixture.database.sql<{ heads: { provider: string; seq: number; to: string[] }[] }[]>`
      select public.engine_audit_heads_due() as heads`;
    return row?.heads.find((head) => head.provider === provider);
  };
  await fixture.seal();
  const head = await due();
  expect(head).toMatchObject({ seq: (await fixture.headOf(provider)).seq, to: ["m@portdesk.example"] });
  // A head that nobody records as sent is due again, but not with the next tick.
  expect(await due()).toBeUndefined();
  await fixture.database.sql`update private.audit_heads set tried_at = now() - interval '11 minutes'`;
  expect(await due()).toMatchObject({ seq: head?.seq });
  await fixture.database.sql`select public.engine_note_published_head(${provider}, ${head?.seq ?? 0})`;
  expect(await due()).toBeUndefined();
  await fixture.database.sql`update public.clients set name = 'Later' where provider_id = ${provider}`;
  await fixture.seal();
  expect(await due()).toBeUndefined();
  await fixture.database.sql`update private.audit_heads set published_at = now() - interval '25 hours',
    tried_at = now() - interval '25 hours'`;
  expect((await due())?.seq).toBe((await fixture.headOf(provider)).seq);
});

test("only admins can read the head, and only of their own provider", async () => {
  const { own, foreign } = fixture.tenants;
  const ask = (actor: "manager" | "client" | "admin", provider: string) =>
    fixture.driver.try(actor, "audit_head", { provider });
  expect(await ask("manager", own.provider)).toMatchObject({ refused: "403 not_permitted" });
  expect(await ask("client", own.provider)).toMatchObject({ refused: "404 provider_not_found" });
  expect(await ask("admin", foreign.provider)).toMatchObject({ refused: "404 provider_not_found" });
});
