import { afterEach, describe, expect, test } from "vitest";
import { migrationTexts, spanish } from "../../supabase/graph-simulator/error-texts.ts";
import { type FaultInput, faultInputSchema } from "../../supabase/graph-simulator/faults.ts";
import { codeOf, createFixture, destination, newToken } from "./simulator-fixture.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A simulator over HTTP that receives a subscription under one fault. */
async function subscribeUnder(action: FaultInput["action"], more: Omit<FaultInput, "action"> = {}) {
  const fixture = createFixture();
  const server = await fixture.simulator.listen(0);
  closers.push(() => server.close());
  fixture.simulation.addFault({ method: "POST", path: "/*/subscribed_apps", ...more, action });
  const ask = () =>
    fetch(`${server.url}/v25.0/${destination}/subscribed_apps`, {
      method: "POST",
      headers: { authorization: `Bearer ${newToken}` },
    });
  const subscribed = () => fixture.simulation.state.wabas[1]?.subscribed_apps.length === 1;
  return { fixture, ask, subscribed };
}

test("lost after the effect: the socket breaks and the journal holds the effect", async () => {
  const { fixture, ask, subscribed } = await subscribeUnder({ kind: "lost_after" });
  await expect(ask()).rejects.toThrow("fetch failed");
  expect(subscribed()).toBe(true);
  expect(fixture.simulation.journal.list().at(-1)).toMatchObject({ status: null, fault: "lost_after" });
  expect(fixture.simulation.journal.list().at(-1)?.effects).toHaveLength(1);
  expect((await ask()).status).toBe(200);
});

test("lost before the effect: the socket breaks and nothing happened", async () => {
  const { ask, subscribed } = await subscribeUnder({ kind: "lost_before" });
  await expect(ask()).rejects.toThrow("fetch failed");
  expect(subscribed()).toBe(false);
});

test("in process, a lost reply rejects too", async () => {
  const fixture = createFixture();
  fixture.simulation.addFault({ operation: "get_waba", action: { kind: "lost_after" } });
  await expect(fixture.get(`/${destination}`)).rejects.toThrow("fetch failed");
});

test("429 carries the usage headers and prevents the effect", async () => {
  const { ask, subscribed } = await subscribeUnder({ kind: "http429", minutes: 7 });
  const answer = await ask();
  expect(answer.status).toBe(429);
  expect(answer.headers.get("x-business-use-case-usage")).toContain('"estimated_time_to_regain_access":7');
  expect(subscribed()).toBe(false);
});

test("5xx, and the same with the effect done", async () => {
  const plain = await subscribeUnder({ kind: "http5xx", status: 502 });
  expect((await plain.ask()).status).toBe(502);
  expect(plain.subscribed()).toBe(false);
  const done = await subscribeUnder({ kind: "http5xx" }, { effect: true });
  expect((await done.ask()).status).toBe(503);
  expect(done.subscribed()).toBe(true);
});

test("slow: the effect precedes the answer", async () => {
  const { ask, subscribed } = await subscribeUnder({ kind: "slow", ms: 1500 });
  let answered = false;
  const pending = ask().finally(() => {
    answered = true;
  });
  await expect.poll(subscribed, { interval: 5 }).toBe(true);
  expect(answered).toBe(false);
  expect((await pending).status).toBe(200);
});

describe("broken answers to calls that took effect", () => {
  test.each<[FaultInput["action"], number, string]>([
    [{ kind: "html", status: 500 }, 500, "<!DOCTYPE html>"],
    [{ kind: "truncated" }, 200, '{"succes'],
    [{ kind: "empty" }, 200, ""],
    [{ kind: "wrong_type" }, 200, '[{"success":true}]'],
    [{ kind: "wrong_type", field: "success", value: "yes" }, 200, '{"success":"yes"}'],
    [{ kind: "unknown_enum", field: "success" }, 200, '{"success":"SOMETHING_NEW"}'],
  ])("%o", async (action, status, text) => {
    const { ask, subscribed } = await subscribeUnder(action);
    const answer = await ask();
    expect(answer.status).toBe(status);
    const body = await answer.text();
    expect(action.kind === "html" ? body.startsWith(text) : body === text).toBe(true);
    expect(subscribed()).toBe(true);
  });
});

test("an error object under 200, any error, and a variant of 2388103", async () => {
  const fixture = createFixture();
  const { simulation } = fixture;
  simulation.addFault({ operation: "get_waba", action: { kind: "error_200", error: { code: 131000 } } });
  const calm = await fixture.get(`/${destination}`);
  expect([calm.status, calm.error.code]).toEqual([200, 131000]);
  const error = { status: 418, code: 4242, subcode: 7, message: "never seen before" };
  simulation.addFault({ operation: "get_waba", action: { kind: "error", error } });
  const strange = await fixture.get(`/${destination}`);
  expect(strange.status).toBe(418);
  expect(strange.error).toMatchObject({ code: 4242, error_subcode: 7, message: "never seen before" });
  simulation.addFault({ operation: "claim_number", action: { kind: "variant", variant: "generic" } });
  const refused = await fixture.claim();
  expect(codeOf(refused)).toBe(2388103);
  expect(refused.error.error_user_title).toBe(migrationTexts.generic.title);
});

