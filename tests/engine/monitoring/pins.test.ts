/** A number's PIN after the move: who knows it, and how that affects its track and its clock. */
import { expect, it } from "vitest";
import type { EngineStore } from "../../../supabase/functions/_shared/engine/cutover-store.ts";
import { lockClock, look, tracksOf } from "../../fixtures/move/after-move.ts";
import { commandsAs, serviceCommands } from "../../fixtures/engine/engine-commands.ts";
import { isRefusal, type Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves, until } from "../../fixtures/move/move-suite.ts";

const { moveIn, moved, database } = prepareMoves();

/** The number's own PIN is set, but the worker that set it died before it could show it. */
async function movedUnseen(): Promise<Move> {
  const move = await moveIn();
  await until(move, "register");
  const dies = () => Promise.reject(new Error("killed"));
  const dying = { store: (store: EngineStore): EngineStore => ({ ...store, closeIntent: dies }) };
  await expect(move.runStep("register", { pin: "135790" }, dying)).rejects.toThrow("killed");
  await move.drive();
  expect((await move.row()).status).toBe("monitoring");
  return move;
}

it("a PIN that was shown to nobody leaves the track open until a new one is set, noted and confirmed", async () => {
  const move = await movedUnseen();
  await look(move, "0h");
  expect(await tracksOf(move)).toMatchObject({ number: "done", security_pin: "exception" });
  expect(await lockClock(move)).toEqual(["running", true]);
  await look(move, "24h");
  expect(await tracksOf(move)).toMatchObject({ security_pin: "exception" });
  const { version } = await move.row();
  const opened = { p_request: move.request, p_version: version };
  const { attempt } = (await commandsAs(database().sql, move.office.manager)("begin_pin", opened)) as {
    attempt: string;
  };
  const set = { p_attempt: attempt, p_outcome: "set", p_enabled: null };
  await serviceCommands(database().serviceSql)("engine_end_pin", set);
  await move.note(attempt, true);
  // Meta does not show the lock yet.
  expect(await tracksOf(move)).toMatchObject({ security_pin: "working" });
  expect(await lockClock(move)).toEqual(["running", true]);
  await look(move, "72h");
  expect(await tracksOf(move)).toMatchObject({ security_pin: "done" });
  expect(await lockClock(move)).toEqual(["met", false]);
});

it("a PIN shown with a lost answer is known once the registration is; so is a PIN that people chose", async () => {
  const move = await moveIn();
  await until(move, "register");
  move.simulator.simulation.addFault({ operation: "register", action: { kind: "lost_after" } });
  await move.drive();
  await look(move, "0h");
  expect(await tracksOf(move)).toMatchObject({ security_pin: "done" });
  const byHand = await movedUnseen();
  // As on routes without this step.
  await database()
    .sql`delete from public.cutover_steps where request_id = ${byHand.request} and step = 'register'`;
  await look(byHand, "0h");
  expect(await tracksOf(byHand)).toMatchObject({ security_pin: "done" });
});

/** The registration's own PIN, which its owner has not yet noted. */
async function movedUnnoted(): Promise<{ move: Move; pin: string }> {
  const move = await moveIn();
  await until(move, "register");
  const { intent, closing } = await move.runStep("register", { pin: "135790" });
  expect(closing).toMatchObject({ outcome: "done", records: { pinShown: true } });
  await move.drive();
  expect((await move.row()).status).toBe("monitoring");
  return { move, pin: intent };
}
const pinEvents = async (move: Move) => [
  ...(await database().sql<{ kind: string; data: unknown }[]>`
    select kind, data from public.events where request_id = ${move.request} and kind like 'pin.%' order by id`),
];

it("an answer with the PIN does not complete its track: only its owner's confirmation does, and at once", async () => {
  const { move, pin } = await movedUnnoted();
  expect(await tracksOf(move)).toMatchObject({ security_pin: "working" });
  await look(move, "0h");
  expect(await tracksOf(move)).toMatchObject({ number: "done", security_pin: "exception" });
  expect(await lockClock(move)).toEqual(["running", true]);
  await move.note(pin, true);
  expect(await tracksOf(move)).toMatchObject({ security_pin: "done" });
  expect(await lockClock(move)).toEqual(["met", false]);
  expect(await pinEvents(move)).toEqual([{ kind: "pin.noted", data: { tracks: { security_pin: "done" } } }]);
});

