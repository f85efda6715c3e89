/** What Meta blocks is closed to everybody, other waits only without a reason; a retry settles nothing by itself. */
import { expect, test } from "vitest";
import { type Input, thisHour } from "../../fixtures/command-driver.ts";
import { useDriver } from "../../fixtures/own-database.ts";

const { database, driver } = await useDriver();

const limit = { exception: { code: "REGISTER_LIMIT", owner: "meta" } };
const why = { reason: "Meta support says the wait is over, case 4471" };
const retry = (request: string, step: string, more: Input = {}) =>
  driver.tryCommand("manager", "retry_step", request, { step, ...more });
const approve = async (request: string) =>
  driver.tryCommand("manager", "authorise_step", request, {
    step: "register",
    detail: { lastFour: await driver.lastFour(request) },
  });

async function atRegister(): Promise<string> {
  const request = await driver.bringTo("cutover");
  for (const step of ["request_code", "verify_code"] as const) await driver.step(request, step);
  return request;
}

async function open(request: string): Promise<string[]> {
  const rows = await database.sql<{ code: string }[]>`
    select code from public.request_exceptions where request_id = ${request} and resolved_at is null order by code`;
  return rows.map(({ code }) => code);
}
const waitingOn = async (request: string) => {
  const [row] = await database.sql<{ turn: string }[]>`
    select concat_ws(' ', waiting_on, next_action, next_action_subject) as turn from public.migration_requests where id = ${request}`;
  return row?.turn;
};
const lastEvent = async (request: string) => {
  const [row] = await database.sql<{ kind: string; visibility: string; data: unknown }[]>`
    select kind, visibility, data from public.events where request_id = ${request} order by id desc limit 1`;
  return row;
};
/** As if the wait had already lasted that many hours. */
const later = (request: string, hours: number) => database.sql`
  with i as (update private.intents set blocked_until = blocked_until - make_interval(hours => ${hours}) where request_id = ${request})
  update public.cutover_steps set wait_until = wait_until - make_interval(hours => ${hours}),
    blocked_until = blocked_until - make_interval(hours => ${hours}) where request_id = ${request}`;

test.each([
  ["again", { wait_seconds: 72 * 3600 }],
  ["again", {}],
  ["failed", {}],
])("nobody retries before Meta's block ends, however the attempt ended: %s %j", async (outcome, more) => {
  const request = await atRegister();
  await driver.step(request, "register", outcome, { ...limit, ...more });
  const [step] = await database.sql<{ hours: number }[]>`
    select round(extract(epoch from blocked_until - wait_from) / 3600)::int as hours from public.cutover_steps
    where request_id = ${request} and step = 'register'`;
  expect(step?.hours).toBe(72);
  // Meta counts registrations of the number, whatever the route.
  const [silent] = await database.sql<{ blocked: boolean }[]>`
    select w.blocked_until > now() as blocked from public.migration_requests r
    cross join lateral private.wait_of('register_shared', r.phone_number) as w where r.id = ${request}`;
  expect(silent).toEqual({ blocked: true });
  await later(request, 71);
  for (const input of [{}, why]) {
    const answer = await retry(request, "register", input);
    expect(answer).toMatchObject({ refused: "429 too_soon" });
    expect(Date.parse((answer as { hint: string }).hint) - Date.now()).toBeLessThan(3_601_000);
  }
  expect(await approve(request)).toMatchObject({
    refused: outcome === "failed" ? "409 step_not_due" : "429 too_soon",
  });
  const settle = { code: "REGISTER_LIMIT", ...why };
  expect(await driver.tryCommand("manager", "resolve_exception", request, settle)).toMatchObject({
    refused: "409 not_by_hand",
  });
  expect(await open(request)).toEqual(["REGISTER_LIMIT"]);
  await later(request, 2);
  const reopened = outcome === "failed" ? await retry(request, "register") : { done: null };
  expect(reopened).toHaveProperty("done");
  expect(await approve(request)).toHaveProperty("done");
});

