/** A stack on a copy of the seeded data folder that this run has prepared: it is up without seeding anew. */
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { inject } from "vitest";
import { type StackStart, startStack, type TestStack } from "./stack.ts";

export function startSeededStack(options: Omit<StackStart, "dataFolder"> = {}): Promise<TestStack> {
  const dataFolder = mkdtempSync("/var/tmp/portdesk-stack-");
  // With their owners: as root, the database's files belong to another user.
  execFileSync("cp", ["-a", `${inject("seededFolder")}/.`, dataFolder]);
  return startStack({ ...options, dataFolder });
}
