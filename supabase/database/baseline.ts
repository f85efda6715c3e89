/**
 * `npm run db:reference` writes the rows that the domain defines; `npm run db:baseline` also writes the one migration
 * for the whole schema. Nothing is released yet: after the first release it stays, and `npm run db:diff` adds to it.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { migrationsFolder } from "../local/database/migrate.ts";
import { referenceData } from "./reference-data.ts";
import { schemasFolder, schemaText } from "./schema-files.ts";

export const referenceFile = path.join(schemasFolder, "reference.sql");
export const baselineFile = path.join(migrationsFolder, "20261130000000_baseline.sql");

export function baselineText(): string {
  const head = "-- Made from supabase/schemas by `npm run db:baseline`; never edited.";
  return `${head}\n\n${schemaText()}`;
}

if (import.meta.main) {
  writeFileSync(referenceFile, referenceData());
  if (!process.argv.includes("--reference")) writeFileSync(baselineFile, baselineText());
}
