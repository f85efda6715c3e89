/** Serves a fetch handler on a loopback port, for callers that use a name of this machine. */
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";

export type Served = {
  url: string;
  /** Takes no more requests, and gives those under way two seconds: what they use is stopped next. */
  close(): Promise<void>;
};

const closingMs = 2000;

export async function serve(handler: (request: Request) => Promise<Response>, port: number): Promise<Served> {
  // A web page elsewhere whose name was made to resolve here would otherwise pass for one of ours.
  const ours = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  const guarded = (request: Request) =>
    ours.has(request.headers.get("host") ?? "")
      ? handler(request)
      : Promise.resolve(new Response(null, { status: 421 }));
  const underWay = new Set<Promise<unknown>>();
  const listener = getRequestListener((request) => {
    const answer = guarded(request);
    const ended: Promise<unknown> = answer.catch(() => undefined).then(() => underWay.delete(ended));
    underWay.add(ended);
    return answer;
  });
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.race([Promise.all(underWay), sleep(closingMs, undefined, { ref: false })]);
      server.closeAllConnections();
      await closed;
    },
  };
}
