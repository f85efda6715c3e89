/** Chooses the stack's ports: the usual ones, those of the last start, or any free ones. */
import { createServer, type Server } from "node:net";

export const usualPorts = {
  app: 5173,
  api: 54321,
  database: 54322,
  functions: 54323,
  mail: 54324,
  graph: 54325,
};
export type PortName = keyof typeof usualPorts;
export type Ports = Record<PortName, number>;

/** Any free ports. */
export const anyPorts: Ports = { app: 0, api: 0, database: 0, functions: 0, mail: 0, graph: 0 };

export type ReservedPorts = {
  ports: Ports;
  /** Releases a port for the server that listens on it next. */
  release(name: PortName): Promise<void>;
  releaseAll(): Promise<void>;
};

/** Port 0 asks the system for a free one. Undefined if taken. */
async function hold(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer((caller) => caller.destroy());
    server.once("error", () => resolve(undefined));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("A server without a port");
  return address.port;
}

/**
 * Tries `wanted` first and replaces taken ones with free ports. All are held until released: some are used only after
 * seeding, and any outgoing connection meanwhile might be given one of them.
 */
export async function reservePorts(wanted: Ports): Promise<ReservedPorts> {
  const ports = { ...wanted };
  const held = new Map<PortName, Server>();
  for (const name of Object.keys(usualPorts) as PortName[]) {
    let server = await hold(wanted[name]);
    while (server === undefined) server = await hold(0);
    held.set(name, server);
    ports[name] = portOf(server);
  }
  const release = async (name: PortName) => {
    const server = held.get(name);
    held.delete(name);
    if (server) await new Promise((resolve) => server.close(resolve));
  };
  return {
    ports,
    release,
    async releaseAll() {
      for (const name of held.keys()) await release(name);
    },
  };
}
