/** From the proposed date to the start: who answers whom, what the start waits for, and the notices on the way. */
import { expect, test } from "vitest";
import * as z from "zod/mini";
import { agreeAsItStands } from "../../fixtures/consents.ts";
import { thisHour, tomorrow } from "../../fixtures/command-driver.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();

const rowSchema = z.object({
  status: z.string(),
  window_starts_at: z.nullable(z.date()),
  window_ends_at: z.nullable(z.date()),
  window_confirmed_at: z.nullable(z.date()),
  route_chosen_at: z.nullable(z.date()),
  counter_starts_at: z.nullable(z.date()),
  hold_reason: z.nullable(z.string()),
  second_approved_by: z.nullable(z.string()),
  checks_read_at: z.nullable(z.date()),
});
async function row(request: string) {
  const [found] = await database.sql`select * from public.migration_requests where id = ${request}`;
  return rowSchema.parse(found);
}

test("the client answers a date with another, and staff accept it", async () => {
  const request = await driver.bringTo("scheduled");
  const proposal = tomorrow();
  await driver.command("client", "propose_window", request, { ...proposal, note: " after lunch " });
  expect(await row(request)).toMatchObject({ window_confirmed_at: null });
  await driver.command("manager", "accept_window", request);
  const agreed = await row(request);
  expect(agreed.window_starts_at?.toISOString()).toBe(proposal.starts_at);
  expect(agreed.window_confirmed_at).not.toBeNull();
  expect(agreed.counter_starts_at).toBeNull();
});

test("another date from staff, or a confirmation, removes the client's proposal", async () => {
  const request = await driver.bringTo("scheduled");
  for (const answer of [
    () => driver.command("manager", "schedule_request", request, thisHour()),
    () => driver.command("client", "confirm_window", request),
  ]) {
    await driver.command("client", "propose_window", request, { ...tomorrow(), note: null });
    await answer();
    expect((await row(request)).counter_starts_at).toBeNull();
  }
  expect(await driver.tryCommand("manager", "accept_window", request)).toMatchObject({
    refused: "409 nothing_proposed",
  });
});

test("a proposed window is in the future and has a sound length", async () => {
  const request = await driver.bringTo("scheduled");
  const proposal = (starts_at: string, ends_at: string) =>
    driver.tryCommand("client", "propose_window", request, { starts_at, ends_at, note: null });
  const { starts_at, ends_at } = tomorrow();
  const late = new Date(Date.parse(starts_at) + 13 * 3_600_000).toISOString();
  expect(await proposal(ends_at, starts_at)).toMatchObject({ refused: "400 window_invalid" });
  expect(await proposal(starts_at, late)).toMatchObject({ refused: "400 window_invalid" });
  expect(await proposal(thisHour().starts_at, thisHour().ends_at)).toMatchObject({
    refused: "400 window_invalid",
  });
});

const approval = (by: string) =>
  `second_approved_by = '${by}', second_approved_at = now(), second_approved_for = private.cutover_facts(migration_requests)`;

/** One obstacle to the start at a time; `restore` removes it again. */
const obstacles = (approver: string): Record<string, { set: string; restore: string }> => ({
  on_hold: { set: "hold_reason = 'wait'", restore: "hold_reason = null" },
  window_not_confirmed: { set: "window_confirmed_at = null", restore: "window_confirmed_at = now()" },
  window_not_open: {
    set: "window_starts_at = now() + interval '16 minutes'",
    restore: "window_starts_at = now() - interval '1 minute'",
  },
  window_over: {
    set: "window_starts_at = now() - interval '2 hours', window_ends_at = now() - interval '1 second'",
    restore: "window_starts_at = now() - interval '1 minute', window_ends_at = now() + interval '1 hour'",
  },
  second_approval_missing: {
    set: "second_approved_by = null",
    restore: approval(approver),
  },
});

