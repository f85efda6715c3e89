/** A reproducible sample of the mutated answers; `npm run test:answers` tries them all. */
import { beforeAll, describe, expect, it } from "vitest";
import { allTrials, isBad, runTrials, sampleOf } from "../answers/campaign.ts";
import { lenientReaders } from "../answers/lenient-readers.ts";
import { nameOf, type Trial } from "../answers/target.ts";

let trials: Trial[];
beforeAll(async () => {
  trials = await allTrials();
});

it("includes at least 8,000, covering every step and reading", () => {
  expect(trials.length).toBeGreaterThan(8000);
  const askers = new Set(trials.map(({ target }) => target.operation.replace(/: .*/, "")));
  expect(askers.size).toBeGreaterThan(18);
});

it("no answer counts as something it does not say, and none causes a crash", async () => {
  const outcomes = await runTrials(sampleOf(trials, 600));
  expect(outcomes.filter(isBad).map(({ trial, verdict }) => `${nameOf(trial)}: ${verdict.why}`)).toEqual([]);
  const kinds = new Set(outcomes.map(({ verdict }) => verdict.kind));
  expect(kinds).toEqual(new Set(["refused", "said"]));
}, 60_000);

describe("the oracle catches a reader that", () => {
  it.each(lenientReaders)("$what", async ({ lenient, where, mutation }) => {
    const chosen = trials.filter(
      ({ target, mutation: { name } }) => target.operation.startsWith(where) && mutation.test(name),
    );
    expect(chosen.length).toBeGreaterThan(0);
    const outcomes = await runTrials(sampleOf(chosen, 30), { lenient });
    expect(outcomes.some(({ verdict }) => verdict.kind === "wrong")).toBe(true);
  });
});
