/** The files of supabase/schemas in loading order; together they describe a migrated database. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export const schemasFolder = path.join(import.meta.dirname, "../schemas");

/** Tables may refer to earlier topics' tables; functions to anything, because their bodies are read when called. */
export const topics = (
  "providers access requests checks exceptions scheduling cutover routes templates clocks monitoring webhooks " +
  "rehearsal reports audit privacy jobs"
).split(" ");
/**
 * tables: with comments, indexes, privileges; rules: private functions; operator: what only the database's owner calls;
 * guards: policies and triggers.
 */
const kinds = ["tables", "rules", "commands", "engine", "operator", "guards"];

/** Relative to the folder. Throws if a file has no place in the order. */
export function schemaFiles(folder = schemasFolder): string[] {
  const ordered = [
    "foundations.sql",
    ...kinds.flatMap((kind) => topics.map((topic) => path.join(topic, `${kind}.sql`))),
    "reference.sql",
  ].filter((file) => existsSync(path.join(folder, file)));
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".sql"),
  );
  const lost = found.filter((file) => !ordered.includes(file));
  if (lost.length > 0) throw new Error(`supabase/schemas holds files that nothing loads: ${lost.join(", ")}`);
  return ordered;
}

/** The whole schema as one script. */
export function schemaText(folder = schemasFolder): string {
  const parts = schemaFiles(folder).map((file) => readFileSync(path.join(folder, file), "utf8"));
  return ["set local check_function_bodies = off;\n", ...parts].join("\n");
}