test("the start waits for the same things as the screen shows, each with its own refusal", async () => {
  const request = await driver.bringTo("scheduled");
  const manager = driver.tenants.claims.manager.sub ?? "";
  const set = async (change: string) => {
    await database.sql.unsafe(`update public.migration_requests set ${change} where id = '${request}'`);
    await agreeAsItStands(database.sql, request);
    await database.sql`update public.migration_requests r set second_approved_for = private.cutover_facts(r) where id = ${request}`;
  };
  const predicted = async () => {
    const answer = await driver.try("manager", "start_questions", { request });
    const questions = z.array(z.object({ question: z.string(), refusal: z.nullable(z.string()) }));
    return questions.parse("done" in answer ? answer.done : []).flatMap(({ refusal }) => refusal ?? []);
  };
  const refused = async () => driver.tryCommand("manager", "start_cutover", request);

  await database.sql`update public.providers set second_approval = true where id = ${driver.tenants.own.provider}`;
  const approver = driver.tenants.claims.admin.sub ?? "";
  await set(approval(approver));
  expect(await predicted()).toEqual([]);
  for (const [refusal, { set: change, restore }] of Object.entries(obstacles(approver))) {
    await set(change);
    expect(await predicted()).toEqual([refusal]);
    expect(await refused()).toMatchObject({ refused: `409 ${refusal}` });
    await set(restore);
  }
  await database.sql`update public.checks set status = 'stale' where request_id = ${request} and code = 'TWO_STEP_OFF'`;
  expect(await predicted()).toEqual(["checks_open"]);
  expect(await refused()).toMatchObject({ refused: "409 checks_open", hint: "TWO_STEP_OFF" });
  await database.sql`update public.checks set status = 'passed' where request_id = ${request} and code = 'TWO_STEP_OFF'`;
  await database.sql`update public.migration_requests set checks_read_at = now() - interval '92 minutes' where id = ${request}`;
  expect(await predicted()).toEqual(["checks_old"]);
  expect(await refused()).toMatchObject({ refused: "409 checks_old" });
  await driver.readChecks(request);
  await set(`second_approved_by = '${manager}'`);
  expect(await predicted()).toEqual(["second_approval_own"]);
  expect(await refused()).toMatchObject({ refused: "409 second_approval_own" });
  await driver.command("admin", "approve_cutover", request);
  expect(await refused()).toHaveProperty("done");
  await database.sql`update public.providers set second_approval = false where id = ${driver.tenants.own.provider}`;
});

test("a window is announced a day before, an hour before and when it was missed, once each, and nothing starts by itself", async () => {
  const request = await driver.bringTo("scheduled");
  const reported = async () => {
    await database.sql`select public.engine_announce_windows(100)`;
    const events = await database.sql<{ kind: string }[]>`
      select kind from public.events where request_id = ${request} and kind like 'window.%' and actor_kind = 'engine' order by id`;
    return events.map(({ kind }) => kind);
  };
  const startsIn = async (minutes: number) => {
    await database.sql`update public.migration_requests set window_confirmed_at = now() - interval '9 days',
      window_starts_at = now() + make_interval(mins => ${minutes}),
      window_ends_at = now() + make_interval(mins => ${minutes + 60}) where id = ${request}`;
    await agreeAsItStands(database.sql, request);
  };
  expect(await reported()).toEqual([]);
  await startsIn(23 * 60);
  expect(await reported()).toEqual(["window.day_before"]);
  expect(await reported()).toEqual(["window.day_before"]);
  await startsIn(59);
  expect(await reported()).toEqual(["window.day_before", "window.hour_before"]);
  await startsIn(-61);
  expect(await reported()).toEqual(["window.day_before", "window.hour_before", "window.missed"]);
  expect((await row(request)).status).toBe("scheduled");
});

test("a notice waits some minutes for the reading of its hour, and names the checks that it found open", async () => {
  const request = await driver.bringTo("scheduled");
  await database.sql`update public.migration_requests set window_confirmed_at = now() - interval '9 days',
    window_starts_at = now() + interval '23 hours 55 minutes', window_ends_at = now() + interval '25 hours',
    checks_read_at = now() - interval '6 hours' where id = ${request}`;
  await agreeAsItStands(database.sql, request);
  const notices = async () => {
    await database.sql`select public.engine_announce_windows(100)`;
    return database.sql`select data ->> 'open' as open from public.events where request_id = ${request} and kind = 'window.day_before'`;
  };
  expect(await notices()).toEqual([]);
  await driver.readChecks(request, ["TWO_STEP_OFF"]);
  expect(await notices()).toEqual([{ open: "TWO_STEP_OFF" }]);
});
