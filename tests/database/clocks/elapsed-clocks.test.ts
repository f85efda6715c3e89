/** The clocks of the whole request: the database reads the events as the pure functions do, and notifies once each. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type ClockReading, requestClocks } from "#domain/clocks/request-clocks.ts";
import type { ClockEvent } from "#domain/clocks/time-by-party.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();

const minute = 60_000;
type Noted = Pick<ClockEvent, "kind" | "actor" | "status" | "data">;
const reported = (kind: string, status: ClockEvent["status"], data: ClockEvent["data"] = {}): Noted => ({
  kind,
  status,
  data,
  actor: "member",
});
const lock = (state: string) => reported("track.set", "monitoring", { track: "security_pin", state });
const register = (outcome: string) => reported("cutover.step", "cutover", { step: "register", outcome });
const vocabulary: readonly Noted[] = [
  reported("request.submit", "submitted"),
  reported("request.ask", "submitted"),
  { ...reported("comment.client", "submitted"), actor: "client" },
  reported("comment.client", "submitted"),
  reported("comment.internal", "submitted"),
  reported("request.accept", "preparing"),
  reported("request.hold", "preparing"),
  reported("cutover.start", "cutover"),
  reported("cutover.abort", "preparing"),
  reported("cutover.step", "cutover", { step: "claim_number", outcome: "done" }),
  register("failed"),
  register("done"),
  register("skipped"),
  reported("cutover.connected", "monitoring"),
  lock("working"),
  lock("done"),
  lock("not_applicable"),
  reported("track.set", "monitoring", { track: "billing", state: "done" }),
  reported("monitoring_check.taken", "monitoring", { moment: "0h", tracks: { number: "done" } }),
  reported("monitoring_check.taken", "monitoring", { moment: "0h", tracks: { security_pin: "done" } }),
  reported("pin.ended", "monitoring", { outcome: "set", confirmed: true }),
  reported("pin.ended", "monitoring", { outcome: "set", locked: true }),
  reported("pin.noted", "monitoring", { tracks: { security_pin: "done" } }),
  reported("request.complete", "completed"),
  reported("request.cancel", "cancelled"),
];
const history = fc.array(
  fc.record({
    reported: fc.constantFrom(...vocabulary),
    gap: fc.integer({ min: 1, max: 900 }),
    onHold: fc.boolean(),
    waitingOn: fc.constantFrom("us" as const, "client" as const, null),
  }),
  { minLength: 1, maxLength: 25 },
);

/** Filed that many hours after the first moment: under each of the promises, whatever the random order. */
const filedAfter = (hours: number) => {
  const hour = { gap: 60, onHold: false, waitingOn: "us" as const };
  const before = Array.from({ length: hours - 1 }, () => ({
    ...hour,
    reported: reported("comment.internal", "draft"),
  }));
  return [...before, { ...hour, reported: reported("request.submit", "submitted") }];
};

/** For a past moment only the fact that it is past: the pure functions name no time for it. */
const ahead = (moment: number | null, at: number) => (moment !== null && moment > at ? moment : null);
const rowSays = (row: Row, at: number) => ({
  code: row.code,
  startedAt: row.started_at.getTime(),
  paused: row.due_at === null,
  predictedBreachAt: ahead(row.predicted_breach_at?.getTime() ?? null, at),
  dueAt: ahead(row.due_at?.getTime() ?? null, at),
});
const readingSays = (reading: ClockReading, at: number) => ({
  code: reading.code,
  startedAt: reading.startedAt,
  paused: reading.state === "paused",
  predictedBreachAt: ahead(reading.predictedBreachAt, at),
  dueAt: ahead(reading.dueAt, at),
});
const byCode = (one: { code: string }, other: { code: string }) => one.code.localeCompare(other.code);

type Row = { code: string; started_at: Date; predicted_breach_at: Date | null; due_at: Date | null };

