/** Starts everything that Portdesk needs on one machine, in order, and stops it in reverse order. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import { demoLogins, type Login } from "../../seeds/people.ts";
import { receiverToken } from "../platform/access-tokens.ts";
import { takeRunLock } from "../processes/run-lock.ts";
import { bundlePackages, startApp } from "./app-server.ts";
import { demoAppSecret } from "./demo-accounts.ts";
import { dataFolderPath, openDataFolder } from "./data-folder.ts";
import { closeAll, startDataServices, type Watch } from "./data-services.ts";
import { startFunctions } from "./edge-functions.ts";
import { createMailbox } from "./mailbox.ts";
import type { StackOptions } from "./options.ts";
import { anyPorts, reservePorts } from "./ports.ts";
import { serve } from "./serve.ts";
import { fillFromTemplate } from "./template.ts";
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

type Report = Pick<Watch, "say" | "onExit">;

/** Stops what is already running if `signal` is aborted before everything is up. */
export async function startStack(
  options: StackOptions,
  report: Report,
  signal: AbortSignal,
): Promise<RunningStack> {
  const closers: (() => unknown)[] = [];
  const stop = () => closeAll(closers);
  try {
    const facts = await bringUp(options, report, closers, signal);
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
  { say, onExit }: Report,
  closers: (() => unknown)[],
  signal: AbortSignal,
): Promise<StackFacts> {
  const folderPath = dataFolderPath(options.dataFolder);
  openDataFolder(folderPath, false);
  const lock = await takeRunLock(path.join(folderPath, "running.json"));
  closers.push(() => lock.release());
  const watch = { say, onSpawn: (pid: number) => lock.addChild(pid), onExit };
  const folder = openDataFolder(folderPath, options.reset);
  const reserved = await reservePorts(options.anyPorts ? anyPorts : folder.kept.ports);
  closers.push(() => reserved.releaseAll());
  const { ports } = reserved;
  folder.keep({ ports });
  const { publishableKey, secretKey, jwtSecret, tickSecret, tokenKeys } = folder.kept;
  const api = `http://127.0.0.1:${ports.api}`;
  const functions = `http://127.0.0.1:${ports.functions}`;

  // Beside the seeding, which leaves the processors idle now and then.
  const bundled = options.app === "dev" ? bundlePackages() : undefined;
  // Awaited later; until then its failure must not end the process.
  bundled?.catch(() => undefined);
  if (options.databaseUrl === undefined) {
    const isNew = !existsSync(folder.file("database/PG_VERSION"));
    if (isNew) await fillFromTemplate(folder, { watch, signal, templates: options.templates });
    say("Starting Postgres");
  }
  const services = await startDataServices({ folder, reserved, options, watch, closers, signal });
  const { database, graph, simulated, mail } = services;

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
  if (options.databaseUrl !== undefined) {
    const { seedDemo } = await import("./demo.ts");
    await seedDemo({ ...services, secretKey, tokenKeys });
  } else if (folder.kept.awaitsTokens) {
    const { addDemoTokens } = await import("./demo.ts");
    await addDemoTokens(database, tokenKeys);
    folder.keep({ awaitsTokens: false });
  }

  signal.throwIfAborted();
  await reserved.release("mail");
  const mailbox = await serve(createMailbox(mail, simulated, mailKey), ports.mail);
  closers.push(() => mailbox.close());
  await bundled;
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
    logins: [...demoLogins],
  };
}
