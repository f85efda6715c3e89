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
  ";",
  ";=",
  "\n=",
  '"',
  ",",
  "",
);
/** Reads as a spreadsheet does: a cell that begins with a quote ends with the next lone one; others are plain text. */
function cellsOf(file: string, separator: string): string[] {
  const cells: string[] = [];
  let [text, isQuoted, isStart] = ["", false, true];
  for (let at = 0; at < file.length; at += 1) {
    const letter = file.charAt(at);
    if (isQuoted && letter === '"' && file[at + 1] === '"') {
      text += letter;
      at += 1;
    } else if (isQuoted && letter === '"') isQuoted = false;
    else if (isQuoted) text += letter;
    else if (isStart && letter === '"') [isQuoted, isStart] = [true, false];
    else if (letter === separator || letter === "\r" || letter === "\n") {
      cells.push(text);
      [text, isStart] = ["", true];
    } else {
      text += letter;
      isStart = false;
    }
  }
  return [...cells, text];
}

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

  it.each([",", ";", "\t"])(
    "leaves no cell that a spreadsheet with the separator %j would compute",
    (separator) => {
      fc.assert(
        fc.property(table, (records) => {
          const file = writeCsv([["reference"], ...records.map((cells) => ["M-1", ...cells])], "spreadsheet");
          for (const text of cellsOf(file, separator)) expect(text).not.toMatch(/^[=+\-@＝＋－＠]/);
        }),
        { numRuns: 2000 },
      );
    },
  );

  it("guards the beginning of a cell only where the semicolon separates", () => {
    expect(cellsOf(csvRecord(["M-1", "y;=1+1;z"], "spreadsheet"), ";")).toEqual([
      "M-1,y",
      "'=1+1",
      "z",
      "",
      "",
    ]);
    expect(cellsOf("M-1,y;=1+1;z\r\n", ";")).toContain("=1+1");
  });

  it.each([
    ["+447700900123", "'+447700900123\r\n"],
    ["1234567890123456", "'1234567890123456\r\n"],
    ["＝SUM(A1)", "'＝SUM(A1)\r\n"],
    ["\t=1", "'\t'=1\r\n"],
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

  it("reads files that other programs wrote", () => {
    expect(parseCsv("a,b\nc,d", "machine")).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
    expect(parseCsv("a,", "machine")).toEqual([["a", ""]]);
    expect(() => parseCsv('"a', "machine")).toThrow("never closes");
    expect(() => parseCsv('"a"b', "machine")).toThrow("after a quoted cell");
  });
});
