/** The file on its way out, a page at a time: memory holds one page, however many rows there are. */
import { type CsvMode, csvRecord, csvStart } from "#domain/reports/csv.ts";
import { exportCells, exportHeader } from "#domain/reports/export-columns.ts";
import type { ExportRow, FilteredRequests } from "./filtered-requests.ts";

/** Ends after `count` rows, which is what the audit says left the house. `first` is the first page, read already. */
export function csvStream(
  requests: FilteredRequests,
  first: ExportRow[],
  count: number,
  mode: CsvMode,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let page: ExportRow[] | undefined = first;
  let left = count;
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(csvStart(mode) + csvRecord(exportHeader, mode)));
    },
    // An error here breaks the transfer off, so that no half file looks whole.
    async pull(controller) {
      const now = (page ?? []).slice(0, left);
      const last = now.at(-1);
      if (last === undefined) return controller.close();
      controller.enqueue(encoder.encode(now.map((row) => csvRecord(exportCells(row), mode)).join("")));
      left -= now.length;
      page = left > 0 ? await requests.page(last.reference) : undefined;
    },
  });
}
