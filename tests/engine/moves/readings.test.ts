/** Portdesk repeats readings itself: before evidence expires, slowly, fairly, by one reader, and two-step closely. */
import { beforeEach, describe, expect, it } from "vitest";
import { checkOf, dueScope, readAgain, readerOf } from "../../fixtures/move/check-fixture.ts";
import { createMove, isRefusal, type Move } from "../../fixtures/move/move-runner.ts";
import { prepareMoves } from "../../fixtures/move/move-suite.ts";
import { createOffice, metaIds, moveSeed, type Office } from "../../fixtures/move/move-fixture.ts";

const { moveIn, database } = prepareMoves();

// All moves in this file share the destination: each test starts with a fresh call count.
beforeEach(async () => {
  await database().sql`delete from private.readings`;
  await database()
    .sql`update public.migration_requests set status = 'cancelled' where status <> 'monitoring'`;
});

/** Another provider's office, for all tests that need one. */
let opened: Promise<Office> | undefined;
const otherOffice = () => (opened ??= createOffice(database(), "severlink"));

/** A request in preparing, read once. */
async function read(change?: Parameters<typeof moveSeed>[1]): Promise<Move> {
  const move = await moveIn(change);
  await move.command(move.office.manager, "abort_cutover", { p_note: null });
  await readAgain(move);
  return move;
}

/** As if its readings had been made that long ago. */
async function age(move: Move, span: string): Promise<void> {
  const { sql } = database();
  await sql`update public.checks set read_at = read_at - ${span}::interval where request_id = ${move.request}`;
  await sql`update private.readings set opened_at = opened_at - ${span}::interval, closed_at = closed_at - ${span}::interval
    where request_id = ${move.request}`;
  await sql`update public.migration_requests set checks_read_at = checks_read_at - ${span}::interval,
    two_step_off_since = two_step_off_since - ${span}::interval where id = ${move.request}`;
}

async function events(move: Move): Promise<string[]> {
  const rows = await database().sql<{ kind: string }[]>`
    select kind from public.events where request_id = ${move.request} and visibility = 'client' and actor_kind = 'engine' order by id`;
  return rows.map(({ kind }) => kind);
}

const row = async (move: Move) => {
  const [found] = await database().sql`
    select readiness, checks_passed, checks_read_at > now() - interval '1 minute' as fresh, version, two_step_alarmed_at is not null as alarmed
    from public.migration_requests where id = ${move.request}`;
  return found;
};
const twoStep = (move: Move, on: boolean) =>
  move.simulator.simulation.changeNumber(move.e164, { id: metaIds.sourcePhone, is_pin_enabled: on });

describe("evidence", () => {
  it("older than a day passes nothing, and is read again before that", async () => {
    const move = await read();
    const before = await row(move);
    await age(move, "19 hours");
    expect(await dueScope(move)).toBeNull();
    await age(move, "1 hour");
    expect(await dueScope(move)).toBe("all");
    await age(move, "4 hours 1 minute");
    expect(await readerOf(move).readings.keep(10)).toBe(1);
    expect(await checkOf(move, "SOURCE_READY")).toMatchObject({ status: "stale" });
    expect(await checkOf(move, "NUMBER_FORMAT")).toMatchObject({ status: "passed" });
    expect(Number((await row(move))?.checks_passed)).toBe(Number(before?.checks_passed) - 8);
    await readAgain(move);
    expect(await row(move)).toMatchObject({ checks_passed: before?.checks_passed, fresh: true });
    expect(await dueScope(move)).toBeNull();
  });

  it("is read again a day and an hour before the date", async () => {
    const move = await read();
    const { sql } = database();
    const startsIn = (span: string) =>
      sql`update public.migration_requests set status = 'scheduled', window_starts_at = now() + ${span}::interval,
        window_ends_at = now() + ${span}::interval + interval '2 hours' where id = ${move.request}`;
    await age(move, "2 hours");
    await startsIn("25 hours");
    expect(await dueScope(move)).toBeNull();
    await startsIn("23 hours");
    expect(await dueScope(move)).toBe("all");
    await readAgain(move);
    expect(await dueScope(move)).toBeNull();
    await age(move, "10 minutes");
    await startsIn("55 minutes");
    expect(await dueScope(move)).toBe("all");
    await sql`update public.migration_requests set hold_reason = 'wait' where id = ${move.request}`;
    expect(await dueScope(move)).toBeNull();
  });

  it("of a new request is first read when nobody is working on it", async () => {
    const move = await read();
    await database()
      .sql`update public.migration_requests set checks_read_at = null where id = ${move.request}`;
    expect(await dueScope(move)).toBeNull();
    await database()
      .sql`update public.migration_requests set updated_at = now() - interval '16 minutes' where id = ${move.request}`;
    expect(await dueScope(move)).toBe("all");
  });

  it("that is unchanged makes no event and does not change the version", async () => {
    const move = await read();
    const before = [await events(move), (await row(move))?.version];
    await readAgain(move);
    expect([await events(move), (await row(move))?.version]).toEqual(before);
  });
});

