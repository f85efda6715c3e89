/** The rest of the suite against a mutant: the tests of policies and workflow on databases that hold the fault. */
import { spawn } from "node:child_process";
import path from "node:path";
import type { Mutant } from "../policies/mutants/mutant.ts";

const project = path.join(import.meta.dirname, "../..");
const runner = path.join(project, "node_modules/vitest/vitest.mjs");

/** The name of the first test that fails, or null when none does. */
export async function failingTest({ sql }: Mutant): Promise<string | null> {
  for (const name of ["policies", "workflow"]) {
    // The sample of mutants wants a database without faults.
    const without = ["--exclude", "tests/policies/mutants.test.ts"];
    const args = [runner, "run", "--project", name, ...without, "--bail", "1", "--no-color"];
    const env = { ...process.env, PORTDESK_TEST_FAULT: sql };
    const child = spawn(process.execPath, args, { cwd: project, env, stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        out += chunk.toString();
      });
    }
    const code = await new Promise((resolve) => child.once("close", resolve));
    if (code !== 0) return /FAIL\s+(.+)/.exec(out)?.[1] ?? `${name} ended with ${String(code)}`;
  }
  return null;
}
