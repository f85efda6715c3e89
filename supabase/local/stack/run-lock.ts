/** One stack per data folder: refuses a second one, and ends what a killed one left behind. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";

const processNote = z.object({ pid: z.int(), started: z.string() });
type ProcessNote = z.infer<typeof processNote>;
const lockSchema = z.object({ owner: processNote, children: z.array(processNote) });

/** When the process began, as the system tells it; together with the pid it cannot be mistaken for another. */
function startOf(pid: number): string | undefined {
  const result = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return result.status === 0 ? result.stdout.trim() || undefined : undefined;
}

const runs = ({ pid, started }: ProcessNote) => startOf(pid) === started;

async function end(note: ProcessNote): Promise<void> {
  if (!runs(note)) return;
  process.kill(note.pid, "SIGTERM");
  for (let waited = 0; waited < 50 && runs(note); waited += 1) await sleep(100);
  if (runs(note)) process.kill(note.pid, "SIGKILL");
}

export type RunLock = { addChild(pid: number): void; release(): void };

/** Throws when another stack runs on this folder. */
export async function takeRunLock(file: string): Promise<RunLock> {
  if (existsSync(file)) {
    const lock = lockSchema.safeParse(JSON.parse(readFileSync(file, "utf8") || "null"));
    if (lock.success) {
      const { owner, children } = lock.data;
      if (runs(owner)) {
        throw new Error(
          `Portdesk already runs on this data folder (process ${owner.pid}). Stop it first, or set PORTDESK_DATA to another folder.`,
        );
      }
      for (const child of children) await end(child);
    }
  }
  const lock: z.infer<typeof lockSchema> = {
    owner: { pid: process.pid, started: startOf(process.pid) ?? "" },
    children: [],
  };
  const write = () => writeFileSync(file, JSON.stringify(lock));
  write();
  return {
    addChild(pid) {
      const started = startOf(pid);
      if (started === undefined) return;
      lock.children.push({ pid, started });
      write();
    },
    release: () => rmSync(file, { force: true }),
  };
}
