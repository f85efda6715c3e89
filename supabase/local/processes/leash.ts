/** Starts a program that ends with this process, however this process ends. */
import { type ChildProcess, spawn } from "node:child_process";
import type { Writable } from "node:stream";

type LeashOptions = {
  /** Sent to the program when this process is gone. */
  signal: "INT" | "TERM";
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
};

/**
 * The shell replaces itself with the program, which so keeps its process id. Before, it leaves a reader behind that
 * waits on a pipe from us; the system closes the pipe when we end, and the reader then signals the program.
 */
const script = `( ( read -r _ <&3; kill -s "$0" $$ ) >/dev/null 2>&1 & ) ; exec "$@" 3<&-`;

/**
 * The program has a process group of its own: Ctrl-C in a terminal reaches only us, and we stop what we started in the
 * right order. Its output is in `stdout` and `stderr`.
 */
export function spawnOnLeash(command: string, args: readonly string[], options: LeashOptions): ChildProcess {
  const { signal, ...spawnOptions } = options;
  const child = spawn("/bin/sh", ["-c", script, signal, command, ...args], {
    ...spawnOptions,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const leash = child.stdio[3] as Writable;
  leash.on("error", () => undefined);
  child.once("exit", () => leash.destroy());
  return child;
}
