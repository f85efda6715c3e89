/** One Postgres for a whole vitest run; `PORTDESK_TEST_FAULT` holds SQL that spoils each of its databases. */
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { startTestServer, templateName } from "./test-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A superuser's connection string of the run's Postgres. */
    databaseUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer();
  if (process.env.PORTDESK_TEST_FAULT) await spoilTemplate(server.url, process.env.PORTDESK_TEST_FAULT);
  project.provide("databaseUrl", server.url);
  return () => server.stop();
}

async function spoilTemplate(serverUrl: string, fault: string): Promise<void> {
  const sql = postgres(serverUrl.replace(/\/postgres$/, `/${templateName}`), { max: 1 });
  await sql.unsafe(fault).simple();
  await sql.end();
}
