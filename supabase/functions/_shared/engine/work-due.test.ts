import { expect, it, vi } from "vitest";
import type { DueRequest } from "./cutover-store.ts";
import { type StepOutcome, workDue } from "./work-due.ts";

/** Names requests by provider and number ("a1"). Steps end, and time passes, when the test says so. */
function services(waiting: string[], limits = { atOnce: 3, perProvider: 3, keptFree: 2 }) {
  const begun: string[] = [];
  const steps = new Map<string, (outcome: StepOutcome) => void>();
  let clock = 0;
  let wake = () => undefined as void;
  const settle = () => new Promise((done) => setImmediate(done));
  const work = {
    limits,
    now: () => clock,
    // The database's order: one of each provider before the second of any.
    dueRequests: (limit: number) => {
      const seen = new Map<string, number>();
      const rows = waiting.map((request, index) => {
        const provider = request.slice(0, 1);
        seen.set(provider, (seen.get(provider) ?? 0) + 1);
        return { request, provider, outcome: seen.get(provider) ?? 0, index };
      });
      rows.sort((one, other) => one.outcome - other.outcome || one.index - other.index);
      const due: DueRequest[] = rows.slice(0, limit).map(({ request, provider }) => ({ request, provider }));
      return Promise.resolve(due);
    },
    takeDue: (request: string) => {
      begun.push(request);
      return new Promise<StepOutcome>((end) => steps.set(request, end));
    },
    sleep: () => new Promise<void>((done) => (wake = done)),
  };
  return {
    begun,
    settle,
    waiting,
    run: (until: number, staysOn = false) => workDue(work, until, staysOn),
    /** Ends the request's step; the request is then no longer due. */
    async end(request: string, outcome: StepOutcome = "waits") {
      if (outcome !== "none") waiting.splice(waiting.indexOf(request), 1);
      steps.get(request)?.(outcome);
      await settle();
    },
    async pass(milliseconds: number) {
      clock += milliseconds;
      wake();
      await settle();
    },
  };
}

it("serves several providers at once, and no more than its limits allow", async () => {
  const { run, begun, settle, end } = services(["a1", "a2", "a3", "b1", "c1", "d1"]);
  const taken = run(1000);
  await settle();
  expect(begun).toEqual(["a1", "b1", "c1"]);
  await end("b1");
  expect(begun.slice(3)).toEqual(["d1"]);
  for (const request of ["d1", "a1", "a2", "c1", "a3"]) await end(request);
  expect(begun.slice(4)).toEqual(["a2", "a3"]);
  expect(await taken).toBe(6);
});

it("runs several numbers of one provider while others are idle, up to its ceiling", async () => {
  const limits = { atOnce: 8, perProvider: 3, keptFree: 2 };
  const { run, begun, settle, end, waiting } = services(["a1", "a2", "a3", "a4", "a5"], limits);
  const taken = run(1000);
  await settle();
  expect(begun).toEqual(["a1", "a2", "a3"]);
  waiting.push("b1");
  await end("a2");
  // The newcomer's first number comes before the provider's next.
  expect(begun.slice(3)).toEqual(["b1", "a4"]);
  for (const request of ["a1", "a3", "a4", "b1", "a5"]) await end(request);
  expect(await taken).toBe(6);
});

it("gives a provider no further number where that would leave too few slots free", async () => {
  const limits = { atOnce: 4, perProvider: 4, keptFree: 2 };
  const { run, begun, settle, end } = services(["a1", "a2", "a3", "b1", "b2", "c1", "d1"], limits);
  const taken = run(1000);
  await settle();
  expect(begun).toEqual(["a1", "b1", "c1", "d1"]);
  await end("d1");
  await end("c1");
  expect(begun).toHaveLength(4);
  await end("b1");
  expect(begun.slice(4)).toEqual(["b2"]);
  await end("b2");
  expect(begun.slice(5)).toEqual(["a2"]);
  for (const request of ["a1", "a2", "a3"]) await end(request);
  expect(await taken).toBe(7);
});

it("leaves its other slots free for new requests while one provider's calls to Meta hang", async () => {
  const { run, begun, settle, end, waiting, pass } = services(["a1", "a2", "a3", "a4"]);
  const taken = run(10_000);
  await settle();
  expect(begun).toEqual(["a1"]);
  waiting.push("b1");
  await pass(1000);
  expect(begun).toEqual(["a1", "b1"]);
  await pass(10_000);
  await end("b1");
  await end("a1");
  expect(await taken).toBe(2);
});

it("finds the next provider behind requests with no step to take", async () => {
  const { run, begun, settle, end } = services(["a1", "b1", "b2", "b3"]);
  const taken = run(1000);
  await settle();
  await end("b1", "none");
  await end("b2", "none");
  expect(begun).toEqual(["a1", "b1", "b2", "b3"]);
  await end("b3");
  await end("a1");
  expect(await taken).toBe(2);
});

it("runs steps one after another in one slot", async () => {
  const { run, begun, settle, end } = services(["a1", "b1"], {
    atOnce: 1,
    perProvider: 1,
    keptFree: 0,
  });
  const taken = run(1000);
  await settle();
  expect(begun).toEqual(["a1"]);
  await end("a1");
  expect(begun).toEqual(["a1", "b1"]);
  await end("b1");
  expect(await taken).toBe(2);
});

it("keeps polling until its time is up if it stays on", async () => {
  const { run, begun, waiting, settle, pass, end } = services([]);
  const ended = vi.fn<() => void>();
  const taken = run(3000, true).finally(ended);
  await settle();
  await pass(1000);
  waiting.push("a1");
  await pass(1000);
  expect(begun).toEqual(["a1"]);
  await end("a1");
  expect(ended).not.toHaveBeenCalled();
  await pass(1000);
  expect(await taken).toBe(1);
  expect(await services([]).run(3000)).toBe(0);
});

it("waits for running steps when the queue cannot be read", async () => {
  let asked = 0;
  let isEnded = false;
  const work = {
    limits: { atOnce: 3, perProvider: 3, keptFree: 2 },
    now: () => 0,
    sleep: () => Promise.resolve(),
    dueRequests: () =>
      (asked += 1) === 1
        ? Promise.resolve([{ request: "a1", provider: "a" }])
        : Promise.reject(new Error("away")),
    takeDue: async (): Promise<StepOutcome> => {
      await new Promise((done) => setImmediate(done));
      isEnded = true;
      return "waits";
    },
  };
  await expect(workDue(work, 1000, false)).rejects.toThrow("away");
  expect(isEnded).toBe(true);
});
