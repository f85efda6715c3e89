/** Counts a provider's filtered requests, as the reader may see them, and returns them page by page. */
import { exportSelect } from "#domain/reports/export-columns.ts";
import { conditionsOf, type RequestFilter } from "#domain/requests/request-filter.ts";
import type { Database } from "../../database.types.ts";
import type { SupabaseClient } from "@supabase/supabase-js";
import * as z from "zod/mini";
import { createCall } from "../_shared/database/call.ts";
import { refusalOf } from "../_shared/database/database-error.ts";
import type { Logger } from "../_shared/log.ts";
import { Refusal } from "#domain/commands/refusal.ts";

export type ExportRow = Record<string, unknown> & { reference: string };

export type FilteredRequests = {
  count(): Promise<number>;
  /** Rows ordered by reference, after the given one; an empty page is the end. */
  page(after: string | undefined): Promise<ExportRow[]>;
};

/** PostgREST returns no more rows at once. */
const pageSize = 1000;

/** A search is for finding a few requests; a larger export needs a filter. */
const maxFound = 5000;

const rows = z.array(z.looseObject({ reference: z.string() }));
const ids = z.array(z.uuid());

/** `client` carries the reader's own token. The search runs once, so that all pages refer to the same rows. */
export async function filteredRequests(
  client: SupabaseClient<Database>,
  providerId: string,
  filter: RequestFilter,
  log: Logger,
): Promise<FilteredRequests> {
  const conditions = conditionsOf(filter);
  const listed = Object.fromEntries([
    ["provider_id", [providerId]],
    ...conditions.flatMap(({ column, operator, value }) => (operator === "in" ? [[column, value]] : [])),
  ]);
  const parts = filter.search ? inParts(await search(client, filter.search, listed, log)) : [undefined];

  const select = (columns: string, part: string[] | undefined, head = false) => {
    const counting = head ? ({ count: "exact", head } as const) : {};
    let query = client.from("migration_requests").select(columns, counting).eq("provider_id", providerId);
    for (const { column, operator, value } of conditions) {
      query = query.filter(column, operator, operator === "in" ? listOf(value) : value);
    }
    return part ? query.in("id", part) : query;
  };

  const readPage = async (part: string[] | undefined, after: string | undefined) => {
    const query = select(exportSelect, part).order("reference").limit(pageSize);
    // Keyset: an offset would skip or repeat rows when others are filed meanwhile.
    const { data, error } = await (after === undefined ? query : query.gt("reference", after));
    if (error) throw refusalOf(error, log);
    return rows.parse(data);
  };

  return {
    async count() {
      let total = 0;
      for (const part of parts) {
        const { count, error, status } = await select("id", part, true);
        // The answer to HEAD has no body that could give a reason.
        if (status === 401 || status === 403) throw new Refusal(403, "not_permitted");
        if (error) throw refusalOf(error, log);
        total += count ?? 0;
      }
      return total;
    },
    async page(after) {
      if (parts.length === 1) return readPage(parts[0], after);
      // The search results form a single page.
      if (after !== undefined) return [];
      const found: ExportRow[] = [];
      for (const part of parts) found.push(...(await readPage(part, undefined)));
      return found.toSorted((a, b) => (a.reference < b.reference ? -1 : 1));
    },
  };
}

/** Builds PostgREST's list; supabase-js does not escape quotes in it, and a name may contain some. */
function listOf(values: readonly string[]): string {
  return `(${values.map((value) => `"${value.replaceAll(/["\\]/g, "\\$&")}"`).join(",")})`;
}

/** Ids travel in the URL, and gateways refuse one of more than about 8 KB. */
function inParts(found: string[], size = 100): string[][] {
  const count = Math.max(1, Math.ceil(found.length / size));
  return Array.from({ length: count }, (_, part) => found.slice(part * size, (part + 1) * size));
}

/** Returns all results, or refuses with export_too_large: half of them would look like all. */
async function search(
  client: SupabaseClient<Database>,
  query: string,
  listed: Record<string, readonly string[]>,
  log: Logger,
): Promise<string[]> {
  const call = createCall(client, log);
  const found = ids.parse(
    await call("search_request_ids", { p_query: query, p_filter: listed, p_most: maxFound + 1 }),
  );
  if (found.length > maxFound) {
    throw new Refusal(413, "export_too_large", { hint: `> ${maxFound}` });
  }
  return found;
}
