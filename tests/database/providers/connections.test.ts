/** A provider's connections to Meta in the database: saved, tested, given another token, resealed, revoked. */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { Input } from "../../fixtures/command-driver.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, tenants, driver } = await useDriver();

const refused = (text: string) => expect.objectContaining({ refused: text });
const unknown = refused("404 connection_not_found");
const sealed = (nonce: string, key_id = "k1") => ({ key_id, nonce, ciphertext: `sealed ${nonce}` });
const facts = { valid: true, scopes: ["whatsapp_business_management"], expiresAt: "2027-03-01T00:00:00Z" };
const service = (name: string, input: Input) => driver.try("service", name, input);

type Saver = { provider?: string; person?: string | undefined };
const save = (connection: string, nonce: string, saver: Saver = {}) =>
  service("engine_save_connection", {
    provider: tenants.own.provider,
    person: tenants.claims.admin.sub,
    ...saver,
    connection,
    name: " Main ",
    app_id: "7302",
    business_id: "7002",
    token: sealed(nonce),
    facts,
  });

async function added(nonce = "n1"): Promise<string> {
  const id = randomUUID();
  expect(await save(id, nonce)).toHaveProperty("done");
  return id;
}

const tokenOf = (connection: string) => service("engine_connection_token", { connection });
const onHome = (name: string, connection: string | null) =>
  driver.try("admin", name, { provider: tenants.own.provider, connection });

test("a saved connection is the provider's, with Meta's answer about the token; a new token replaces the old one", async () => {
  const id = await added();
  const [row] = await database.sql`
    select provider_id, name, token_valid, token_scopes, token_read_at is not null as read from public.meta_connections where id = ${id}`;
  expect(row).toEqual({
    provider_id: tenants.own.provider,
    name: "Main",
    token_valid: true,
    token_scopes: facts.scopes,
    read: true,
  });
  expect(await tokenOf(id)).toMatchObject({ done: { provider: tenants.own.provider, ...sealed("n1") } });
  expect(await save(id, "n2")).toHaveProperty("done");
  expect(await tokenOf(id)).toMatchObject({ done: sealed("n2") });
  await service("engine_note_token", {
    connection: id,
    facts: { valid: false, scopes: [], expiresAt: null },
  });
  expect(
    await database.sql`select token_valid, token_expires_at from public.meta_connections where id = ${id}`,
  ).toEqual([{ token_valid: false, token_expires_at: null }]);
});

test("nothing is saved over another provider's connection, a revoked one, or one that a client's signup created", async () => {
  const { connection: foreign } = tenants.foreign;
  expect(await save(foreign, "stolen")).toEqual(unknown);
  expect(await tokenOf(foreign)).toMatchObject({ done: { ciphertext: "c" } });
  const revoked = await added();
  await onHome("revoke_connection", revoked);
  expect(await save(revoked, "n2")).toEqual(unknown);
  expect(await tokenOf(revoked)).toEqual({ done: null });
  const granted = await added();
  await database.sql`update public.meta_connections set request_id = ${await driver.bringTo("submitted")} where id = ${granted}`;
  expect(await save(granted, "n2")).toEqual(unknown);
  expect(await onHome("authorise_connection", granted)).toEqual(unknown);
  expect(await onHome("revoke_connection", granted)).toEqual(unknown);
});

test("a person who is no longer an admin when Meta has answered saves nothing", async () => {
  const { admin, manager, endedMember, foreignAdmin } = tenants.claims;
  for (const { sub: person } of [manager, endedMember, foreignAdmin]) {
    const id = randomUUID();
    expect(await save(id, "n1", { person })).toEqual(refused("403 not_permitted"));
    expect(await tokenOf(id)).toEqual({ done: null });
  }
  expect(
    await driver.try("admin", "authorise_connection", { provider: tenants.own.provider, connection: null }),
  ).toEqual({
    done: { id: tenants.own.provider, person: admin.sub },
  });
});

test("an admin may manage only the provider's own connections, and add one; nobody else may", async () => {
  const id = await added();
  expect(await onHome("authorise_connection", id)).toHaveProperty("done");
  expect(await onHome("authorise_connection", null)).toHaveProperty("done");
  for (const other of [tenants.foreign.connection, randomUUID()]) {
    expect(await onHome("authorise_connection", other)).toEqual(unknown);
    expect(await onHome("revoke_connection", other)).toEqual(unknown);
  }
  const { provider } = tenants.own;
  for (const name of ["authorise_connection", "revoke_connection"]) {
    const at = { provider, connection: id };
    expect(await driver.try("manager", name, at)).toEqual(refused("403 not_permitted"));
    expect(await driver.try("client", name, at)).toEqual(refused("404 provider_not_found"));
    expect(await driver.try("foreignAdmin", name, at)).toEqual(refused("404 provider_not_found"));
  }
});

