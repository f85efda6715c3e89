/** Real deaths: workers' processes killed by SIGKILL at random times. */
import { spawn } from "node:child_process";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TestDatabase } from "../support/database.ts";
import { faultsOf } from "../support/move-invariants.ts";
import { createMove, type Move } from "../support/move-runner.ts";
import { createOffice, fictionNumber, moveSeed, tokenKeys } from "../support/move-world.ts";
import type { Figures, PartContext } from "./part.ts";

const childFile = path.join(import.meta.dirname, "../support/engine-child.ts");
const begins = ["", "", "request_code", "verify_code", "register"] as const;

/** A fixed sequence in [0, 1) from a seed; the times of real deaths are never the same twice, their plan is. */
function sequence(seed: number): () => number {
  let state = seed % 4_294_967_296;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

export async function kills(context: PartContext): Promise<Figures> {
  const total = context.count ?? 200;
  const random = sequence(context.seed);
  const violations: string[] = [];
  const database = await context.openDatabase();
  const office = await createOffice(database, "brightline");
  const left = Array.from({ length: total }, (_, index) => index);
  let done = 0;
  const work = async () => {
    for (
      let index = left.shift();
      index !== undefined && performance.now() < context.until;
      index = left.shift()
    ) {
      const begin = begins[Math.floor(random() * begins.length)] ?? "";
      const delay = 150 + random() * 450;
      const e164 = fictionNumber(index + 1);
      const move = await createMove({ database, office, e164, seed: moveSeed(e164) });
      await killOnce(move, database, begin, delay);
      const faults = await faultsOf(move);
      violations.push(
        ...faults.map((fault) => `SIGKILL ${index} after ${Math.round(delay)} ms at "${begin}": ${fault}`),
      );
      done += 1;
      context.progress(done, total);
    }
  };
  await Promise.all([work(), work()]);
  await database.drop();
  return { done, total, violations };
}

async function killOnce(move: Move, database: TestDatabase, begin: string, delay: number): Promise<void> {
  if (begin !== "") {
    for (let at = await move.current(); at && at.step !== begin; at = await move.current())
      await move.advance();
    if (begin === "request_code" || begin === "verify_code" || begin === "register")
      await move.authorise(begin);
  }
  const { simulation } = move.simulator;
  simulation.addFault({ times: 0, action: { kind: "slow", ms: 40 } });
  const server = await move.simulator.listen(0);
  try {
    const parameters = [
      database.url,
      server.url,
      move.request,
      begin,
      tokenKeys.keys["k1"] ?? "",
      move.inbox().at(-1)?.code ?? "",
    ];
    const child = spawn(process.execPath, [childFile, ...parameters], { stdio: "ignore" });
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    await Promise.race([sleep(delay), gone]);
    child.kill("SIGKILL");
    await gone;
    // What was under way arrives.
    await sleep(60);
  } finally {
    await server.close();
  }
  simulation.clearFaults();
  await move.passTime(61);
  await move.drive();
}
