/** Starts what keeps a stack's data: Postgres, REST and Auth in front of it, and the Graph simulator. */
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { bootstrap, migrate } from "../database/migrate.ts";
import { startPostgres } from "../database/postgres.ts";
import { createMailStore, type MailStore } from "../platform/mail.ts";
import { createPlatform } from "../platform/platform.ts";
import { startChild } from "../processes/child.ts";
import type { DataFolder } from "./data-folder.ts";
import type { StackOptions } from "./options.ts";
import type { ReservedPorts } from "./ports.ts";
import { serve } from "./serve.ts";
import { openFunctions, readSignInSettings } from "./supabase-config.ts";

/** `onSpawn` receives each child process as soon as it exists. */
export type Watch = { say(line: string): void; onSpawn(pid: number): void; onExit(message: string): void };

type Services = {
  folder: DataFolder;
  reserved: ReservedPorts;
  options: Pick<StackOptions, "databaseUrl" | "graphUrl" | "signIns">;
  watch: Watch;
  /** Takes what stops each service, in the order in which they start. */
  closers: (() => unknown)[];
  signal: AbortSignal;
};

export type DataServices = {
  /** A superuser's connection string. */
  database: string;
  api: string;
  graph: string;
  /** The simulator's address; null if another Graph server is used. */
  simulated: string | null;
  mail: MailStore;
};

export async function startDataServices({
  folder,
  reserved,
  options,
  watch,
  closers,
  signal,
}: Services): Promise<DataServices> {
  const { ports } = reserved;
  const { publishableKey, secretKey, jwtSecret, databasePassword } = folder.kept;
  const api = `http://127.0.0.1:${ports.api}`;

  let database = options.databaseUrl;
  if (database === undefined) {
    await reserved.release("database");
    const server = await startPostgres({
      folder: folder.file("database"),
      port: ports.database,
      password: databasePassword,
      ...watch,
    });
    closers.push(() => server.stop());
    database = server.url;
  }
  signal.throwIfAborted();
  const sql = postgres(database, { onnotice: () => undefined, max: 4 });
  closers.push(() => sql.end());

  const mail = createMailStore(folder.file("mail.jsonl"));
  const platform = createPlatform({
    databaseUrl: database,
    sql,
    url: api,
    siteUrl: `http://127.0.0.1:${ports.app}`,
    jwtSecret,
    publishableKey,
    secretKey,
    mail,
    functionsUrl: () => `http://127.0.0.1:${ports.functions}`,
    openFunctions: openFunctions(),
    signIn: readSignInSettings(options.signIns),
  });
  closers.push(() => platform.close());
  await platform.prepare();
  await bootstrap(sql);
  const applied = await migrate(sql);
  if (applied.length > 0) watch.say(`Applied ${applied.length} migrations`);
  await platform.forgetSchema();
  await reserved.release("api");
  const gateway = await serve(platform.fetch, ports.api);
  closers.push(() => gateway.close());

  signal.throwIfAborted();
  if (options.graphUrl !== undefined)
    return { database, api, graph: options.graphUrl, simulated: null, mail };
  const graph = `http://127.0.0.1:${ports.graph}`;
  await reserved.release("graph");
  const simulator = await startChild({
    name: "Graph simulator",
    command: process.execPath,
    args: [path.join(import.meta.dirname, "../../graph-simulator/serve.ts")],
    environment: {
      PORT: String(ports.graph),
      DATA_FILE: folder.file("graph/state.json"),
      CALLBACK_URL: `${api}/functions/v1/webhooks`,
    },
    readyUrl: `${graph}/_sim/clock`,
    ...watch,
  });
  closers.push(() => simulator.stop());
  return { database, api, graph, simulated: graph, mail };
}

/**
 * Ends the services in reverse order. A pool may wait for ever for a connection whose caller is gone; the rest must
 * still be stopped.
 */
export async function closeAll(closers: (() => unknown)[], timeoutMs = 5000): Promise<void> {
  for (const close of closers.splice(0).reverse())
    await Promise.race([close(), sleep(timeoutMs, undefined, { ref: false })]);
}
