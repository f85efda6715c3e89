/** A worker that stops at every point between itself and the outside, until it is released, killed or forgotten. */
import { Refusal } from "#domain/commands/refusal.ts";
import { Crash, observed } from "../fixtures/engine/crash.ts";
import type { Wrap } from "../fixtures/move/move-runner.ts";

export type Worker = {
  /** The point where it stands; null once it has ended. */
  at(): string | null;
  /** Lets it continue past that many points. */
  go(points: number): Promise<void>;
  kill(): Promise<void>;
};

/** `fail` receives everything that a worker may not throw. `broken`: what its engine lacks. */
export async function startWorker(
  run: (wrap: Wrap) => Promise<unknown>,
  broken: Wrap,
  fail: (message: string) => void,
): Promise<Worker> {
  let at: string | null = null;
  let isDead = false;
  let gate = Promise.withResolvers<void>();
  let reached = Promise.withResolvers<void>();
  const watching = observed(async (point) => {
    if (isDead) throw new Crash(point);
    at = point;
    gate = Promise.withResolvers();
    reached.resolve();
    await gate.promise;
    if (isDead) throw new Crash(point);
  });
  const both: Wrap = {
    store: (store) => watching.store?.(broken.store?.(store) ?? store) ?? store,
    graph: (graph) => watching.graph?.(broken.graph?.(graph) ?? graph) ?? graph,
  };
  const ended = run(both)
    .catch((error: unknown) => {
      if (error instanceof Crash || (error instanceof Refusal && error.status < 500)) return;
      fail(`a worker threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    })
    .then(() => {
      at = null;
    });
  const pause = () => Promise.race([reached.promise, ended]);
  await pause();

  return {
    at: () => at,
    async go(points) {
      for (let passed = 0; passed < points && at !== null; passed += 1) {
        reached = Promise.withResolvers();
        gate.resolve();
        await pause();
      }
    },
    async kill() {
      isDead = true;
      gate.resolve();
      await ended;
    },
  };
}
