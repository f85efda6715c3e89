/** A stack on a copy of the seeded data folder that this run has prepared: it is up without seeding anew. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inject } from "vitest";
import { usualPorts } from "../../supabase/local/stack/ports.ts";
import { type StackStart, startStack, type TestStack } from "./stack.ts";

export function startSeededStack(options: Omit<StackStart, "dataFolder"> = {}): Promise<TestStack> {
  const dataFolder = mkdtempSync("/var/tmp/portdesk-stack-");
  // With their owners: as root, the database's files belong to another user.
  execFileSync("cp", ["-a", `${inject("seededFolder")}/.`, dataFolder]);
  takeAnyPorts(path.join(dataFolder, "stack.json"));
  return startStack({ ...options, dataFolder });
}

/** Copies that start at the same moment would each find the ports of the original free, and take them. */
function takeAnyPorts(keptFile: string): void {
  const kept: object = JSON.parse(readFileSync(keptFile, "utf8"));
  const ports = Object.fromEntries(Object.keys(usualPorts).map((name) => [name, 0]));
  writeFileSync(keptFile, JSON.stringify({ ...kept, ports }));
}
