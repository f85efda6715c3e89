/** The kill switch: while it is on nothing begins and work under way finishes; afterwards everything resumes. */
import { afterEach, expect, it } from "vitest";
import { commandsAs, serviceCommands } from "../../fixtures/engine/engine-commands.ts";
import { faultsOf } from "../../fixtures/move/move-invariants.ts";
import { createMove, isRefusal, type Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves, stateOf, until } from "../../fixtures/move/move-suite.ts";
import { createOffice, eventually, fictionNumber, moveSeed } from "../../fixtures/move/move-fixture.ts";

const { moveIn, database } = prepareMoves();

const halt = (move: Move, reason = "Meta reports an incident") =>
  commandsAs(database().sql, move.office.manager)("halt_moves", {
    p_provider: move.office.provider,
    p_reason: reason,
  });
const resume = (move: Move) =>
  commandsAs(database().sql, move.office.manager)("resume_moves", { p_provider: move.office.provider });
const haltAll = (reason: string | null) =>
  serviceCommands(database().serviceSql)("engine_halt_all", { p_reason: reason });
const haltOf = (move: Move) =>
  commandsAs(database().sql, move.office.manager)("move_halt", { p_provider: move.office.provider });

afterEach(async () => {
  await haltAll(null);
  await database().sql`update private.halts set ended_at = now() where ended_at is null`;
});

it("lets no step begin, and resumes where it stopped", async () => {
  const move = await moveIn();
  await until(move, "request_code");
  const before = move.simulator.simulation.journal.list({}).length;
  await halt(move);
  expect(await haltOf(move)).toMatchObject({
    everywhere: false,
    reason: "Meta reports an incident",
    underWay: 0,
  });
  expect(await move.isDue()).toBe(false);
  await expect(move.runStep("request_code")).rejects.toSatisfy((error) => isRefusal(error, "moves_halted"));
  expect(await move.work()).toBe(0);
  expect(move.simulator.simulation.journal.list({})).toHaveLength(before);
  expect(await stateOf(move)).toBe("request_code pending");

  await resume(move);
  await move.drive();
  expect(await faultsOf({ ...move, approvals: { ...move.approvals, request_code: 1 } })).toEqual([]);
});

it("lets work under way finish, and reports that it is still running", async () => {
  const move = await moveIn();
  await until(move, "register");
  const gate = Promise.withResolvers<void>();
  let arrived = false;
  const underWay = move.runStep(
    "register",
    { pin: "135790" },
    {
      graph: (graph) => ({
        ...graph,
        register: async (input) => {
          arrived = true;
          await gate.promise;
          return graph.register(input);
        },
      }),
    },
  );
  await eventually(() => arrived, "the call to begin");
  await database().sql`update private.intents set lease_until = now() + interval '1 minute'
    where request_id = ${move.request} and closed_at is null`;
  await halt(move);
  expect(await haltOf(move)).toMatchObject({ underWay: 1 });
  gate.resolve();
  expect((await underWay).closing.outcome).toBe("done");
  expect(await haltOf(move)).toMatchObject({ underWay: 0 });
  expect(await stateOf(move)).toBe("confirm_connected pending");
});

it("applies to one provider, or to the whole installation", async () => {
  const mine = await moveIn();
  const e164 = fictionNumber(900);
  const office = await createOffice(database(), "severlink");
  const other = await createMove({ database: database(), office, e164, seed: moveSeed(e164) });
  await halt(mine);
  expect([await mine.isDue(), await other.isDue()]).toEqual([false, true]);
  expect(await haltOf(other)).toBeNull();

  expect(await haltAll("Maintenance")).toBe(true);
  expect([await mine.isDue(), await other.isDue()]).toEqual([false, false]);
  expect(await haltOf(other)).toMatchObject({ everywhere: true, reason: "Maintenance" });
  await resume(other);
  expect(await other.isDue()).toBe(false);
  expect(await haltAll(null)).toBe(true);
  expect([await mine.isDue(), await other.isDue()]).toEqual([false, true]);
});

it("lets no cut-over start", async () => {
  const move = await moveIn();
  await halt(move);
  await database().sql`update public.migration_requests set status = 'scheduled' where id = ${move.request}`;
  await expect(
    database().sql`update public.migration_requests set status = 'cutover' where id = ${move.request}`,
  ).rejects.toMatchObject({ message: "moves_halted" });
});

it("stops readings and monitoring checks, whoever asks, for this provider alone", async () => {
  const waiting = await moveIn();
  await waiting.command(waiting.office.manager, "abort_cutover", { p_note: null });
  const moved = await moveIn();
  await moved.drive();
  const { sql, serviceSql } = database();
  await sql`update public.migration_requests set checks_read_at = now() - interval '1 day' where id = ${waiting.request}`;
  await sql`update public.monitoring_checks set due_at = now() where moment = '24h'`;
  await sql`update public.template_readings set due_at = now() where moment = '24h'`;
  const engine = serviceCommands(serviceSql);
  const dueOf = async (name: string) => ((await engine(name, { p_limit: 10 })) as unknown[]).length;
  const all = ["engine_due_readings", "engine_due_monitoring_checks", "engine_due_template_readings"];
  const open = (asked: boolean) =>
    engine("engine_open_reading", {
      p_request: waiting.request,
      p_scope: "all",
      p_worker: "w",
      p_lease_seconds: 60,
      p_manual: asked,
    });

  for (const throwIt of [() => halt(waiting), () => haltAll("maintenance")]) {
    await throwIt();
    for (const name of all) expect([name, await dueOf(name)]).toEqual([name, 0]);
    for (const asked of [true, false])
      await expect(open(asked)).rejects.toSatisfy((error) => isRefusal(error, "moves_halted"));
    await resume(waiting);
  }
  await haltAll(null);
  const stranger = await createOffice(database(), "bystander");
  await commandsAs(sql, stranger.manager)("halt_moves", {
    p_provider: stranger.provider,
    p_reason: "theirs",
  });
  for (const name of all) expect([name, await dueOf(name)]).not.toEqual([name, 0]);
  expect(await open(false)).toHaveProperty("reading");
});
