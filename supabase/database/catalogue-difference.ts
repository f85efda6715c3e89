/** Compares the catalogues of two databases with pg-delta: what Postgres knows, not the text that created it. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const main = path.join(path.dirname(fileURLToPath(import.meta.resolve("@supabase/pg-delta"))), "cli/main.js");

/** Both are superusers' connection strings. */
type Pair = { source: string; desired: string };

async function pgdelta(command: string, { source, desired }: Pair, more: readonly string[] = []) {
  const order = [main, command, "--source", source, "--desired", desired, "--profile", "raw", ...more];
  const { stdout } = await run(process.execPath, order, { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** Null if there is no difference; otherwise a list for people to read. */
export async function catalogueDifference(pair: Pair): Promise<string | null> {
  const said = await pgdelta("diff", pair);
  return said.includes("No differences found.") ? null : said.trim();
}

/** The statements that turn the source into the desired database. `folder` holds the intermediate files. */
export async function statementsBetween(pair: Pair, folder: string): Promise<string> {
  const plan = path.join(folder, "plan.json");
  await pgdelta("plan", pair, ["--out", plan]);
  const base = path.join(folder, "statements.sql");
  const { stdout } = await run(process.execPath, [main, "render", "--plan", plan, "--out", base]);
  const { files } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}") as { files: { path: string }[] };
  return files.map((file) => readFileSync(file.path, "utf8")).join("\n");
}
