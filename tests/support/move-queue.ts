/** Several numbers of two providers in one queue, worked as the ticker works them: whoever is due next, fairly. */
import { createEngineStore } from "../../supabase/functions/_shared/engine/cutover-store.ts";
import type { TestDatabase } from "./database.ts";
import { serviceCommands } from "./engine-commands.ts";
import { createMove, type Move, type MoveOptions, type Wrap } from "./move-runner.ts";
import { until } from "./move-suite.ts";
import { createOffice, fictionNumber, moveSeed } from "./move-fixture.ts";

type Timing = NonNullable<MoveOptions["timing"]>;
type Plan = {
  /** Where each number stands when the test begins. */
  steps: readonly string[];
  /** Stands between the moves and Meta. */
  fetch: (move: Move, request: Request) => Promise<Response>;
  timing: Timing;
};

/** Every second number is the other provider's. */
export async function createQueue(database: TestDatabase, { steps, fetch, timing }: Plan): Promise<Move[]> {
  const offices = [await createOffice(database, "brightline"), await createOffice(database, "fernway")];
  const moves: Move[] = [];
  for (const [index, step] of steps.entries()) {
    const office = offices[index % offices.length];
    if (!office) throw new Error("no office");
    const e164 = fictionNumber(index + 1);
    const move: Move = await createMove({
      database,
      office,
      e164,
      seed: moveSeed(e164),
      timing,
      isTimeShared: true,
      fetch: (request) => fetch(move, request),
    });
    await until(move, step);
    moves.push(move);
  }
  return moves;
}

/** One tick; returns how many steps were taken. A turn that throws keeps nobody else waiting. */
export async function tick(moves: readonly Move[], wrap?: Wrap): Promise<number> {
  const [first] = moves;
  if (!first) return 0;
  const due = await createEngineStore(serviceCommands(first.database.serviceSql)).dueRequests(20);
  let taken = 0;
  for (const { request: id } of due)
    taken +=
      (await moves
        .find(({ request }) => request === id)
        ?.work(wrap)
        .catch(() => 0)) ?? 0;
  return taken;
}

/** For all of them and for what they share. */
export async function passTime(moves: readonly Move[], seconds: number): Promise<void> {
  const reported = new Set<string>();
  for (const move of moves) {
    await move.passTime(seconds, { pauses: !reported.has(move.office.provider) });
    reported.add(move.office.provider);
  }
}

/** Ticks every quarter of an hour until nothing more is due by itself for an hour. */
export async function drain(moves: readonly Move[]): Promise<void> {
  for (let idle = 0; idle < 4; idle += 1) {
    if ((await tick(moves)) > 0) idle = 0;
    await passTime(moves, 901);
  }
}
