/** Reads a recorded export page by page, as bytes: the database writes the file, so nothing here looks into a row. */
import * as z from "zod/mini";
import { refusalOf } from "../_shared/database/database-error.ts";
import type { Logger } from "../_shared/log.ts";
import type { SupabaseRuntime } from "../_shared/runtime.ts";

export type ExportPage = {
  rows: number;
  /** The reference of its last row, after which the next page begins. */
  last: string;
  /** Its part of the file, as it arrives. */
  pieces: AsyncIterable<Uint8Array>;
};

/** The next page, of at most `most` rows; without `after` the first, which begins with the head of the file. */
export type ReadPage = (after: string | null, most: number) => Promise<ExportPage>;

/** The type for which PostgREST sends the function's text as it is instead of as a JSON string. */
const pageType = "application/vnd.portdesk.csv-page";
const lineEnd = 10;
const databaseError = z.object({
  code: z.optional(z.string()),
  message: z._default(z.string(), ""),
  hint: z.nullish(z.string()),
});

/** `authorization` is the reader's own header. Throws Refusal. */
export function exportPages(
  { url, publishableKey }: SupabaseRuntime,
  authorization: string,
  exportId: string,
  log: Logger,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): ReadPage {
  const headers = {
    accept: pageType,
    "content-type": "application/json",
    apikey: publishableKey,
    authorization,
  };
  return async (after, most) => {
    const body = JSON.stringify({ p_export: exportId, p_after: after, p_most: most });
    const response = await fetch(`${url}/rest/v1/rpc/export_page`, { method: "POST", headers, body });
    if (!response.ok) {
      const { code = "", message, hint } = databaseError.parse(await response.json().catch(() => ({})));
      throw refusalOf({ code, message, hint: hint ?? null }, log);
    }
    return pageOf(response);
  };
}

/** A page begins with a line of its own: its number of rows and the last reference. */
async function pageOf({ body }: Response): Promise<ExportPage> {
  if (!body) throw new Error("The database sent no page.");
  const reader = body.getReader();
  let begin = new Uint8Array();
  while (!begin.includes(lineEnd)) {
    const { done, value } = await reader.read();
    if (done) throw new Error("The database sent no page.");
    begin = new Uint8Array([...begin, ...value]);
  }
  const end = begin.indexOf(lineEnd);
  const [, rows, last] = /^(\d+) (.*)$/.exec(new TextDecoder().decode(begin.subarray(0, end))) ?? [];
  if (rows === undefined || last === undefined) throw new Error("The database sent no page.");
  return { rows: Number(rows), last, pieces: piecesOf(begin.subarray(end + 1), reader) };
}

async function* piecesOf(first: Uint8Array, reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    if (first.length > 0) yield first;
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}
