/** Allows one stack per data folder: refuses a second one, and ends what a killed one left behind. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { startOf } from "./process-table.ts";

const processNote = z.object({ pid: z.int(), started: z.string() });
type ProcessNote = z.infer<typeof processNote>;
const lockSchema = z.object({ owner: processNote, children: z.array(processNote) });
type Lock = z.infer<typeof lockSchema>;

const runs = ({ pid, started }: ProcessNote) => startOf(pid) === started;

async function end(note: ProcessNote): Promise<void> {
  if (!runs(note)) return;
  process.kill(note.pid, "SIGTERM");
  for (let waited = 0; waited < 50 && runs(note); waited += 1) await sleep(100);
  if (runs(note)) process.kill(note.pid, "SIGKILL");
}

/** What an earlier start wrote; undefined if it is unreadable because that start was killed while writing. */
function readLock(file: string): Lock | undefined {
  try {
    return lockSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

/** Whether it created the file: of two simultaneous starts, only one does. */
function makeLock(file: string, lock: Lock): boolean {
  try {
    writeFileSync(file, JSON.stringify(lock), { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

export type RunLock = { addChild(pid: number): void; release(): void };

/** Another stack runs on this folder. */
class AlreadyRunning extends Error {
  override name = "AlreadyRunning";
}

/** Throws AlreadyRunning while the process that has the lock runs. */
export async function takeRunLock(file: string): Promise<RunLock> {
  const lock: Lock = { owner: { pid: process.pid, started: startOf(process.pid) ?? "" }, children: [] };
  while (!makeLock(file, lock)) {
    const earlier = readLock(file);
    if (earlier && runs(earlier.owner)) {
      throw new AlreadyRunning(
        `Portdesk already runs on this data folder (process ${earlier.owner.pid}). Stop it first, or set PORTDESK_DATA to another folder.`,
      );
    }
    for (const child of earlier?.children ?? []) await end(child);
    rmSync(file, { force: true });
  }
  return {
    addChild(pid) {
      const started = startOf(pid);
      if (started === undefined) return;
      lock.children.push({ pid, started });
      writeFileSync(file, JSON.stringify(lock));
    },
    release: () => rmSync(file, { force: true }),
  };
}

/** Waits until no other process has the lock. Throws if `signal` is aborted meanwhile. */
export async function waitForRunLock(file: string, signal: AbortSignal): Promise<RunLock> {
  for (;;) {
    try {
      return await takeRunLock(file);
    } catch (error) {
      if (!(error instanceof AlreadyRunning)) throw error;
      await sleep(200);
      signal.throwIfAborted();
    }
  }
}
