import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import {
  createFixture,
  destination,
  hours,
  newToken,
  oldToken,
  readAnswer,
  source,
  sourcePhone,
  fixtureSeed,
} from "./simulator-fixture.ts";

type Fixture = ReturnType<typeof createFixture>;
const raw = async (fixture: Fixture, path: string, init: RequestInit = {}) =>
  readAnswer(await fixture.simulator.fetch(new Request(`http://graph.test${path}`, init)));
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

test("any version prefix or none", async () => {
  const fixture = createFixture();
  for (const prefix of ["", "/v19.0", "/v25.0", "/v26.0"]) {
    expect((await raw(fixture, `${prefix}/${destination}`, bearer(newToken))).read("id")).toBe(destination);
  }
});

test("tokens: absent, unknown, expired, revoked, in the address", async () => {
  const fixture = createFixture();
  const code = async (token: string) => (await fixture.get(`/${destination}`, token)).error.code;
  expect((await raw(fixture, `/${destination}`)).error.code).toBe(104);
  expect(await code("EAAunknown0000")).toBe(190);
  const inQuery = await raw(fixture, `/${destination}?access_token=${newToken}`, bearer(newToken));
  expect(inQuery.error).toMatchObject({ code: 190, type: "OAuthException" });
  expect(inQuery.error.fbtrace_id).toMatch(/^A/);
  expect(fixture.simulation.journal.list().at(-1)).toMatchObject({
    tokenInQuery: true,
    query: { access_token: "[redacted]" },
  });
  const token = fixture.simulation.state.tokens[1];
  if (!token) throw new Error("the seed has two tokens");
  token.expiresAt = "2026-11-01T11:00:00Z";
  expect(await code(newToken)).toBe(0);
  fixture.simulation.advance(hours(1));
  expect((await fixture.get(`/${destination}`)).error).toMatchObject({ code: 190, error_subcode: 463 });
  token.revoked = true;
  expect((await fixture.get(`/${destination}`)).error).toMatchObject({ code: 190, error_subcode: 460 });
});

test("what a token may not read does not exist; what it may not manage is 200; scopes are 10", async () => {
  const fixture = createFixture();
  const hidden = { code: 100, error_subcode: 33 };
  expect((await fixture.get(`/${source}`)).error).toMatchObject(hidden);
  expect((await fixture.get(`/${sourcePhone}`)).error).toMatchObject(hidden);
  expect((await fixture.get("/99999")).error).toMatchObject(hidden);
  const token = fixture.simulation.state.tokens[1];
  token?.readableWabaIds.push(source);
  expect((await fixture.get(`/${sourcePhone}?fields=is_pin_enabled`)).read("is_pin_enabled")).toBe(false);
  expect((await fixture.post(`/${sourcePhone}/deregister`)).error.code).toBe(200);
  if (token) token.scopes = ["whatsapp_business_messaging"];
  expect((await fixture.get(`/${sourcePhone}`)).error.code).toBe(10);
});

test("the proof of the app's secret is checked when it is sent, or required", async () => {
  const fixture = createFixture();
  const now = Date.parse("2026-11-01T10:00:00Z") / 1000;
  const sign = (text: string, secret = "app-secret") =>
    createHmac("sha256", secret).update(text).digest("hex");
  const code = async (query: string) => (await fixture.get(`/${destination}?${query}`)).error.code;
  const timed = (time: number) => `appsecret_proof=${sign(`${newToken}|${time}`)}&appsecret_time=${time}`;
  expect(await code(timed(now))).toBe(0);
  expect(await code(timed(now - 301))).toBe(100);
  expect(await code(`appsecret_proof=${sign(newToken)}`)).toBe(0);
  expect(await code(`appsecret_proof=${sign(newToken, "wrong")}`)).toBe(100);
  const app = fixture.simulation.state.apps[1];
  if (app) app.requireAppsecretProof = true;
  expect(await code("fields=id")).toBe(100);
});

