/**
 * Refine's reads over PostgREST, under the reader's own rights. Nothing writes to a table: what Refine creates or
 * updates is a command, and so is `custom`, which also calls database functions.
 */
import type { BaseRecord, CrudFilter, DataProvider, HttpError } from "@refinedev/core";
import type { Database } from "../../supabase/database.types.ts";
import type { PostgrestError } from "@supabase/postgrest-js";
import type { CommandName } from "#domain/commands/command-catalogue.ts";
import { commandsFunction } from "#domain/functions/commands-function.ts";
import { byPlace, type Cursor } from "./keyset.ts";
import { applyFilter, listedValues } from "./postgrest-filters.ts";
import type { Tables } from "./supabase-client.ts";

type ReadMeta = {
  /** PostgREST's select, with embeds. */
  select?: string;
  /** Search text for a request: number, reference or company. At most `maxFound` matches are listed. */
  search?: string;
  /** Pages by place instead of by number; the answer's `cursor` holds the neighbours' places. */
  cursor?: Cursor;
  /** Omits the total where nobody shows it. */
  count?: "exact" | "none";
  /** The key of tables that are not keyed by `id`. */
  idColumn?: string;
  /** A table without an id has nothing to break ties. */
  keyless?: boolean;
};

/** A refused read, in the shape that Refine distinguishes: 404 is a page, 401 signs out, others are shown. */
class ReadFailure extends Error implements HttpError {
  readonly statusCode: number;

  constructor(message: string, statusCode: number) {
    super(message);
    this.name = "ReadFailure";
    this.statusCode = statusCode;
  }
}

const failure = (error: PostgrestError, status: number) => new ReadFailure(error.message, status);

/** The commands that create and update a resource's rows. Without a command, no form can change it. */
const writes: Record<string, { create?: CommandName; update?: CommandName }> = {
  migration_requests: { create: "create_draft", update: "edit_facts" },
};

const refuseDeletion = () => Promise.reject<never>(new Error("Nothing is deleted by a screen."));

/** What a search lists at most; a database function finds them. It knows no parts of fewer characters. */
export const maxFound = 200;
export const leastSearched = 3;
const searches: Record<string, keyof Database["public"]["Functions"]> = { request_list: "search_requests" };

/** Sends a body to the Edge Function of that name; throws its refusal. */
type Post = (functionName: string, body: unknown) => Promise<Response>;

export function createDataProvider(database: Tables<Database>, post: Post): DataProvider {
  // Refine names tables by plain strings.
  const client: Tables = database;

  async function command(name: CommandName | undefined, input: unknown): Promise<{ data: never }> {
    if (!name) throw new Error("This resource is changed by commands of its own: use useCommand.");
    const response = await post(commandsFunction.name, { command: name, input });
    return { data: (await response.json()) as never };
  }

  /** The rows of a table, or those of its search. */
  function rowsOf(
    resource: string,
    { select = "*", search = "", count = "exact" }: ReadMeta,
    filters: CrudFilter[],
  ) {
    const counting = count === "exact" ? ({ count: "exact" } as const) : {};
    const found = searches[resource];
    if (search === "" || !found) return client.from(resource).select<string, BaseRecord>(select, counting);
    const args = { p_query: search, p_filter: listedValues(filters), p_most: maxFound + 1 };
    return client.rpc(found, args, counting).select<string, BaseRecord>(select);
  }

  return {
    getApiUrl: () => "",
    async getList({ resource, pagination, filters = [], sorters = [], meta }) {
      const read = (meta ?? {}) as ReadMeta;
      const paged = pagination?.mode !== "off" && read.cursor === undefined;
      const size = pagination?.pageSize ?? 25;
      const query = rowsOf(resource, paged ? read : { ...read, count: read.count ?? "none" }, filters);
      for (const filter of filters) applyFilter(query, filter);
      const page = read.cursor && sorters[0] && byPlace(query, sorters[0], read.cursor, size);
      if (!page) {
        for (const { field, order } of sorters) query.order(field, { ascending: order === "asc" });
        // Ties go in the direction of the order, as they do in its index.
        const last = sorters.at(-1);
        if (last && !read.keyless && !sorters.some((sorter) => sorter.field === "id"))
          query.order("id", { ascending: last.order === "asc" });
      }
      const first = ((pagination?.currentPage ?? 1) - 1) * size;
      if (paged) query.range(first, first + size - 1);
      const { data, error, status, count: total } = await query;
      // A page past the end, after others were filtered away, is an empty page.
      if (error?.code === "PGRST103") return { data: [], total: 0 };
      if (error) throw failure(error, status);
      const found: BaseRecord[] = [data].flat();
      if (page) return { ...page(found), total: total ?? found.length } as never;
      return { data: found as never, total: total ?? found.length };
    },
    async getOne({ resource, id, meta }) {
      const { select = "*", idColumn = "id" } = (meta ?? {}) as ReadMeta;
      const { data, error, status } = await client
        .from(resource)
        .select(select)
        .eq(idColumn, id)
        .maybeSingle();
      if (error) throw failure(error, status);
      // Rows hidden by row-level security and missing rows look the same, on purpose.
      if (data === null) throw new ReadFailure("not_found", 404);
      return { data: data as never };
    },
    async getMany({ resource, ids, meta }) {
      const { select = "*" } = (meta ?? {}) as ReadMeta;
      const { data, error, status } = await client.from(resource).select(select).in("id", ids);
      if (error) throw failure(error, status);
      return { data: data as never };
    },
    /** `variables`: the input of the resource's command. */
    create: ({ resource, variables }) => command(writes[resource]?.create, variables),
    /** `variables`: the rest of the command's input, with the version for which the form was filled in. */
    update: ({ resource, id, variables }) => command(writes[resource]?.update, { ...variables, request: id }),
    deleteOne: refuseDeletion,
    /** `url`: `rpc/<database function>` or `functions/<Edge Function>`; `payload`: its arguments or body. */
    async custom({ url, payload }) {
      const [kind, name = ""] = url.split("/");
      if (kind === "functions") return { data: await (await post(name, payload)).json() };
      if (kind !== "rpc") throw new Error(`Nothing is asked by ${url}.`);
      const { data, error, status } = await client.rpc(name, payload);
      if (error) throw failure(error, status);
      return { data: data as never };
    },
  };
}
