// The Graph API simulator: in process through `fetch`, over HTTP through `listen`.
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { createControl } from "./control.ts";
import { exchange, LostReply } from "./exchange.ts";
import { fileStorage } from "./storage/file-storage.ts";
import { createSignupWindow } from "./signup/signup-window.ts";
import { createSimulation, type SimulationOptions } from "./simulation.ts";

export type SimulatorOptions = Omit<SimulationOptions, "storage"> & {
  /** State file; the journal is stored beside it. An existing file takes precedence over the seed. */
  dataFile?: string;
};

const loopbackNames = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** `fetch` rejects where a real connection would break. `simulation` holds state, journal and controls. */
export function createGraphSimulator({ dataFile, ...options }: SimulatorOptions = {}) {
  const simulation = createSimulation(
    dataFile === undefined ? options : { ...options, storage: fileStorage(dataFile) },
  );
  const control = createControl(simulation);
  const signupWindow = createSignupWindow(simulation);

  const isControl = ({ pathname }: URL) => pathname === "/_sim" || pathname.startsWith("/_sim/");
  const fetch = async (request: Request): Promise<Response> =>
    isControl(new URL(request.url))
      ? control.fetch(request)
      : ((await signupWindow(request)) ?? exchange(simulation, request));

  return {
    fetch,
    simulation,
    /** Serves on the loopback address; port 0 uses a free one. */
    async listen(port: number): Promise<{ url: string; close(): Promise<void> }> {
      const answer = getRequestListener(async (request, { incoming }) => {
        // A foreign page whose name was rebound to the loopback address must not read tokens here.
        if (!loopbackNames.has(new URL(request.url).hostname)) return new Response(null, { status: 421 });
        try {
          return await fetch(request);
        } catch (error) {
          if (!(error instanceof LostReply)) throw error;
          incoming.socket.destroy();
          return RESPONSE_ALREADY_SENT;
        }
      });
      const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, "127.0.0.1", resolve);
      });
      const address = server.address();
      const taken = typeof address === "object" && address !== null ? address.port : port;
      return {
        url: `http://127.0.0.1:${taken}`,
        close: () =>
          new Promise<void>((resolve, reject) => {
            server.close((error) => (error ? reject(error) : resolve()));
            server.closeAllConnections();
          }),
      };
    },
  };
}
