import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWebhook, type WebhookChange } from "./read-webhook.ts";
import { webhookMeanings } from "./webhook-meanings.ts";

const bytes = (value: unknown) =>
  new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const envelope = (field: string, value: object, id: unknown = "1156", time: unknown = 1_764_000_000) => ({
  object: "whatsapp_business_account",
  entry: [{ id, time, changes: [{ field, value }] }],
});
const only = (body: unknown): Partial<WebhookChange> => readWebhook(bytes(body)).changes[0] ?? {};

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
          heard: false,
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
    expect(only(envelope("message_template_status_update", value))).toMatchObject({
      alarm: "TEMPLATE_STOPPED",
      subject: "hello en_US",
    });
  });

  it("of the account, whose own id counts where the event is about a partner", () => {
    const value = { event: "PARTNER_REMOVED", waba_info: { waba_id: "777", owner_business_id: "9" } };
    expect(only(envelope("account_update", value))).toMatchObject({
      wabaId: "777",
      alarm: "PARTNER_REMOVED",
    });
  });

  it("with messages keeps nothing of them", () => {
    const value = {
      messaging_product: "whatsapp",
      metadata: { display_phone_number: "12025550142", phone_number_id: "7203" },
      messages: [{ from: "12025550199", text: { body: "secret words" } }],
    };
    const change = only(envelope("messages", value));
    expect(change).toMatchObject({ heard: true, phoneNumberId: "7203", facts: {}, alarm: null });
    expect(JSON.stringify({ ...change, raw: "" })).not.toMatch(/secret|0199/);
  });

  it.each(Object.entries(webhookMeanings))(
    "%s takes words that Meta has not invented yet",
    (field, meaning) => {
      const reading = readWebhook(bytes(envelope(field, { [meaning.word]: "SOMETHING_NEW" })));
      expect(reading.problem).toBeNull();
      expect(reading.changes[0]).toMatchObject({ event: "SOMETHING_NEW", alarm: null });
    },
  );
});

describe("what cannot be understood is kept", () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  it.each([
    ["nothing", "", "unreadable"],
    ["no JSON", "<html>", "unreadable"],
    ["a list", "[1,2]", "unreadable"],
    ["null", "null", "unreadable"],
    ["depth", deep, "unreadable"],
    ["another object", { object: "page", entry: [] }, "unknown_object"],
    ["no entries", { object: "whatsapp_business_account" }, "unknown_object"],
    ["an entry of another shape", { object: "whatsapp_business_account", entry: [1] }, "unknown_entry"],
    ["an account that is no id", envelope("security", { event: "x" }, "a\u0000b"), "unknown_entry"],
    ["another field", envelope("something_new", { event: "X" }), "unknown_field"],
    ["a field of the prototype", envelope("constructor", { event: "X" }), "unknown_field"],
  ])("%s", (_, body, problem) => {
    expect(readWebhook(bytes(body)).problem).toBe(problem);
  });

  it("bytes that are no text", () => {
    expect(readWebhook(new Uint8Array([0xff, 0xfe, 0x7b]))).toEqual({ changes: [], problem: "unreadable" });
  });

  it("depth within a change", () => {
    const body = `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"security","value":{"event":${deep}}}]}]}`;
    expect(() => readWebhook(bytes(body))).not.toThrow();
  });

  it("times that are none", () => {
    for (const time of [-1, 1e300, "soon", null, Number.MAX_SAFE_INTEGER])
      expect(only(envelope("security", { event: "X" }, "1", time))).toMatchObject({ sentAt: null });
  });
});

it("shows only what every database takes", () => {
  const value = { event: "PAUSED", reason: `a\u0000b\uD800c${"x".repeat(500)}` };
  const { reason = "" } = only(envelope("message_template_status_update", value)).facts ?? {};
  expect(reason.startsWith("a bc")).toBe(true);
  expect(reason).toHaveLength(200);
});

it("reads whatever JSON there is, and never throws", () => {
  const value = fc.jsonValue();
  const body = fc.oneof(
    value,
    fc.record({ object: fc.constant("whatsapp_business_account"), entry: value }),
    fc.record({
      object: fc.constant("whatsapp_business_account"),
      entry: fc.array(
        fc.record({
          id: value,
          time: value,
          changes: fc.array(
            fc.record({
              field: fc.constantFrom(...Object.keys(webhookMeanings)),
              value: fc.dictionary(fc.string(), value),
            }),
          ),
        }),
      ),
    }),
  );
  fc.assert(
    fc.property(body, (one) => {
      for (const change of readWebhook(bytes(JSON.stringify(one))).changes)
        expect(change.wabaId).toMatch(/^\d+$/);
    }),
  );
});
