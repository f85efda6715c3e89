// Runs the simulator as its own process. Environment: PORT (0: a free one), DATA_FILE, SEED_FILE (JSON), CALLBACK_URL
// (of webhooks). Prints one JSON line `{url}` when it listens.
import { readFileSync } from "node:fs";
import { createGraphSimulator, type SimulatorOptions } from "./graph-simulator.ts";
import type { SimulatorSeed } from "./seed.ts";

const { PORT = "0", DATA_FILE, SEED_FILE, CALLBACK_URL } = process.env;

const options: SimulatorOptions = {};
if (DATA_FILE) options.dataFile = DATA_FILE;
if (CALLBACK_URL) options.callbackUrl = CALLBACK_URL;
if (SEED_FILE) {
  const seed: SimulatorSeed = JSON.parse(readFileSync(SEED_FILE, "utf8"));
  options.seed = seed;
}

const server = await createGraphSimulator(options).listen(Number(PORT));
console.log(JSON.stringify({ url: server.url }));

const stop = () => void server.close().then(() => process.exit(0));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
