import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { hashOfIngredients } from "./template.ts";

it("makes another template when anything that goes into it changes, and only then", () => {
  const root = mkdtempSync(path.join(tmpdir(), "portdesk-template-"));
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  const first = hashOfIngredients(root);
  const hashes = [
    "supabase/migrations/20261130000000_baseline.sql",
    "supabase/seeds/people.ts",
    "supabase/local/stack/demo-accounts.ts",
    "supabase/local/database/bootstrap.sql",
    "supabase/graph-simulator/state.ts",
    "supabase/functions/_shared/tokens/token-crypto.ts",
    "src/domain/clocks/calendar.ts",
    "package-lock.json",
  ].flatMap((file) => {
    write(file, "one");
    const before = hashOfIngredients(root);
    write(file, "two");
    return [before, hashOfIngredients(root)];
  });
  expect(new Set([first, ...hashes]).size).toBe(hashes.length + 1);
  write("src/ui/page.tsx", "something else");
  expect(hashOfIngredients(root)).toBe(hashes.at(-1));
  rmSync(root, { recursive: true, force: true });
});
