/** Reads the options of the person who starts the stack. */
import path from "node:path";
import { parseArgs } from "node:util";

export type StackOptions = {
  reset: boolean;
  json: boolean;
  /** Vite's dev server, the app as built for visitors, or none. */
  app: "dev" | "built" | "none";
  /** Any free ports instead of the last or the usual ones. */
  anyPorts: boolean;
  graphUrl?: string;
  databaseUrl?: string;
  dataFolder?: string;
  /** Folder for templates of new data folders. */
  templates?: string;
  /** Sign-in attempts allowed in five minutes, instead of config.toml's: tests share one address. */
  signIns?: number;
};

export const usage = `npm start -- [--reset] [--json] [--built | --no-app] [--any-ports]
  --reset      throw the data away and seed anew
  --json       print one JSON line once ready (logs go to stderr)
  --built      the browser app as visitors get it: quicker pages, no live reload
  --no-app     without the browser app
  --any-ports  any free ports instead of the last or the usual ones
Environment: PORTDESK_DATA (data folder), PORTDESK_GRAPH_URL (another Graph server), PORTDESK_DATABASE_URL (an existing Postgres),
  PORTDESK_TEMPLATES (folder for templates of new data folders),
  PORTDESK_SIGN_INS (attempts to sign in within five minutes, instead of those of config.toml).`;

/** Throws an Error with the usage for an unknown option. */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): StackOptions {
  const flags = {
    reset: { type: "boolean" },
    json: { type: "boolean" },
    built: { type: "boolean" },
    "no-app": { type: "boolean" },
    "any-ports": { type: "boolean" },
  } as const;
  let values: { [flag in keyof typeof flags]?: boolean };
  try {
    ({ values } = parseArgs({ args: [...args], options: flags, strict: true }));
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
  const options: StackOptions = {
    reset: values.reset ?? false,
    json: values.json ?? false,
    anyPorts: values["any-ports"] ?? false,
    app: values["no-app"] ? "none" : values.built ? "built" : "dev",
  };
  if (environment.PORTDESK_GRAPH_URL) options.graphUrl = environment.PORTDESK_GRAPH_URL.replace(/\/$/, "");
  if (environment.PORTDESK_DATABASE_URL) options.databaseUrl = environment.PORTDESK_DATABASE_URL;
  if (environment.PORTDESK_DATA) options.dataFolder = environment.PORTDESK_DATA;
  if (environment.PORTDESK_TEMPLATES) options.templates = path.resolve(environment.PORTDESK_TEMPLATES);
  const { PORTDESK_SIGN_INS: signIns = "" } = environment;
  if (/^\d+$/.test(signIns)) options.signIns = Number(signIns);
  return options;
}
