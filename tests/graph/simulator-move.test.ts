import { expect, test } from "vitest";
import {
  createFixture,
  destination,
  e164,
  newToken,
  oldToken,
  source,
  sourcePhone,
} from "./simulator-fixture.ts";

test("a number moves through every step, and the source works until register", async () => {
  const fixture = createFixture();
  const { get, post, send } = fixture;

  expect((await get(`/${sourcePhone}?fields=is_pin_enabled,status`, oldToken)).body).toEqual({
    id: sourcePhone,
    is_pin_enabled: false,
    status: "CONNECTED",
  });
  expect((await post(`/${destination}/subscribed_apps`)).body).toEqual({ success: true });
  const copied = await post(`/${destination}/migrate_message_templates`, {
    source_waba_id: source,
    page_number: 0,
  });
  expect(copied.read("migrated_templates")).toEqual(["7501", "7502"]);

  const phone = String((await fixture.claim()).read("id"));
  expect(phone).toMatch(/^\d{15,}$/);
  expect(phone).not.toBe(sourcePhone);
  expect((await get(`/${phone}?fields=code_verification_status,status`)).body).toMatchObject({
    code_verification_status: "NOT_VERIFIED",
    status: "PENDING",
  });

  expect((await fixture.requestCode(phone)).body).toEqual({ success: true });
  expect((await post(`/${phone}/verify_code`, { code: fixture.lastCode() })).body).toEqual({ success: true });
  expect((await send(sourcePhone, oldToken)).status).toBe(200);
  expect((await send(phone)).error.code).toBe(133010);

  expect((await fixture.register(phone)).body).toEqual({ success: true });
  expect((await send(sourcePhone, oldToken)).error.code).toBe(133010);
  expect((await send(phone)).read("messages.0.id")).toMatch(/^wamid\./);

  const after = await get(
    `/${phone}?fields=status,platform_type,quality_rating,verified_name,is_official_business_account,is_pin_enabled,whatsapp_business_manager_messaging_limit`,
  );
  expect(after.body).toEqual({
    id: phone,
    status: "CONNECTED",
    platform_type: "CLOUD_API",
    quality_rating: "GREEN",
    verified_name: "Example",
    is_official_business_account: true,
    is_pin_enabled: true,
    whatsapp_business_manager_messaging_limit: "TIER_2K",
  });
  expect((await get(`/${sourcePhone}?fields=status`, oldToken)).read("status")).toBe("MIGRATED");
  expect((await post(`/${phone}`, { pin: "654321" })).body).toEqual({ success: true });
  expect((await fixture.register(phone, "123456")).error.code).toBe(133005);

  const journal = fixture.simulation.journal.list({ number: e164 });
  const writes = journal
    .filter((entry) => entry.method === "POST" && entry.status === 200)
    .map((entry) => entry.operation);
  expect(writes).toEqual([
    "claim_number",
    "request_code",
    "verify_code",
    "send_message",
    "register",
    "send_message",
    "set_pin",
  ]);
  expect(fixture.simulation.state.messages.map((message) => message.waba_id)).toEqual([source, destination]);
});

test("the number has one id on both sides when the setting says so", async () => {
  const fixture = createFixture({ phoneIdChanges: false });
  const phone = await fixture.verified();
  expect(phone).toBe(sourcePhone);
  expect((await fixture.send(phone, oldToken)).status).toBe(200);
  await fixture.register(phone);
  expect((await fixture.get(`/${phone}?fields=status`, newToken)).read("status")).toBe("CONNECTED");
  expect((await fixture.get(`/${phone}?fields=status`, oldToken)).read("status")).toBe("MIGRATED");
  expect((await fixture.send(phone, oldToken)).error.code).toBe(133010);
});

test("the old id is gone after the move when the setting says so", async () => {
  const fixture = createFixture({ oldNumberAnswer: "gone" });
  await fixture.register(await fixture.verified());
  expect((await fixture.get(`/${sourcePhone}`, oldToken)).error).toMatchObject({
    code: 100,
    error_subcode: 33,
  });
});

test("lists, account, business, template and token are read as Graph shows them", async () => {
  const fixture = createFixture();
  expect((await fixture.get(`/${source}/phone_numbers`, oldToken)).items).toHaveLength(1);
  expect((await fixture.get(`/${destination}/phone_numbers`)).body).toEqual({ data: [] });
  const account = await fixture.get(
    `/${destination}?fields=business_verification_status,owner_business_info{id},primary_funding_id`,
  );
  expect(account.body).toEqual({
    id: destination,
    business_verification_status: "verified",
    owner_business_info: { id: "7001" },
    primary_funding_id: "7402",
  });
  expect((await fixture.get("/7001?fields=name,verification_status")).body).toMatchObject({
    name: "Example Ltd",
  });
  expect((await fixture.get("/7501?fields=quality_score", oldToken)).read("quality_score")).toEqual({
    score: "GREEN",
  });
  const data = (await fixture.get(`/debug_token?input_token=${newToken}`)).read("data");
  expect(data).toMatchObject({ app_id: "7302", is_valid: true, expires_at: 0 });
  expect((await fixture.get(`/debug_token?input_token=${oldToken}`)).read("data.is_valid")).toBe(false);
});

test("an app subscribes, overrides its callback and unsubscribes", async () => {
  const { get, post, call } = createFixture();
  const edge = `/${destination}/subscribed_apps`;
  const override = { override_callback_uri: "https://portdesk.example/hook", verify_token: "x" };
  expect((await post(edge, override)).error.code).toBe(100);
  await post(edge);
  await post(edge);
  expect((await get(edge)).items).toHaveLength(1);
  await post(edge, override);
  expect((await get(edge)).items[0]?.override_callback_uri).toBe("https://portdesk.example/hook");
  expect((await call("DELETE", edge)).body).toEqual({ success: true });
  expect((await get(edge)).items).toEqual([]);
});
