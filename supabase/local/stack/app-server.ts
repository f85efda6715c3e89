/** Serves the browser app on a local port; the app receives the two public settings and nothing else. */
import { once } from "node:events";
import { statSync } from "node:fs";
import path from "node:path";
import { spawnOnLeash } from "../processes/leash.ts";
import { browserHeaders } from "../../browser-headers.ts";

const project = path.join(import.meta.dirname, "../../..");

type AppOptions = {
  port: number;
  apiUrl: string;
  publishableKey: string;
  /** Where the built app goes; undefined for Vite's dev server. */
  builtInto: string | undefined;
  /** Releases the port, right before the server listens on it. */
  release: () => Promise<void>;
};

export async function startApp({
  port,
  apiUrl,
  publishableKey,
  builtInto,
  release,
}: AppOptions): Promise<{ url: string; close(): Promise<void> }> {
  process.env.VITE_SUPABASE_URL = apiUrl;
  process.env.VITE_SUPABASE_PUBLISHABLE_KEY = publishableKey;
  if (builtInto !== undefined) await runVite(["build", "--outDir", builtInto, "--emptyOutDir"]);
  const vite = await import("vite");
  const where = { port, strictPort: true, host: "127.0.0.1" };
  const common = { root: project, logLevel: "error" } as const;
  const url = `http://127.0.0.1:${port}`;
  if (builtInto === undefined) {
    const server = await withoutExit(() => vite.createServer({ ...common, server: where }));
    await release();
    await server.listen();
    return { url, close: () => server.close() };
  }
  const build = { outDir: builtInto };
  await release();
  const server = await withoutExit(() =>
    vite.preview({ ...common, build, preview: { ...where, headers: browserHeaders(apiUrl) } }),
  );
  return { url, close: () => server.close() };
}

/** Vite ends the whole process on SIGTERM, before the stack has ended its children, so that listener is removed. */
async function withoutExit<Server>(open: () => Promise<Server>): Promise<Server> {
  const before = new Set(process.listeners("SIGTERM"));
  const server = await open();
  for (const listener of process.listeners("SIGTERM"))
    if (!before.has(listener)) process.off("SIGTERM", listener);
  return server;
}

/** Bundles the packages that the pages import, unless that is done: Vite would otherwise do it at the first page. */
export async function bundlePackages(): Promise<void> {
  if (bundlesAreStale()) await runVite(["optimize"]);
}

/** Missing, or older than the last installation or the configuration, which Vite compares with what it bundled. */
function bundlesAreStale(): boolean {
  const changedAt = (file: string) =>
    statSync(path.join(project, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const bundledAt = changedAt("node_modules/.vite/deps/_metadata.json");
  return ["node_modules/.package-lock.json", "vite.config.ts"].some((file) => changedAt(file) > bundledAt);
}

/** In a process of its own: the bundler takes more than half a gigabyte, and keeps it as long as its process lives. */
async function runVite(args: readonly string[]): Promise<void> {
  const vite = path.join(project, "node_modules/vite/bin/vite.js");
  const child = spawnOnLeash(process.execPath, [vite, ...args, "--logLevel", "error"], {
    signal: "TERM",
    cwd: project,
  });
  let words = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      words = (words + chunk.toString()).slice(-4000);
    });
  await once(child, "close");
  if (child.exitCode !== 0) throw new Error(`vite ${args[0]} failed:\n${words}`);
}
