/** The number after its move: looks that settle tracks, exceptions and alarms, and its PIN. */
import { expect, it } from "vitest";
import { requestClocks } from "#domain/clocks/request-clocks.ts";
import type { ClockEvent } from "#domain/clocks/time-by-party.ts";
import type { EngineStore } from "../../supabase/functions/_shared/engine/cutover-store.ts";
import { type Fetch, lookAt } from "../support/after-checks.ts";
import { commandsAs, serviceCommands } from "../support/engine-commands.ts";
import type { Move } from "../support/move-runner.ts";
import { prepareMoves, until } from "../support/move-suite.ts";
import { fictionNumber, metaIds } from "../support/move-world.ts";

const { moveIn, database } = prepareMoves();

const look = (move: Move, moment: string, fetch?: Fetch) => lookAt(database(), move, moment, { fetch });

type Check = {
  moment: string;
  taken: boolean;
  cause: string | null;
  points: { point: string; verdict: string }[];
};
const checksOf = (move: Move) => database().sql<Check[]>`
  select moment, taken_at is not null as taken, cause, points from public.after_checks where request_id = ${move.request} order by due_at`;
async function tracksOf(move: Move): Promise<Record<string, string>> {
  const [row] = await database().sql<
    { tracks: Record<string, string> }[]
  >`select tracks from public.migration_requests where id = ${move.request}`;
  return row?.tracks ?? {};
}
const changeNumber = (move: Move, facts: object) =>
  move.simulator.simulation.changeNumber(move.e164, { waba_id: metaIds.destination, ...facts });

/** Whether the clock of two-step verification still runs, in the database and by the request's events. */
async function lockClock(move: Move): Promise<[string | undefined, boolean]> {
  const rows = await database().sql`
    select from private.stretch_clocks where request_id = ${move.request} and code = 'two_step_back_on'`;
  const events = await database().sql<(Omit<ClockEvent, "at"> & { at: string })[]>`
    select extract(epoch from created_at) * 1000 as at, kind, actor_kind as actor, to_status as status,
      waiting_on as "waitingOn", on_hold as "onHold", data
    from public.events where request_id = ${move.request} order by id`;
  const read = events.map((event) => ({ ...event, at: Number(event.at) }));
  const clocks = requestClocks(read, { targets: [], terms: [], open: [], now: Date.now() });
  return [clocks.find(({ code }) => code === "two_step_back_on")?.state, rows.length > 0];
}

async function moved(): Promise<Move> {
  const move = await moveIn();
  await move.drive();
  expect((await move.row()).status).toBe("stabilising");
  return move;
}

it("plans four looks; the first settles number, billing and PIN without anybody", async () => {
  const move = await moved();
  expect((await checksOf(move)).map(({ moment }) => moment)).toEqual(["0h", "24h", "72h", "7d"]);
  expect(await lockClock(move)).toEqual(["running", true]);
  await look(move, "0h");
  expect(await lockClock(move)).toEqual(["met", false]);
  const [first] = await checksOf(move);
  expect(first?.points.filter(({ verdict }) => verdict === "bad")).toEqual([]);
  expect(await tracksOf(move)).toMatchObject({ number: "done", billing: "done", security_pin: "done" });
});

/** The number's own PIN is on, but the worker that made it died before it could show it. */
async function movedUnseen(): Promise<Move> {
  const move = await moveIn();
  await until(move, "register");
  const dies = () => Promise.reject(new Error("killed"));
  const dying = { store: (store: EngineStore): EngineStore => ({ ...store, closeIntent: dies }) };
  await expect(move.act("register", { pin: "135790" }, dying)).rejects.toThrow("killed");
  await move.drive();
  expect((await move.row()).status).toBe("stabilising");
  return move;
}

it("a PIN that nobody was shown leaves the track open until a new one is set and confirmed", async () => {
  const move = await movedUnseen();
  await look(move, "0h");
  expect(await tracksOf(move)).toMatchObject({ number: "done", security_pin: "exception" });
  expect(await lockClock(move)).toEqual(["running", true]);
  await look(move, "24h");
  expect(await tracksOf(move)).toMatchObject({ security_pin: "exception" });
  const { version } = await move.row();
  const opened = { p_request: move.request, p_version: version };
  const { act } = (await commandsAs(database().sql, move.office.manager)("begin_pin", opened)) as {
    act: string;
  };
  const set = { p_act: act, p_outcome: "set", p_enabled: null };
  await serviceCommands(database().serviceSql)("engine_end_pin", set);
  expect(await tracksOf(move)).toMatchObject({ security_pin: "exception" });
  await look(move, "72h");
  expect(await tracksOf(move)).toMatchObject({ security_pin: "done" });
  expect(await lockClock(move)).toEqual(["met", false]);
});

it("a PIN shown with an answer that was lost is known once the registration is; so is one that people chose by hand", async () => {
  const move = await moveIn();
  await until(move, "register");
  move.simulator.simulation.addFault({ operation: "register", action: { kind: "lost_after" } });
  await move.drive();
  await look(move, "0h");
  expect(await tracksOf(move)).toMatchObject({ security_pin: "done" });
  const byHand = await movedUnseen();
  // As on the routes that have no such step.
  await database()
    .sql`delete from public.cutover_steps where request_id = ${byHand.request} and step = 'register'`;
  await look(byHand, "0h");
  expect(await tracksOf(byHand)).toMatchObject({ security_pin: "done" });
});

