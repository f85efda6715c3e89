/** The engine with its safeguards removed one by one: the checks of the move must catch every gap. */
import { describe, expect, it } from "vitest";
import {
  recordingFirst,
  retryingRegister,
  withoutFence,
  withoutIntent,
} from "../../fixtures/engine/broken-engines.ts";
import { driveWithCrashes, listPoints } from "../../fixtures/engine/crash.ts";
import { faultsOf } from "../../fixtures/move/move-invariants.ts";
import { isRefusal, type Move, type Wrap } from "../../fixtures/move/move-runner.ts";
import { until, prepareMoves } from "../../fixtures/move/move-suite.ts";
import { eventually } from "../../fixtures/move/move-fixture.ts";

const { moveIn, database } = prepareMoves();

/** Registers twice: one worker loses its reply and stalls while another finds that the call succeeded. */
async function stalledRegister(move: Move, wrap: Wrap): Promise<void> {
  await until(move, "register");
  move.simulator.simulation.addFault({ operation: "register", action: { kind: "lost_after" } });
  move.simulator.simulation.addFault({ operation: "get_number", action: { kind: "lost_before" } });
  const gate = Promise.withResolvers<void>();
  let isStalled = false;
  const stalling: Wrap = {
    store: (store) => {
      const inner = wrap.store?.(store) ?? store;
      return {
        ...inner,
        async closeIntent(intent, closing) {
          isStalled = true;
          await gate.promise;
          await inner.closeIntent(intent, closing);
        },
      };
    },
  };
  const stalled = move.runStep("register", { pin: "135790" }, stalling).catch((error: unknown) => error);
  await eventually(() => isStalled, "the worker to stall");
  await move.work();
  gate.resolve();
  const outcome = await stalled;
  if (outcome instanceof Error && !isRefusal(outcome, "fence_lost")) throw outcome;
}

describe("a broken engine", () => {
  it("is caught when it writes no intent", async () => {
    const at = (await listPoints(await moveIn())).indexOf("after register");
    const [whole, broken] = [await moveIn(), await moveIn()];
    await driveWithCrashes(whole, [at]);
    expect(await faultsOf(whole)).toEqual([]);
    await driveWithCrashes(broken, [at], withoutIntent());
    expect(await faultsOf(broken)).toContain("register: took effect 2 times");
  });

  it("is caught when it repeats register after a lost reply", async () => {
    const [whole, broken] = [await moveIn(), await moveIn()];
    for (const move of [whole, broken]) {
      move.simulator.simulation.addFault({ operation: "register", action: { kind: "lost_after" } });
    }
    await whole.drive();
    expect(await faultsOf(whole)).toEqual([]);
    await broken.drive(retryingRegister());
    expect(await faultsOf(broken)).toEqual(
      expect.arrayContaining(["register: 2 calls for 1 approvals", "register: took effect 2 times"]),
    );
  });

  it("is caught when it works without a fence", async () => {
    const [whole, broken] = [await moveIn(), await moveIn()];
    await stalledRegister(whole, {});
    await whole.drive();
    expect(await faultsOf(whole)).toEqual([]);
    await stalledRegister(broken, withoutFence(database().sql));
    await broken.drive(undefined, 3);
    expect(await faultsOf(broken)).not.toEqual([]);
  });

  it("is caught when it records before it calls", async () => {
    const broken = await moveIn();
    await until(broken, "register");
    // The worker is killed between the record and the call.
    await driveWithCrashes(broken, [2], recordingFirst());
    expect(await faultsOf(broken)).toContain("register: took effect 0 times");
  });
});
