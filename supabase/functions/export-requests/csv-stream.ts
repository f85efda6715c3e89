/** Passes the CSV file on as it arrives: memory holds a few pieces of a page, however many rows there are. */
import { createHash } from "node:crypto";
import type { ExportPage, ReadPage } from "./export-pages.ts";

/** PostgREST limits rows, and a page is one row; 5,000 requests are about 2 MB and a fraction of a second. */
export const pageSize = 5000;

/**
 * Ends after `count` rows, the number that the audit recorded as exported. `first` is the first page, already asked
 * for. `finish` receives the file's SHA-256, in hex, before the stream ends.
 */
export function csvStream(
  read: ReadPage,
  first: ExportPage,
  count: number,
  finish: (sha256: string) => Promise<void>,
): ReadableStream<Uint8Array> {
  const pieces = piecesOf(read, first, count, finish);
  return new ReadableStream({
    // An error here aborts the transfer, so that no half file looks complete.
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await pieces.return();
    },
  });
}

async function* piecesOf(
  read: ReadPage,
  first: ExportPage,
  count: number,
  finish: (sha256: string) => Promise<void>,
): AsyncGenerator<Uint8Array, void, void> {
  const hash = createHash("sha256");
  let left = count;
  let page: ExportPage | undefined = first;
  while (page) {
    left -= page.rows;
    // The database works on the next page while this one is on its way to the reader.
    const next: Promise<ExportPage> | undefined =
      page.rows > 0 && left > 0 ? read(page.last, Math.min(pageSize, left)) : undefined;
    // Its failure is seen when it is needed; until then nobody waits for it.
    next?.catch(() => undefined);
    for await (const piece of page.pieces) {
      hash.update(piece);
      yield piece;
    }
    page = await next;
  }
  await finish(hash.digest("hex"));
}
