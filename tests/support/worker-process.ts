/** One turn of a move by a worker in a process of its own, which something dreadful happens to on the way. */
import { spawn } from "node:child_process";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { EngineStep } from "#domain/cutover/step-catalogue.ts";
import type { Move } from "./move-runner.ts";
import { eventually, tokenKeys } from "./move-fixture.ts";

/** Under this name the worker's process speaks to the database. */
const callerOf = ({ request }: Move) => `worker ${request}`;

const childFile = path.join(import.meta.dirname, "engine-child.ts");

/** Milliseconds that each call of Meta takes meanwhile, so that there is a time to hit. */
const callTakes = 40;

/** Where a turn begins: at the automatic steps from the start, or at a person's step. */
export const begins = ["", "", "request_code", "verify_code", "register"] as const;
export type Begin = (typeof begins)[number];

/** Works the move up to the step and approved it. */
async function prepare(move: Move, begin: Begin): Promise<void> {
  if (begin === "") return;
  for (let at = await move.current(); at && at.step !== begin; at = await move.current())
    await move.advance();
  await move.authorise(begin satisfies EngineStep);
}

/**
 * Starts the turn and calls `strike` so many milliseconds after the worker is at it; comes back when the process is gone
 * and what it had sent has arrived. Returns whether the worker was still at it.
 */
export async function interruptedStep(
  move: Move,
  begin: Begin,
  delay: number,
  strike: (kill: () => void) => Promise<void>,
): Promise<boolean> {
  await prepare(move, begin);
  const { simulation } = move.simulator;
  const code = move.inbox().at(-1)?.code ?? "";
  const { id } = simulation.addFault({ times: 0, action: { kind: "slow", ms: callTakes } });
  const server = await move.simulator.listen(0);
  let isGone = false;
  try {
    const database = new URL(move.database.url);
    database.searchParams.set("application_name", callerOf(move));
    const parameters = [database.href, server.url, move.request, begin, tokenKeys.keys.k1 ?? "", code];
    const child = spawn(process.execPath, [childFile, ...parameters], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const gone = new Promise<void>((resolve) => {
      child.once("exit", () => {
        isGone = true;
        resolve();
      });
    });
    await Promise.race([gone, new Promise<void>((resolve) => child.stdout.once("data", () => resolve()))]);
    await Promise.race([gone, sleep(delay)]);
    const wasAtIt = !isGone;
    await strike(() => child.kill("SIGKILL"));
    // One that outlives its database may try on for a while.
    await Promise.race([gone, sleep(3000)]);
    child.kill("SIGKILL");
    await gone;
    await sleep(callTakes + 20);
    return wasAtIt;
  } finally {
    await server.close();
    simulation.clearFaults(id);
  }
}

/** A process that is dead may have left a statement behind, which Postgres carries out all the same. */
export async function statementsEnd(move: Move): Promise<void> {
  const left = () =>
    move.database.sql`select 1 from pg_stat_activity where application_name = ${callerOf(move)}`;
  await eventually(async () => (await left()).length === 0, "the dead worker's statements to end");
}
