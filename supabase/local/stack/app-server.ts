/** Serves the browser app on a local port; the app receives the two public settings and nothing else. */
import path from "node:path";
import { browserHeaders } from "../../browser-headers.ts";

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
  const vite = await import("vite");
  const where = { port, strictPort: true, host: "127.0.0.1" };
  const common = { root: path.join(import.meta.dirname, "../../.."), logLevel: "error" } as const;
  const url = `http://127.0.0.1:${port}`;
  if (builtInto === undefined) {
    const server = await withoutExit(() => vite.createServer({ ...common, server: where }));
    await release();
    await server.listen();
    return { url, close: () => server.close() };
  }
  const build = { outDir: builtInto, emptyOutDir: true };
  await vite.build({ ...common, build });
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
