/** Deno as the functions run in it: offline, on the packages that npm installed, with their import map. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { denoPath } from "../../../supabase/local/stack/deno.ts";

export const projectFolder = path.join(import.meta.dirname, "../../..");

const offline = ["--no-lock", "--node-modules-dir=manual"];

/** Deno finds @types/node in the package.json above, which it reads only if no deno.json is its configuration. */
export function denoArguments(command: string, project: string, flags: readonly string[] = []): string[] {
  const importMap = `--import-map=${path.join(project, "supabase/functions/deno.json")}`;
  return [command, "--no-config", importMap, ...offline, ...flags];
}

/** Every folder of supabase/functions that the platform would serve. */
export function functionNames(project: string = projectFolder): string[] {
  return readdirSync(path.join(project, "supabase/functions"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("_"))
    .map((entry) => entry.name)
    .toSorted();
}

/** The functions that config.toml describes; each must name the import map, without which the CLI ignores it. */
export function configuredFunctions(): { name: string; importMap: string | undefined }[] {
  const config = readFileSync(path.join(projectFolder, "supabase/config.toml"), "utf8");
  const sections = config.split(/^(?=\[)/m).filter((section) => section.startsWith("[functions."));
  return sections.map((section) => ({
    name: /^\[functions\.([^\]]+)\]/.exec(section)?.[1] ?? "",
    importMap: /^import_map\s*=\s*"([^"]+)"/m.exec(section)?.[1],
  }));
}

export type DenoRun = { status: number | null; out: string; words: string };

export function runDeno(args: readonly string[], cwd: string): DenoRun {
  const env = { ...process.env, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };
  const run = spawnSync(denoPath(), args, { cwd, env, encoding: "utf8", maxBuffer: 64_000_000 });
  return { status: run.status, out: run.stdout, words: run.stderr };
}

const infoSchema = z.object({
  modules: z.array(
    z.object({ specifier: z.string(), local: z.string().nullish(), error: z.string().optional() }),
  ),
});

/** Deno's module graph of a function: the project's own files, relative to `project`, and the imports that fail. */
export function moduleGraph(project: string, name: string): { files: string[]; errors: string[] } {
  const entry = path.join(project, "supabase/functions", name, "index.ts");
  const run = runDeno([...denoArguments("info", project, ["--json"]), entry], project);
  const { modules } = infoSchema.parse(JSON.parse(run.out));
  const files = modules
    .map(({ local }) => local)
    .filter((local): local is string => typeof local === "string" && !local.includes("/node_modules/"))
    .map((local) => path.relative(project, local));
  return {
    files: files.toSorted(),
    errors: modules.flatMap(({ specifier, error }) =>
      error === undefined ? [] : [`${specifier}: ${error}`],
    ),
  };
}
