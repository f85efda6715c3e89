/** A request passes the point of no return only on evidence that could not exist without our call. */
import { describe, expect, it } from "vitest";
import { stateOf, until, prepareMoves } from "../../fixtures/move/move-suite.ts";
import type { Move } from "../../fixtures/move/move-runner.ts";
import { metaIds, oldToken, send } from "../../fixtures/move/move-fixture.ts";

const { moveIn, database } = prepareMoves();

const keptId = { phoneIdChanges: false, keptIdShows: "source" } as const;

/** A move whose number keeps its id at the claim: every reading shows the old provider's state. */
async function atRegister(): Promise<Move> {
  const move = await moveIn((seed) => (seed.settings = keptId));
  await until(move, "register");
  return move;
}

async function standing(move: Move) {
  const [row] = await database().sql<{ status: string; no_return_at: Date | null; tracks: object }[]>`
    select status, no_return_at, tracks from public.migration_requests where id = ${move.request}`;
  return row;
}

const error = (code: number) => ({ kind: "error", error: { code } }) as const;

describe("with the id of the old provider", () => {
  it("the code is requested although Meta shows the number as verified", async () => {
    const move = await atRegister();
    expect(move.journal("request_code")).toHaveLength(1);
    expect(move.journal("verify_code")).toHaveLength(1);
    expect((await move.row()).destination_phone_number_id).toBe(metaIds.sourcePhone);
  });

  it.each([
    [133005, "register failed", ["TWO_STEP_ON"]],
    [200, "register failed", ["PERMISSION_MISSING"]],
    [190, "register failed", ["TOKEN_INVALID"]],
    [100, "register failed", ["UNCLASSIFIED"]],
    [131031, "register failed", ["UNCLASSIFIED"]],
    [133016, "register pending", ["REGISTER_LIMIT"]],
  ])("a register refused with %i stays refused, whatever status is read", async (code, state, exceptions) => {
    const move = await atRegister();
    move.simulator.simulation.addFault({ operation: "register", action: error(code) });
    await move.runStep("register", { pin: "135790" });
    await move.work();
    expect(await stateOf(move)).toBe(state);
    expect(await move.exceptions()).toEqual(exceptions);
    expect(await standing(move)).toMatchObject({ status: "cutover", no_return_at: null });
    expect(await send(move.simulator, metaIds.sourcePhone, oldToken)).toBe(200);
  });

  it("a lost reply is explained by the old account's list, which no longer holds the number", async () => {
    const move = await atRegister();
    move.simulator.simulation.addFault({ operation: "register", action: { kind: "lost_after" } });
    await move.runStep("register", { pin: "135790" });
    expect(await standing(move)).toMatchObject({ no_return_at: expect.anything() });
    await move.drive();
    expect((await standing(move))?.status).toBe("monitoring");
    expect(move.journal("register")).toHaveLength(1);
  });

  it("a lost reply that nothing explains is left to a person", async () => {
    const move = await atRegister();
    move.simulator.simulation.addFault({ operation: "register", action: { kind: "lost_before" } });
    await move.runStep("register", { pin: "135790" });
    await move.work();
    expect(await stateOf(move)).toBe("register unknown");
    expect(await move.exceptions()).toEqual(["OUTCOME_UNKNOWN"]);
    expect((await standing(move))?.no_return_at).toBeNull();
    await move.command(move.office.manager, "resolve_outcome", { p_step: "register", p_happened: false });
    expect(await stateOf(move)).toBe("register pending");
    await move.drive();
    expect((await standing(move))?.status).toBe("monitoring");
    expect(move.effects("register").filter((text) => text.includes("registered as"))).toHaveLength(1);
  });

  it("where the old account cannot be read, a person who tried the number decides, and only when asked", async () => {
    const move = await moveIn((seed) => {
      seed.settings = keptId;
      if (seed.tokens[1]) seed.tokens[1].readableWabaIds = [];
    });
    await until(move, "register");
    const resolve = () =>
      move.command(move.office.manager, "resolve_outcome", { p_step: "register", p_happened: true });
    await expect(resolve()).rejects.toThrow("step_not_due");
    await move.runStep("register", { pin: "135790" });
    expect(await stateOf(move)).toBe("register unknown");
    // The account is not proved to be the client's either, so no template was copied from it.
    expect(await move.exceptions()).toEqual(["TEMPLATES_PARTIAL", "OUTCOME_UNKNOWN"]);
    expect((await standing(move))?.no_return_at).toBeNull();
    await resolve();
    await move.drive();
    expect(await standing(move)).toMatchObject({ status: "monitoring", no_return_at: expect.anything() });
  });
});

it("with an id of its own, a status that existed before the call proves nothing", async () => {
  const move = await moveIn();
  await until(move, "register");
  await database()
    .sql`update public.cutover_steps set result = jsonb_set(result, '{before,status}', '"CONNECTED"')
    where request_id = ${move.request} and step = 'claim_number'`;
  move.simulator.simulation.changeNumber(move.e164, { waba_id: metaIds.destination, status: "CONNECTED" });
  move.simulator.simulation.addFault({ operation: "register", action: error(133005) });
  await move.runStep("register", { pin: "135790" });
  expect(await stateOf(move)).toBe("register failed");
  expect(await move.exceptions()).toEqual(["TWO_STEP_ON"]);
});

it("an answer that says more than success is verified by a reading, and its PIN is shown to nobody", async () => {
  const move = await moveIn((seed) => (seed.settings = { registerSays: { pin_reset: false } }));
  await until(move, "register");
  const { closing } = await move.runStep("register", { pin: "135790" });
  expect(closing).toEqual({ outcome: "done", result: {}, records: {} });
  await move.drive();
  expect((await standing(move))?.status).toBe("monitoring");
  const [step] = await database().sql`
    select pin_shown_at from public.cutover_steps where request_id = ${move.request} and step = 'register'`;
  expect(step).toEqual({ pin_shown_at: null });
});
