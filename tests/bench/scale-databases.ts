/** Databases with many requests: each size is filled once, when a part first needs it. */
import { createTestDatabase, type TestDatabase } from "../fixtures/database.ts";
import { fillScale } from "../fixtures/scale/scale-database.ts";
import { startTestServer, type TestServer } from "../runner/test-server.ts";

const providers = 1000;

export function createScaleDatabases(log: (line: string) => void) {
  let server: Promise<TestServer> | undefined;
  const filled = new Map<number, Promise<TestDatabase>>();

  async function fill(requests: number): Promise<TestDatabase> {
    const begun = performance.now();
    const { url } = await (server ??= startTestServer());
    const database = await createTestDatabase(url);
    await fillScale(database.url, { requests, providers });
    log(`${requests} requests, filled in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    return database;
  }

  return {
    fill,
    open(requests: number): Promise<TestDatabase> {
      const database = filled.get(requests) ?? fill(requests);
      filled.set(requests, database);
      return database;
    },
    async stop(): Promise<void> {
      for (const database of await Promise.allSettled(filled.values()))
        if (database.status === "fulfilled") await database.value.disconnect();
      await (await server)?.stop();
    },
  };
}