test("the same clocks run, from the same moments and for as long, as in the pure functions", async () => {
  const request = await driver.bringTo("draft");
  const { provider, client } = driver.tenants.own;
  const first = Date.parse("2026-03-02T10:00:00Z");
  const open = [
    { start: first - 3_600_000, end: first + 5_000 * minute },
    { start: first + 6_000 * minute, end: first + 40_000 * minute },
  ];
  await database.sql`delete from public.open_periods where provider_id = ${provider}`;
  for (const { start, end } of open)
    await database.sql`insert into public.open_periods values (${provider}, ${new Date(start)}, ${new Date(end)})`;
  // A promise during the histories, one of zero days, and today's terms.
  await database.sql`insert into public.tariffs (provider_id, currency, connection_fee_micros, monthly_fee_micros,
      message_fee_micros, min_working_days, max_working_days, valid_from)
    select ${provider}, 'USD', 0, 0, 0, 0, days, day::date
    from (values (3, '2026-01-01'), (0, '2026-03-03'), (5, '2026-03-05')) as promised (days, day)`;
  const tariffs = await database.sql<{ days: number; from: string }[]>`
    select max_working_days as days, valid_from::text as from from public.tariffs where provider_id = ${provider}`;
  const terms = tariffs.map(({ days, from }) => ({ workingDays: days, validFrom: Date.parse(from) }));
  const allowed = new Set<number>();
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      await database.sql`delete from public.events where request_id = ${request}`;
      await database.sql`delete from private.elapsed_clocks where request_id = ${request}`;
      let at = first;
      const events = steps.map(({ reported: one, gap, onHold, waitingOn }): ClockEvent => {
        at += gap * minute;
        return { ...one, at, onHold, waitingOn };
      });
      for (const event of events)
        await database.sql`
          insert into public.events (provider_id, client_id, request_id, kind, visibility, actor_kind, to_status, data, waiting_on, on_hold, created_at)
          values (${provider}, ${client}, ${request}, ${event.kind}, 'internal', ${event.actor}, ${event.status},
            ${JSON.stringify(event.data)}::text::jsonb, ${event.waitingOn}, ${event.onHold}, ${new Date(event.at)})`;
      const rows = await database.sql<Row[]>`
        select code, started_at, predicted_breach_at, due_at from private.elapsed_clocks where request_id = ${request}`;
      const running = requestClocks(events, { targets: [], terms, open, now: at }).filter(
        ({ endedAt }) => endedAt === null,
      );
      const begun = rows.filter((row) => row.started_at.getTime() <= at);
      compared += running.length;
      for (const { code, allowance } of running)
        if (code === "whole_move") allowed.add(allowance / minute / 480);
      expect(begun.map((row) => rowSays(row, at)).sort(byCode)).toEqual(
        running.map((reading) => readingSays(reading, at)).sort(byCode),
      );
    }),
    { numRuns: 120, examples: [[filedAfter(1)], [filedAfter(30)], [filedAfter(75)]] },
  );
  expect(compared).toBeGreaterThan(50);
  expect([...allowed].sort((a, b) => a - b)).toEqual([3, 5, 7]);
  await database.sql`delete from public.events where request_id = ${request}`;
  await database.sql`select private.restart_elapsed_clocks(${request})`;
  await database.sql`delete from public.open_periods where provider_id = ${provider}`;
  await database.sql`delete from public.tariffs where provider_id = ${provider} and valid_from < current_date`;
});

/** As if everything had happened that much earlier. */
async function shift(request: string, span: string): Promise<void> {
  await database.sql`update public.events set created_at = created_at - ${span}::interval where request_id = ${request}`;
  await database.sql`update private.clock_notices set clock_since = clock_since - ${span}::interval where request_id = ${request}`;
  await database.sql`select private.restart_elapsed_clocks(${request})`;
}
/** The notices about the whole request; the clocks of single actions have their own. */
async function noticesOf(request: string): Promise<string[]> {
  await database.sql`select public.engine_keep_clocks(100)`;
  const events = await database.sql<{ kind: string; clock: string; visibility: string }[]>`
    select kind, data ->> 'clock' as clock, visibility from public.events
    where request_id = ${request} and (kind like 'clock.elapsed_%' or kind like 'clock.cutover_%') order by id`;
  expect(events.filter(({ visibility }) => visibility !== "internal")).toEqual([]);
  return events.map(({ kind, clock }) => `${kind.replace("clock.", "")} ${clock}`);
}

