/** Data folders that start from a template: equal to one seeded in place, and never from a damaged or old template. */
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeAll, startDataServices } from "../../supabase/local/stack/data-services.ts";
import { type DataFolder, openDataFolder } from "../../supabase/local/stack/data-folder.ts";
import { addDemoTokens, seedDemo } from "../../supabase/local/stack/demo.ts";
import { anyPorts, reservePorts } from "../../supabase/local/stack/ports.ts";
import { fillFromTemplate, hashOfIngredients, tryCopy } from "../../supabase/local/stack/template.ts";

const { signal } = new AbortController();
const watch = { say: () => undefined, onSpawn: () => undefined, onExit: () => undefined };
const scratch = mkdtempSync("/var/tmp/portdesk-stack-");
const closers: (() => unknown)[] = [];
let filled: DataFolder;
let template: string;

const newFolder = (name: string) => openDataFolder(path.join(scratch, name), false);

beforeAll(async () => {
  // A template of this file's own, made by the first folder.
  const templates = path.join(scratch, "templates");
  filled = newFolder("filled");
  await fillFromTemplate(filled, { watch, signal, templates });
  const [user = ""] = readdirSync(templates);
  template = path.join(templates, user, hashOfIngredients());
});
afterAll(async () => {
  await closeAll(closers);
  rmSync(scratch, { recursive: true, force: true });
});

async function services(folder: DataFolder) {
  const reserved = await reservePorts(anyPorts);
  closers.push(() => reserved.releaseAll());
  return startDataServices({ folder, reserved, options: {}, watch, closers, signal });
}

/** The rows of each table, by the table's name. */
async function rowsOf(database: string): Promise<Record<string, number>> {
  const sql = postgres(database, { max: 1 });
  const tables = await sql<
    { name: string }[]
  >`select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'private', 'auth') order by 1`;
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await sql.unsafe<{ rows: number }[]>(`select count(*)::int as rows from ${name}`);
    counts[name] = row?.rows ?? 0;
  }
  await sql.end();
  return counts;
}

it("gives a folder what seeding in place gives it, under passwords and keys of its own", async () => {
  const { tokenKeys } = filled.kept;
  const fromTemplate = await services(filled);
  await addDemoTokens(fromTemplate.database, tokenKeys);
  const fresh = newFolder("fresh");
  const inPlace = await services(fresh);
  await seedDemo({ ...inPlace, secretKey: fresh.kept.secretKey, tokenKeys: fresh.kept.tokenKeys });
  const rows = await rowsOf(fromTemplate.database);
  expect(rows).toEqual(await rowsOf(inPlace.database));
  expect(rows["public.migration_requests"]).toBeGreaterThan(60);
  expect(rows["private.connection_tokens"]).toBe(2);

  const answer = await fetch(`${fromTemplate.api}/auth/v1/token?grant_type=password`, {
    method: "POST",
    headers: { apikey: filled.kept.publishableKey, "content-type": "application/json" },
    body: JSON.stringify({ email: "manager@brightline.example", password: "portdesk-demo-only" }),
  });
  expect(answer.status).toBe(200);
  const others = fromTemplate.database.replace(filled.kept.databasePassword, fresh.kept.databasePassword);
  await expect(rowsOf(others)).rejects.toThrow("password authentication failed");
});

const read = (file: string) => JSON.parse(readFileSync(file, "utf8"));

it.each<[string, (copy: string) => void]>([
  ["without its last file", (copy) => rmSync(path.join(copy, "template.json"))],
  ["with half of that file", (copy) => truncateSync(path.join(copy, "template.json"), 20)],
  ["that lacks a file", (copy) => rmSync(path.join(copy, "database/global/pg_filenode.map"))],
  ["with a shortened file", (copy) => truncateSync(path.join(copy, "database/global/pg_filenode.map"), 100)],
  [
    "that Postgres cannot open",
    (copy) => writeFileSync(path.join(copy, "database/global/pg_control"), Buffer.alloc(8192)),
  ],
  [
    "more than an hour old",
    (copy) => {
      const file = path.join(copy, "template.json");
      writeFileSync(file, JSON.stringify({ ...read(file), seededAt: Date.now() - 3_600_001 }));
    },
  ],
])("does not use a template %s", (_, spoil) => {
  const copy = mkdtempSync(path.join(scratch, "spoilt-"));
  cpSync(template, copy, { recursive: true });
  const folder = newFolder(`${path.basename(copy)}-data`);
  spoil(copy);
  expect(tryCopy(copy, folder)).toBe(false);
  expect(existsSync(folder.file("database"))).toBe(false);
  rmSync(copy, { recursive: true, force: true });
});
