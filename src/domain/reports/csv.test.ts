import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvModes, csvRecord, parseCsv, writeCsv } from "./csv.ts";

const nasty = fc.constantFrom(
  "=1+1",
  "'=1",
  "''",
  "@a",
  "+447700900123",
  "-1",
  "\t",
  "\r\n",
  "＝1",
  '"',
  ",",
  "",
);
const cell = fc.oneof(
  nasty,
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom('"', ",", "\r", "\n", "'", "=", "a", "\uFEFF") }),
  fc.stringMatching(/^\d{10,18}$/),
);
const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 8 });

describe("csv", () => {
  it.each(csvModes)("gives back in %s mode what was written", (mode) => {
    fc.assert(
      fc.property(table, (records) => {
        expect(parseCsv(writeCsv(records, mode), mode)).toEqual(records);
      }),
      { numRuns: 2000 },
    );
  });

  it("survives the bytes of UTF-8", () => {
    fc.assert(
      fc.property(table, (records) => {
        const bytes = new TextEncoder().encode(writeCsv(records, "spreadsheet"));
        const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
        expect(parseCsv(text, "spreadsheet")).toEqual(records);
      }),
    );
  });

  it("leaves no cell that a spreadsheet would compute", () => {
    fc.assert(
      fc.property(cell, (text) => {
        expect(csvRecord([text], "spreadsheet").replace(/^"/, "")).not.toMatch(/^[=+\-@\t\r＝＋－＠]./);
      }),
    );
  });

  it.each([
    ["+447700900123", "'+447700900123\r\n"],
    ["1234567890123456", "'1234567890123456\r\n"],
    ["＝SUM(A1)", "'＝SUM(A1)\r\n"],
    ["\t=1", "'\t=1\r\n"],
    ["plain", "plain\r\n"],
  ])("guards %j for spreadsheets only", (text, guarded) => {
    expect(csvRecord([text], "spreadsheet")).toBe(guarded);
    expect(csvRecord([text], "machine")).toBe(`${text}\r\n`);
  });

  it("writes RFC 4180", () => {
    expect(writeCsv([["a", 'b "c"', "d,e", "f\ng", ""], [""]], "machine")).toBe(
      'a,"b ""c""","d,e","f\ng",\r\n""\r\n',
    );
    expect(writeCsv([["a"]], "spreadsheet")).toBe("\uFEFFa\r\n");
  });

  it("reads files of other hands", () => {
    expect(parseCsv("a,b\nc,d", "machine")).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
    expect(parseCsv("a,", "machine")).toEqual([["a", ""]]);
    expect(() => parseCsv('"a', "machine")).toThrow("never closes");
    expect(() => parseCsv('"a"b', "machine")).toThrow("after a quoted cell");
  });
});
