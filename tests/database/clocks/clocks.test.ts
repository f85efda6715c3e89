/** The clocks in the database: business time, pauses, new time limits, and the notices they send. */
import { expect, test } from "vitest";
import * as z from "zod/mini";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();

const rowSchema = z.object({
  status: z.string(),
  next_action: z.nullable(z.string()),
  waiting_on: z.nullable(z.string()),
  hold_reason: z.nullable(z.string()),
  clock_code: z.nullable(z.string()),
  clock_since: z.nullable(z.date()),
  /** Minutes from now, rounded. */
  due_in: z.nullable(z.int()),
  predicted_in: z.nullable(z.int()),
  spent: z.int(),
});
async function clockOf(request: string) {
  const [row] = await database.sql`
    select status, next_action, waiting_on, hold_reason, clock_code, clock_since, round(extract(epoch from due_at - now()) / 60)::int as due_in,
      round(extract(epoch from predicted_breach_at - now()) / 60)::int as predicted_in, (extract(epoch from clock_spent) / 60)::int as spent
    from public.migration_requests where id = ${request}`;
  return rowSchema.parse(row);
}
/** As if the request's clock had started that much earlier. */
const age = (request: string, span: string) =>
  database.sql`update public.migration_requests set clock_since = clock_since - ${span}::interval, due_at = due_at - ${span}::interval,
    predicted_breach_at = predicted_breach_at - ${span}::interval where id = ${request}`;
const provider = () => driver.tenants.own.provider;
/** Open from `from` to `to` minutes from now, several times over. */
async function openFor(...spans: [from: number, to: number][]): Promise<void> {
  await database.sql`delete from public.open_periods where provider_id = ${provider()}`;
  for (const [from, to] of spans) {
    await database.sql`insert into public.open_periods values (${provider()}, now() + make_interval(mins => ${from}), now() + make_interval(mins => ${to}))`;
  }
}

test("a due time counts open hours only, and every hour where no calendar reaches", async () => {
  expect(await clockOf(await driver.bringTo("submitted"))).toMatchObject({
    clock_code: "triage",
    due_in: 480,
    predicted_in: 360,
  });
  await openFor([-600, 100], [1000, 3000]);
  // 100 minutes today and 380 from minute 1000 on; three quarters are 100 and 260.
  const clock = await clockOf(await driver.bringTo("submitted"));
  expect(clock).toMatchObject({ due_in: 1380, predicted_in: 1260 });
  await openFor();
});

test("a hold pauses our clock and keeps its count; it does not pause the client's", async () => {
  const ours = await driver.bringTo("submitted");
  await age(ours, "100 minutes");
  await driver.command("manager", "hold_request", ours, { reason: "wait" });
  expect(await clockOf(ours)).toMatchObject({
    next_action: "release_hold",
    due_in: null,
    clock_since: null,
    spent: 100,
  });
  await driver.command("manager", "hold_request", ours, { reason: null });
  expect(await clockOf(ours)).toMatchObject({ next_action: "triage", due_in: 380, spent: 100 });

  const theirs = await driver.bringTo("submitted");
  await driver.command("manager", "ask_client", theirs, { body: "?" });
  await age(theirs, "100 minutes");
  await driver.command("manager", "hold_request", theirs, { reason: "wait" });
  expect(await clockOf(theirs)).toMatchObject({ due_in: 7 * 1440 - 100 });
});

test("a new time limit keeps the time already counted; when the other side is waited on, the count restarts", async () => {
  const request = await driver.bringTo("submitted");
  await age(request, "100 minutes");
  const shorter = { provider: provider(), code: "triage", minutes: 160 };
  expect(await driver.try("admin", "set_clock_target", shorter)).toEqual({ done: { id: provider() } });
  expect(await clockOf(request)).toMatchObject({ due_in: 60, predicted_in: 20 });
  await driver.command("manager", "ask_client", request, { body: "?" });
  expect(await clockOf(request)).toMatchObject({ clock_code: "client_task", due_in: 7 * 1440 });
  await driver.do("client", "add_comment", { request, visibility: "client", body: "!" });
  expect(await clockOf(request)).toMatchObject({ clock_code: "triage", due_in: 160, spent: 0 });
  await database.sql`delete from public.clock_targets where provider_id = ${provider()}`;
});

test("a changed calendar replaces future periods and keeps past ones", async () => {
  await openFor([-300, -200], [100, 200], [-60, 60]);
  const [at] = await database.sql<{ now: Date }[]>`select now()`;
  const ahead = [{ start: (at?.now.getTime() ?? 0) + 3_600_000, end: (at?.now.getTime() ?? 0) + 7_200_000 }];
  await driver.try("service", "engine_store_open_periods", {
    provider: provider(),
    changed_at: "2026-01-01T00:00:00Z",
    periods: ahead,
    holidays: [],
  });
  const rows = await database.sql<{ from: number; to: number }[]>`
    select round(extract(epoch from starts_at - ${at?.now ?? new Date()}) / 60)::int as from,
      round(extract(epoch from ends_at - ${at?.now ?? new Date()}) / 60)::int as to
    from public.open_periods where provider_id = ${provider()} order by starts_at`;
  expect([...rows]).toEqual([
    { from: -300, to: -200 },
    { from: -60, to: 0 },
    { from: 60, to: 120 },
  ]);
  await openFor();
});

