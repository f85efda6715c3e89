/** A Postgres for the tests, with the migrated schema in a template that every test database clones. */
import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import postgres from "postgres";
import { createDatabase } from "../../supabase/database/fresh-database.ts";
import { startPostgres } from "../../supabase/local/database/postgres.ts";
import { freePort } from "../../supabase/local/stack/free-port.ts";

export const templateName = "portdesk_template";

async function makeTemplate(serverUrl: string, folder: string): Promise<void> {
  const sql = postgres(await createDatabase({ serverUrl, name: templateName, folder }), { max: 1 });
  // Tests are faster than people.
  await sql`update private.rate_limits set per_minute = 1000000`;
  await sql.end();
}

export type TestServer = {
  /** A superuser's connection string. */
  url: string;
  /** As `pg_ctl stop -m immediate` stops it: nothing more is written, and the next start recovers. */
  crash(): Promise<void>;
  /** Starts it again on the same folder and port. */
  revive(): Promise<void>;
  stop(): Promise<void>;
};

/** `durable`: as in production, each commit waits for its disk and survives a crash. */
export async function startTestServer({ durable = false } = {}): Promise<TestServer> {
  // Not in the system's private temporary folders: Postgres may run as another user.
  const folder = mkdtempSync("/var/tmp/portdesk-tests-");
  let pid = 0;
  let gone = Promise.withResolvers<void>();
  const options = {
    folder: path.join(folder, "database"),
    port: await freePort(),
    password: "tests",
    durable,
    onSpawn: (started: number) => void (pid = started),
    onExit: () => gone.resolve(),
  };
  let server = await startPostgres(options);
  await makeTemplate(server.url, folder);
  return {
    url: server.url,
    async crash() {
      gone = Promise.withResolvers();
      process.kill(pid, "SIGQUIT");
      await gone.promise;
    },
    async revive() {
      server = await startPostgres(options);
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
