/** Vite's dev server for the browser app; it is given the two public facts and nothing else. */
import path from "node:path";

export async function startApp(
  port: number,
  apiUrl: string,
  publishableKey: string,
): Promise<{ url: string; close(): Promise<void> }> {
  process.env.VITE_SUPABASE_URL = apiUrl;
  process.env.VITE_SUPABASE_PUBLISHABLE_KEY = publishableKey;
  const { createServer } = await import("vite");
  const vite = await createServer({
    root: path.join(import.meta.dirname, "../../.."),
    logLevel: "error",
    server: { port, strictPort: true, host: "127.0.0.1" },
  });
  await vite.listen();
  return { url: `http://127.0.0.1:${port}`, close: () => vite.close() };
}
