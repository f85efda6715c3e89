/** Runs the platform's advisors on the migrated database: it is clean, and planted faults are found. */
import { expect, test } from "vitest";
import * as z from "zod";
import { supabase } from "./supabase-cli.ts";
import { useDatabase } from "../../fixtures/own-database.ts";

const database = await useDatabase();

const report = z.object({
  results: z.array(z.object({ name: z.string(), level: z.string(), detail: z.string() })),
});

async function advise() {
  const args = [
    "db",
    "advisors",
    `--remote=${database.url}`,
    "--type",
    "all",
    "--level",
    "info",
    "--fail-on",
    "warn",
  ];
  const { code, out } = await supabase([...args, "--output-format", "json"]);
  return { code, results: report.parse(JSON.parse(out)).results };
}

test("no advice of level warning or error; the hints are about indexes that an empty database never used", async () => {
  const { code, results } = await advise();
  expect(results.filter((one) => one.level !== "INFO")).toEqual([]);
  expect(code).toBe(0);
  // rls_enabled_no_policy: the private tables are closed to everybody on purpose.
  const known = ["unused_index", "unindexed_foreign_keys", "rls_enabled_no_policy"];
  expect(results.filter((one) => !known.includes(one.name))).toEqual([]);
  expect(results.length).toBeGreaterThan(0);
});

test.each([
  [
    "a table without row-level security",
    "create table public.planted (id integer primary key); grant select on public.planted to anon",
    "drop table public.planted",
    "rls_disabled_in_public",
  ],
  [
    "a function without a search path",
    "create function public.planted() returns integer language sql as 'select 1'",
    "drop function public.planted()",
    "function_search_path_mutable",
  ],
  [
    "a view with its owner's rights",
    "create view public.planted as select * from public.clients; grant select on public.planted to authenticated",
    "drop view public.planted",
    "security_definer_view",
  ],
])("%s is reported and fails", async (_label, plant, remove, name) => {
  await database.sql.unsafe(plant).simple();
  const { code, results } = await advise();
  await database.sql.unsafe(remove).simple();
  expect(results.map((one) => one.name)).toContain(name);
  expect(code).toBe(1);
});