describe("readings", () => {
  it("of one request are made by one reader, and a late one stores nothing", async () => {
    const move = await read();
    const { readings } = readerOf(move);
    const order = { request: move.request, scope: "all" as const };
    const late = await readings.open(order, "slow", 60, false);
    await expect(readAgain(move)).rejects.toSatisfy((error) => isRefusal(error, "reading_open"));
    await database().sql`update private.readings set lease_until = now() where id = ${late}`;
    await readAgain(move);
    await expect(readings.record(move.request, late, [], [])).rejects.toSatisfy((error) =>
      isRefusal(error, "fence_lost"),
    );
  });

  it("that yield nothing leave the request alone for a while", async () => {
    const move = await read();
    await age(move, "21 hours");
    const silent = readerOf(move, () => Promise.reject(new Error("gone")));
    await expect(silent.reader.read({ request: move.request, scope: "all" }, false)).rejects.toThrow(
      "graph_unreachable",
    );
    expect(await checkOf(move, "SOURCE_READY")).toMatchObject({ status: "passed" });
    expect(await dueScope(move)).toBeNull();
    await age(move, "11 minutes");
    expect(await dueScope(move)).toBe("all");
  });

  it("keep to their share of the destination's calls and leave the rest to people", async () => {
    const move = await read();
    await database()
      .sql`insert into private.readings (provider_id, request_id, scope, asked, waba_id, calls, worker, lease_until, closed_at, outcome)
      select provider_id, id, 'all', false, destination_waba_id, 114, 'w', now(), now(), 'recorded'
      from public.migration_requests where id = ${move.request}`;
    await database()
      .sql`update public.migration_requests set checks_read_at = now() - interval '21 hours' where id = ${move.request}`;
    expect(await dueScope(move)).toBeNull();
    await expect(readAgain(move)).rejects.toSatisfy((error) => isRefusal(error, "budget_used"));
    await readerOf(move).reader.read({ request: move.request, scope: "all" }, true);
  });

  it("are not slowed by another provider's readings of the same account", async () => {
    const move = await read();
    const office = await otherOffice();
    const e164 = "+18165550198";
    const other = await createMove({ database: database(), office, e164, seed: moveSeed(e164) });
    const spend = (request: string) => database().sql`
      insert into private.readings (provider_id, request_id, scope, asked, waba_id, calls, worker, lease_until, closed_at, outcome)
      select r.provider_id, r.id, 'all', true, m.destination_waba_id, 200, 'w', now(), now(), 'recorded'
      from public.migration_requests r, public.migration_requests m where r.id = ${request} and m.id = ${move.request}`;
    await database()
      .sql`update public.migration_requests set checks_read_at = now() - interval '21 hours' where id = ${move.request}`;
    await spend(other.request);
    expect(await dueScope(move)).toBe("all");
    await readAgain(move);
    await spend(move.request);
    const refused = readerOf(move).reader.read({ request: move.request, scope: "all" }, true);
    await expect(refused).rejects.toSatisfy((error) => isRefusal(error, "budget_used"));
  });

  it("take one request of each provider before a second of any", async () => {
    const first = await read();
    const second = await read();
    const office = await otherOffice();
    const e164 = "+18165550199";
    const third = await createMove({ database: database(), office, e164, seed: moveSeed(e164) });
    await third.command(office.manager, "abort_cutover", { p_note: null });
    await readAgain(third);
    await age(first, "22 hours");
    await age(second, "21 hours");
    await age(third, "20 hours");
    const due = await readerOf(first).readings.due(2);
    expect(due.map(({ request }) => request)).toEqual([first.request, third.request]);
  });
});

describe("two-step verification", () => {
  it("that is on is read every quarter of an hour, with one call, until the check changes by itself", async () => {
    const move = await read(({ numbers: [number] }) => number && (number.is_pin_enabled = true));
    const before = await events(move);
    expect(await dueScope(move)).toBeNull();
    await age(move, "15 minutes");
    expect(await dueScope(move)).toBe("two_step");
    const calls = () => move.simulator.simulation.journal.list().length;
    const made = calls();
    await readAgain(move, "two_step");
    expect(calls() - made).toBe(1);
    expect(await events(move)).toEqual(before);
    expect(await dueScope(move)).toBeNull();
    twoStep(move, false);
    await readAgain(move, "two_step");
    expect(await checkOf(move, "TWO_STEP_OFF")).toMatchObject({ status: "passed" });
    expect((await events(move)).slice(before.length)).toEqual(["check.two_step"]);
  });

  it("that has been off for two days without a move raises one alarm until it is on again", async () => {
    const move = await read();
    await age(move, "47 hours");
    await readAgain(move);
    await readerOf(move).readings.keep(10);
    expect(await row(move)).toMatchObject({ alarmed: false });
    await age(move, "1 hour 1 minute");
    expect(await readerOf(move).readings.keep(10)).toBe(1);
    expect(await row(move)).toMatchObject({ alarmed: true });
    expect(await events(move)).toContain("two_step.alarm");
    expect(await readerOf(move).readings.keep(10)).toBe(0);
    twoStep(move, true);
    await readAgain(move, "two_step");
    expect(await row(move)).toMatchObject({ alarmed: false });
  });

  it("that stopped a move is monitored until the move continues", async () => {
    const move = await moveIn(({ numbers: [number] }) => number && (number.is_pin_enabled = true));
    await move.work();
    expect(await move.exceptions()).toEqual(["TWO_STEP_ON"]);
    expect(await dueScope(move)).toBe("two_step");
    await readAgain(move, "two_step");
    expect(await dueScope(move)).toBeNull();
    expect(await move.isDue()).toBe(false);
    twoStep(move, false);
    await age(move, "15 minutes");
    expect(await dueScope(move)).toBe("two_step");
    await readAgain(move, "two_step");
    expect(await move.exceptions()).toEqual([]);
    expect(await move.isDue()).toBe(true);
  });
});
