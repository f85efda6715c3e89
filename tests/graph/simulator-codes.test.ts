import { expect, test } from "vitest";
import { codeOf, createWorld, e164, hours, sourcePhone, oldToken } from "./simulator-world.ts";

const wrong = (code: string): string => (code === "000000" ? "000001" : "000000");

test("the code reaches the phone, lives ten minutes and serves once", async () => {
  const world = createWorld();
  const phone = await world.claimed();
  await world.requestCode(phone);
  const first = world.lastCode();
  expect(first).toMatch(/^\d{6}$/);
  world.simulation.advance(10 * 60_000);
  expect(codeOf(await world.post(`/${phone}/verify_code`, { code: first }))).toBe(136025);
  await world.post(`/${phone}/request_code`, { code_method: "VOICE", language: "en" });
  expect(world.simulation.state.inboxes[e164]?.map((message) => message.channel)).toEqual(["SMS", "VOICE"]);
  expect((await world.post(`/${phone}/verify_code`, { code: world.lastCode() })).status).toBe(200);
  expect(codeOf(await world.post(`/${phone}/verify_code`, { code: world.lastCode() }))).toBe(136024);
  expect(codeOf(await world.requestCode(phone))).toBe(136024);
});

test("a new code ends the one before it", async () => {
  const world = createWorld();
  const phone = await world.claimed();
  await world.requestCode(phone);
  const first = world.lastCode();
  do await world.requestCode(phone);
  while (world.lastCode() === first);
  expect(codeOf(await world.post(`/${phone}/verify_code`, { code: first }))).toBe(136025);
});

test("wrong codes run out for twelve hours", async () => {
  const world = createWorld({ maxWrongCodes: 2 });
  const phone = await world.claimed();
  await world.requestCode(phone);
  const code = world.lastCode();
  const verify = (given: string) => world.post(`/${phone}/verify_code`, { code: given });
  expect(codeOf(await verify(wrong(code)))).toBe(136025);
  expect(codeOf(await verify(wrong(code)))).toBe(136025);
  const locked = await verify(code);
  expect(codeOf(locked)).toBe(2388093);
  expect(locked.error.error_user_msg).toBe("You have guessed too many times.");
  expect(codeOf(await world.requestCode(phone))).toBe(2494158);
  world.simulation.advance(hours(12) + 1);
  await world.requestCode(phone);
  expect((await verify(world.lastCode())).status).toBe(200);
});

test("code requests are limited in number and in pace", async () => {
  const world = createWorld({ codeRequestQuota: 2, codeRequestMinSeconds: 60 });
  const phone = await world.claimed();
  expect((await world.requestCode(phone)).status).toBe(200);
  expect(codeOf(await world.requestCode(phone))).toBe(2494158);
  world.simulation.advance(60_000);
  expect((await world.requestCode(phone)).status).toBe(200);
  world.simulation.advance(60_000);
  expect(codeOf(await world.requestCode(phone))).toBe(2494158);
  world.simulation.advance(hours(12));
  expect((await world.requestCode(phone)).status).toBe(200);
});

test("bad parameters, no code asked, unreachable phone, wrong order", async () => {
  const world = createWorld();
  const phone = await world.claimed();
  expect(codeOf(await world.post(`/${phone}/request_code`, { code_method: "PIGEON", language: "en" }))).toBe(
    100,
  );
  expect(codeOf(await world.post(`/${phone}/request_code`, { code_method: "SMS" }))).toBe(100);
  expect(codeOf(await world.post(`/${phone}/verify_code`, { code: "123-456" }))).toBe(100);
  expect(codeOf(await world.post(`/${phone}/verify_code`, { code: "123456" }))).toBe(136025);
  world.simulation.changeNumber(e164, { id: phone, reachable: false });
  expect(codeOf(await world.requestCode(phone))).toBe(2593037);
  world.simulation.changeNumber(e164, { id: sourcePhone, status: "MIGRATED" });
  const ask = { code_method: "SMS", language: "en" };
  expect(codeOf(await world.post(`/${sourcePhone}/request_code`, ask, oldToken))).toBe(2388091);
  expect(codeOf(await world.post(`/${sourcePhone}/verify_code`, { code: "123456" }, oldToken))).toBe(2388093);
});

test("a claim that starts verified needs no code, and verification runs out after fourteen days", async () => {
  const world = createWorld({ claimStartsVerified: true });
  const phone = await world.claimed();
  const status = async () =>
    (await world.get(`/${phone}?fields=code_verification_status`)).read("code_verification_status");
  expect(await status()).toBe("VERIFIED");
  world.simulation.advance(hours(14 * 24) + 1);
  expect(await status()).toBe("EXPIRED");
  expect(codeOf(await world.register(phone))).toBe(133006);
});