test("revoking discards the token, but not while a number is on its way through it or has just arrived", async () => {
  const { provider, connection } = tenants.own;
  for (const status of ["cutover", "monitoring"] as const) {
    const request = await driver.bringTo(status);
    expect(await onHome("revoke_connection", connection)).toEqual(refused("409 connection_in_use"));
    expect(await tokenOf(connection)).toMatchObject({ done: { provider } });
    await database.sql`update public.migration_requests set status = 'completed' where id = ${request}`;
  }
  await driver.bringTo("preparing");
  expect(await onHome("revoke_connection", connection)).toHaveProperty("done");
  expect(await tokenOf(connection)).toEqual({ done: null });
  expect(
    await database.sql`select from private.connection_tokens where connection_id = ${connection}`,
  ).toHaveLength(0);
  expect(await onHome("revoke_connection", connection)).toEqual(unknown);
});

test("a new key of the installation reseals what the old one sealed, unless the token was replaced meanwhile", async () => {
  const [first, second] = [await added("a"), await added("b")];
  const old = async (limit = 100) => {
    const { done } = (await service("engine_old_tokens", { key: "k2", limit })) as {
      done: { connection: string }[];
    };
    return done.map(({ connection }) => connection);
  };
  expect(await old()).toEqual(expect.arrayContaining([first, second]));
  expect(await old(1)).toHaveLength(1);
  const reseal = (connection: string, nonce: string) =>
    service("engine_reseal_token", { connection, former: sealed(nonce), token: sealed(`${nonce}2`, "k2") });
  expect(await reseal(first, "a")).toEqual({ done: true });
  expect(await tokenOf(first)).toMatchObject({ done: sealed("a2", "k2") });
  expect(await old()).not.toContain(first);
  await save(second, "replaced");
  expect(await reseal(second, "b")).toEqual({ done: false });
  expect(await tokenOf(second)).toMatchObject({ done: sealed("replaced") });
});

test("the audit records every token that came and went, by whom, and keeps none of it, not even sealed", async () => {
  const id = await added("a-nonce-of-its-own");
  await save(id, "another-nonce");
  await onHome("revoke_connection", id);
  await database.sql`select public.engine_seal_audit(100000)`;
  const rows = await database.sql<{ kind: string; actor: string }[]>`
    select kind, actor_id as actor from public.audit_rows where kind like 'connection_tokens.%' and body like ${`%${id}%`} order by seq`;
  const { sub: actor } = tenants.claims.admin;
  expect(rows).toEqual([
    { kind: "connection_tokens.added", actor },
    { kind: "connection_tokens.changed", actor },
    { kind: "connection_tokens.removed", actor },
  ]);
  const [kept] = await database.sql<{ text: string }[]>`
    select coalesce(string_agg(value, ' '), '') || (select string_agg(body, ' ') from public.audit_rows) as text from public.audit_values`;
  expect(kept?.text).not.toMatch(/a-nonce-of-its-own|another-nonce/);
});

test("both ends of a token are kept, and the admins are warned of each twice: two weeks and three days before", async () => {
  const id = await added();
  const ends = async (token: string | null, data: string | null) => {
    const at = (span: string | null) =>
      span === null ? null : new Date(Date.now() + Number(span) * 86_400_000).toISOString();
    await service("engine_note_token", {
      connection: id,
      facts: { valid: true, scopes: [], expiresAt: at(token), dataAccessExpiresAt: at(data) },
    });
  };
  type Due = { connection: string; kind: string; days: number; endsAt: string; to: string[]; locale: string };
  const due = async (): Promise<Due[]> => {
    const { done } = (await service("engine_due_token_notices", { days: [14, 3] })) as { done: Due[] };
    return done.filter(({ connection }) => connection === id);
  };
  const note = ({ connection, kind, endsAt, days }: Due) =>
    service("engine_note_token_notice", { connection, kind, ends_at: endsAt, days });
  await ends(null, null);
  expect(await due()).toEqual([]);
  await ends("15", "20");
  expect(await due()).toEqual([]);
  await ends("60", "13");
  const [first] = await due();
  expect(first).toMatchObject({ kind: "data_access", days: 14 });
  // An admin who has left, and whom the tenants also have, gets no more mail.
  const [left] = await database.sql<{ id: string }[]>`
    update public.members set email = 'left@portdesk.example' where provider_id = ${tenants.own.provider}
    and role = 'admin' and ended_at is not null returning id`;
  expect(left).toBeDefined();
  expect((await due())[0]?.to).toEqual(["m@portdesk.example"]);
  if (first) await note(first);
  expect(await due()).toEqual([]);
  // Both are due at once close to the end: only the later notice is sent.
  await ends("2", null);
  const close = await due();
  expect(close).toMatchObject([{ kind: "token", days: 3 }]);
  for (const one of close) await note(one);
  expect(await due()).toEqual([]);
  await ends("-1", null);
  expect(await due()).toEqual([]);
  await ends("2.5", "1");
  expect((await due()).map(({ kind, days }) => `${kind} ${days}`)).toEqual(["data_access 3", "token 3"]);
  await onHome("revoke_connection", id);
  expect(await due()).toEqual([]);
});
