/** The whole local stack as a child process on free ports and a data folder of its own, as `npm start` runs it. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { treeOf } from "../../supabase/local/processes/process-table.ts";

const factsSchema = z.object({
  app: z.string().nullable(),
  api: z.string(),
  functions: z.string(),
  graph: z.string(),
  mail: z.string(),
  database: z.string(),
  publishableKey: z.string(),
  secretKey: z.string(),
  logins: z.array(z.object({ role: z.string(), email: z.string(), password: z.string() })),
});

export type TestStack = z.infer<typeof factsSchema> & {
  dataFolder: string;
  /** Everything that its processes have written so far. */
  log(): string;
  /** Every process of it, the one that started it first. */
  pids(): number[];
  /** Ends it as Ctrl-C would; the data stay. */
  stop(): Promise<void>;
  /** SIGKILLs every process of it at once, or only the one that started the others. */
  kill(only?: "owner"): Promise<void>;
  /** Stops it if it runs and throws the data away. */
  remove(): Promise<void>;
};

/** `keepPorts`: on those of its last start, or the usual ones; else on any, so that stacks may start side by side. */
export type StackStart = {
  graphUrl?: string;
  dataFolder?: string;
  app?: boolean;
  reset?: boolean;
  keepPorts?: boolean;
};

export const startFile = path.join(import.meta.dirname, "../../supabase/local/start.ts");

async function firstLine(child: ChildProcess, log: () => string): Promise<string> {
  let out = "";
  const words = () => log().slice(-6000);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The stack was not ready within 180 s:\n${words()}`)),
      180_000,
    );
    child.stdout?.on("data", (chunk: Buffer) => {
      out += chunk.toString();
      const end = out.indexOf("\n");
      if (end >= 0) {
        clearTimeout(timer);
        resolve(out.slice(0, end));
      }
    });
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`The stack ended with ${code}:\n${words()}`));
    });
  });
}

/** Throws with the stack's last words when it does not come up. */
export async function startStack({
  graphUrl,
  dataFolder,
  app = false,
  reset = false,
  keepPorts = false,
}: StackStart = {}): Promise<TestStack> {
  const folder = dataFolder ?? mkdtempSync("/var/tmp/portdesk-stack-");
  const environment: NodeJS.ProcessEnv = { ...process.env, PORTDESK_DATA: folder, PORTDESK_VERBOSE: "1" };
  // Everybody in the tests has one address and signs in again and again.
  environment.PORTDESK_SIGN_INS = "2000";
  delete environment.PORTDESK_GRAPH_URL;
  if (graphUrl !== undefined) environment.PORTDESK_GRAPH_URL = graphUrl;
  const args = [
    startFile,
    "--json",
    app ? "--built" : "--no-app",
    ...(reset ? ["--reset"] : []),
    ...(keepPorts ? [] : ["--any-ports"]),
  ];
  const child = spawn(process.execPath, args, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => {
    log += chunk.toString();
  });
  const facts = factsSchema.parse(JSON.parse(await firstLine(child, () => log)));
  let running = true;
  const gone = new Promise<void>((resolve) =>
    child.once("exit", () => {
      running = false;
      resolve();
    }),
  );
  const stop = async () => {
    if (running) child.kill("SIGTERM");
    await gone;
  };
  return {
    ...facts,
    dataFolder: folder,
    log: () => log,
    pids: () => treeOf(child.pid ?? 0),
    stop,
    async kill(only) {
      const doomed = only ? [child.pid ?? 0] : treeOf(child.pid ?? 0);
      for (const pid of doomed) process.kill(pid, "SIGKILL");
      await gone;
    },
    async remove() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