test("unknown paths, edges, methods, fields and bodies answer in Meta's shape", async () => {
  const fixture = createFixture();
  expect((await fixture.get("/")).error.code).toBe(2500);
  expect((await fixture.get("/nothing-here")).error.code).toBe(803);
  expect((await fixture.get("/nothing-here")).status).toBe(404);
  expect((await fixture.get(`/${destination}/nothing`)).error.code).toBe(100);
  expect((await fixture.post(`/${destination}/nothing`)).error.code).toBe(2500);
  expect((await fixture.get(`/${destination}/phone_numbers/more`)).error.code).toBe(2500);
  expect((await fixture.call("DELETE", `/${destination}`)).error.code).toBe(100);
  const field = await fixture.get(`/${destination}?fields=id,shoe_size`);
  expect(field.error.message).toContain("shoe_size");
  expect((await fixture.get(`/${destination}?fields=id,{`)).error.code).toBe(2500);
  const body = { method: "POST", body: "{not json", ...bearer(newToken) };
  expect((await raw(fixture, `/${destination}/subscribed_apps`, body)).error.code).toBe(100);
  expect((await raw(fixture, `/${destination}/subscribed_apps`, { ...body, body: "[]" })).error.code).toBe(
    100,
  );
});

test("a form works as well as JSON", async () => {
  const fixture = createFixture();
  await fixture.post(`/${destination}/subscribed_apps`);
  const body = new URLSearchParams({ cc: "1", phone_number: "2025550123", migrate_phone_number: "true" });
  const answer = await raw(fixture, `/${destination}/phone_numbers`, {
    method: "POST",
    body,
    ...bearer(newToken),
  });
  expect(answer.status).toBe(200);
});

test("default fields without `fields`, only the requested ones with it", async () => {
  const { get } = createFixture();
  const preset = await get(`/${sourcePhone}`, oldToken);
  expect(preset.read("display_phone_number")).toBe("+1 202 555 0123");
  expect(preset.body).not.toHaveProperty("status");
  expect((await get(`/${sourcePhone}?fields=throughput{level}`, oldToken)).body).toEqual({
    id: sourcePhone,
    throughput: { level: "STANDARD" },
  });
});

test("usage grows with the calls; past the limit comes 80008, and the hour slides", async () => {
  const fixture = createFixture({ callsPerHourWithoutNumber: 4, callsPerHourWithNumber: 100 });
  const usage = async () => {
    const answer = await fixture.get(`/${destination}`);
    const header: unknown = JSON.parse(answer.headers.get("x-business-use-case-usage") ?? "{}");
    return { answer, header };
  };
  expect((await usage()).header).toMatchObject({
    [destination]: [{ call_count: 25, estimated_time_to_regain_access: 0 }],
  });
  expect((await fixture.get(`/${destination}`)).headers.get("x-app-usage")).toContain('"call_count":1');
  await usage();
  await usage();
  const { answer, header } = await usage();
  expect(answer.error).toMatchObject({ code: 80008, is_transient: true });
  expect(header).toMatchObject({ [destination]: [{ call_count: 125, estimated_time_to_regain_access: 60 }] });
  expect((await fixture.get(`/${source}`, oldToken)).headers.get("x-business-use-case-usage")).toContain(
    '"call_count":1',
  );
  fixture.simulation.advance(hours(1));
  expect((await usage()).answer.status).toBe(200);
});

test("the app's limit is code 4", async () => {
  const fixture = createFixture({ appCallsPerHour: 1 });
  await fixture.get(`/${destination}`);
  expect((await fixture.get(`/${destination}`)).error.code).toBe(4);
});

test("an invalid seed is refused", () => {
  const { simulation } = createFixture();
  expect(() => simulation.seed({ numbers: [{ id: 7, e164: "x" }] }, "merge")).toThrow("invalid_type");
  expect(() => simulation.seed({ ...fixtureSeed(), surprise: true }, "replace")).toThrow("surprise");
  const number = { id: "7", waba_id: "999", e164: "+12025550101", verified_name: "Lost" };
  expect(() => simulation.seed({ numbers: [number] }, "merge")).toThrow("WABA 999 is not in the seed");
  expect(simulation.state.numbers).toHaveLength(1);
});
