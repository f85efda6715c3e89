/** Starts everything that Portdesk needs on one machine, in order, and stops it in reverse order. */
import { randomBytes } from "node:crypto";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import type { Login } from "../../seeds/seed.ts";
import { bootstrap, migrate } from "../database/migrate.ts";
import { startPostgres } from "../database/postgres.ts";
import { receiverToken } from "../platform/access-tokens.ts";
import { createMailStore } from "../platform/mail.ts";
import { createPlatform } from "../platform/platform.ts";
import { startChild } from "../processes/child.ts";
import { takeRunLock } from "../processes/run-lock.ts";
import { startApp } from "./app-server.ts";
import { seedDemo } from "./demo.ts";
import { demoAppSecret } from "./demo-accounts.ts";
import { dataFolderPath, openDataFolder } from "./data-folder.ts";
import { startFunctions } from "./edge-functions.ts";
import { createMailbox } from "./mailbox.ts";
import type { StackOptions } from "./options.ts";
import { anyPorts, reservePorts } from "./ports.ts";
import { serve } from "./serve.ts";
import { openFunctions, readSignInSettings } from "./supabase-config.ts";
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

/** A pool may wait for ever for a connection whose caller is gone; the rest must still be stopped. */
const closeTimeout = () => sleep(5000, undefined, { ref: false });

/** Stops what is already running if `signal` is aborted before everything is up. */
export async function startStack(
  options: StackOptions,
  { say, onExit }: Watch,
  signal: AbortSignal,
): Promise<RunningStack> {
  const closers: (() => unknown)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await Promise.race([close(), closeTimeout()]);
  };
  try {
    const facts = await bringUp(options, { say, onExit }, closers, signal);
    return { facts, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the functions need to know about the simulated apps, for their signup window and webhooks. */
function simulatedApp(graph: string): Record<string, string> {
  return {
    PORTDESK_META_APP_SECRET: demoAppSecret,
    PORTDESK_WEBHOOK_VERIFY_TOKEN: "portdesk-local-handshake",
    PORTDESK_SIGNUP_URL: `${graph}/dialog/oauth`,
  };
}

async function bringUp(
  options: StackOptions,
  { say, onExit }: Watch,
  closers: (() => unknown)[],
  signal: AbortSignal,
): Promise<StackFacts> {
  const folderPath = dataFolderPath(options.dataFolder);
  openDataFolder(folderPath, false);
  const lock = await takeRunLock(path.join(folderPath, "running.json"));
  closers.push(() => lock.release());
  const watch = { onSpawn: (pid: number) => lock.addChild(pid), onExit };
  const folder = openDataFolder(folderPath, options.reset);
  const reserved = await reservePorts(options.anyPorts ? anyPorts : folder.kept.ports);
  closers.push(() => reserved.releaseAll());
  const { ports } = reserved;
  folder.keepPorts(ports);
  const { publishableKey, secretKey, jwtSecret, databasePassword, tickSecret, tokenKeys } = folder.kept;
  const api = `http://127.0.0.1:${ports.api}`;
  const functions = `http://127.0.0.1:${ports.functions}`;

  let database = options.databaseUrl;
  if (database === undefined) {
    say("Starting Postgres");
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
    functionsUrl: () => functions,
    openFunctions: openFunctions(),
    signIn: readSignInSettings(options.signIns),
  });
  closers.push(() => platform.close());
  await platform.prepare();
  await bootstrap(sql);
  const applied = await migrate(sql);
  if (applied.length > 0) say(`Applied ${applied.length} migrations`);
  await platform.forgetSchema();
  await reserved.release("api");
  const gateway = await serve(platform.fetch, ports.api);
  closers.push(() => gateway.close());

  signal.throwIfAborted();
  let graph = options.graphUrl;
  if (graph === undefined) {
    graph = `http://127.0.0.1:${ports.graph}`;
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
  }
  const simulated = options.graphUrl === undefined ? graph : null;

  const mailKey = randomBytes(18).toString("base64url");
  const environment = {
    SUPABASE_URL: api,
    SUPABASE_ANON_KEY: publishableKey,
    SUPABASE_SERVICE_ROLE_KEY: secretKey,
    PORTDESK_GRAPH_URL: graph,
    PORTDESK_TOKEN_KEYS: JSON.stringify(tokenKeys),
    PORTDESK_TICK_SECRET: tickSecret,
    PORTDESK_WEBHOOK_TOKEN: await receiverToken(jwtSecret),
    PORTDESK_MAIL_URL: `http://127.0.0.1:${ports.mail}/mails`,
    PORTDESK_MAIL_KEY: mailKey,
    PORTDESK_MAIL_FROM: "portdesk@portdesk.example",
    PORTDESK_APP_URL: `http://127.0.0.1:${ports.app}`,
    ...(simulated === null ? {} : simulatedApp(simulated)),
  };
  await reserved.release("functions");
  const edge = await startFunctions({
    port: ports.functions,
    environment,
    graphHost: new URL(graph).host,
    ...watch,
  });
  closers.push(() => edge.stop());

  signal.throwIfAborted();
  const logins = await seedDemo({
    database,
    api,
    secretKey,
    graphUrl: simulated,
    tokenKeys,
  });

  signal.throwIfAborted();
  await reserved.release("mail");
  const mailbox = await serve(createMailbox(mail, simulated, mailKey), ports.mail);
  closers.push(() => mailbox.close());
  const app =
    options.app === "none"
      ? undefined
      : await startApp({
          port: ports.app,
          apiUrl: api,
          publishableKey,
          builtInto: options.app === "built" ? folder.file("app") : undefined,
          release: () => reserved.release("app"),
        });
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
    publishableKey,
    secretKey,
    logins,
  };
}
