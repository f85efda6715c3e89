/**
 * Lints the functions. `supabase db lint` needs the extension plpgsql_check. Hosted and Docker databases have it, the
 * embedded one does not: there the CLI refuses, and the language's own checks replace it.
 */
import type { TransactionSql } from "postgres";
import { beforeAll, expect, test } from "vitest";
import { type CliAnswer, supabase } from "./supabase-cli.ts";
import { useDatabase } from "../../fixtures/own-database.ts";

const database = await useDatabase();

let offered: boolean;

beforeAll(async () => {
  const found = await database.sql`select from pg_available_extensions where name = 'plpgsql_check'`;
  offered = found.length > 0;
  if (offered) await database.sql`create extension plpgsql_check schema extensions`;
});

const lint = () =>
  supabase([
    "db",
    "lint",
    `--remote=${database.url}`,
    "--schema",
    "public,private",
    "--fail-on",
    "warning",
    "--output-format",
    "json",
  ]);

function verdict({ code, out, err }: CliAnswer): string {
  if (`${out}${err}`.includes('extension \\"plpgsql_check\\" is not available'))
    return `cannot lint, exit ${code}`;
  return `${out.includes('"results":[]') ? "clean" : out}, exit ${code}`;
}

test("supabase db lint is clean and finds a planted fault, or says that it cannot run", async () => {
  const plain = verdict(await lint());
  await database.sql
    .unsafe(
      "create function private.planted() returns integer language plpgsql set search_path = '' as 'begin return (select nothing from public.clients limit 1); end'",
    )
    .simple();
  const planted = verdict(await lint());
  await database.sql`drop function private.planted()`;
  const blind = "cannot lint, exit 1";
  expect(plain).toBe(offered ? "clean, exit 0" : blind);
  expect(planted).toMatch(offered ? /column .*nothing.* does not exist.*exit 1$/s : blind);
});

/** Compiles every function again with the language's extra checks as errors; plain SQL bodies are analysed whole. */
async function recompile(transaction: TransactionSql): Promise<number> {
  await transaction`select set_config('plpgsql.extra_errors', 'all', true), set_config('check_function_bodies', 'on', true)`;
  const rows = await transaction<{ definition: string }[]>`
    select pg_get_functiondef(p.oid) as definition from pg_proc p
    where pronamespace in ('public'::regnamespace, 'private'::regnamespace) and prokind in ('f', 'p')`;
  for (const { definition } of rows) await transaction.unsafe(definition).simple();
  return rows.length;
}

test("every function compiles with each extra check of the language as an error", async () => {
  expect(await database.sql.begin(recompile)).toBeGreaterThan(50);
});

test.each([
  [
    "a variable that hides another",
    "create function private.planted() returns integer language plpgsql as 'declare a integer; begin declare a integer; begin return a; end; end'",
  ],
  [
    "a column that is not there",
    "create function private.planted() returns uuid language sql as 'select nothing from public.clients limit 1'",
  ],
])("%s does not compile", async (_label, plant) => {
  const planted = database.sql.begin(async (transaction) => {
    await transaction`select set_config('check_function_bodies', 'off', true)`;
    await transaction.unsafe(plant).simple();
    return recompile(transaction);
  });
  await expect(planted).rejects.toThrow(/shadows|does not exist/);
});
