import fc from "fast-check";
import { expect, it } from "vitest";
import { parseJson } from "./parse-json.ts";

it.each<[string, unknown]>([
  ["9007199254740993", "9007199254740993"],
  ["9007199254740992", "9007199254740992"],
  ["9007199254740991", 9007199254740991],
  ["-9007199254740993", "-9007199254740993"],
  ['[{"id":123456789012345678901234567890}]', [{ id: "123456789012345678901234567890" }]],
  ['{"id":"9007199254740993"}', { id: "9007199254740993" }],
  [
    '{"text":"the number 9007199254740993, a \\"9007199254740993"}',
    { text: 'the number 9007199254740993, a "9007199254740993' },
  ],
  ["1764000000", 1764000000],
  ["0.12345678901234567", Number("0.12345678901234567")],
  ["1e400", Infinity],
  ["12345678901234567e3", Number("12345678901234567e3")],
])("%s", (text, value) => {
  expect(parseJson(text)).toEqual(value);
});

it("keeps a name of the prototype as a plain name", () => {
  const parsed = parseJson('{"__proto__":{"id":9007199254740993}}');
  expect(Object.entries(parsed as object)).toEqual([["__proto__", { id: "9007199254740993" }]]);
});

it("refuses what is not JSON, and what is nested too deeply to walk through", () => {
  expect(() => parseJson("9007199254740993,")).toThrow(SyntaxError);
  expect(() => parseJson(`${"[".repeat(200_000)}9007199254740993${"]".repeat(200_000)}`)).toThrow(RangeError);
});

it("reads everything else as JSON.parse does", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      fc.pre(!/\d{16}/.test(text));
      expect(parseJson(`[${text},"9007199254740993"]`)).toEqual(JSON.parse(`[${text},"9007199254740993"]`));
    }),
  );
});
