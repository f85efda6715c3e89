/** A worker's process killed by SIGKILL while Meta is carrying out its call: another process goes on. */
import { spawn } from "node:child_process";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { faultsOf } from "../support/move-invariants.ts";
import { createMove } from "../support/move-runner.ts";
import { createOffice, eventually, fictionNumber, moveSeed, type Office, tokenKeys } from "../support/move-world.ts";

let database: TestDatabase;
let office: Office;

beforeAll(async () => {
  database = await createTestDatabase();
  office = await createOffice(database, "brightline");
});
afterAll(async () => database.drop());

const childFile = path.join(import.meta.dirname, "../support/engine-child.ts");
const stops = ["copy_templates", "claim_number", "request_code", "verify_code", "register", "confirm_connected"] as const;
const operations: Record<string, string> = { copy_templates: "migrate_templates", confirm_connected: "get_number" };
const people = ["request_code", "verify_code", "register"];

it("goes on after a SIGKILL in the middle of every call", async () => {
  const e164 = fictionNumber(1);
  const move = await createMove({ database, office, e164, seed: moveSeed(e164) });
  const server = await move.simulator.listen(0);
  try {
    for (const stop of stops) {
      const operation = operations[stop] ?? stop;
      const seen = move.simulator.simulation.journal.list({ operation }).length;
      move.simulator.simulation.addFault({ operation, action: { kind: "slow", ms: 30_000 } });
      const isPerson = people.includes(stop);
      if (isPerson) await move.authorise(stop);
      const key = tokenKeys.keys.k1 ?? "";
      const code = move.inbox().at(-1)?.code ?? "";
      const parameters = [database.url, server.url, move.request, isPerson ? stop : "", key, code];
      const child = spawn(process.execPath, [childFile, ...parameters], { stdio: ["ignore", "ignore", "inherit"] });
      const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      await eventually(() => move.simulator.simulation.journal.list({ operation }).length > seen, `${stop} to arrive`);
      child.kill("SIGKILL");
      await gone;
      move.simulator.simulation.clearFaults();
      expect((await move.current())?.step).toBe(stop);
      // Before its lease has run out nobody may take over.
      expect(await move.work()).toBe(0);
      await move.passTime(61);
      await move.advance();
      if ((await move.exceptions()).includes("OUTCOME_UNKNOWN")) await move.advance();
    }
    await move.drive();
    expect(await faultsOf(move)).toEqual([]);
  } finally {
    await server.close();
  }
});
