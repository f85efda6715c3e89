/** Runs a child process of the stack: starts it, waits until it answers, ends it with the stack. */
import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { spawnOnLeash } from "./leash.ts";

export type Child = { stop(): Promise<void> };

type ChildOptions = {
  name: string;
  command: string;
  args: readonly string[];
  environment: Record<string, string>;
  /** Answers once the child is ready. */
  readyUrl: string;
  /** Called as soon as the process exists. */
  onSpawn(pid: number): void;
  /** Called with its last output if it ends by itself. */
  onExit(message: string): void;
};

const inherited = ["PATH", "HOME", "LANG", "TMPDIR", "USER"];

/** The child sees only its own variables and the few that every program needs. */
function environmentOf(own: Record<string, string>): NodeJS.ProcessEnv {
  const shared = Object.fromEntries(
    inherited.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
  return { ...shared, NO_COLOR: "1", ...own };
}

async function untilAnswers(child: ChildProcess, url: string, fail: () => Error): Promise<void> {
  for (let waited = 0; waited < 600; waited += 1) {
    if (child.exitCode !== null || child.signalCode !== null) throw fail();
    const answered = await fetch(url, { signal: AbortSignal.timeout(5000) }).then(
      (response) => response.body?.cancel().then(() => true) ?? true,
      () => false,
    );
    if (answered) return;
    await sleep(50);
  }
  throw fail();
}

/** Throws with the child's last output if it is not ready within half a minute. */
export async function startChild({
  name,
  command,
  args,
  environment,
  readyUrl,
  onSpawn,
  onExit,
}: ChildOptions): Promise<Child> {
  const child = spawnOnLeash(command, args, { signal: "TERM", env: environmentOf(environment) });
  onSpawn(child.pid ?? 0);
  let words = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      words = (words + chunk.toString()).slice(-4000);
      if (process.env.PORTDESK_VERBOSE) process.stderr.write(`[${name}] ${chunk.toString()}`);
    });
  }
  let stopping = false;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await untilAnswers(child, readyUrl, () => new Error(`${name} did not start:\n${words}`));
  void gone.then(() => {
    if (!stopping) onExit(`${name} ended by itself:\n${words}`);
  });
  return {
    async stop() {
      stopping = true;
      child.kill("SIGTERM");
      await Promise.race([gone, sleep(3000).then(() => child.kill("SIGKILL"))]);
    },
  };
}
