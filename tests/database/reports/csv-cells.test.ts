/** Cells come back as they were written, and no spreadsheet computes one. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { type CsvMode, csvModes } from "#domain/reports/csv-modes.ts";
import { useDatabase } from "../../fixtures/own-database.ts";
import { parseCsv, spreadsheetCells } from "../../fixtures/parse-csv.ts";

const database = await useDatabase();

const awkward = [
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
];
const cell = fc.oneof(
  fc.constantFrom(...awkward),
  // What a text column can hold: every character but NUL and half a surrogate pair.
  fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\0", "")),
  fc.string({ unit: fc.constantFrom('"', ",", "\r", "\n", "'", "=", "a", ";", "\t", "\uFEFF") }),
  fc.stringMatching(/^\d{10,18}$/),
);
/** Records of three cells each, the same in every run. */
const records = fc.sample(fc.array(cell, { minLength: 3, maxLength: 3 }), { numRuns: 20_000, seed: 1 });

/** As the export writes them: csv_cell where the pattern of a line asks for it. */
async function written(mode: CsvMode): Promise<string[]> {
  const [line] = await database.sql<{ line: string }[]>`select private.export_line(${mode}) as line`;
  const one = /case when m\.contact_name .*? else m\.contact_name end/.exec(line?.line ?? "")?.[0];
  if (one === undefined) throw new Error("The line has no such cell.");
  const rows = await database.sql.unsafe<{ cell: string }[]>(
    `select ${one} as cell from unnest($1::text[]) with ordinality as m (contact_name, at) order by at`,
    [records.flat()],
  );
  return rows.map((row) => row.cell);
}

async function lines(mode: CsvMode, prefix = ""): Promise<string> {
  const cells = await written(mode);
  return records.map((_, at) => `${prefix}${cells.slice(at * 3, at * 3 + 3).join(",")}\r\n`).join("");
}

it.each(csvModes)("in %s mode, what is read is what was written", async (mode) => {
  expect(parseCsv(await lines(mode), mode)).toEqual(records);
});

it.each([",", ";", "\t"])("a spreadsheet with the separator %j computes no cell", async (separator) => {
  const computed = spreadsheetCells(await lines("spreadsheet", "M-1,"), separator).filter((text) =>
    /^[=+\-@＝＋－＠]/.test(text),
  );
  expect(computed).toEqual([]);
  expect(spreadsheetCells("M-1,y;=1+1;z\r\n", ";")).toContain("=1+1");
});

it.each(csvModes)("in %s mode, the pattern finds every cell that needs care", async (mode) => {
  const careful = await database.sql<{ cell: string }[]>`
    select private.csv_cell(c, ${mode}) as cell from unnest(${records.flat()}::text[]) with ordinality as t (c, at)
    order by at`;
  expect(await written(mode)).toEqual(careful.map((row) => row.cell));
});

it.each([
  ["+447700900123", "'+447700900123", "+447700900123"],
  ["1234567890123456", "'1234567890123456", "1234567890123456"],
  ["12345678901", "12345678901", "12345678901"],
  ["＝SUM(A1)", "'＝SUM(A1)", "＝SUM(A1)"],
  ["\t=1", "'\t'=1", "\t=1"],
  ["y;=1+1;z", "y;'=1+1;z", "y;=1+1;z"],
  ["plain", "plain", "plain"],
  ['b "c"', '"b ""c"""', '"b ""c"""'],
  ["d,e", '"d,e"', '"d,e"'],
  ["f\ng", '"f\ng"', '"f\ng"'],
])("writes %j", async (text, spreadsheet, machine) => {
  const [row] = await database.sql`select private.csv_cell(${text}, 'spreadsheet') as spreadsheet,
    private.csv_cell(${text}, 'machine') as machine`;
  expect(row).toEqual({ spreadsheet, machine });
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
