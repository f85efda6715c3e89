import { describe, expect, it } from "vitest";
import { bytes } from "../../../tests/fixtures/webhooks/webhook-body.ts";
import { readWebhook } from "./read-webhook.ts";

const keptOf = (value: unknown): unknown => {
  const { kept } = readWebhook(bytes(value));
  return kept === null ? null : JSON.parse(new TextDecoder().decode(kept));
};
const waba = "whatsapp_business_account";
const left = "[left out]";
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
      entry: [{ id: "1157", surprise: left }, left],
    });
  });

  it("leaves the change beside them that was not understood, with its account and time", () => {
    const odd = { field: "something_new", value: { event: "X" } };
    const time = 1_764_000_000;
    const entry = [{ id: "1156", time, changes: [messages, odd, quality, { field: 1 }] }];
    const reading = readWebhook(bytes({ object: waba, entry }));
    expect(reading.changes.map(({ field }) => field)).toEqual([
      "messages",
      "something_new",
      "phone_number_quality_update",
    ]);
    expect(keptOf({ object: waba, entry })).toEqual({
      object: waba,
      entry: [
        { id: "1156", time, changes: [odd] },
        { id: "1156", time, changes: [{ field: left }] },
      ],
    });
  });

  it("leaves its shape, and whose number it is, where its account is not an id", () => {
    expect(keptOf({ object: waba, entry: [{ id: "the account", changes: [messages] }] })).toEqual({
      object: waba,
      entry: [
        {
          id: left,
          changes: [
            {
              field: "messages",
              value: {
                messaging_product: "whatsapp",
                metadata: { display_phone_number: left, phone_number_id: "7203" },
                contacts: [{ profile: { name: left }, wa_id: left }],
                messages: [
                  {
                    id: left,
                    from: left,
                    timestamp: left,
                    text: { body: left },
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
  ["an account that is not an id", { object: waba, entry: [{ id: {}, changes: [messages] }] }],
  ["an entry of another shape", { object: waba, entry: [{ id: "1", changes: messages }] }],
  ["a change that is a list", { object: waba, entry: [{ id: "1", changes: [[messages]] }] }],
  [
    "a text as the value",
    { object: waba, entry: [{ id: "1", changes: [{ field: "messages", value: "secret words" }] }] },
  ],
  [
    "a field that Portdesk does not know",
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
  ["a truncated text", JSON.stringify({ object: waba, entry: [messages] }).slice(0, -4)],
  ["truncated JSON within JSON", `{"a":${JSON.stringify(JSON.stringify(messages))}`],
  ["a member named after a person", { object: "page", "12025550199": { "secret words": 1 } }],
  ["a number in an ordinary member", { object: "page", note: "Ask +1 202 555 0199, ada@secret.example" }],
  ["depth", `{"object":"page","x":${'{"messages":'.repeat(9000)}"secret words"${"}".repeat(9001)}`],
])("%s keeps neither texts nor personal data", (_, body) => {
  const { kept, problem } = readWebhook(bytes(body));
  expect(problem).not.toBeNull();
  const text = new TextDecoder().decode(kept ?? new Uint8Array());
  expect(text).not.toBe("");
  expect(text).not.toMatch(/secret|0199|Ada/);
});

it.each(["<html><body>Welcome, Ada</body></html>", "", '{"entry":[{"id":"4711"'])(
  "%j, which is not JSON, leaves its length",
  (text) => {
    const reading = readWebhook(bytes(text));
    expect(reading.problem).toBe("unreadable");
    expect(JSON.parse(new TextDecoder().decode(reading.kept ?? undefined))).toEqual({
      unreadable: left,
      bytes: text.length,
    });
  },
);

it("two-byte characters hide nothing", () => {
  const wide = new Uint8Array(Buffer.from(JSON.stringify(messages), "utf16le"));
  expect(new TextDecoder().decode(readWebhook(wide).kept ?? wide)).toBe(
    JSON.stringify({ unreadable: left, bytes: wide.length }),
  );
});

describe("an unknown field", () => {
  const keptValue = (value: object) => {
    const kept = keptOf({ object: waba, entry: [{ id: "1156", changes: [{ field: "new_field", value }] }] });
    return (kept as { entry: { changes: { value: unknown }[] }[] }).entry[0]?.changes[0]?.value;
  };

  it("keeps the shape, with our ids, listed words, and times", () => {
    const value = {
      event: "NUMBER_ADDED",
      old_status: "DRAFT",
      waba_info: { waba_id: "980198427658004", owner_business_id: "2329417887457253" },
      message_template_id: 1689556908129832,
      message_template_name: "order_update",
      message_template_language: "en_US",
      timestamp: 1_764_000_000,
      start_time: "1764000000",
      is_new: true,
      nothing: null,
    };
    expect(keptValue(value)).toEqual(value);
  });

  it.each<[string, object]>([
    ["a number", { age: 12025550199 }],
    ["a short number", { pin: 424242 }],
    ["an id that is not ours", { user_id: "US.13491208655302741918", id: "12025550199" }],
    ["words under the name of an id", { waba_id: "Ada Secret" }],
    ["words under the name of a list", { status: "out for lunch, Ada" }],
    ["a number under the name of a list", { type: "12025550199" }],
    ["a number under the name of a time", { timestamp: "+12025550199", time: 98765432101 }],
    ["a single word", { username: "ada.secret", subject: "FAMILY", metadata: "Ada" }],
    ["a template's words", { message_template_name: "Hello, Ada!", message_template_language: "Ada Secret" }],
  ])("does not keep %s", (_, value) => {
    expect(keptValue(value)).toEqual(Object.fromEntries(Object.keys(value).map((name) => [name, left])));
  });

  it.each(["12025550199", "US.13491208655302741918", "Ada Secret", "a_1234567"])(
    "does not keep the name %j",
    (name) => {
      expect(keptValue({ [name]: true })).toEqual({ [left]: true });
    },
  );
});
