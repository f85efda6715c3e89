/** Meta is down for an hour and the database for five minutes, with a queue of numbers: nothing is lost or doubled. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../fixtures/database.ts";
import { faultsOf } from "../../fixtures/move/move-invariants.ts";
import { createQueue, drain, passTime, tick } from "../../fixtures/move/move-queue.ts";
import type { Move, Wrap } from "../../fixtures/move/move-runner.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => database.drop());

const timing = { poll: 30, settle: 20, retry: 30, templates: 60 };
const places = ["snapshot_before", "snapshot_before", "request_code", "request_code", "register", "register"];

/** People act without delay, because a code expires quickly, and every move reaches its end. */
async function finish(moves: readonly Move[]): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    for (const move of moves) for (let turn = 0; turn < 8; turn += 1) await move.advance();
    await drain(moves);
  }
}

async function expectWhole(moves: readonly Move[]): Promise<void> {
  const faults: Record<string, string[]> = {};
  for (const move of moves) faults[move.e164] = await faultsOf(move);
  expect(faults).toEqual(Object.fromEntries(moves.map(({ e164 }) => [e164, []])));
}

const standing = async (moves: readonly Move[]) => {
  const rows = [];
  for (const move of moves)
    rows.push({ status: (await move.row()).status, step: (await move.current())?.step });
  return rows;
};

/** Approves without knowing of the outage; the outcome is up to the engine. */
async function giveGo(move: Move, wrap?: Wrap): Promise<void> {
  const step = await move.current();
  if (step?.step !== "request_code" && step?.step !== "register") return;
  await move.runStep(step.step, { pin: "135790" }, wrap).catch(() => undefined);
}

it.each<[string, () => Promise<Response>]>([
  ["breaks every connection", () => Promise.reject(new TypeError("fetch failed"))],
  ["answers 503 with a page", () => Promise.resolve(new Response("<h1>Sorry</h1>", { status: 503 }))],
])("Meta %s for an hour", async (_name, outage) => {
  const called: string[] = [];
  let isDown = false;
  const fetch = (move: Move, request: Request) => {
    if (!isDown) return move.simulator.fetch(request);
    called.push(move.e164);
    return outage();
  };
  const moves = await createQueue(database, { steps: places, fetch, timing });
  const before = await standing(moves);
  isDown = true;
  for (const move of moves) await giveGo(move);
  for (let minute = 0; minute < 60; minute += 2) {
    await tick(moves);
    await passTime(moves, 120);
  }
  expect(await standing(moves)).toEqual(before);
  expect(new Set(called).size).toBeGreaterThan(3);
  // Without back-off and breakers every tick would call Meta several times for every number.
  expect(called.length).toBeLessThan(100);
  for (const move of moves.filter(({ e164 }) => called.includes(e164)))
    expect(await move.exceptions()).not.toEqual([]);
  isDown = false;
  await passTime(moves, 901);
  await finish(moves);
  await expectWhole(moves);
});

/** Where a step stands when the database goes down: before or after the write has been committed. */
type Stop = { at: "openIntent" | "closeIntent"; isLost: boolean };
const stops: Stop[] = [
  { at: "openIntent", isLost: false },
  { at: "openIntent", isLost: true },
  { at: "closeIntent", isLost: false },
  { at: "closeIntent", isLost: true },
];

/** Nothing reaches the database once `stop` is first passed; with `isLost` that write did, but its answer was lost. */
function goingDown(stop: Stop, isDown: { now: boolean }): Wrap {
  const gone = () => Promise.reject(new Error("connect ECONNREFUSED 127.0.0.1"));
  return {
    store: (store) => ({
      ...store,
      readContext: (request) => (isDown.now ? gone() : store.readContext(request)),
      async openIntent(...input) {
        if (stop.at === "openIntent" && !isDown.now && stop.isLost) await store.openIntent(...input);
        if (stop.at === "openIntent") isDown.now = true;
        return isDown.now ? gone() : store.openIntent(...input);
      },
      async closeIntent(...input) {
        if (stop.at === "closeIntent" && !isDown.now && stop.isLost) await store.closeIntent(...input);
        if (stop.at === "closeIntent") isDown.now = true;
        return isDown.now ? gone() : store.closeIntent(...input);
      },
    }),
  };
}

it.each(stops)("the database is down for five minutes from $at, lost answer: $isLost", async (stop) => {
  let calls = 0;
  const fetch = (move: Move, request: Request) => {
    calls += 1;
    return move.simulator.fetch(request);
  };
  const moves = await createQueue(database, { steps: places, fetch, timing });
  const down = moves.map(() => ({ now: false }));
  for (const [index, move] of moves.entries()) {
    const wrap = goingDown(stop, down[index] ?? { now: true });
    await giveGo(move, wrap);
    await move.work(wrap).catch(() => undefined);
  }
  expect(down.map(({ now }) => now)).toEqual(moves.map(() => true));
  const before = calls;
  for (let minute = 0; minute < 5; minute += 1) {
    for (const move of moves)
      await expect(move.work(goingDown(stop, { now: true }))).rejects.toThrow("ECONNREFUSED");
    await passTime(moves, 60);
  }
  expect(calls).toBe(before);
  await finish(moves);
  await expectWhole(moves);
});
