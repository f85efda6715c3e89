/** Monthly sends by template, as pasted from a spreadsheet or a report: `name,language,sends`. */
import * as z from "zod/mini";

export const maxSends = 10_000;
const maxCharacters = 1_000_000;
const maxMonthly = 2_000_000_000;

/** [name, language, sends per month]; null removes a number. */
export const templateSends = z
  .array(
    z.tuple([
      z.string().check(z.minLength(1), z.maxLength(512)),
      z.string().check(z.minLength(1), z.maxLength(20)),
      z.nullable(z.int().check(z.minimum(0), z.maximum(maxMonthly))),
    ]),
  )
  .check(z.minLength(1), z.maxLength(maxSends));

export type SendsProblem = {
  /** From 1; 0: the text as a whole. */
  line: number;
  code: "too_long" | "too_many" | "cells" | "language" | "sends" | "twice" | "empty";
};

export type ParsedSends = {
  rows: [name: string, language: string, sends: number][];
  problems: SendsProblem[];
};

/** Accepts comma, semicolon or tab, quotes, and a heading. Accepts nothing if there is any problem. */
export function parseSends(text: string): ParsedSends {
  if (text.length > maxCharacters) return { rows: [], problems: [{ line: 0, code: "too_long" }] };
  const rows: ParsedSends["rows"] = [];
  const problems: SendsProblem[] = [];
  const seen = new Set<string>();
  for (const [index, written] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1;
    if (written.trim() === "") continue;
    const cells = written.split(/[,;\t]/).map((cell) =>
      cell
        .trim()
        .replace(/^["'](.*)["']$/, "$1")
        .trim(),
    );
    const [name = "", language = "", sends = ""] = cells;
    if (rows.length === 0 && problems.length === 0 && /^(name|template)/i.test(name) && !/\d/.test(sends))
      continue;
    const code = problemOf(cells, name, language, sends, seen);
    if (code) problems.push({ line, code });
    else rows.push([name, language, Number(sends)]);
    seen.add(`${name}\n${language}`);
    if (seen.size > maxSends) return { rows: [], problems: [{ line, code: "too_many" }] };
  }
  if (rows.length === 0 && problems.length === 0) problems.push({ line: 0, code: "empty" });
  return problems.length > 0 ? { rows: [], problems } : { rows, problems };
}

function problemOf(
  cells: readonly string[],
  name: string,
  language: string,
  sends: string,
  seen: ReadonlySet<string>,
): SendsProblem["code"] | null {
  if (cells.length !== 3 || name === "") return "cells";
  if (!/^[a-z]{2,3}(_[A-Za-z]{2,4})?$/.test(language)) return "language";
  if (!/^\d{1,10}$/.test(sends) || Number(sends) > maxMonthly) return "sends";
  return seen.has(`${name}\n${language}`) ? "twice" : null;
}