it("an owner who cannot note the PIN leaves the track open, whatever Meta shows", async () => {
  const { move, pin } = await movedUnnoted();
  await move.note(pin, false);
  expect(await tracksOf(move)).toMatchObject({ security_pin: "exception" });
  await look(move, "0h");
  await look(move, "24h");
  expect(await tracksOf(move)).toMatchObject({ security_pin: "exception" });
  expect(await lockClock(move)).toEqual(["running", true]);
  expect(await pinEvents(move)).toEqual([
    { kind: "pin.not_noted", data: { tracks: { security_pin: "exception" } } },
  ]);
});

it("only the PIN of the latest call is accepted, and only from the person who approved it", async () => {
  const move = await moveIn();
  await until(move, "register");
  move.simulator.simulation.addFault({ operation: "register", action: { kind: "lost_before" } });
  const lost = await move.runStep("register", { pin: "246810" });
  expect(lost.closing).toMatchObject({ outcome: "unknown", records: { pinShown: true } });
  await move.work();
  await move.work();
  const { intent } = await move.runStep("register", { pin: "135790" });
  const refused = (code: string) => (error: unknown) => isRefusal(error, code);
  await expect(move.note(lost.intent, true)).rejects.toSatisfy(refused("pin_replaced"));
  await expect(move.note(intent, true, move.office.client)).rejects.toSatisfy(refused("pin_not_found"));
  await expect(move.note(move.request, true)).rejects.toSatisfy(refused("pin_not_found"));
  await move.drive();
  await look(move, "0h");
  expect(await tracksOf(move)).toMatchObject({ security_pin: "exception" });
  await move.note(intent, true);
  expect(await tracksOf(move)).toMatchObject({ security_pin: "done" });
});

it("a PIN is set one at a time, five times a day; noted and confirmed by Meta it completes the track", async () => {
  const move = await moved();
  const engine = serviceCommands(database().serviceSql);
  const begin = async () => {
    const { version } = await move.row();
    const answer = await commandsAs(database().sql, move.office.client)("begin_pin", {
      p_request: move.request,
      p_version: version,
    });
    return (answer as { attempt: string }).attempt;
  };
  const attempt = await begin();
  await expect(begin()).rejects.toMatchObject({ code: "too_soon" });
  expect(await lockClock(move)).toEqual(["running", true]);
  await expect(move.note(attempt, true, move.office.client)).rejects.toMatchObject({ code: "pin_replaced" });
  await look(move, "0h");
  expect(await tracksOf(move)).toMatchObject({ security_pin: "done" });
  await engine("engine_end_pin", { p_attempt: attempt, p_outcome: "set", p_enabled: true });
  // The previous PIN is no longer valid, and nobody has noted the new one.
  expect(await tracksOf(move)).toMatchObject({ security_pin: "working" });
  await expect(move.note(attempt, true)).rejects.toMatchObject({ code: "pin_not_found" });
  await move.note(attempt, false, move.office.client);
  expect(await tracksOf(move)).toMatchObject({ security_pin: "exception" });
  await move.note(attempt, true, move.office.client);
  expect(await lockClock(move)).toEqual(["met", false]);
  expect(await tracksOf(move)).toMatchObject({ security_pin: "done" });
  const next = await begin();
  await engine("engine_end_pin", { p_attempt: next, p_outcome: "set", p_enabled: true });
  await expect(move.note(attempt, true, move.office.client)).rejects.toMatchObject({ code: "pin_replaced" });
  for (let time = 1; time < 4; time += 1)
    await engine("engine_end_pin", { p_attempt: await begin(), p_outcome: "unknown", p_enabled: null });
  await expect(begin()).rejects.toMatchObject({ code: "too_soon" });
});
