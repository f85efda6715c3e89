import { describe, expect, it } from "vitest";
import { bytes, envelope, firstChange } from "../../../tests/fixtures/webhooks/webhook-body.ts";
import { readWebhook } from "./read-webhook.ts";
import { webhookMeanings } from "./webhook-meanings.ts";

describe("a known field", () => {
  it("that names the number", () => {
    const value = { display_phone_number: "+1 (202) 555-0142", event: "FLAGGED", current_limit: "TIER_10K" };
    expect(readWebhook(bytes(envelope("phone_number_quality_update", value)))).toMatchObject({
      problem: null,
      changes: [
        {
          wabaId: "1156",
          scope: "number",
          phoneDigits: "12025550142",
          alarm: "QUALITY_DROPPED",
          received: false,
          facts: { event: "FLAGGED", current_limit: "TIER_10K" },
          sentAt: "2025-11-24T16:00:00.000Z",
        },
      ],
    });
  });

  it("that names a template", () => {
    const value = {
      event: "PAUSED",
      message_template_name: "hello",
      message_template_language: "en_US",
      reason: null,
    };
    expect(firstChange(envelope("message_template_status_update", value))).toMatchObject({
      alarm: "TEMPLATE_STOPPED",
      subject: "hello en_US",
    });
  });

  it("about the account, whose own id counts where the event is about a partner", () => {
    const value = { event: "PARTNER_REMOVED", waba_info: { waba_id: "777", owner_business_id: "9" } };
    expect(firstChange(envelope("account_update", value))).toMatchObject({
      wabaId: "777",
      alarm: "PARTNER_REMOVED",
    });
  });

  it.each([
    [
      "ACCOUNT_RESTRICTED",
      {
        event: "ACCOUNT_RESTRICTION",
        restriction_info: [
          { restriction_type: "RESTRICTED_BIZ_INITIATED_MESSAGING", expiration: 1_764_700_000 },
        ],
      },
      { "restriction_info.0.restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING" },
    ],
    [
      "ACCOUNT_VIOLATED",
      { event: "ACCOUNT_VIOLATION", violation_info: { violation_type: "SCAM" } },
      { "violation_info.violation_type": "SCAM" },
    ],
    [
      "ACCOUNT_BANNED",
      {
        event: "DISABLED_UPDATE",
        ban_info: { waba_ban_state: "SCHEDULE_FOR_DISABLE", waba_ban_date: "November 30" },
      },
      { "ban_info.waba_ban_state": "SCHEDULE_FOR_DISABLE", "ban_info.waba_ban_date": "November 30" },
    ],
  ])("about the account: %s, with its details", (alarm, value, facts) => {
    expect(firstChange(envelope("account_update", value))).toMatchObject({ alarm, facts });
  });

  it.each([
    [
      "the restriction is NONE",
      { event: "ACCOUNT_RESTRICTION", restriction_info: [{ restriction_type: "NONE" }] },
    ],
    [
      "the restriction has expired",
      {
        event: "ACCOUNT_RESTRICTION",
        restriction_info: [
          { restriction_type: "RESTRICTED_ADD_PHONE_NUMBER_ACTION", expiration: 1_763_999_999 },
        ],
      },
    ],
    ["the ban is lifted", { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "REINSTATE" } }],
    [
      "the ban is lifted, in a list",
      { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: ["REINSTATE"] } },
    ],
  ])("that reports that %s is no alarm", (_, value) => {
    expect(firstChange(envelope("account_update", value))).toMatchObject({ alarm: null, event: value.event });
  });

  it.each([
    ["ACCOUNT_RESTRICTED", { event: "ACCOUNT_RESTRICTION", restriction_info: "soon" }, "restriction_info"],
    [
      "ACCOUNT_RESTRICTED",
      { event: "ACCOUNT_RESTRICTION", restriction_info: [{ restriction_type: "NONE" }, 7] },
      "restriction_info.1",
    ],
    [
      "ACCOUNT_BANNED",
      { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: [], a: { b: { c: [1] } } } },
      "ban_info.a.b.c",
    ],
    ["ACCOUNT_VIOLATED", { event: "ACCOUNT_VIOLATION", violation_info: true }, "violation_info"],
  ])("%s stays an alarm though its details have another shape, which is kept", (alarm, value, kept) => {
    const change = firstChange(envelope("account_update", value));
    expect(change).toMatchObject({ alarm });
    expect(Object.keys(change.facts ?? {})).toContain(kept);
  });

  it("about a business's limits keeps them, and not who they belong to", () => {
    const value = { max_daily_conversation_per_phone: 1000, max_phone_numbers_per_business: 20 };
    expect(firstChange(envelope("business_capability_update", value))).toMatchObject({
      alarm: null,
      facts: { max_daily_conversation_per_phone: "1000", max_phone_numbers_per_business: "20" },
    });
    const alert = {
      alert_info: { alert_type: "OBA_APPROVED", alert_description: "Ask a@b.example, +1 202 555 0142" },
    };
    expect(firstChange(envelope("account_alerts", alert))).toMatchObject({
      event: "OBA_APPROVED",
      facts: { "alert_info.alert_description": "Ask [redacted], [redacted]" },
    });
  });

  it("with messages keeps nothing of them", () => {
    const value = {
      messaging_product: "whatsapp",
      metadata: { display_phone_number: "12025550142", phone_number_id: "7203" },
      messages: [{ from: "12025550199", text: { body: "secret words" } }],
    };
    const change = firstChange(envelope("messages", value));
    expect(change).toMatchObject({ received: true, phoneNumberId: "7203", facts: {}, alarm: null });
    expect(JSON.stringify({ ...change, raw: "" })).not.toMatch(/secret|0199/);
  });

  it.each(Object.entries(webhookMeanings))(
    "%s accepts words that Meta has not invented yet",
    (field, meaning) => {
      const reading = readWebhook(bytes(envelope(field, { [meaning.word]: "SOMETHING_NEW" })));
      expect(reading.problem).toBeNull();
      expect(reading.changes[0]).toMatchObject({ event: "SOMETHING_NEW", alarm: null });
    },
  );
});

it("names a template's language as all other calls to Meta do", () => {
  const value = { event: "PAUSED", message_template_name: "hello", message_template_language: "en-US" };
  expect(firstChange(envelope("message_template_status_update", value))).toMatchObject({
    subject: "hello en_US",
  });
});

it("shows the old and the new category of a template", () => {
  const value = { previous_category: "UTILITY", new_category: "MARKETING" };
  expect(firstChange(envelope("template_category_update", value))).toMatchObject({ facts: value });
});

describe("a field that Portdesk does not know", () => {
  it("leaves no words but an event from Meta's lists", () => {
    const value = { event: "NUMBER_ADDED", reason: "Ada asked for it", alert_description: "Ada" };
    expect(firstChange(envelope("something_new", value))).toMatchObject({ event: "NUMBER_ADDED", facts: {} });
    expect(firstChange(envelope("something_new", { event: "Ada asked" }))).toMatchObject({
      event: "",
      facts: {},
    });
  });

  it("is not one of Meta's if its name has other characters", () => {
    expect(readWebhook(bytes(envelope("Ada Secret", { event: "X" })))).toMatchObject({
      changes: [],
      problem: "unknown_entry",
    });
  });
});

it("shows only what every database accepts", () => {
  const value = { event: "PAUSED", reason: `a\u0000b\uD800c${"x".repeat(500)}` };
  const { reason = "" } = firstChange(envelope("message_template_status_update", value)).facts ?? {};
  expect(reason.startsWith("a bc")).toBe(true);
  expect(reason).toHaveLength(200);
});