it("opens an exception when the number changes, once, and closes it when it is right again", async () => {
  const move = await moved();
  await look(move, "0h");
  changeNumber(move, { status: "FLAGGED" });
  await look(move, "24h");
  expect(await move.exceptions()).toContain("NOT_REGISTERED_AFTER_MOVE");
  expect(await tracksOf(move)).toMatchObject({ number: "exception" });
  changeNumber(move, { status: "CONNECTED" });
  await look(move, "72h");
  expect(await move.exceptions()).not.toContain("NOT_REGISTERED_AFTER_MOVE");
  expect(await tracksOf(move)).toMatchObject({ number: "done" });
});

it("a day without a webhook is an exception", async () => {
  const move = await moved();
  await look(move, "0h");
  expect(await move.exceptions()).not.toContain("WEBHOOK_SILENT");
  await look(move, "24h");
  expect(await move.exceptions()).toContain("WEBHOOK_SILENT");
});

it("after completion it raises an alarm instead, and touches no track", async () => {
  const move = await moved();
  await look(move, "0h");
  await database()
    .sql`update public.migration_requests set status = 'completed', completed_at = now() where id = ${move.request}`;
  const tracks = await tracksOf(move);
  changeNumber(move, { is_pin_enabled: false });
  await look(move, "7d");
  await look(move, "72h");
  const alarms = await database().sql`
    select code, subject, times from public.request_alarms where request_id = ${move.request}`;
  expect([...alarms]).toEqual([{ code: "NUMBER_CHANGED", subject: "two_step_on", times: 1 }]);
  expect(await tracksOf(move)).toEqual(tracks);
  expect(await move.exceptions()).not.toContain("NOT_REGISTERED_AFTER_MOVE");
});

it("a look that Meta does not answer keeps its cause, and comes again", async () => {
  const move = await moved();
  await look(move, "0h", () => Promise.reject(new TypeError("gone")));
  expect((await checksOf(move))[0]).toMatchObject({ taken: false, cause: "lost" });
  await look(move, "0h");
  expect((await checksOf(move))[0]).toMatchObject({ taken: true, cause: null });
});

it("whoever mended something has the number looked at again within seconds, but not without end", async () => {
  const move = await moved();
  await look(move, "0h");
  await expect(move.command(move.office.manager, "ask_after_check", {})).rejects.toMatchObject({
    code: "too_soon",
  });
  await database()
    .sql`update public.after_checks set taken_at = taken_at - interval '5 minutes' where request_id = ${move.request}
    and taken_at is not null`;
  await move.command(move.office.manager, "ask_after_check", {});
  await look(move, "asked");
  expect((await checksOf(move)).find(({ moment }) => moment === "asked")).toMatchObject({ taken: true });
});

it("a PIN is set one at a time, five times a day, and closes the track when Meta confirms the lock", async () => {
  const move = await moved();
  const engine = serviceCommands(database().serviceSql);
  const begin = async () => {
    const { version } = await move.row();
    const answer = await commandsAs(database().sql, move.office.client)("begin_pin", {
      p_request: move.request,
      p_version: version,
    });
    return (answer as { act: string }).act;
  };
  const act = await begin();
  await expect(begin()).rejects.toMatchObject({ code: "too_soon" });
  expect(await lockClock(move)).toEqual(["running", true]);
  await engine("engine_end_pin", { p_act: act, p_outcome: "set", p_enabled: true });
  expect(await lockClock(move)).toEqual(["met", false]);
  expect(await tracksOf(move)).toMatchObject({ security_pin: "done" });
  for (let time = 0; time < 4; time += 1)
    await engine("engine_end_pin", { p_act: await begin(), p_outcome: "unknown", p_enabled: null });
  await expect(begin()).rejects.toMatchObject({ code: "too_soon" });
});

it("a PIN or message whose function died is closed as unknown after two minutes, and tells so", async () => {
  const move = await moved();
  const { sql, serviceSql } = database();
  const begin = async (name: string, more: object) => {
    const { version } = await move.row();
    const input = { p_request: move.request, p_version: version, ...more };
    await commandsAs(sql, move.office.manager)(name, input);
  };
  const close = () => serviceCommands(serviceSql)("engine_close_cut_off_acts", { p_limit: 10 });
  const age = (span: string) => sql`
    with pins as (update public.pin_settings set opened_at = now() - ${span}::interval where request_id = ${move.request})
    update public.test_messages set opened_at = now() - ${span}::interval where request_id = ${move.request}`;
  await begin("begin_pin", {});
  await begin("begin_test_message", { p_to: fictionNumber(901) });
  await age("110 seconds");
  expect(await close()).toBe(0);
  await age("130 seconds");
  expect(await close()).toBe(2);
  const outcomes = await sql`
    select outcome from public.pin_settings where request_id = ${move.request} union all
    select outcome from public.test_messages where request_id = ${move.request}`;
  expect([...outcomes]).toEqual([{ outcome: "unknown" }, { outcome: "unreachable" }]);
  const [event] =
    await sql`select data from public.events where request_id = ${move.request} and kind = 'pin.ended'`;
  expect(event).toMatchObject({ data: { outcome: "unknown", confirmed: false } });
  expect(await close()).toBe(0);
});