async function noticesOf(request: string): Promise<string[]> {
  await database.sql`select public.engine_keep_clocks(100)`;
  const events = await database.sql<{ kind: string }[]>`
    select kind from public.events where request_id = ${request} and (kind like 'clock.%' or kind = 'request.expire') order by id`;
  return events.map(({ kind }) => kind);
}

test("a client is reminded three times, then the request is held and says why; each once", async () => {
  const request = await driver.bringTo("submitted");
  await driver.command("manager", "ask_client", request, { body: "?" });
  expect(await noticesOf(request)).toEqual([]);
  const expected: string[] = [];
  for (const [span, kind] of [
    ["25 hours", "clock.reminder_1"],
    ["48 hours", "clock.reminder_2"],
    ["96 hours", "clock.reminder_3"],
    ["7 days", "clock.client_silent"],
  ] as const) {
    // Notices already sent belong to the clock as it was started.
    await database.sql`update private.clock_notices set clock_since = clock_since - ${span}::interval where request_id = ${request}`;
    await age(request, span);
    expected.push(kind);
    expect(await noticesOf(request)).toEqual(expected);
    expect(await noticesOf(request)).toEqual(expected);
  }
  expect(await clockOf(request)).toMatchObject({ hold_reason: "client_silent", status: "submitted" });
  const open =
    await database.sql`select code from public.request_exceptions where request_id = ${request} and resolved_at is null`;
  expect([...open]).toEqual([{ code: "CLIENT_SILENT" }]);
});

test("an old provider is chased twice, and after five working days its silence becomes an exception", async () => {
  const request = await driver.bringTo("submitted");
  await driver.command("manager", "accept_request", request);
  await database.sql`update public.checks set status = 'pending' where request_id = ${request} and code = 'WABA_DATA'`;
  await database.sql`update public.checks set status = 'passed' where request_id = ${request} and code <> 'WABA_DATA'`;
  await database.sql`select private.settle_request(${request})`;
  expect(await clockOf(request)).toMatchObject({ clock_code: "old_provider_task", due_in: 2400 });
  const longer = { provider: provider(), code: "old_provider_task", minutes: 50 * 60 };
  await driver.try("admin", "set_clock_target", longer);
  await age(request, "49 hours");
  expect(await noticesOf(request)).toEqual(["clock.chase_1", "clock.chase_2"]);
  await database.sql`update private.clock_notices set clock_since = clock_since - interval '2 hours' where request_id = ${request}`;
  await age(request, "2 hours");
  expect(await noticesOf(request)).toEqual(["clock.chase_1", "clock.chase_2", "clock.old_provider_silent"]);
  // An escalation waits on us, with a clock and notices like any other of ours.
  expect(await clockOf(request)).toMatchObject({
    next_action: "resolve_exception",
    waiting_on: "us",
    clock_code: "our_task",
  });
  await age(request, "361 minutes");
  expect((await noticesOf(request)).at(-1)).toBe("clock.breach_predicted");
  await database.sql`delete from public.clock_targets where provider_id = ${provider()}`;
});

test("a breach of ours is predicted, then reported", async () => {
  const request = await driver.bringTo("submitted");
  await age(request, "361 minutes");
  expect(await noticesOf(request)).toEqual(["clock.breach_predicted"]);
  await database.sql`update private.clock_notices set clock_since = clock_since - interval '2 hours' where request_id = ${request}`;
  await age(request, "2 hours");
  expect(await noticesOf(request)).toEqual(["clock.breach_predicted", "clock.breached"]);
});

test("a prediction or breach is reported once per clock, however often it is held, and again only for a new due time", async () => {
  const request = await driver.bringTo("submitted");
  const hold = (reason: string | null) => driver.command("manager", "hold_request", request, { reason });
  const later = async (span: string) => {
    await database.sql`update private.clock_notices set clock_since = clock_since - ${span}::interval where request_id = ${request}`;
    await age(request, span);
  };
  await later("361 minutes");
  expect(await noticesOf(request)).toEqual(["clock.breach_predicted"]);
  await hold("wait");
  await hold(null);
  expect(await clockOf(request)).toMatchObject({ predicted_in: 0, due_in: 119, spent: 361 });
  expect(await noticesOf(request)).toEqual(["clock.breach_predicted"]);

  await later("2 hours");
  const both = ["clock.breach_predicted", "clock.breached"];
  expect(await noticesOf(request)).toEqual(both);
  for (const reason of ["wait", "wait more"]) {
    await hold(reason);
    await hold(null);
    expect(await noticesOf(request)).toEqual(both);
  }

  // 481 minutes are spent; three quarters of 800 are 600.
  await driver.try("admin", "set_clock_target", { provider: provider(), code: "triage", minutes: 800 });
  expect(await noticesOf(request)).toEqual(both);
  await later("120 minutes");
  expect(await noticesOf(request)).toEqual([...both, "clock.breach_predicted"]);
  await database.sql`delete from public.clock_targets where provider_id = ${provider()}`;
});

