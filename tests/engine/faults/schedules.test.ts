/** A few of the simulated schedules; the fault tests play thousands of them. */
import { expect, it } from "vitest";
import { brokenEngines } from "../../faults/broken-list.ts";
import { playSchedules } from "../../faults/schedule.ts";
import { createTestDatabase } from "../../fixtures/database.ts";

const seeds = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

it("the engine keeps its guarantees through schedules of crashes, stalls, faults and people", async () => {
  const wrong: Record<number, string[]> = {};
  let played = 0;
  await playSchedules(
    () => createTestDatabase(),
    seeds(1, 24),
    3,
    ({ seed, violations }) => {
      played += 1;
      if (violations.length > 0) wrong[seed] = violations;
      return true;
    },
  );
  expect(played).toBe(24);
  expect(wrong).toEqual({});
});

it.each(["nothing written to the outbox", "failed attempts not counted in the budget"])(
  "catches an engine with %s",
  async (name) => {
    const broken = brokenEngines.find((engine) => engine.name === name);
    const caught: string[] = [];
    const watch = ({ violations }: { violations: string[] }) => {
      caught.push(...violations);
      return caught.length === 0;
    };
    await playSchedules(() => createTestDatabase(), seeds(1, 60), 2, watch, broken, broken?.prepare);
    expect(caught).not.toEqual([]);
  },
);

it("every broken engine can be built", async () => {
  const database = await createTestDatabase();
  const made: string[] = [];
  for (const { name, prepare } of brokenEngines) {
    await prepare?.(database);
    made.push(name);
  }
  await database.drop();
  expect(made.length).toBeGreaterThanOrEqual(12);
});
