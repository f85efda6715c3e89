/**
 * CSV by RFC 4180, in two named modes. `machine` is raw. `spreadsheet` begins with a byte order mark and puts an
 * apostrophe before what a spreadsheet would compute or mangle; parsing removes both again. A spreadsheet whose list
 * separator is the semicolon or the tab (Russian, German and most European settings) splits cells where we did not,
 * and ignores quotes in the middle: so the apostrophe also stands wherever such a split would begin a formula.
 */

export const csvModes = ["machine", "spreadsheet"] as const;
export type CsvMode = (typeof csvModes)[number];

/** U+FEFF, by which a spreadsheet recognises UTF-8. */
const byteOrderMark = "\uFEFF";

/** What begins a formula, including its full-width form, and what hides such a beginning. */
const computed = /^[=+\-@\t\r\n＝＋－＠]/;
/** Where another separator, or a line end, would begin a cell with such a sign, a quote or our own apostrophe. */
const cut = /([;\t\r\n])(?=[=+\-@＝＋－＠'"])/g;
/** A spreadsheet rounds numbers after the fifteenth digit and shows long ones in exponential form. */
const longFigure = /^\d{12,}$/;

/** What a file in that mode begins with. */
export function csvStart(mode: CsvMode): string {
  return mode === "spreadsheet" ? byteOrderMark : "";
}

/** One record with its CRLF. `cells` has at least one. */
export function csvRecord(cells: readonly string[], mode: CsvMode): string {
  const written = cells.map((cell) => quoted(mode === "spreadsheet" ? guarded(cell) : cell));
  // A lone empty cell would be an empty line, which readers skip.
  return `${written.length === 1 && written[0] === "" ? '""' : written.join(",")}\r\n`;
}

export function writeCsv(records: readonly (readonly string[])[], mode: CsvMode): string {
  return csvStart(mode) + records.map((cells) => csvRecord(cells, mode)).join("");
}

/** The inverse of writeCsv; also accepts LF alone and an unterminated last line. Throws on broken quotes. */
export function parseCsv(text: string, mode: CsvMode): string[][] {
  const body = mode === "spreadsheet" && text.startsWith(byteOrderMark) ? text.slice(1) : text;
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at < body.length) {
    const [raw, next] = body[at] === '"' ? quotedCell(body, at) : plainCell(body, at);
    if (next < body.length && !/[,\r\n]/.test(body.charAt(next))) throw new Error("text after a quoted cell");
    record.push(mode === "spreadsheet" ? unguarded(raw) : raw);
    at = next + 1;
    if (body[next] === ",") {
      if (at < body.length) continue;
      // A comma at the very end means one more, empty, cell.
      record.push("");
    }
    if (body[next] === "\r" && body[at] === "\n") at += 1;
    records.push(record);
    record = [];
  }
  return records;
}

/** A cell that already begins with an apostrophe gets another, so removing one is always right. */
function guarded(cell: string): string {
  const within = cell.replaceAll(cut, "$1'");
  return computed.test(cell) || longFigure.test(cell) || cell.startsWith("'") ? `'${within}` : within;
}

function unguarded(cell: string): string {
  return (cell.startsWith("'") ? cell.slice(1) : cell).replaceAll(/([;\t\r\n])'/g, "$1");
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** The cell at `start`, and where it ends. */
function plainCell(text: string, start: number): [string, number] {
  let end = start;
  while (end < text.length && text[end] !== "," && text[end] !== "\r" && text[end] !== "\n") end += 1;
  return [text.slice(start, end), end];
}

function quotedCell(text: string, start: number): [string, number] {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  if (end === -1) throw new Error("a quoted cell never closes");
  return [text.slice(start + 1, end).replaceAll('""', '"'), end + 1];
}
