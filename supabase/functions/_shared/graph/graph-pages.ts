/** Reads a list page by page, with smaller pages if Meta finds one too large: the same size would always fail. */
import { GraphFailure, type GraphFailureDetails } from "#domain/graph/graph-failure.ts";
import type * as z from "zod/mini";
import { type Paging, pageOf } from "./graph-schemas.ts";
import { callGraph, type GraphAccess } from "./graph-transport.ts";

/** More would mean an endless list, not a long one: Meta allows at most 6,000 templates. */
const maxPages = 100;
/** Below this, the page size is not the problem. */
const leastLimit = 10;

/** Shrinks when a page proves too large, so that later pages start with a size that works. */
export type PageSize = { limit: number };

type List<T> = { wabaId: string; edge: string; fields?: string; size?: PageSize; item: z.ZodMiniType<T> };
type Page<T> = { data: T[]; after: string | undefined };

/** `after`: where the last page ended. Throws GraphFailure and nothing else. */
export async function readPage<T>(
  access: GraphAccess,
  { wabaId, edge, fields, size, item }: List<T>,
  after: string | undefined,
): Promise<Page<T>> {
  for (;;) {
    try {
      const { data, paging } = await callGraph(access, {
        method: "GET",
        path: `/${wabaId}/${edge}`,
        account: wabaId,
        parameters: {
          ...(fields === undefined ? {} : { fields }),
          ...(size === undefined ? {} : { limit: size.limit }),
          ...(after === undefined ? {} : { after }),
        },
        schema: pageOf(item),
      });
      const next = nextOf(paging);
      if (next !== undefined && next === after) throw nonsense("a list that does not end");
      return { data, after: next };
    } catch (failure) {
      const mayShrink = failure instanceof GraphFailure && isTooMuch(failure.details);
      if (!mayShrink || size === undefined || size.limit <= leastLimit) throw failure;
      size.limit = Math.max(leastLimit, Math.floor(size.limit / 2));
    }
  }
}

/** Builds the URLs itself from the cursors: Meta's ready-made URL of the next page may contain a token. */
export async function readList<T>(access: GraphAccess, list: List<T>): Promise<T[]> {
  const items: T[] = [];
  const first = list.size?.limit ?? 1;
  let after: string | undefined;
  for (let page = 0; page < maxPages * Math.ceil(first / (list.size?.limit ?? 1)); page += 1) {
    const read: Page<T> = await readPage(access, list, after);
    items.push(...read.data);
    if (read.after === undefined) return items;
    after = read.after;
  }
  throw nonsense("a list that does not end");
}

/**
 * Where the next page begins; undefined after the last page, which has no `next` (Meta's "Paginated Results",
 * developers.facebook.com/docs/graph-api/results, read 2026-11-30). A next page without a cursor leaves half a list.
 */
function nextOf(paging: Paging): string | undefined {
  if (paging?.next === undefined) return undefined;
  const after = paging.cursors?.after;
  if (after === undefined) throw nonsense("a list without a cursor");
  return after;
}

/** HTTP 500 with code 1; only its text distinguishes it (several public reports, of several edges of the Graph API). */
function isTooMuch({ code, title, userMessage, details, message }: GraphFailureDetails): boolean {
  return code === 1 && /reduce the amount of data/i.test([title, userMessage, details, message].join(" "));
}

function nonsense(reason: string): GraphFailure {
  return new GraphFailure("Graph nonsense", { kind: "nonsense", status: 200, payload: { reason } });
}
