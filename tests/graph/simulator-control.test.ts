import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { expect, test } from "vitest";
import {
  createFixture,
  destination,
  e164,
  oldToken,
  readAnswer,
  source,
  sourcePhone,
  fixtureSeed,
} from "./simulator-fixture.ts";
import { statusAs } from "../fixtures/status-as.ts";

function controlled() {
  const fixture = createFixture();
  const control = async (method: string, path: string, body?: unknown, type = "application/json") => {
    const init: RequestInit = { method, headers: { "content-type": type } };
    if (body !== undefined) init.body = typeof body === "string" ? body : JSON.stringify(body);
    return readAnswer(await fixture.simulator.fetch(new Request(`http://graph.test/_sim${path}`, init)));
  };
  return { ...fixture, control };
}

test("the journal shows what happened and no secrets", async () => {
  const { control, verified, register, lastCode } = controlled();
  const phone = await verified();
  await register(phone, "314159");
  const all = await control("GET", "/journal");
  const text = JSON.stringify(all.body);
  for (const secret of [lastCode(), "314159", oldToken, "EAAnewprovider0002"])
    expect(text).not.toContain(secret);
  const registers = await control("GET", "/journal?operation=register&number=12025550123");
  expect(registers.read("entries.length")).toBe(1);
  expect(registers.read("entries.0")).toMatchObject({
    method: "POST",
    path: `/${phone}/register`,
    body: { messaging_product: "whatsapp", pin: "[redacted]" },
    token: "0002",
    number: e164,
    wabaId: destination,
    status: 200,
    errorCode: null,
  });
  expect(registers.read("entries.0.effects")).toContain(`${e164} registered as ${phone} at ${destination}`);
});

test("the phone's inbox", async () => {
  const { control, claimed, requestCode, lastCode } = controlled();
  await requestCode(await claimed());
  const inbox = await control("GET", `/phones/${encodeURIComponent(e164)}`);
  expect(inbox.read("messages.0")).toMatchObject({ channel: "SMS", language: "en_US", code: lastCode() });
  expect((await control("GET", "/phones")).read(`phones.${e164}.0.code`)).toBe(lastCode());
  expect((await control("GET", "/phones/12025550111")).read("messages")).toEqual([]);
});

test("a person changes a number; absent facts stay", async () => {
  const { control, get } = controlled();
  expect(
    (await control("POST", "/numbers/12025550123", { is_pin_enabled: true, pin: "123456" })).status,
  ).toBe(200);
  expect((await get(`/${sourcePhone}?fields=is_pin_enabled,name_status`, oldToken)).body).toEqual({
    id: sourcePhone,
    is_pin_enabled: true,
    name_status: "APPROVED",
  });
  await control("POST", "/numbers/12025550123", { name_status: "DECLINED" });
  expect((await get(`/${sourcePhone}?fields=is_pin_enabled,name_status`, oldToken)).body).toMatchObject({
    is_pin_enabled: true,
    name_status: "DECLINED",
  });
  expect((await control("POST", "/numbers/12025550111", {})).status).toBe(404);
  expect((await control("POST", "/numbers/12025550123", { colour: "red" })).status).toBe(400);
});

test("seed merges or replaces; unnamed settings stay", async () => {
  const { control, simulation } = controlled();
  await control("POST", "/seed", { seed: { settings: { codeRequestQuota: 1 } } });
  const extra = { id: "7901", waba_id: source, e164: "+12025550144", verified_name: "Second" };
  await control("POST", "/seed", {
    mode: "merge",
    seed: { numbers: [extra], settings: { maxWrongCodes: 9 } },
  });
  expect(simulation.state.numbers).toHaveLength(2);
  expect(simulation.state.settings).toMatchObject({ codeRequestQuota: 1, maxWrongCodes: 9, maxWrongPins: 5 });
  await control("POST", "/seed", { mode: "replace", seed: fixtureSeed() });
  expect(simulation.state.numbers).toHaveLength(1);
  expect(simulation.state.settings.codeRequestQuota).toBe(5);
  expect((await control("POST", "/seed", { seed: { numbers: [{}] } })).status).toBe(400);
});

test("clock, faults, state and reset", async () => {
  const { control, simulation, claimed } = controlled();
  await claimed();
  expect((await control("GET", "/clock")).read("now")).toBe("2026-11-01T10:00:00.000Z");
  expect((await control("POST", "/clock", { advanceMs: 3_600_000 })).read("now")).toBe(
    "2026-11-01T11:00:00.000Z",
  );
  const added = await control("POST", "/faults", { path: "/*/register", action: { kind: "empty" } });
  expect(added.status).toBe(201);
  expect((await control("GET", "/faults")).read("faults.length")).toBe(1);
  await control("DELETE", `/faults/${String(added.read("id"))}`);
  expect((await control("GET", "/faults")).read("faults")).toEqual([]);
  await control("POST", "/faults", { action: { kind: "empty" } });
  await control("DELETE", "/faults");
  expect((await control("GET", "/state")).read("numbers.length")).toBe(2);
  await control("POST", "/reset");
  expect(simulation.state.numbers).toHaveLength(1);
  expect(simulation.journal.list()).toEqual([]);
  expect((await control("GET", "/clock")).read("now")).toBe("2026-11-01T10:00:00.000Z");
});

test("bad control requests are refused, including those that a foreign page could send", async () => {
  const { control } = controlled();
  expect((await control("POST", "/reset", "", "text/plain")).status).toBe(415);
  expect((await control("POST", "/faults", "{nonsense")).status).toBe(400);
  expect((await control("POST", "/faults", { action: { kind: "meteor" } })).status).toBe(400);
  expect((await control("GET", "/nothing")).status).toBe(404);
});

test("over HTTP it answers only to the loopback names", async () => {
  const { simulator } = controlled();
  const server = await simulator.listen(0);
  expect(await statusAs("localhost", `${server.url}/_sim/state`)).toBe(200);
  expect(await statusAs("rebound.example", `${server.url}/_sim/state`)).toBe(421);
  expect(await statusAs("rebound.example", `${server.url}/v23.0/1`)).toBe(421);
  await server.close();
});

test("webhooks go to subscribed apps: signed, repeated, out of order, forged", async () => {
  const { control, simulation } = controlled();
  const received: { body: string; signature: string }[] = [];
  const receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const signature = String(request.headers["x-hub-signature-256"]);
      received.push({ body: Buffer.concat(parts).toString(), signature });
      response.end();
    });
  });
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const address = receiver.address();
  const callback = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/`;
  const changes = ["first", "second"].map((field) => ({ field, value: {} }));
  const ask = (more: object) =>
    control("POST", "/webhooks", { waba_id: destination, changes, callback, ...more });
  expect((await ask({})).read("deliveries")).toEqual([]);
  simulation.state.wabas
    .find(({ id }) => id === destination)
    ?.subscribed_apps.push({ app_id: "7302", override_callback_uri: null });
  const sent = await ask({ times: 2, reversed: true });
  const fields = ["second", "first", "second", "first"];
  expect(sent.read("deliveries")).toEqual(fields.map((field) => ({ field, status: 200 })));
  await ask({ forged: true });
  const right = received.map(
    ({ body, signature }) =>
      signature === `sha256=${createHmac("sha256", "app-secret").update(body).digest("hex")}`,
  );
  expect(right).toEqual([true, true, true, true, false, false]);
  receiver.close();
  receiver.closeAllConnections();
  expect((await ask({})).read("deliveries.0.status")).toBeNull();
});
