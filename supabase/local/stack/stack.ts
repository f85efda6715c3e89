/** Everything that Portdesk needs on one machine, brought up in order and taken down in the opposite one. */
import path from "node:path";
import { createClient } from "@supabase/supabase-js";
import postgres, { type Sql } from "postgres";
import { type Login, seed } from "../../seeds/seed.ts";
import { bootstrap, migrate } from "../database/migrate.ts";
import { startPostgres } from "../database/postgres.ts";
import { createMailStore } from "../platform/mail.ts";
import { createPlatform } from "../platform/platform.ts";
import { startApp } from "./app-server.ts";
import { startChild } from "./child.ts";
import { dataFolderPath, localKeys, openDataFolder } from "./data-folder.ts";
import { openFunctions, startFunctions } from "./edge-functions.ts";
import { createMailbox } from "./mailbox.ts";
import type { StackOptions } from "./options.ts";
import { choosePorts } from "./ports.ts";
import { takeRunLock } from "./run-lock.ts";
import { serve } from "./serve.ts";
import { startTicker } from "./ticker.ts";

export type StackFacts = {
  app: string | null;
  api: string;
  functions: string;
  graph: string;
  mail: string;
  database: string;
  publishableKey: string;
  secretKey: string;
  logins: Login[];
};

export type RunningStack = { facts: StackFacts; stop(): Promise<void> };

type Watch = { say(line: string): void; onExit(message: string): void };

const quiet = { onnotice: () => undefined };

async function createUsersThrough(
  api: string,
): Promise<(email: string, password: string, metadata: Record<string, string>) => Promise<string>> {
  const client = createClient(api, localKeys.secret, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  return async (email, password, metadata) => {
    const { data, error } = await client.auth.admin.createUser({
      email,
      password,
      email_confirm: true,
      user_metadata: metadata,
    });
    if (error) throw error;
    return data.user.id;
  };
}

export async function startStack(options: StackOptions, { say, onExit }: Watch): Promise<RunningStack> {
  const closers: (() => unknown)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    return { facts: await bringUp(options, { say, onExit }, closers), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUp(
  options: StackOptions,
  { say, onExit }: Watch,
  closers: (() => unknown)[],
): Promise<StackFacts> {
  const folderPath = dataFolderPath(options.dataFolder);
  openDataFolder(folderPath, false);
  const lock = await takeRunLock(path.join(folderPath, "running.json"));
  closers.push(() => lock.release());
  const folder = openDataFolder(folderPath, options.reset);
  const ports = await choosePorts(folder.kept.ports);
  folder.keepPorts(ports);
  const { jwtSecret, databasePassword, tickSecret, tokenKeys } = folder.kept;
  const api = `http://127.0.0.1:${ports.api}`;
  const functions = `http://127.0.0.1:${ports.functions}`;

  let database = options.databaseUrl;
  if (database === undefined) {
    say("Starting Postgres");
    const server = await startPostgres({
      folder: folder.file("database"),
      port: ports.database,
      password: databasePassword,
    });
    closers.push(() => server.stop());
    database = server.url;
  }
  const sql = postgres(database, { ...quiet, max: 4 });
  closers.push(() => sql.end());

  const mail = createMailStore(folder.file("mail.jsonl"));
  const platform = createPlatform({
    databaseUrl: database,
    sql,
    url: api,
    siteUrl: `http://127.0.0.1:${ports.app}`,
    jwtSecret,
    publishableKey: localKeys.publishable,
    secretKey: localKeys.secret,
    mail,
    functionsUrl: () => functions,
    openFunctions: openFunctions(),
  });
  closers.push(() => platform.close());
  await platform.prepare();
  await bootstrap(sql);
  const applied = await migrate(sql);
  if (applied.length > 0) say(`Applied ${applied.length} migrations`);
  await platform.forgetSchema();
  const gateway = await serve(platform.fetch, ports.api);
  closers.push(() => gateway.close());

  let graph = options.graphUrl;
  if (graph === undefined) {
    graph = `http://127.0.0.1:${ports.graph}`;
    const simulator = await startChild({
      name: "Graph simulator",
      command: process.execPath,
      args: [path.join(import.meta.dirname, "../graph-simulator/serve.ts")],
      environment: { PORT: String(ports.graph), DATA_FILE: folder.file("graph/state.json") },
      readyUrl: `${graph}/_sim/clock`,
      isNode: true,
      onExit,
    });
    lock.addChild(simulator.pid);
    closers.push(() => simulator.stop());
  }
  const simulated = options.graphUrl === undefined ? graph : null;

  const environment = {
    SUPABASE_URL: api,
    SUPABASE_ANON_KEY: localKeys.publishable,
    SUPABASE_SERVICE_ROLE_KEY: localKeys.secret,
    PORTDESK_GRAPH_URL: graph,
    PORTDESK_TOKEN_KEYS: JSON.stringify(tokenKeys),
    PORTDESK_TICK_SECRET: tickSecret,
  };
  const edge = await startFunctions(ports.functions, environment, new URL(graph).host, onExit);
  lock.addChild(edge.pid);
  closers.push(() => edge.stop());

  const logins = await seedDemo(database, api, simulated, tokenKeys);

  const mailbox = await serve(createMailbox(mail, simulated), ports.mail);
  closers.push(() => mailbox.close());
  const app = options.app ? await startApp(ports.app, api, localKeys.publishable) : undefined;
  if (app) closers.push(() => app.close());
  const ticker = startTicker(functions, tickSecret);
  closers.push(() => ticker.stop());

  return {
    app: app?.url ?? null,
    api,
    functions: `${api}/functions/v1`,
    graph,
    mail: mailbox.url,
    database,
    publishableKey: localKeys.publishable,
    secretKey: localKeys.secret,
    logins,
  };
}

/** Seeds as the role of the migrations, so that the demo data pass through the same rights. */
async function seedDemo(
  database: string,
  api: string,
  graphUrl: string | null,
  tokenKeys: Record<string, string>,
): Promise<Login[]> {
  const asMigrations: Sql = postgres(database, { ...quiet, max: 1, connection: { role: "postgres" } });
  try {
    const createUser = await createUsersThrough(api);
    return (await seed({ database: asMigrations, createUser, graphUrl, tokenKeys })).logins;
  } finally {
    await asMigrations.end();
  }
}
