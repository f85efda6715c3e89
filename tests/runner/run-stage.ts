/** Runs one stage in a process group of its own; nothing that it started outlives it. */
import { type ChildProcess, spawn } from "node:child_process";
import { delimiter, resolve } from "node:path";
import type { Stage } from "./stages.ts";
import type { Totals } from "./test-totals.ts";

export type StageResult = Totals & { name: string; seconds: number; output: string };

const running = new Set<ChildProcess>();

/** Runs `stage`; `limitMs` ends a stage that hangs. The report goes to `reportPath`. */
export async function runStage(stage: Stage, reportPath: string, limitMs: number): Promise<StageResult> {
  const started = performance.now();
  const { exitCode, output } = await execute(
    stage.command(reportPath),
    stage.environment?.(reportPath) ?? {},
    limitMs,
  );
  const seconds = (performance.now() - started) / 1000;
  return { name: stage.name, seconds, output, ...stage.totals(exitCode, reportPath) };
}

/** Ends every stage still running, with everything it started. */
export function endRunningStages(): void {
  for (const child of running) endGroup(child);
}

function execute(command: string[], environment: Record<string, string>, limitMs: number) {
  const [file = "", ...args] = command;
  const path = [resolve("node_modules/.bin"), process.env["PATH"]].join(delimiter);
  const child = spawn(file, args, {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment, PATH: path, CI: "1", NO_COLOR: "1", FORCE_COLOR: undefined },
  });
  running.add(child);
  return new Promise<{ exitCode: number; output: string }>((done) => {
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    const limit = setTimeout(() => {
      output += `\nEnded after ${limitMs / 1000} s without an answer.\n`;
      endGroup(child);
    }, limitMs);
    const finish = (exitCode: number) => {
      clearTimeout(limit);
      running.delete(child);
      done({ exitCode, output });
    };
    child.on("error", (error) => {
      output += String(error);
      finish(127);
    });
    child.on("close", (code) => finish(code ?? 1));
    child.on("exit", (code) => {
      endGroup(child);
      // A process that left the group may hold the pipes open for ever; the runner itself has answered.
      setTimeout(finish, 2000, code ?? 1).unref();
    });
  });
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group has already ended.
  }
}
