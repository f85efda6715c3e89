import { describe, expect, it } from "vitest";
import { envelope, firstChange } from "../../../tests/fixtures/webhooks/webhook-body.ts";

describe("an id that Meta writes as a number", () => {
  const long = "9007199254740993";
  const digits = (body: object) => JSON.stringify(body).replaceAll(`"${long}"`, long);

  it("of the account keeps every digit", () => {
    expect(firstChange(digits(envelope("security", { event: "X" }, long)))).toMatchObject({ wabaId: long });
    const value = { event: "PARTNER_APP_UNINSTALLED", waba_info: { waba_id: long, partner_app_id: long } };
    expect(firstChange(digits(envelope("account_update", value, "7")))).toMatchObject({
      wabaId: long,
      partnerAppId: long,
    });
  });

  it("of the number keeps every digit", () => {
    const value = { metadata: { phone_number_id: long }, messages: [] };
    expect(firstChange(digits(envelope("messages", value)))).toMatchObject({ phoneNumberId: long });
  });

  it("distinguishes two changes that differ in its last digit alone", () => {
    const raw = (id: string) =>
      firstChange(`{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[
        {"field":"security","value":{"event":"X","n":${id}}}]}]}`).raw;
    expect(raw("9007199254740993")).not.toBe(raw("9007199254740992"));
  });
});
