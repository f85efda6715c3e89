/** Seeds one data folder for a whole vitest run; see seeded-stack.ts. */
import { rmSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { startStack } from "../fixtures/stack.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A stopped stack's data folder. */
    seededFolder: string;
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  const stack = await startStack();
  await stack.stop();
  project.provide("seededFolder", stack.dataFolder);
  return () => rmSync(stack.dataFolder, { recursive: true, force: true });
}