test("neither a reading that settles something else nor a restart changes the block", async () => {
  const request = await atRegister();
  await driver.step(request, "register", "failed", {
    exception: [limit.exception, { code: "TWO_STEP_ON", owner: "client" }],
  });
  await driver.readChecks(request, ["TWO_STEP_OFF"]);
  await driver.readChecks(request);
  expect(await open(request)).toEqual(["REGISTER_LIMIT"]);
  expect(await retry(request, "register", why)).toMatchObject({ refused: "429 too_soon" });
  await driver.command("manager", "abort_cutover", request, { note: null });
  await driver.command("manager", "schedule_request", request, thisHour());
  await driver.command("client", "confirm_window", request);
  await driver.command("manager", "start_cutover", request);
  const [step] = await database.sql<{ blocked: boolean; hours: number }[]>`
    select blocked_until > now() as blocked, round(extract(epoch from blocked_until - wait_from) / 3600)::int as hours
    from public.cutover_steps where request_id = ${request} and step = 'register'`;
  expect(step).toEqual({ blocked: true, hours: 72 });
  expect(await retry(request, "register", why)).toMatchObject({ refused: "429 too_soon" });
});

const pause = (code: string) => ({ exception: { code, owner: "meta" }, wait_seconds: 12 * 3600 });

test.each(["RATE_LIMIT", "PIN_LOCKED", "MAINTENANCE", "RECENTLY_DELETED"])(
  "a person with a reason cuts a wait for %s short, only once; the reason is kept",
  async (code) => {
    const request = await atRegister();
    await driver.step(request, "register", "again", pause(code));
    for (const input of [{}, { reason: " " }])
      expect(await retry(request, "register", input)).toMatchObject({ refused: "429 too_soon" });
    expect(await approve(request)).toMatchObject({ refused: "429 too_soon" });
    expect(await retry(request, "register", why)).toHaveProperty("done");
    expect(await lastEvent(request)).toEqual({
      kind: "cutover.retry",
      visibility: "internal",
      data: { step: "register", note: why.reason, before: expect.stringMatching(/Z$/) as string },
    });
    expect(await retry(request, "register", why)).toMatchObject({ refused: "409 step_not_due" });
    expect(await approve(request)).toHaveProperty("done");
  },
);

test("code requests after too many wrong codes must wait in the same way, for the client too", async () => {
  const request = await driver.bringTo("cutover");
  await driver.step(request, "request_code");
  await driver.step(request, "verify_code", "again", {
    ...pause("CODE_ATTEMPTS_USED"),
    reset_to: "request_code",
  });
  await database.sql`update private.intents set opened_at = opened_at - interval '2 minutes' where request_id = ${request}`;
  const ask = () =>
    driver.tryCommand("client", "authorise_step", request, {
      step: "request_code",
      detail: { method: "SMS" },
    });
  expect(await ask()).toMatchObject({ refused: "429 too_soon" });
  expect(await retry(request, "request_code", why)).toHaveProperty("done");
  expect(await ask()).toHaveProperty("done");
});

test("not even a reason reaches an account in cool-down", async () => {
  const request = await atRegister();
  await driver.step(request, "register", "again", pause("RATE_LIMIT"));
  const coolDown = (minutes: number) => database.sql`
    insert into private.graph_pauses (provider_id, kind, id, failures, closed_until)
    select provider_id, 'waba', destination_waba_id, 0, now() + make_interval(mins => ${minutes})
    from public.migration_requests where id = ${request}
    on conflict (provider_id, kind, id) do update set closed_until = excluded.closed_until`;
  await coolDown(5);
  expect(await retry(request, "register", why)).toMatchObject({ refused: "429 meta_paused" });
  await coolDown(0);
  expect(await retry(request, "register", why)).toHaveProperty("done");
});

