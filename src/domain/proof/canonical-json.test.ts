/** Source: RFC 8785's examples (www.rfc-editor.org/rfc/rfc8785, 3.2.2 to 3.2.4, appendix B; read 2026-11-30). */
import { describe, expect, it } from "vitest";
import { canonicalJson, readableJson } from "./canonical-json.ts";

it("serialises numbers, texts and literals as section 3.2.2 does", () => {
  const input = String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`;
  expect(canonicalJson(JSON.parse(input))).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  );
});

it("sorts keys by their UTF-16 units, as section 3.2.3 does", () => {
  const keys = ["\u20ac", "\r", "\ufb33", "1", "\ud83d\ude00", "\u0080", "\u00f6"];
  const text = canonicalJson(Object.fromEntries(keys.map((key) => [key, key])));
  const order = [...text.matchAll(/("(?:[^"\\]|\\.)*"):/g)].map(([, key = ""]): unknown => JSON.parse(key));
  expect(order).toEqual(["\r", "1", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33"]);
});

it("sorts keys that look like numbers as texts, at every depth", () => {
  expect(canonicalJson([{ 10: null, 9: [{ b: 1, a: {} }], B: "é\n" }])).toBe(
    '[{"10":null,"9":[{"a":{},"b":1}],"B":"é\\n"}]',
  );
});

describe("a number from appendix B", () => {
  it.each([
    ["0000000000000000", "0"],
    ["8000000000000000", "0"],
    ["0000000000000001", "5e-324"],
    ["8000000000000001", "-5e-324"],
    ["7fefffffffffffff", "1.7976931348623157e+308"],
    ["ffefffffffffffff", "-1.7976931348623157e+308"],
    ["4340000000000000", "9007199254740992"],
    ["c340000000000000", "-9007199254740992"],
    ["4430000000000000", "295147905179352830000"],
    ["44b52d02c7e14af5", "9.999999999999997e+22"],
    ["44b52d02c7e14af6", "1e+23"],
    ["44b52d02c7e14af7", "1.0000000000000001e+23"],
    ["444b1ae4d6e2ef4e", "999999999999999700000"],
    ["444b1ae4d6e2ef4f", "999999999999999900000"],
    ["444b1ae4d6e2ef50", "1e+21"],
    ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
    ["3eb0c6f7a0b5ed8d", "0.000001"],
    ["41b3de4355555553", "333333333.3333332"],
    ["41b3de4355555554", "333333333.33333325"],
    ["41b3de4355555555", "333333333.3333333"],
    ["41b3de4355555556", "333333333.3333334"],
    ["41b3de4355555557", "333333333.33333343"],
    ["becbf647612f3696", "-0.0000033333333333333333"],
    ["43143ff3c1cb0959", "1424953923781206.2"],
  ])("%s is %s", (bits, text) => {
    expect(canonicalJson(numberOf(bits))).toBe(text);
  });

  it.each(["7fffffffffffffff", "7ff0000000000000", "fff0000000000000"])("%s is refused", (bits) => {
    expect(() => canonicalJson(numberOf(bits))).toThrow(TypeError);
  });
});

it("refuses half a character, what JSON cannot hold, and endless nesting", () => {
  const prototype: unknown = JSON.parse('{"__proto__":1}');
  for (const value of ["\ud800", { "\udead": 1 }, { a: undefined }, 1n, [() => 1], prototype])
    expect(() => canonicalJson(value)).toThrow(TypeError);
  let deep: unknown = 1;
  for (let level = 0; level < 40; level += 1) deep = [deep];
  expect(() => canonicalJson(deep)).toThrow("nested too deeply");
});

it("uses the same order in the readable layout", () => {
  expect(readableJson({ b: [1, { d: "x", c: [] }], a: {} })).toBe(
    `${JSON.stringify({ a: {}, b: [1, { c: [], d: "x" }] }, null, 2)}\n`,
  );
});

function numberOf(bits: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${bits}`));
  return view.getFloat64(0);
}
