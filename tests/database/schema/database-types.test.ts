/** supabase/database.types.ts is what the CLI generates from the migrations; `npm run types:database` writes it. */
import { expect, test } from "vitest";
import { supabase } from "./supabase-cli.ts";
import { useDatabase } from "../../fixtures/own-database.ts";

const database = await useDatabase();

const generate = () => supabase(["gen", "types", `--remote=${database.url}`, "--schema", "public"]);

test("the committed row types are those of the migrated database", async () => {
  const { code, out } = await generate();
  expect(code).toBe(0);
  await expect(out).toMatchFileSnapshot("../../../supabase/database.types.ts");
});

test("a new column changes them", async () => {
  await database.sql`alter table public.clients add column planted integer`;
  expect((await generate()).out).toContain("planted");
});
