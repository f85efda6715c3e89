import { describe, expect, it } from "vitest";
import { readWebhook } from "./read-webhook.ts";

const bytes = (value: unknown) =>
  new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const keptOf = (value: unknown): unknown => {
  const { kept } = readWebhook(bytes(value));
  return kept === null ? null : JSON.parse(new TextDecoder().decode(kept));
};
const waba = "whatsapp_business_account";
const value = {
  messaging_product: "whatsapp",
  metadata: { display_phone_number: "12025550142", phone_number_id: "7203" },
  contacts: [{ profile: { name: "Ada Secret" }, wa_id: "12025550199" }],
  messages: [{ id: "wamid.1", from: "12025550199", timestamp: 1, text: { body: "secret words" } }],
};
const messages = { field: "messages", value };
const quality = { field: "phone_number_quality_update", value: { event: "FLAGGED" } };

describe("a body that holds people's messages", () => {
  it("leaves nothing when it was understood", () => {
    expect(keptOf({ object: waba, entry: [{ id: "1156", changes: [messages, quality] }] })).toBeNull();
  });

  it("leaves the entry beside them that was not understood", () => {
    const entry = [{ id: "1156", changes: [messages] }, { id: "1157", surprise: "PAUSED" }, 7];
    expect(keptOf({ object: waba, entry })).toEqual({
      object: waba,
      entry: [{ id: "1157", surprise: "PAUSED" }, 7],
    });
  });

  it("leaves the change beside them that was not understood, with its account and time", () => {
    const odd = { field: "something_new", value: { event: "X" } };
    const entry = [{ id: "1156", time: 5, changes: [messages, odd, quality, { field: 1 }] }];
    const reading = readWebhook(bytes({ object: waba, entry }));
    expect(reading.changes.map(({ field }) => field)).toEqual([
      "messages",
      "something_new",
      "phone_number_quality_update",
    ]);
    expect(keptOf({ object: waba, entry })).toEqual({
      object: waba,
      entry: [
        { id: "1156", time: 5, changes: [odd] },
        { id: "1156", time: 5, changes: [{ field: 1 }] },
      ],
    });
  });

  it("leaves its shape, and whose number it is, where its account is no id", () => {
    expect(keptOf({ object: waba, entry: [{ id: "the account", changes: [messages] }] })).toEqual({
      object: waba,
      entry: [
        {
          id: "the account",
          changes: [
            {
              field: "messages",
              value: {
                messaging_product: "whatsapp",
                metadata: { display_phone_number: "[left out]", phone_number_id: "7203" },
                contacts: [{ profile: { name: "[left out]" }, wa_id: "[left out]" }],
                messages: [
                  {
                    id: "[left out]",
                    from: "[left out]",
                    timestamp: "[left out]",
                    text: { body: "[left out]" },
                  },
                ],
              },
            },
          ],
        },
      ],
    });
  });
});

it.each<[string, unknown]>([
  ["an account that is no id", { object: waba, entry: [{ id: {}, changes: [messages] }] }],
  ["an entry of another shape", { object: waba, entry: [{ id: "1", changes: messages }] }],
  ["a change that is a list", { object: waba, entry: [{ id: "1", changes: [[messages]] }] }],
  [
    "a value that is a text",
    { object: waba, entry: [{ id: "1", changes: [{ field: "messages", value: "secret words" }] }] },
  ],
  [
    "a field that nobody knows",
    { object: waba, entry: [{ id: "1", changes: [{ field: "groups", value }] }] },
  ],
  [
    "echoes",
    {
      object: waba,
      entry: [{ id: "1", changes: [{ field: "smb_message_echoes", value: { a: "secret words" } }] }],
    },
  ],
  ["another object", { object: "page", entry: [{ messaging: [{ message: { text: "secret words" } }] }] }],
  ["a list", [{ object: waba, entry: [messages] }]],
  ["a text cut short", JSON.stringify({ object: waba, entry: [messages] }).slice(0, -4)],
  ["JSON within JSON that is cut short", `{"a":${JSON.stringify(JSON.stringify(messages))}`],
  ["a name that is somebody's", { object: "page", "12025550199": { "secret words": 1 } }],
  ["a number in what is nobody's", { object: "page", note: "Ask +1 202 555 0199, ada@secret.example" }],
  ["depth", `{"object":"page","x":${'{"messages":'.repeat(9000)}"secret words"${"}".repeat(9001)}`],
])("%s keeps neither words nor people", (_, body) => {
  const { kept, problem } = readWebhook(bytes(body));
  expect(problem).not.toBeNull();
  const text = new TextDecoder().decode(kept ?? new Uint8Array());
  expect(text).not.toBe("");
  expect(text).not.toMatch(/secret|0199|Ada/);
});

it.each(["<html><body>Welcome</body></html>", "", '{"entry":[{"id":"4711"'])(
  "%j, which is nobody's and no JSON, stays as it came",
  (text) => {
    expect(readWebhook(bytes(text)).kept).toEqual(bytes(text));
  },
);

it("bytes of two to a letter are no hiding place", () => {
  const wide = new Uint8Array(Buffer.from(JSON.stringify(messages), "utf16le"));
  expect(new TextDecoder().decode(readWebhook(wide).kept ?? wide)).toBe(
    JSON.stringify({ unreadable: "[left out]", bytes: wide.length }),
  );
});
