/** Runs the rest of the suite against a mutant: tests of database, authorization and engine with the fault in place. */
import { spawn } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Mutant } from "../authorization/mutants/mutant.ts";

const project = path.join(import.meta.dirname, "../..");
const runner = path.join(project, "node_modules/vitest/vitest.mjs");
/** The seeds and the sample of mutants need a faultless database; comparing catalogues notices every fault. */
const apart = [
  "tests/authorization/mutants.test.ts",
  "tests/database/schema/schema.test.ts",
  "tests/database/seeds/seeds.test.ts",
];

/** The name of the first test that fails, or null if none does. Tests that name the spoilt object run first. */
export async function failingTest(mutant: Mutant): Promise<string | null> {
  const near = testsNaming(mutant.name.match(/\w+_\w+|(?<=\b(?:public|private)\.)\w+/g) ?? []);
  for (const tests of [near, ["tests/database/", "tests/authorization/"], ["tests/engine/"]]) {
    const found = tests.length === 0 ? null : await firstFailure(mutant, tests);
    if (found !== null) return found;
  }
  return null;
}

function testsNaming(names: string[]): string[] {
  const files = globSync("tests/{database,authorization,engine}/**/*.test.ts", {
    cwd: project,
    exclude: apart,
  });
  return files.filter((file) => {
    const text = readFileSync(path.join(project, file), "utf8");
    return names.some((name) => new RegExp(`\\b${name}\\b`).test(text));
  });
}

async function firstFailure({ sql }: Mutant, tests: string[]): Promise<string | null> {
  const projects = ["database", "authorization", "engine"].flatMap((name) => ["--project", name]);
  const args = [
    runner,
    "run",
    ...projects,
    ...apart.flatMap((file) => ["--exclude", file]),
    "--bail",
    "1",
    "--no-color",
    ...tests,
  ];
  const env = { ...process.env, PORTDESK_TEST_FAULT: sql };
  const child = spawn(process.execPath, args, { cwd: project, env, stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      out += chunk.toString();
    });
  }
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code === 0) return null;
  if (code !== 1) throw new Error(`The suite did not end by itself: ${String(code)}\n${out.slice(-2000)}`);
  return /FAIL\s+(.+)/.exec(out)?.[1] ?? "the tests cannot begin";
}
