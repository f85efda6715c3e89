import { expect, it } from "vitest";
import { Refusal } from "#domain/commands/refusal.ts";
import { defaultTiming } from "#domain/cutover/step-timing.ts";
import { contextAt, createEngineStub, requestId } from "../../../../tests/fixtures/engine/engine-stub.ts";
import { createEngineStore } from "./cutover-store.ts";
import { readContext } from "./engine-context.ts";
import { createEngine } from "./engine.ts";
import { createOpenGraph } from "./graph-access.ts";
import { holdFor } from "./lease-guard.ts";
import { createUsageGate } from "../graph/usage-gate.ts";

function clocks() {
  const at = { wall: 1_000_000, steady: 5000 };
  return { at, now: () => at.wall, monotonic: () => at.steady };
}

it("holds until the time is up", () => {
  const { at, ...both } = clocks();
  const isHeld = holdFor(1000, both);
  expect(isHeld()).toBe(true);
  at.wall += 999;
  at.steady += 999;
  expect(isHeld()).toBe(true);
});

it.each([
  ["the wall clock has run out", { wall: 1000, steady: 10 }],
  ["the monotonic clock has run out", { wall: 10, steady: 1000 }],
  ["it slept and the wall clock was set back", { wall: -5, steady: 90_000 }],
  ["the wall clock was set back", { wall: -1, steady: 10 }],
])("stops holding, for good, when %s", (_, passed) => {
  const { at, ...both } = clocks();
  const isHeld = holdFor(1000, both);
  at.wall += passed.wall;
  at.steady += passed.steady;
  expect(isHeld()).toBe(false);
  at.wall = 1_000_010;
  at.steady = 5010;
  expect(isHeld()).toBe(false);
});

it("notices that the wall clock was set back between two calls", () => {
  const { at, ...both } = clocks();
  const isHeld = holdFor(1000, both);
  at.wall += 500;
  expect(isHeld()).toBe(true);
  at.wall -= 1;
  expect(isHeld()).toBe(false);
});

/** Runs one step of a worker that sleeps after its intent for as long as `passed` says. */
async function sleepThrough(passed: { wall: number; steady: number }) {
  const { at, ...both } = clocks();
  const stub = createEngineStub({}, () => Response.json({ id: "7203", status: "CONNECTED" }));
  const context = readContext(await contextAt("confirm_connected"));
  const unused = createEngineStore(() => Promise.reject(new Error("not here")));
  const engine = createEngine({
    ...both,
    store: {
      ...unused,
      readContext: () => Promise.resolve(context),
      openIntent() {
        at.wall += passed.wall;
        at.steady += passed.steady;
        return Promise.resolve({ intent: "i1", fence: 1, kind: "call", authorisation: null, left: 1 });
      },
      closeIntent: () => Promise.resolve(),
    },
    openGraph: createOpenGraph({
      runtime: stub.deps.graph,
      fetch: (request) => stub.deps.fetch(request),
      gate: createUsageGate(both.now),
      now: both.now,
      keepProof: unused.proveSource,
    }),
    timing: defaultTiming,
    random: () => 0.5,
    workerId: () => "w1",
    log: stub.deps.log,
  });
  const run = await engine.runPersonStep(requestId, "confirm_connected", {}).catch((error: unknown) => error);
  return { run, sent: stub.sent };
}

it("a worker that was awake calls Meta", async () => {
  const { sent } = await sleepThrough({ wall: 20, steady: 20 });
  expect(sent).toHaveLength(1);
});

it("a worker that slept past its lease does not call Meta, whatever its wall clock says", async () => {
  const { run, sent } = await sleepThrough({ wall: 10, steady: 90_000 });
  expect(run).toBeInstanceOf(Refusal);
  expect(run).toMatchObject({ code: "fence_lost" });
  expect(sent).toEqual([]);
});
