import { expect, test } from "vitest";
import { codeOf, createFixture, e164, hours, oldToken, sourcePhone } from "./simulator-fixture.ts";

test("register needs a verified number, six digits, a known region", async () => {
  const fixture = createFixture();
  const phone = await fixture.claimed();
  expect(codeOf(await fixture.register(phone))).toBe(133006);
  expect(codeOf(await fixture.register(phone, "12345"))).toBe(100);
  expect(codeOf(await fixture.post(`/${phone}/register`, { pin: "123456" }))).toBe(100);
  const region = { messaging_product: "whatsapp", pin: "123456", data_localization_region: "XX" };
  expect(codeOf(await fixture.post(`/${phone}/register`, region))).toBe(100);
});

test("ten calls in 72 hours, failures counted, then blocked for 72 hours", async () => {
  const fixture = createFixture();
  const phone = await fixture.claimed();
  for (let call = 0; call < 10; call += 1) expect(codeOf(await fixture.register(phone))).toBe(133006);
  await fixture.requestCode(phone);
  await fixture.post(`/${phone}/verify_code`, { code: fixture.lastCode() });
  fixture.simulation.advance(hours(10));
  expect(codeOf(await fixture.register(phone))).toBe(133016);
  fixture.simulation.advance(hours(71));
  expect(codeOf(await fixture.register(phone))).toBe(133016);
  fixture.simulation.advance(hours(1) + 1);
  expect((await fixture.register(phone)).status).toBe(200);
});

test("the window slides: old calls leave it", async () => {
  const fixture = createFixture({ registrationLimit: 2 });
  const phone = await fixture.claimed();
  await fixture.register(phone);
  fixture.simulation.advance(hours(72) + 1);
  expect(codeOf(await fixture.register(phone))).toBe(133006);
  expect(codeOf(await fixture.register(phone))).toBe(133006);
  expect(codeOf(await fixture.register(phone))).toBe(133016);
});

test("failed calls do not count when the setting says so", async () => {
  const fixture = createFixture({ registrationLimit: 1, failedRegisterCounts: false });
  const phone = await fixture.claimed();
  for (let call = 0; call < 3; call += 1) expect(codeOf(await fixture.register(phone))).toBe(133006);
});

test("two-step switched on after the claim: only the existing PIN works, guesses run out", async () => {
  const fixture = createFixture({ maxWrongPins: 2 });
  const phone = await fixture.verified();
  fixture.simulation.changeNumber(e164, { id: sourcePhone, is_pin_enabled: true, pin: "999999" });
  expect(codeOf(await fixture.register(phone))).toBe(133005);
  expect(codeOf(await fixture.register(phone))).toBe(133005);
  const locked = await fixture.register(phone, "999999");
  expect(codeOf(locked)).toBe(133008);
  expect(locked.read("error.error_data.details")).toContain("12 hours");
  fixture.simulation.advance(hours(12) + 1);
  expect((await fixture.register(phone, "999999")).status).toBe(200);
});

test("PINs guessed too fast, a banned number, a number deleted a moment ago", async () => {
  const fixture = createFixture({ pinMinSeconds: 30 });
  const phone = await fixture.verified();
  fixture.simulation.changeNumber(e164, { id: sourcePhone, is_pin_enabled: true, pin: "999999" });
  expect(codeOf(await fixture.register(phone))).toBe(133005);
  expect(codeOf(await fixture.register(phone))).toBe(133009);
  fixture.simulation.changeNumber(e164, { id: phone, status: "BANNED" });
  expect(codeOf(await fixture.register(phone))).toBe(131031);
  fixture.simulation.changeNumber(e164, { id: phone, status: "PENDING", deleted_at: "2026-11-01T09:58:00Z" });
  expect(codeOf(await fixture.register(phone))).toBe(133015);
  fixture.simulation.advance(5 * 60_000);
  expect((await fixture.register(phone, "999999")).status).toBe(200);
});

test("a newly registered number stays PENDING for as long as the setting says", async () => {
  const fixture = createFixture({ connectSeconds: 8 });
  const phone = await fixture.verified();
  expect((await fixture.register(phone)).body).toEqual({ success: true });
  const status = async () => (await fixture.get(`/${phone}?fields=status`)).read("status");
  expect(await status()).toBe("PENDING");
  expect(codeOf(await fixture.send(phone))).toBe(133010);
  expect(codeOf(await fixture.send(sourcePhone, oldToken))).toBe(133010);
  fixture.simulation.advance(7_999);
  expect(await status()).toBe("PENDING");
  fixture.simulation.advance(1);
  expect(await status()).toBe("CONNECTED");
  expect((await fixture.send(phone)).status).toBe(200);
  await fixture.register(phone);
  expect(await status()).toBe("CONNECTED");
});

test("without the setting a number is CONNECTED at once; a status set by a person applies at once", async () => {
  const fixture = createFixture();
  const phone = await fixture.verified();
  await fixture.register(phone);
  expect((await fixture.get(`/${phone}?fields=status`)).read("status")).toBe("CONNECTED");
  const slow = createFixture({ connectSeconds: 60 });
  const later = await slow.verified();
  await slow.register(later);
  slow.simulation.changeNumber(e164, { id: later, status: "CONNECTED" });
  expect((await slow.get(`/${later}?fields=status`)).read("status")).toBe("CONNECTED");
});

test("deregister stops the number; its own limit holds; a PIN needs a registered number", async () => {
  const fixture = createFixture({ registrationLimit: 2 });
  const deregister = () => fixture.post(`/${sourcePhone}/deregister`, {}, oldToken);
  expect((await deregister()).body).toEqual({ success: true });
  expect((await fixture.send(sourcePhone, oldToken)).error.code).toBe(133010);
  expect((await fixture.post(`/${sourcePhone}?pin=123456`, undefined, oldToken)).error.code).toBe(133010);
  expect(codeOf(await deregister())).toBe(133010);
  expect(codeOf(await deregister())).toBe(133016);
});

test("a message needs payment, a known template and its own content", async () => {
  const fixture = createFixture();
  const send = (body: object) =>
    fixture.post(
      `/${sourcePhone}/messages`,
      { messaging_product: "whatsapp", to: "12025550199", ...body },
      oldToken,
    );
  const template = (name: string) => ({ type: "template", template: { name, language: { code: "en" } } });
  expect((await send(template("hello"))).status).toBe(200);
  expect(codeOf(await send(template("refused")))).toBe(132001);
  expect(codeOf(await send({ type: "image" }))).toBe(131008);
  for (const waba of fixture.simulation.state.wabas) waba.primary_funding_id = null;
  expect(codeOf(await send(template("hello")))).toBe(131042);
});
