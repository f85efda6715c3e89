/** The migrations create what supabase/schemas describes, and its reference data matches the domain. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { baselineFile, baselineText, referenceFile } from "../../../supabase/database/baseline.ts";
import { catalogueDifference, statementsBetween } from "../../../supabase/database/catalogue-difference.ts";
import { createDatabase } from "../../../supabase/database/fresh-database.ts";
import { referenceData, referenceRows } from "../../../supabase/database/reference-data.ts";
import { schemaFiles, schemaText } from "../../../supabase/database/schema-files.ts";
import { migrate } from "../../../supabase/local/database/migrate.ts";
import { createTestDatabase } from "../../fixtures/database.ts";
import { useDatabase } from "../../fixtures/own-database.ts";

const migrated = await useDatabase();
let folder: string;
/** A superuser's connection string to the database that the schemas create. */
let schemas: string;

beforeAll(async () => {
  folder = mkdtempSync("/var/tmp/portdesk-schemas-");
  const migrations = path.join(folder, "migrations");
  mkdirSync(migrations);
  writeFileSync(path.join(migrations, "20000101000000_schemas.sql"), schemaText());
  schemas = await createDatabase({
    serverUrl: inject("databaseUrl"),
    name: "test_schemas",
    folder,
    migrations,
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the reference data matches the domain: npm run db:reference", async () => {
  await expect(referenceData()).toMatchFileSnapshot(referenceFile);
});

test("the baseline consists of the schemas: npm run db:baseline", async () => {
  await expect(baselineText()).toMatchFileSnapshot(baselineFile);
});

test("the migrations create what the schemas say, with the domain's rows", async () => {
  expect(await catalogueDifference({ source: migrated.url, desired: schemas })).toBeNull();
  expect(await referenceRows(migrated.url)).toBe(await referenceRows(schemas));
});

test("applying the reference data again changes nothing, and repairs what was changed", async () => {
  const before = await referenceRows(migrated.url);
  const apply = () => migrated.sql.unsafe(referenceData()).simple();
  await apply();
  expect(await referenceRows(migrated.url)).toBe(before);
  await migrated.sql`update private.check_catalogue set owner = 'meta'`;
  await migrated.sql`insert into private.permissions (role, permission) values ('client', 'request.accept')`;
  await migrated.sql`update private.notice_catalogue set minutes = 7`;
  await apply();
  expect(await referenceRows(migrated.url)).toBe(before);
  // Settings that operators tune stay as they left them.
  expect(await migrated.sql`select distinct minutes from private.notice_catalogue`).toEqual([{ minutes: 7 }]);
});

test("a difference is found and becomes a migration", async () => {
  const other = await createTestDatabase();
  await other.sql`alter table public.clients add column planted integer`;
  await other.sql`comment on function private.utc is 'Planted.'`;
  const pair = { source: migrated.url, desired: other.url };
  expect(await catalogueDifference(pair)).toMatch(/clients\.planted/);
  const statements = await statementsBetween(pair, folder);
  expect(statements).toMatch(/add column "planted"/i);
  await migrated.sql.unsafe(statements.replace("set local check_function_bodies = off;", "")).simple();
  expect(await catalogueDifference(pair)).toBeNull();
  await other.drop();
});

test("a schema file that nothing loads is refused, and so is a database with other migrations", async () => {
  const strange = path.join(folder, "strange");
  mkdirSync(strange);
  writeFileSync(path.join(strange, "lost.sql"), "");
  expect(() => schemaFiles(strange)).toThrow("lost.sql");
  await expect(migrate(migrated.sql, strange)).rejects.toThrow("--reset");
});
