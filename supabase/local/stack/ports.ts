/** Ports of the stack: the usual ones, those of the last start, or any free ones. */
import { createServer } from "node:net";

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

/** Binds for a moment; port 0 asks the system for a free one. Undefined when taken. */
async function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === "object" && address !== null ? address.port : undefined;
      server.close(() => resolve(bound));
    });
  });
}

/** `wanted` are tried first; what is taken is replaced by a free port. */
export async function choosePorts(wanted: Ports): Promise<Ports> {
  const chosen = { ...wanted };
  for (const name of Object.keys(usualPorts) as PortName[]) {
    let port = await tryPort(wanted[name]);
    while (
      port === undefined ||
      Object.entries(chosen).some(([other, taken]) => other !== name && taken === port)
    ) {
      port = await tryPort(0);
    }
    chosen[name] = port;
  }
  return chosen;
}
