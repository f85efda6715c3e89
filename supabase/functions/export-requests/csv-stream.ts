/** Streams the CSV file page by page: memory holds one page, however many rows there are. */
import { createHash } from "node:crypto";
import { type CsvMode, csvRecord, csvStart } from "#domain/reports/csv.ts";
import { exportCells, exportHeader } from "#domain/reports/export-columns.ts";
import type { ExportRow, FilteredRequests } from "./filtered-requests.ts";

/**
 * Ends after `count` rows, the number that the audit recorded as exported. `first` is the first page, already read.
 * `finish` receives the file's SHA-256, in hex, before the stream ends.
 */
export function csvStream(
  requests: FilteredRequests,
  first: ExportRow[],
  count: number,
  mode: CsvMode,
  finish: (sha256: string) => Promise<void>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const hash = createHash("sha256");
  const encode = (text: string) => {
    const bytes = encoder.encode(text);
    hash.update(bytes);
    return bytes;
  };
  let page: ExportRow[] | undefined = first;
  let left = count;
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encode(csvStart(mode) + csvRecord(exportHeader, mode)));
    },
    // An error here aborts the transfer, so that no half file looks complete.
    async pull(controller) {
      const now = (page ?? []).slice(0, left);
      const last = now.at(-1);
      if (last === undefined) {
        await finish(hash.digest("hex"));
        return controller.close();
      }
      controller.enqueue(encode(now.map((row) => csvRecord(exportCells(row), mode)).join("")));
      left -= now.length;
      page = left > 0 ? await requests.page(last.reference) : undefined;
    },
  });
}
