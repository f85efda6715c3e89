import { expect, it } from "vitest";
import { withoutPersons } from "#domain/privacy/personal-text.ts";
import { withoutTokens } from "#domain/privacy/token-text.ts";
import { fillers } from "../../../../tests/fixtures/redaction-probes.ts";
import { redact } from "../log.ts";
import { redactText, redactValue } from "./redact.ts";

const names = ["client_secret", "code", "input_token", "fb_exchange_token", "access_token", "pin"];

it.each(names)("hides %s in a URL, in JSON, and in JSON within JSON", (name) => {
  const secret = "AQBx-7f9Zq_31";
  const inner = JSON.stringify({ [name]: secret, kept: "k" });
  const texts = [`https://g.example/x?a=1&${name}=${secret}&b=2`, inner, JSON.stringify({ inner })];
  for (const text of texts) {
    expect(redactText(text, [])).not.toContain(secret);
    expect(redactText(text, [])).toMatch(/b=2|kept/);
  }
  expect(redactValue({ deep: [{ [name]: secret }] }, [])).toEqual({ deep: [{ [name]: "[redacted]" }] });
});

it("keeps what distinguishes an error", () => {
  const error = {
    code: 133010,
    error_subcode: 2388103,
    fbtrace_id: "AbC1234567890-_x",
    type: "OAuthException",
  };
  expect(redactValue({ error }, [])).toEqual({ error });
  const text = JSON.stringify({ error });
  expect(redactText(text, [])).toBe(text);
  expect(redactText("code=190 error_code=100", [])).toBe("code=190 error_code=100");
  expect(redactText("code=604913", [])).toBe("code=[redacted]");
});

it.each([
  ["Number +12025550100 is taken", "Number [redacted] is taken"],
  ["+44 7700 900123, +1 (202) 555-0100", "[redacted], [redacted]"],
  ["call 202-555-0100 or (030) 901 820 00", "call [redacted] or [redacted]"],
  ["phone number 12025550100 not registered", "phone number [redacted] not registered"],
  ["ask ada.b+x@mail.example.com first", "ask [redacted] first"],
  ["a@b.example+ada@mail.example.com.", "[redacted]@mail.example.com."],
])("removes personal data from %j", (text, expected) => {
  expect(redactText(text, [])).toBe(expected);
});

it.each([
  "Unsupported get request. Object with ID '720900000000001' does not exist",
  "WABA 710900000000001, phone number id 106540352242922",
  "phone number: 720900000000001",
  "until 2026-11-28 10:15:00, at 1764324900, from 127.0.0.1",
  "fbtrace_id AbC1234567890-_x, (#131030) 250 of 1000 messages",
])("leaves %j alone", (text) => {
  expect(redactText(text, [])).toBe(text);
});

it("hides numbers and addresses by their field names", () => {
  const named = { display_phone_number: "12025550100", wa_id: "12025550100", id: "720900000000001" };
  expect(redactValue(named, [])).toEqual({
    display_phone_number: "[redacted]",
    wa_id: "[redacted]",
    id: "720900000000001",
  });
});

const token = `EAA${"tokenOf200".repeat(20)}`;
const known = "Zq9-".repeat(100);

it.each([
  ["a token", token, []],
  ["a secret that has no shape", known, [known]],
  ["a longer secret", known.repeat(20), [known.repeat(20)]],
  ["a JSON web token", `eyJ${"a-".repeat(200)}.eyJ${"b".repeat(400)}.${"c".repeat(40)}`, []],
  ["an address", `${"ada.b".repeat(12)}@mail.example.com`, []],
])("leaves no half of %s where the text is truncated", (_, secret, secrets) => {
  const half = secret.slice(0, 8);
  for (let begin = 4000; begin < 4100; begin += 7)
    expect(redactText("- ".repeat(begin / 2) + secret, secrets)).not.toContain(half);
  // Enough repetitions that, after redaction, the kept part includes the last text read.
  for (let shift = 0; shift < secret.length; shift += 97)
    expect(redactText(" ".repeat(shift) + `${secret} `.repeat(600), secrets)).not.toContain(half);
});

it("keeps the beginning of a long text", () => {
  const text = "The page is not here. ".repeat(10_000);
  expect(redactText(text, [])).toBe(text.slice(0, 4096));
});

// An algorithm with quadratic time takes minutes here.
it.each(fillers)("reads a long text of %j once", (filler) => {
  const text = filler.repeat(400_000 / filler.length);
  for (const read of [withoutPersons, withoutTokens, redact]) expect(read(text)).not.toBe("");
  const pieces = Array.from({ length: 40 }, (_, index) => text.slice(index * 10_000, (index + 1) * 10_000));
  expect(redactValue(pieces, ["secret"])).toHaveLength(40);
  expect(redactText(text, ["secret"]).length).toBeLessThanOrEqual(4096);
});

it.each(["-eyJ", "eyJ-.", "code=", '"code" ', "phone:", "a.", "(1) "])(
  "reads a long text of %j once",
  (filler) => {
    const text = filler.repeat(400_000 / filler.length);
    for (const read of [withoutPersons, withoutTokens, redact]) expect(read(text)).not.toBe("");
    expect(redactText(text, []).length).toBeLessThanOrEqual(4096);
  },
);

it("removes a web token from a longer word", () => {
  expect(redactText("x-eyJhbGciOi.eyJzdWIiOi.c2ln-x_, a.b.eyJhbGciOi.eyJzdWIiOi.c2ln", [])).toBe(
    "x-[redacted], a.b.[redacted]",
  );
});

it("keeps nothing that the database refuses", () => {
  const half = `${"x".repeat(4095)}\u{1F600}`;
  expect(redactText("a\u0000b", [])).toBe("a\uFFFDb");
  expect(redactText(half, [])).toBe(`${"x".repeat(4095)}\uFFFD`);
  expect(redactValue({ "k\u0000": ["\uD83D", half] }, [])).toEqual({
    "k\uFFFD": ["\uFFFD", `${"x".repeat(4095)}\uFFFD`],
  });
});

it("removes personal data and tokens from member names as well", () => {
  expect(redactValue({ "+12025550100": 1, [token]: { secret: 2 } }, ["secret"])).toEqual({
    "[redacted]": { "[redacted]": 2 },
  });
});
