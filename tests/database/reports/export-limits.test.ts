/** How often one person exports before Portdesk asks them to slow down. */
import { expect, test } from "vitest";
import * as z from "zod";
import type { Actor } from "../../fixtures/two-tenants.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, tenants, driver } = await useDriver();

const take = (actor: Actor) =>
  driver.try(actor, "record_export", {
    provider: tenants.own.provider,
    mode: "machine",
    filter: {},
    row_count: 1,
  });

test("at most thirty exports are allowed in an hour, and the refusal says when more are possible", async () => {
  await database.sql`insert into public.exports (provider_id, user_id, mode, filter, row_count, created_at)
    select ${tenants.own.provider}, ${tenants.claims.manager.sub ?? ""}, 'machine', '{}', 1, now() - make_interval(mins => n)
    from generate_series(50, 78) as n`;
  const answers = await Promise.all(Array.from({ length: 25 }, () => take("manager")));
  // Ten were made in the last hour, the others are older.
  const refused = answers.filter((answer) => "refused" in answer);
  expect(refused).toHaveLength(25 - (30 - 10));
  const [row] = await database.sql<{ next: string }[]>`
    select private.utc(min(created_at) + interval '1 hour') as next from public.exports
    where user_id = ${tenants.claims.manager.sub ?? ""} and created_at > now() - interval '1 hour'`;
  expect(refused[0]).toEqual({ refused: "429 too_soon", hint: row?.next });
  expect(await take("analyst")).toHaveProperty("done");
  expect(await take("client")).toMatchObject({ refused: "403 not_permitted" });
});

test("the hash of a file is stored with its export and in the audit, once, and only by the person who exported", async () => {
  const { provider } = tenants.own;
  const answer = await take("analyst");
  const id = z.string().parse("done" in answer ? answer.done : undefined);
  const hash = "ab".repeat(32);
  const reported = { provider, export: id, sha256: hash };
  const refused = { refused: "400 invalid_input", hint: "export" };
  expect(await driver.try("admin", "record_export_hash", reported)).toEqual(refused);
  expect(await driver.try("client", "record_export_hash", reported)).toMatchObject({
    refused: "403 not_permitted",
  });
  expect(await driver.try("analyst", "record_export_hash", { ...reported, sha256: "x" })).toMatchObject({
    hint: "sha256",
  });
  expect(await driver.try("analyst", "record_export_hash", reported)).toEqual({ done: { id } });
  expect(await driver.try("analyst", "record_export_hash", reported)).toEqual(refused);
  await database.sql`select public.engine_seal_audit(1000)`;
  const rows = await database.sql<{ kind: string; body: string }[]>`
    select kind, body from public.audit_rows where kind like 'exports.%' and body like ${`%${id}%`} order by seq`;
  expect(rows.map(({ kind }) => kind)).toEqual(["exports.added", "exports.changed"]);
  expect(rows[1]?.body).toContain(hash);
});
