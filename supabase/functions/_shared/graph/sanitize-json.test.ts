import { expect, it } from "vitest";
import { sanitizeJson, sanitizeText } from "./sanitize-json.ts";

it.each([
  ["a\u0000b\u0007c\u0085d\u007f", "a\uFFFDb\uFFFDc\uFFFDd\uFFFD"],
  ["\uD83D half, half \uDE00, \uDE00\uD83D turned", "\uFFFD half, half \uFFFD, \uFFFD\uFFFD turned"],
  ["whole 😀 with\ttab,\r\nends of lines, é, \u200d", "whole 😀 with\ttab,\r\nends of lines, é, \u200d"],
])("turns %j into what the database accepts", (text, expected) => {
  expect(sanitizeText(text)).toBe(expected);
});

it("covers every text and member name of a JSON value, and nothing else", () => {
  const value = { "a\u0000": ["b\u0000", { c: "\uD83D" }, 1, true, null], __proto: "d" };
  expect(sanitizeJson(value)).toEqual({
    "a\uFFFD": ["b\uFFFD", { c: "\uFFFD" }, 1, true, null],
    __proto: "d",
  });
});
