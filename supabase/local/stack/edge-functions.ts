/** Runs the Edge Functions under Deno, offline, with no more rights than they need. */
import path from "node:path";
import { denoPath } from "./deno.ts";
import { type Child, startChild } from "../processes/child.ts";

const project = path.join(import.meta.dirname, "../../..");
const inProject = (...parts: string[]) => path.join(project, ...parts);

type FunctionsOptions = {
  port: number;
  environment: Record<string, string>;
  /** Host and port of the Graph server, the only place besides this machine that the functions may reach. */
  graphHost: string;
  onSpawn(pid: number): void;
  onExit(message: string): void;
};

/** Settings for the functions from the environment of the person who starts the stack. */
const passedOn = [
  "PORTDESK_META_APP_SECRET",
  "PORTDESK_META_APP_SECRET_FORMER",
  "PORTDESK_WEBHOOK_VERIFY_TOKEN",
  "PORTDESK_GRAPH_VERSION",
  "PORTDESK_SIGNUP_URL",
  "PORTDESK_SIGNUP_ORIGINS",
];

export async function startFunctions({
  port,
  environment,
  graphHost,
  ...watch
}: FunctionsOptions): Promise<Child> {
  const own = Object.fromEntries(
    passedOn.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
  const sources = ["supabase/functions", "supabase/graph-simulator", "src/domain", "src/locales"];
  const readable = [...sources, "supabase/local/stack", "node_modules", "package.json"];
  const paths = (parts: readonly string[]) => parts.map((part) => inProject(part)).join(",");
  const args = [
    "run",
    "--no-prompt",
    "--cached-only",
    "--no-lock",
    "--node-modules-dir=manual",
    `--config=${inProject("supabase/functions/deno.json")}`,
    `--watch=${paths(sources)}`,
    "--no-clear-screen",
    `--allow-net=127.0.0.1,${graphHost}`,
    "--allow-env",
    `--allow-read=${paths(readable)}`,
    inProject("supabase/local/stack/functions-runner.ts"),
  ];
  return startChild({
    name: "functions",
    command: denoPath(),
    args,
    environment: { ...own, ...environment, PORT: String(port), DENO_NO_UPDATE_CHECK: "1" },
    readyUrl: `http://127.0.0.1:${port}/`,
    ...watch,
  });
}