test("while a number is being moved, a client's ten minutes are predicted and breached too, and no command goes stale", async () => {
  const request = await driver.bringTo("cutover");
  await driver.step(request, "request_code");
  expect(await clockOf(request)).toMatchObject({
    clock_code: "code_answer",
    waiting_on: "client",
    due_in: 10,
  });
  const before = await driver.version(request);
  await age(request, "8 minutes");
  expect(await noticesOf(request)).toEqual(["clock.breach_predicted"]);
  await database.sql`update private.clock_notices set clock_since = clock_since - interval '3 minutes' where request_id = ${request}`;
  await age(request, "3 minutes");
  expect(await noticesOf(request)).toEqual(["clock.breach_predicted", "clock.breached"]);
  expect(await driver.version(request)).toBe(before);
});

test("a draft expires after thirty days, or after the time that the provider sets", async () => {
  const reminders = ["clock.reminder_1", "clock.reminder_2", "clock.reminder_3"];
  const request = await driver.bringTo("draft");
  await age(request, "29 days");
  expect(await noticesOf(request)).toEqual(reminders);
  await database.sql`update private.clock_notices set clock_since = clock_since - interval '1 day' where request_id = ${request}`;
  await age(request, "1 day");
  expect(await noticesOf(request)).toEqual([...reminders, "request.expire"]);
  expect(await clockOf(request)).toMatchObject({ status: "cancelled", clock_code: null });

  const allowance = { provider: provider(), code: "application", minutes: 120 };
  await driver.try("admin", "set_clock_target", allowance);
  const early = await driver.bringTo("draft");
  await age(early, "2 hours");
  expect(await noticesOf(early)).toEqual(["request.expire"]);
  await database.sql`delete from public.clock_targets where provider_id = ${provider()}`;
});

test("an operator can move a reminder", async () => {
  const request = await driver.bringTo("submitted");
  await driver.command("manager", "ask_client", request, { body: "?" });
  await age(request, "3 hours");
  expect(await noticesOf(request)).toEqual([]);
  await database.sql`update private.notice_catalogue set minutes = 120 where kind = 'clock.reminder_1'`;
  expect(await noticesOf(request)).toEqual(["clock.reminder_1"]);
  await database.sql`update private.notice_catalogue set minutes = 1440 where kind = 'clock.reminder_1'`;
});

test("only an admin changes settings, of their own provider and within sound limits", async () => {
  const calendar = {
    provider: provider(),
    time_zone: "Europe/London",
    country: "GB",
    hours: [{ weekday: 1, from: 540, to: 1080 }],
    observe_holidays: true,
    closed_days: "{2026-12-24}",
  };
  expect(await driver.try("admin", "save_calendar", calendar)).toHaveProperty("done");
  const tries: [string, object, string][] = [
    ["manager", {}, "403 not_permitted"],
    ["foreignAdmin", {}, "404 provider_not_found"],
    ["client", {}, "404 provider_not_found"],
    ["admin", { time_zone: "Mars/Base" }, "400 invalid_input"],
    ["admin", { country: "gb" }, "400 invalid_input"],
    ["admin", { hours: [] }, "400 invalid_input"],
    ["admin", { hours: [{ weekday: 8, from: 1, to: 2 }] }, "400 invalid_input"],
    ["admin", { hours: [{ weekday: 1, from: 600, to: 540 }] }, "400 invalid_input"],
    ["admin", { hours: [{ weekday: 1, from: 0, to: 1441 }] }, "400 invalid_input"],
    ["admin", { hours: [{ weekday: 1 }] }, "400 invalid_input"],
    ["admin", { closed_days: null }, "400 invalid_input"],
  ];
  for (const [actor, change, refused] of tries) {
    expect([
      change,
      await driver.try(actor as "admin", "save_calendar", { ...calendar, ...change }),
    ]).toMatchObject([change, { refused }]);
  }
  const target = { provider: provider(), code: "triage", minutes: 0 };
  expect(await driver.try("admin", "set_clock_target", target)).toMatchObject({
    refused: "400 invalid_input",
  });
  expect(
    await driver.try("admin", "set_clock_target", { ...target, code: "naps", minutes: 5 }),
  ).toMatchObject({
    refused: "404 clock_not_found",
  });
  expect(
    await driver.try("manager", "set_second_approval", { provider: provider(), required: true }),
  ).toMatchObject({ refused: "403 not_permitted" });
});
