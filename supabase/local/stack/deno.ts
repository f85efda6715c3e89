/** Finds the Deno that npm installed; its launcher would stand between us and the process that we must end. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

export function denoPath(): string {
  const folder = path.dirname(createRequire(import.meta.url).resolve("deno/package.json"));
  const executable = path.join(folder, "deno");
  // If install scripts are off, the binary is still in the package for this system.
  if (!existsSync(executable)) execFileSync(process.execPath, [path.join(folder, "install.cjs")]);
  return executable;
}
