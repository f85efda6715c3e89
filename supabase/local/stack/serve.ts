/** A fetch handler on a loopback port. */
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";

export type Served = { url: string; close(): Promise<void> };

export async function serve(handler: (request: Request) => Promise<Response>, port: number): Promise<Served> {
  const listener = getRequestListener(handler);
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
