/** Tests bodies that Meta does not document: nothing throws, nothing is guessed, what was not understood is kept. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytes, envelope, firstChange } from "../../../tests/fixtures/webhooks/webhook-body.ts";
import { readWebhook } from "./read-webhook.ts";
import { webhookMeanings } from "./webhook-meanings.ts";

describe("what cannot be understood is kept", () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  it.each([
    ["nothing", "", "unreadable"],
    ["not JSON", "<html>", "unreadable"],
    ["a list", "[1,2]", "unreadable"],
    ["null", "null", "unreadable"],
    ["depth", deep, "unreadable"],
    ["another object", { object: "page", entry: [] }, "unknown_object"],
    ["no entries", { object: "whatsapp_business_account" }, "unknown_object"],
    ["an entry of another shape", { object: "whatsapp_business_account", entry: [1] }, "unknown_entry"],
    ["an account that is not an id", envelope("security", { event: "x" }, "a\u0000b"), "unknown_entry"],
    ["another field", envelope("something_new", { event: "X" }), "unknown_field"],
    ["a field of the prototype", envelope("constructor", { event: "X" }), "unknown_field"],
  ])("%s", (_, body, problem) => {
    expect(readWebhook(bytes(body)).problem).toBe(problem);
  });

  it("bytes that are not text", () => {
    const kept = bytes({ unreadable: "[left out]", bytes: 3 });
    const reading = readWebhook(new Uint8Array([0xff, 0xfe, 0x7b]));
    expect(reading).toEqual({ changes: [], problem: "unreadable", kept });
  });

  it("depth within a change", () => {
    const body = `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"security","value":{"event":${deep}}}]}]}`;
    expect(() => readWebhook(bytes(body))).not.toThrow();
  });

  it("message times, as number or text", () => {
    const seen = (timestamp: unknown) =>
      firstChange(envelope("messages", { messages: [{ id: "wamid.1", timestamp }] })).sightings?.[0]?.at;
    expect([1_764_000_000, "1764000000"].map(seen)).toEqual(Array(2).fill("2025-11-24T16:00:00.000Z"));
    const none = [
      { toString: 1, valueOf: 1 },
      ["1764000000"],
      true,
      null,
      "soon",
      "1e9",
      "",
      -5,
      "9".repeat(400),
    ];
    expect(none.map(seen)).toEqual(none.map(() => null));
  });

  it("invalid times", () => {
    for (const time of [-1, 1e300, "soon", null, Number.MAX_SAFE_INTEGER])
      expect(firstChange(envelope("security", { event: "X" }, "1", time))).toMatchObject({ sentAt: null });
  });
});

it("reads any JSON, and never throws", () => {
  const spoilt = fc.constantFrom({ toString: 1, valueOf: 1 }, { toJSON: 1 }, { length: -1 });
  const value = fc.oneof(fc.jsonValue(), spoilt);
  const reported = fc.array(
    fc.record({ id: fc.oneof(fc.string(), value), status: fc.constant("read"), timestamp: value }),
  );
  const people = fc.record({
    messages: reported,
    statuses: reported,
    metadata: value,
    waba_info: value,
    ban_info: value,
  });
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
              value: fc.oneof(fc.dictionary(fc.string(), value), people),
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