test.each(Object.entries(migrationTexts))("variant %s can be played on any claim", async (variant, text) => {
  const fixture = createFixture();
  const action = faultInputSchema.parse({ action: { kind: "variant", variant } }).action;
  fixture.simulation.addFault({ operation: "claim_number", action });
  const refused = await fixture.claim();
  expect(codeOf(refused)).toBe(2388103);
  expect(refused.error.error_user_title).toBe(text.title);
});

test.each(["title", "text", "message", "details"] as const)(
  "a variant appears in the %s alone",
  async (placement) => {
    const fixture = createFixture();
    const action = { kind: "variant", variant: "no_payment", placement } as const;
    fixture.simulation.addFault({ operation: "claim_number", action });
    const { error, read } = await fixture.claim();
    const { title, userMessage } = migrationTexts.no_payment;
    const said = [
      error.error_user_title,
      error.error_user_msg,
      error.message,
      read("error.error_data.details"),
    ];
    expect(
      said.filter((text) => String(text).includes(placement === "title" ? title : userMessage)),
    ).toHaveLength(1);
  },
);

test("a code held back carries both numbers and the wait", async () => {
  const fixture = createFixture();
  fixture.simulation.addFault({
    operation: "request_code",
    action: { kind: "code_held_back", wait: "90 minutes" },
  });
  const { error, read } = await fixture.requestCode(await fixture.claimed());
  expect([error.code, error.error_subcode, read("error.is_transient")]).toEqual([136024, 2388091, false]);
  expect(error.error_user_msg).toContain("90 minutes");
});

test("a page that is too large is refused with HTTP 500, a smaller one is not", async () => {
  const fixture = createFixture({ heaviestPage: 20 });
  const list = (limit: number) => fixture.get(`/${destination}/message_templates?limit=${limit}`);
  const refused = await list(21);
  expect([refused.status, refused.error.code]).toEqual([500, 1]);
  expect((await list(20)).status).toBe(200);
});

test("texts are in the account's language unless a locale is requested", async () => {
  const fixture = createFixture({ accountLanguage: "es" });
  const edge = `/${destination}/phone_numbers`;
  const body = { cc: "1", phone_number: "2025550188", migrate_phone_number: true };
  const foreign = await fixture.post(edge, body);
  expect(foreign.error.error_user_title).toBe(spanish.title);
  expect(codeOf(foreign)).toBe(2388103);
  for (const answer of [
    await fixture.post(`${edge}?locale=en_US`, body),
    await fixture.post(edge, { ...body, locale: "en_US" }),
  ])
    expect(answer.error.error_user_title).toBe(migrationTexts.add_directly.title);
  fixture.simulation.addFault({ operation: "request_code", action: { kind: "code_held_back" } });
  expect((await fixture.requestCode(await fixture.claimed())).error.error_user_msg).toContain("1 hour");
});

test("an unknown enum value appears in the list as in the object", async () => {
  const fixture = createFixture();
  await fixture.claimed();
  fixture.simulation.addFault({
    operation: "list_numbers",
    action: { kind: "unknown_enum", field: "status" },
  });
  const answer = await fixture.get(`/${destination}/phone_numbers?fields=status`);
  expect(answer.items[0]).toMatchObject({ status: "SOMETHING_NEW" });
});

test("nth and times select among the matching requests; other requests are unaffected", async () => {
  const fixture = createFixture();
  const fault = fixture.simulation.addFault({
    method: "GET",
    path: "/*",
    nth: 2,
    times: 2,
    action: { kind: "http5xx" },
  });
  await fixture.post(`/${destination}/subscribed_apps`);
  const statuses: number[] = [];
  for (let call = 0; call < 5; call += 1) statuses.push((await fixture.get(`/${destination}`)).status);
  expect(statuses).toEqual([200, 503, 503, 200, 200]);
  expect(fixture.simulation.state.faults[0]).toMatchObject({ id: fault.id, seen: 5, played: 2 });
  fixture.simulation.addFault({ times: 0, action: { kind: "error", error: { code: 2 } } });
  for (let call = 0; call < 3; call += 1) expect((await fixture.get(`/${destination}`)).error.code).toBe(2);
  fixture.simulation.clearFaults();
  expect((await fixture.get(`/${destination}`)).status).toBe(200);
});
