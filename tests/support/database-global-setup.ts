/** One Postgres for a whole vitest run. */
import type { TestProject } from "vitest/node";
import { startTestServer } from "./test-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A superuser's connection string of the run's Postgres. */
    databaseUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer();
  project.provide("databaseUrl", server.url);
  return () => server.stop();
}