test("what stopped a step stays open during a retry, and does not hide which side is waited on", async () => {
  const request = await atRegister();
  const locked = { exception: { code: "TWO_STEP_ON", owner: "client" } };
  await driver.step(request, "register", "failed", locked);
  expect(await waitingOn(request)).toBe("client resolve_exception TWO_STEP_ON");
  await driver.command("manager", "retry_step", request, { step: "register" });
  expect(await open(request)).toEqual(["TWO_STEP_ON"]);
  expect(await waitingOn(request)).toBe("us approve_register register");
  // An answer that says nothing about the number settles nothing of it.
  await driver.step(request, "register", "failed", { exception: { code: "TOKEN_INVALID", owner: "us" } });
  expect(await open(request)).toEqual(["TOKEN_INVALID", "TWO_STEP_ON"]);
  expect(await waitingOn(request)).toBe("client resolve_exception TWO_STEP_ON");
  await driver.command("manager", "retry_step", request, { step: "register" });
  await driver.step(request, "register", "failed", locked);
  expect(await open(request)).toEqual(["TWO_STEP_ON"]);
  await driver.command("manager", "retry_step", request, { step: "register" });
  await driver.step(request, "register", "done", { records: { pinShown: true } });
  expect(await open(request)).toEqual([]);
});

test("settling by hand requires a reason, which staff read and clients do not", async () => {
  const request = await driver.bringTo("monitoring");
  await driver.command("manager", "open_exception", request, { code: "QUALITY_CHANGED", note: "yellow" });
  const settle = (reason: string | null) =>
    driver.tryCommand("manager", "resolve_exception", request, { code: "QUALITY_CHANGED", reason });
  for (const reason of [null, "", "  "])
    expect(await settle(reason)).toMatchObject({ refused: "400 invalid_input", hint: "reason" });
  expect(await open(request)).toEqual(["QUALITY_CHANGED"]);
  expect(await settle("x".repeat(4001))).toMatchObject({ refused: "400 invalid_input" });
  expect(await settle("green since noon")).toHaveProperty("done");
  expect(await lastEvent(request)).toEqual({
    kind: "exception.settle",
    visibility: "internal",
    data: { exception: "QUALITY_CHANGED", note: "green since noon" },
  });
});

test("a report that no code arrived explains the lost answer and nothing else", async () => {
  const request = await driver.bringTo("cutover");
  await driver.step(request, "request_code", "again", {
    exception: { code: "CODE_NOT_RECEIVED", owner: "client" },
  });
  await database.sql`update private.intents set opened_at = opened_at - interval '2 minutes' where request_id = ${request}`;
  await driver.step(request, "request_code", "unknown", {
    exception: { code: "OUTCOME_UNKNOWN", owner: "us" },
  });
  expect(await open(request)).toEqual(["CODE_NOT_RECEIVED", "OUTCOME_UNKNOWN"]);
  await driver.command("manager", "resolve_outcome", request, { step: "request_code", happened: false });
  expect(await open(request)).toEqual(["CODE_NOT_RECEIVED"]);
});

test("a wrong code is recorded with its time and the attempts left, for staff too", async () => {
  const request = await driver.bringTo("cutover");
  await driver.step(request, "request_code");
  await driver.step(request, "verify_code", "again", { result: { error: "code_wrong" } });
  await driver.step(request, "verify_code", "again", { result: { error: "code_wrong" } });
  const [step] = await database.sql<{ result: unknown }[]>`
    select result from public.cutover_steps where request_id = ${request} and step = 'verify_code'`;
  const left = { error: "code_wrong", attemptsLeft: 8, attempts: 10 };
  expect(step?.result).toEqual({ ...left, at: expect.stringMatching(/Z$/) as string });
  expect(await lastEvent(request)).toMatchObject({
    kind: "cutover.step",
    data: { step: "verify_code", outcome: "again", ...left },
  });
});
