/** A worker's process is killed by SIGKILL while Meta carries out its call: another process continues. */
import { spawn } from "node:child_process";
import path from "node:path";
import { expect, it } from "vitest";
import { faultsOf } from "../../fixtures/move/move-invariants.ts";
import { until, prepareMoves } from "../../fixtures/move/move-suite.ts";
import { eventually, tokenKeys } from "../../fixtures/move/move-fixture.ts";

const { moveIn, database } = prepareMoves();

const childFile = path.join(import.meta.dirname, "../../fixtures/engine/engine-child.ts");
const first = "snapshot_before";

/** Where the worker dies: during which call to Meta, and at which step it started. */
const stops = [
  { operation: "migrate_templates", step: "copy_templates", begin: first, person: false },
  { operation: "claim_number", step: "claim_number", begin: first, person: false },
  { operation: "request_code", step: "request_code", begin: "request_code", person: true },
  { operation: "verify_code", step: "verify_code", begin: "verify_code", person: true },
  { operation: "register", step: "register", begin: "register", person: true },
  { operation: "get_number", step: "confirm_connected", begin: "confirm_connected", person: false },
  { operation: "exchange_code", step: "embedded_signup", begin: "embedded_signup", person: true },
] as const;

it.each(stops)(
  "another worker continues after SIGKILL during $operation",
  async ({ operation, step, begin, person }) => {
    const move = await moveIn(undefined, { route: step === "embedded_signup" ? "R1" : "R2" });
    await until(move, begin);
    const left = step === "embedded_signup" ? await move.passWindow() : undefined;
    const hint = left && { wabaId: left.wabaId, phoneNumberId: left.phoneNumberId };
    if (person) await move.authorise(step, hint);
    const { simulation } = move.simulator;
    const seen = simulation.journal.list({ operation }).length;
    simulation.addFault({ operation, action: { kind: "slow", ms: 30_000 } });
    const server = await move.simulator.listen(0);
    try {
      const [key = "", code = ""] = [tokenKeys.keys.k1, left?.code ?? move.inbox().at(-1)?.code];
      const parameters = [database().url, server.url, move.request, person ? step : "", key, code];
      const child = spawn(process.execPath, [childFile, ...parameters], {
        stdio: ["ignore", "ignore", "inherit"],
      });
      const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      await eventually(() => simulation.journal.list({ operation }).length > seen, "the call to arrive");
      child.kill("SIGKILL");
      await gone;
    } finally {
      await server.close();
    }
    expect(await move.current()).toMatchObject({ step, state: "running" });
    // Nobody may take over before the lease has expired.
    expect(await move.work()).toBe(0);
    await move.passTime(61);
    await move.drive();
    expect(await faultsOf(move)).toEqual([]);
  },
);
