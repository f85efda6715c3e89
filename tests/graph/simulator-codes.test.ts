import { expect, test } from "vitest";
import { codeOf, createFixture, e164, hours, sourcePhone, oldToken } from "./simulator-fixture.ts";

const wrong = (code: string): string => (code === "000000" ? "000001" : "000000");

test("the code reaches the phone, lives ten minutes and works once", async () => {
  const fixture = createFixture();
  const phone = await fixture.claimed();
  await fixture.requestCode(phone);
  const first = fixture.lastCode();
  expect(first).toMatch(/^\d{6}$/);
  fixture.simulation.advance(10 * 60_000);
  expect(codeOf(await fixture.post(`/${phone}/verify_code`, { code: first }))).toBe(136025);
  await fixture.post(`/${phone}/request_code`, { code_method: "VOICE", language: "en" });
  expect(fixture.simulation.state.inboxes[e164]?.map((message) => message.channel)).toEqual(["SMS", "VOICE"]);
  expect((await fixture.post(`/${phone}/verify_code`, { code: fixture.lastCode() })).status).toBe(200);
  expect(codeOf(await fixture.post(`/${phone}/verify_code`, { code: fixture.lastCode() }))).toBe(136024);
  expect(codeOf(await fixture.requestCode(phone))).toBe(136024);
});

test("a new code replaces the previous one", async () => {
  const fixture = createFixture();
  const phone = await fixture.claimed();
  await fixture.requestCode(phone);
  const first = fixture.lastCode();
  do await fixture.requestCode(phone);
  while (fixture.lastCode() === first);
  expect(codeOf(await fixture.post(`/${phone}/verify_code`, { code: first }))).toBe(136025);
});

test("wrong codes block for twelve hours", async () => {
  const fixture = createFixture({ maxWrongCodes: 2 });
  const phone = await fixture.claimed();
  await fixture.requestCode(phone);
  const code = fixture.lastCode();
  const verify = (given: string) => fixture.post(`/${phone}/verify_code`, { code: given });
  expect(codeOf(await verify(wrong(code)))).toBe(136025);
  expect(codeOf(await verify(wrong(code)))).toBe(136025);
  const locked = await verify(code);
  expect(codeOf(locked)).toBe(2388093);
  expect(locked.error.error_user_msg).toBe("You have guessed too many times.");
  expect(codeOf(await fixture.requestCode(phone))).toBe(2494158);
  fixture.simulation.advance(hours(12) + 1);
  await fixture.requestCode(phone);
  expect((await verify(fixture.lastCode())).status).toBe(200);
});

test("code requests are limited in number and in rate", async () => {
  const fixture = createFixture({ codeRequestQuota: 2, codeRequestMinSeconds: 60 });
  const phone = await fixture.claimed();
  expect((await fixture.requestCode(phone)).status).toBe(200);
  expect(codeOf(await fixture.requestCode(phone))).toBe(2494158);
  fixture.simulation.advance(60_000);
  expect((await fixture.requestCode(phone)).status).toBe(200);
  fixture.simulation.advance(60_000);
  expect(codeOf(await fixture.requestCode(phone))).toBe(2494158);
  fixture.simulation.advance(hours(12));
  expect((await fixture.requestCode(phone)).status).toBe(200);
});

test("bad parameters, no code requested, unreachable phone, wrong order", async () => {
  const fixture = createFixture();
  const phone = await fixture.claimed();
  expect(
    codeOf(await fixture.post(`/${phone}/request_code`, { code_method: "PIGEON", language: "en" })),
  ).toBe(100);
  expect(codeOf(await fixture.post(`/${phone}/request_code`, { code_method: "SMS" }))).toBe(100);
  expect(codeOf(await fixture.post(`/${phone}/verify_code`, { code: "123-456" }))).toBe(100);
  expect(codeOf(await fixture.post(`/${phone}/verify_code`, { code: "123456" }))).toBe(136025);
  fixture.simulation.changeNumber(e164, { id: phone, reachable: false });
  expect(codeOf(await fixture.requestCode(phone))).toBe(2593037);
  fixture.simulation.changeNumber(e164, { id: sourcePhone, status: "MIGRATED" });
  const ask = { code_method: "SMS", language: "en" };
  expect(codeOf(await fixture.post(`/${sourcePhone}/request_code`, ask, oldToken))).toBe(2388091);
  expect(codeOf(await fixture.post(`/${sourcePhone}/verify_code`, { code: "123456" }, oldToken))).toBe(
    2388093,
  );
});

test("a claim that starts verified needs no code, and verification expires after fourteen days", async () => {
  const fixture = createFixture({ claimStartsVerified: true });
  const phone = await fixture.claimed();
  const status = async () =>
    (await fixture.get(`/${phone}?fields=code_verification_status`)).read("code_verification_status");
  expect(await status()).toBe("VERIFIED");
  fixture.simulation.advance(hours(14 * 24) + 1);
  expect(await status()).toBe("EXPIRED");
  expect(codeOf(await fixture.register(phone))).toBe(133006);
});
