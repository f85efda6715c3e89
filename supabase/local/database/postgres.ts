/**
 * Runs an embedded Postgres on a data folder: created at first start, stopped with its owner, taken over after a crash.
 */
import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { spawnOnLeash } from "../processes/leash.ts";
import { commandOf } from "../processes/process-table.ts";
import { initialise, superuser } from "./new-database.ts";
import { findPostgres } from "./postgres-binaries.ts";

export type RunningPostgres = { url: string; stop(): Promise<void> };

type Options = {
  folder: string;
  port: number;
  password: string;
  /** false trades safety on power loss for speed: tests only. */
  durable?: boolean;
  /** Called as soon as the process exists. */
  onSpawn?: (pid: number) => void;
  /** Called with Postgres' last output if it ends by itself. */
  onExit?: (message: string) => void;
};

const isPostgres = (pid: number) => commandOf(pid)?.includes("postgres") === true;

/** Stops a server that an earlier, killed start left on this folder. */
async function stopLeftover(folder: string): Promise<void> {
  const pidFile = path.join(folder, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const [line = "", dataFolder] = readFileSync(pidFile, "utf8").split("\n");
  const pid = Number(line);
  if (dataFolder === folder && pid > 1 && isPostgres(pid)) {
    process.kill(pid, "SIGINT");
    for (let waited = 0; waited < 100 && existsSync(pidFile); waited += 1) await sleep(100);
    if (isPostgres(pid)) process.kill(pid, "SIGQUIT");
    await sleep(200);
  }
  rmSync(pidFile, { force: true });
}

async function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

async function untilReady(server: ChildProcess, port: number, log: () => string): Promise<void> {
  for (let waited = 0; waited < 300; waited += 1) {
    if (server.exitCode !== null) throw new Error(`Postgres did not start:\n${log()}`);
    if (log().includes("database system is ready to accept connections") && (await accepts(port))) return;
    await sleep(50);
  }
  throw new Error(`Postgres was not ready within 15 s:\n${log()}`);
}

/** Starts Postgres on 127.0.0.1 and initialises a new folder. Throws with Postgres' own message. */
export async function startPostgres({
  folder,
  port,
  password,
  durable = true,
  onSpawn,
  onExit,
}: Options): Promise<RunningPostgres> {
  const binaries = findPostgres(folder);
  if (!existsSync(path.join(folder, "PG_VERSION"))) initialise(binaries, folder, password);
  await stopLeftover(folder);
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    "timezone=UTC",
  ];
  if (!durable) settings.push("fsync=off", "synchronous_commit=off", "full_page_writes=off");
  const words = [
    ...binaries.prefix,
    binaries.postgres,
    "-D",
    folder,
    "-p",
    String(port),
    ...settings.flatMap((s) => ["-c", s]),
  ];
  const [command = "", ...args] = words;
  const server = spawnOnLeash(command, args, { signal: "INT", ...binaries.user, cwd: "/" });
  server.stdout?.resume();
  onSpawn?.(server.pid ?? 0);
  let log = "";
  server.stderr?.on("data", (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4000);
  });
  await untilReady(server, port, () => log);
  let stopping = false;
  const gone = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  void gone.then(() => {
    if (!stopping) onExit?.(`Postgres ended by itself:\n${log}`);
  });
  return {
    url: `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`,
    async stop() {
      stopping = true;
      server.kill("SIGINT");
      await gone;
    },
  };
}
