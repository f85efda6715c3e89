/** Kills a worker at every point of a move, and at every ordered pair of points, on each route of the engine. */
import { driveWithCrashes, listPoints } from "../fixtures/engine/crash.ts";
import type { TestDatabase } from "../fixtures/database.ts";
import { faultsOf } from "../fixtures/move/move-invariants.ts";
import { createMove, type Move } from "../fixtures/move/move-runner.ts";
import { createOffice, fictionNumber, moveSeed, type Office } from "../fixtures/move/move-fixture.ts";
import type { Figures, PartContext } from "./part.ts";

type RouteOfEngine = "R2" | "R1" | "R0";
type Trial = { route: RouteOfEngine; at: number[] };

type CrashSlot = { database: TestDatabase; office: Office; used: number };
const movesPerDatabase = 1000;

/** Opens moves, with a new database whenever the fictional numbers are used up. */
function moveSource(openDatabase: PartContext["openDatabase"]) {
  let slot: CrashSlot | null = null;
  return {
    async open(route: RouteOfEngine): Promise<Move> {
      if (slot && slot.used >= movesPerDatabase) await this.close();
      if (!slot) {
        const database = await openDatabase();
        slot = { database, office: await createOffice(database, "brightline"), used: 0 };
      }
      const e164 = fictionNumber((slot.used += 1));
      return createMove({ database: slot.database, office: slot.office, e164, seed: moveSeed(e164), route });
    },
    async close() {
      await slot?.database.drop();
      slot = null;
    },
  };
}

/** Where the second worker may die: at any point of the work after the first death. */
async function listAfter(move: Move, first: number): Promise<number> {
  let passed = 0;
  await driveWithCrashes(move, [first], {}, () => (passed += 1));
  return passed;
}

async function play(context: PartContext, trials: Trial[]): Promise<Figures> {
  const total = trials.length;
  const violations: string[] = [];
  let done = 0;
  const work = async () => {
    const source = moveSource(context.openDatabase);
    for (let trial = trials.shift(); trial && performance.now() < context.until; trial = trials.shift()) {
      const name = `${trial.route} crash at ${trial.at.join(" then ")}`;
      const again = `npm run test:faults -- --only pairs --trial ${trial.route}:${trial.at.join(",")}`;
      try {
        const move = await source.open(trial.route);
        const died = await driveWithCrashes(move, trial.at);
        const faults = await faultsOf(move);
        if (died.length < trial.at.length) faults.push(`only ${died.length} were killed`);
        violations.push(
          ...faults.map((fault) => `${name} (${died.join(" then ")}): ${fault}; see it again: ${again}`),
        );
      } catch (error) {
        violations.push(`${name}: threw ${String(error)}; see it again: ${again}`);
      }
      done += 1;
      context.progress(done, total);
    }
    await source.close();
  };
  await Promise.all(Array.from({ length: context.concurrency }, work));
  return { done, total, violations };
}

const routes = ["R2", "R1", "R0"] as const;
const byPlace = (a: Trial, b: Trial) =>
  routes.indexOf(a.route) - routes.indexOf(b.route) ||
  (a.at[0] ?? 0) - (b.at[0] ?? 0) ||
  (a.at[1] ?? 0) - (b.at[1] ?? 0);

async function pointsOf(context: PartContext): Promise<Record<RouteOfEngine, number>> {
  const source = moveSource(context.openDatabase);
  const counts = { R2: 0, R1: 0, R0: 0 };
  for (const route of routes) counts[route] = (await listPoints(await source.open(route))).length;
  await source.close();
  return counts;
}

const allPoints = (counts: Record<RouteOfEngine, number>): Trial[] =>
  routes.flatMap((route) => Array.from({ length: counts[route] }, (_, point) => ({ route, at: [point] })));

export async function crashPoints(context: PartContext): Promise<Figures> {
  const trials = allPoints(await pointsOf(context));
  return play(context, trials.slice(0, context.count ?? trials.length));
}

/** The second point of a pair counts from the first death: a run with that death alone shows how many there are. */
export async function crashPairs(context: PartContext): Promise<Figures> {
  const counts = await pointsOf(context);
  const firsts = allPoints(counts);
  const trials: Trial[] = [];
  const most = context.skip + (context.count ?? Number.POSITIVE_INFINITY);
  const list = async () => {
    const source = moveSource(context.openDatabase);
    for (let next = firsts.shift(); next; next = firsts.shift()) {
      if (trials.length >= most || performance.now() >= context.until) break;
      const { route, at } = next;
      const after = await listAfter(await source.open(route), at[0] ?? 0);
      trials.push(...Array.from({ length: after }, (_, second): Trial => ({ route, at: [...at, second] })));
    }
    await source.close();
  };
  await Promise.all(Array.from({ length: context.concurrency }, list));
  // The same order in every run, whichever list came first: `skip` counts in it.
  return play(context, trials.toSorted(byPlace).slice(context.skip, most));
}

export async function crashTrial(context: PartContext, route: RouteOfEngine, at: number[]): Promise<Figures> {
  return play(context, [{ route, at }]);
}
