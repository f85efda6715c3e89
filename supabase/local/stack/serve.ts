/** Serves a fetch handler on a loopback port, for callers that use a name of this machine. */
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";

export type Served = { url: string; close(): Promise<void> };

export async function serve(handler: (request: Request) => Promise<Response>, port: number): Promise<Served> {
  // A web page elsewhere whose name was made to resolve here would otherwise pass for one of ours.
  const ours = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  const guarded = (request: Request) =>
    ours.has(request.headers.get("host") ?? "")
      ? handler(request)
      : Promise.resolve(new Response(null, { status: 421 }));
  const listener = getRequestListener(guarded);
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
