/**
 * Kills workers at single points and pairs of points: the next worker continues and nothing is done twice. Takes
 * every third point; `npm run test:faults` takes every point and every ordered pair.
 */
import { describe, expect, it } from "vitest";
import { driveWithCrashes, listPoints } from "../../fixtures/engine/crash.ts";
import { faultsOf } from "../../fixtures/move/move-invariants.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";

const { moveIn } = prepareMoves();

/** Runs one move per list of crash points, several at a time; returns the faults by list. */
async function trial(
  route: "R0" | "R1" | "R2",
  lists: readonly (readonly number[])[],
): Promise<Record<string, string[]>> {
  const queue = [...lists];
  const wrong: Record<string, string[]> = {};
  const slot = async () => {
    for (let at = queue.shift(); at; at = queue.shift()) {
      const move = await moveIn(undefined, { route });
      const died = await driveWithCrashes(move, at);
      const faults = await faultsOf(move);
      if (died.length === 0) faults.push("nobody was killed");
      if (faults.length > 0) wrong[at.join(" then ")] = faults;
    }
  };
  await Promise.all([slot(), slot(), slot(), slot()]);
  return wrong;
}

/** A fixed sequence makes failures reproducible. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

describe.each([
  { route: "R2", points: 70, pairs: 24 },
  { route: "R1", points: 60, pairs: 12 },
  { route: "R0", points: 60, pairs: 12 },
] as const)("on route $route", ({ route, points: fewest, pairs: count }) => {
  it("survives a crash at every third point", async () => {
    const points = await listPoints(await moveIn(undefined, { route }));
    expect(points.length).toBeGreaterThan(fewest);
    expect(
      await trial(
        route,
        points.flatMap((_, at) => (at % 3 === 0 ? [[at]] : [])),
      ),
    ).toEqual({});
  });

  it("survives crashes at pairs of points", async () => {
    const random = sequence(20261123);
    const pairs = Array.from({ length: count }, () => [
      Math.floor(random() * (fewest + 10)),
      Math.floor(random() * 40),
    ]);
    expect(await trial(route, pairs)).toEqual({});
  });
});
