/** The number after its move: monitoring checks that complete tracks, exceptions and alarms. */
import { expect, it } from "vitest";
import { changeNumber, checksOf, lockClock, look, tracksOf } from "../../fixtures/move/after-move.ts";
import { commandsAs, serviceCommands } from "../../fixtures/engine/engine-commands.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";
import { fictionNumber } from "../../fixtures/move/move-fixture.ts";

const { moved, database } = prepareMoves();

it("plans four checks; the first completes number, billing and PIN without anyone's help", async () => {
  const move = await moved();
  expect((await checksOf(move)).map(({ moment }) => moment)).toEqual(["0h", "24h", "72h", "7d"]);
  expect(await lockClock(move)).toEqual(["running", true]);
  await look(move, "0h");
  expect(await lockClock(move)).toEqual(["met", false]);
  const [first] = await checksOf(move);
  expect(first?.points.filter(({ verdict }) => verdict === "bad")).toEqual([]);
  expect(await tracksOf(move)).toMatchObject({ number: "done", billing: "done", security_pin: "done" });
});

it("opens one exception when the number changes, and closes it when the number is right again", async () => {
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

it("a day without a webhook opens an exception", async () => {
  const move = await moved();
  await look(move, "0h");
  expect(await move.exceptions()).not.toContain("WEBHOOK_SILENT");
  await look(move, "24h");
  expect(await move.exceptions()).toContain("WEBHOOK_SILENT");
});

it("after completion it raises an alarm instead, and leaves the tracks alone", async () => {
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

it("a check that Meta does not answer keeps its cause and is repeated", async () => {
  const move = await moved();
  await look(move, "0h", () => Promise.reject(new TypeError("gone")));
  expect((await checksOf(move))[0]).toMatchObject({ taken: false, cause: "lost" });
  await look(move, "0h");
  expect((await checksOf(move))[0]).toMatchObject({ taken: true, cause: null });
});

it("people who fixed something can have the number checked within seconds, up to a limit", async () => {
  const move = await moved();
  await look(move, "0h");
  await expect(move.command(move.office.manager, "ask_monitoring_check", {})).rejects.toMatchObject({
    code: "too_soon",
  });
  await database()
    .sql`update public.monitoring_checks set taken_at = taken_at - interval '5 minutes' where request_id = ${move.request}
    and taken_at is not null`;
  await move.command(move.office.manager, "ask_monitoring_check", {});
  await look(move, "manual");
  expect((await checksOf(move)).find(({ moment }) => moment === "manual")).toMatchObject({ taken: true });
});

it("a PIN or message whose function died is closed as unknown after two minutes, and reported", async () => {
  const move = await moved();
  const { sql, serviceSql } = database();
  const begin = async (name: string, more: object) => {
    const { version } = await move.row();
    const input = { p_request: move.request, p_version: version, ...more };
    await commandsAs(sql, move.office.manager)(name, input);
  };
  const close = () => serviceCommands(serviceSql)("engine_close_interrupted_commands", { p_limit: 10 });
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
  expect(event).toMatchObject({ data: { outcome: "unknown", locked: false } });
  expect(await close()).toBe(0);
});
