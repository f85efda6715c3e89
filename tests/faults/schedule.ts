/** One schedule: everything in it follows from its seed, which makes it reproducible. */
import fc from "fast-check";
import type { Route } from "#domain/routes/route-catalogue.ts";
import type { TestDatabase } from "../fixtures/database.ts";
import { abortCommand, answer, begin, retryFailed, scheduleCommands } from "./schedule-commands.ts";
import { endFaults, isRegistered, type Party } from "./schedule-invariants.ts";
import { attempt, type Real, type ScheduleModel } from "./schedule-model.ts";
import { alarmFaults, endOutside } from "./schedule-outside.ts";
import {
  type EngineUnderTest,
  type Slot,
  movesPerSlot,
  openSlot,
  openFixture,
  passTime,
  type ScheduleFixture,
} from "./schedule-fixture.ts";

export type ScheduleResult = { seed: number; violations: string[]; trace: string[]; moves: number };

const most = 30;
const plans = {
  routes: fc.constantFrom<readonly Route[]>(
    ["R2"],
    ["R2"],
    ["R2"],
    ["R1"],
    ["R0"],
    ["R2", "R2"],
    ["R2", "R1"],
  ),
  /** Whether Meta keeps the number's id at the claim, which makes every status the old provider's until `register`. */
  keepsId: fc.constantFrom(false, false, true),
  /** If so, the moves share account, app and kill switch. */
  isOneOffice: fc.boolean(),
  /** When the suspended workers wake up: before the others continue, when all is over, or never. */
  zombies: fc.constantFrom("before", "after", "never"),
};

export async function playSchedule(
  slot: Slot,
  seed: number,
  engine: EngineUnderTest = {},
): Promise<ScheduleResult> {
  const list = seed % 8 === 0 ? [...scheduleCommands, abortCommand] : scheduleCommands;
  const [plan] = fc.sample(
    fc.record({ ...plans, commands: fc.commands(list, { maxCommands: most, size: "max" }) }),
    { seed, numRuns: 1 },
  );
  if (!plan) throw new Error("no schedule came of the seed");
  const fixture = await openFixture(slot, plan, engine);
  const real: Real = { fixture, engine };
  const model: ScheduleModel = { aborted: new Set() };
  try {
    await fc.asyncModelRun(() => ({ model, real }), plan.commands);
    await finish(real, plan.zombies);
  } catch (error) {
    fixture.violations.push(
      `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
  for (const { worker } of fixture.workers) await worker.kill();
  return {
    seed,
    violations: [...new Set(fixture.violations)],
    trace: fixture.trace,
    moves: plan.routes.length,
  };
}

/** Meta is well again and people do their part: every move must reach its end, and stay there. */
async function finish(real: Real, zombies: "before" | "after" | "never"): Promise<void> {
  const { fixture } = real;
  for (const { move } of fixture.parties) move.simulator.simulation.clearFaults();
  for (const party of fixture.parties) party.holding = [];
  await endOutside(fixture);
  if (zombies === "before") await wakeAll(fixture);
  if (zombies === "never") for (const { worker } of fixture.workers.splice(0)) await worker.kill();
  await passTime(fixture, 61);
  for (const party of fixture.parties) if (!party.isAborted) await drive(real, party);
  const before = await Promise.all(fixture.parties.map(({ move }) => move.row()));
  if (zombies === "after") await wakeAll(fixture);
  for (const [index, party] of fixture.parties.entries()) {
    await party.move.work();
    if (!party.isAborted && (await abortLate(party)))
      fixture.violations.push(
        isRegistered(party.move) ? "aborted after register" : "could be aborted at its end",
      );
    const { status } = await party.move.row();
    if (status !== before[index]?.status) fixture.violations.push(`final, but became ${status}`);
    fixture.violations.push(...(await endFaults(party)));
    if (!party.isAborted) fixture.violations.push(...(await alarmFaults(fixture, party)));
  }
}

/** Whether the move could be aborted when it was too late. */
const abortLate = ({ move }: Party): Promise<boolean> =>
  attempt(() => move.command(move.office.manager, "abort_cutover", { p_note: "Too late." }));

async function wakeAll({ workers }: ScheduleFixture): Promise<void> {
  for (const { worker } of workers.splice(0)) await worker.go(1000);
}

/** To the end, with ever longer waits where nothing moves. */
async function drive(real: Real, party: Party): Promise<void> {
  const waits = [61, 901, 1801, 13 * 3600, 73 * 3600];
  let idle = 0;
  for (let turn = 0; turn < 80 && (await party.move.current()); turn += 1) {
    // Between register and its proof the status alone would not prevent it.
    if ((await party.move.current())?.step === "confirm_connected" && (await abortLate(party)))
      real.fixture.violations.push("aborted after register");
    const stand = await standOf(party);
    const start = real.fixture.workers.length;
    const moved = (await answer(party, true)) || (await retryFailed(party));
    if (!moved) await begin(real, party, { code: "right", go: "given" });
    for (const { worker } of real.fixture.workers.splice(start)) await worker.go(1000);
    if ((await standOf(party)) !== stand) {
      idle = 0;
      continue;
    }
    // A client whose code does not arrive or does not fit requests another.
    await passTime(real.fixture, waits[Math.min(idle, waits.length - 1)] ?? 61);
    idle += 1;
  }
  const step = await party.move.current();
  if (step?.step === "verify_code")
    await attempt(() => party.move.runStep("request_code").then(() => undefined));
}

/** An approval that Meta's pause refuses is recorded too, but moves nothing. */
async function standOf({ move }: Party): Promise<string> {
  return JSON.stringify([(await move.row()).status, await move.steps()]);
}

/** Runs several in parallel, each with a database that is replaced when its numbers are used up. */
export async function playSchedules(
  openDatabase: () => Promise<TestDatabase>,
  seeds: readonly number[],
  concurrency: number,
  onResult: (result: ScheduleResult) => boolean,
  engine: EngineUnderTest = {},
  prepare: (database: TestDatabase) => Promise<void> = async () => undefined,
): Promise<void> {
  const queue = [...seeds];
  let goesOn = true;
  const work = async () => {
    let slot: Slot | null = null;
    for (let seed = queue.shift(); seed !== undefined && goesOn; seed = queue.shift()) {
      if (slot && slot.used > movesPerSlot) {
        await slot.database.drop();
        slot = null;
      }
      if (!slot) {
        slot = await openSlot(await openDatabase());
        await prepare(slot.database);
      }
      goesOn = onResult(await playSchedule(slot, seed, engine)) && goesOn;
    }
    await slot?.database.drop();
  };
  await Promise.all(Array.from({ length: concurrency }, work));
}