test("our first answer is predicted and breached, each once, until we have answered", async () => {
  const request = await driver.bringTo("submitted");
  await shift(request, "179 minutes");
  expect(await noticesOf(request)).toEqual([]);
  await shift(request, "2 minutes");
  expect(await noticesOf(request)).toEqual(["elapsed_breach_predicted first_answer"]);
  await shift(request, "1 hour");
  const both = ["elapsed_breach_predicted first_answer", "elapsed_breached first_answer"];
  expect(await noticesOf(request)).toEqual(both);
  expect(await noticesOf(request)).toEqual(both);

  const answered = await driver.bringTo("submitted");
  await driver.command("manager", "accept_request", answered);
  await shift(answered, "5 hours");
  expect(await noticesOf(answered)).toEqual([]);
  // Three quarters of seven working days, eight hours each.
  await shift(answered, "37 hours");
  expect(await noticesOf(answered)).toEqual(["elapsed_breach_predicted whole_move"]);
});

test("a hold pauses one of our clocks, and a new time limit reaches it", async () => {
  const request = await driver.bringTo("submitted");
  await driver.command("manager", "hold_request", request, { reason: "wait" });
  await shift(request, "9 hours");
  expect(await noticesOf(request)).toEqual([]);
  await driver.command("manager", "hold_request", request, { reason: null });
  const { provider } = driver.tenants.own;
  await driver.try("admin", "set_clock_target", { provider, code: "first_answer", minutes: 20 });
  await shift(request, "16 minutes");
  expect(await noticesOf(request)).toEqual(["elapsed_breach_predicted first_answer"]);
  await database.sql`delete from public.clock_targets where provider_id = ${provider}`;
});

test("a cut-over alarms after 20 and 40 minutes, predicts its hour after 45 and reports its end", async () => {
  const request = await driver.bringTo("cutover");
  await shift(request, "19 minutes");
  expect(await noticesOf(request)).toEqual([]);
  const expected: string[] = [];
  for (const [span, notice] of [
    ["2 minutes", "cutover_alarm_1"],
    ["20 minutes", "cutover_alarm_2"],
    ["5 minutes", "elapsed_breach_predicted"],
    ["15 minutes", "elapsed_breached"],
  ] as const) {
    await shift(request, span);
    expected.push(`${notice} cutover`);
    expect(await noticesOf(request)).toEqual(expected);
    expect(await noticesOf(request)).toEqual(expected);
  }
});

test("a registered number raises no alarm, but its lock must be back on within half an hour", async () => {
  const request = await driver.bringTo("registered");
  await shift(request, "25 minutes");
  expect(await noticesOf(request)).toEqual(["elapsed_breach_predicted two_step_back_on"]);
  await shift(request, "6 minutes");
  expect(await noticesOf(request)).toEqual([
    "elapsed_breach_predicted two_step_back_on",
    "elapsed_breached two_step_back_on",
  ]);
});

test("the proof is due a working day after the monitoring check at 72 hours", async () => {
  const request = await driver.bringTo("monitoring");
  await shift(request, "77 hours");
  expect(await noticesOf(request)).toEqual([]);
  await shift(request, "2 hours");
  expect(await noticesOf(request)).toEqual(["elapsed_breach_predicted proof"]);
  await shift(request, "2 hours");
  expect(await noticesOf(request)).toEqual(["elapsed_breach_predicted proof", "elapsed_breached proof"]);
});
