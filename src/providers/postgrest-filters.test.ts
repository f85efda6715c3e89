import type { CrudFilter } from "@refinedev/core";
import { createClient } from "@supabase/supabase-js";
import { describe, expect, it } from "vitest";
import { applyFilter, listedValues } from "./postgrest-filters.ts";

const client = createClient("http://127.0.0.1", "key", { auth: { persistSession: false } });

/** The filters of a query as PostgREST would receive them. */
function sent(filters: CrudFilter[]): string[] {
  const query = client.from("rows").select("*");
  for (const filter of filters) applyFilter(query, filter);
  const url: unknown = Reflect.get(query, "url");
  return url instanceof URL
    ? [...url.searchParams].filter(([name]) => name !== "select").map((pair) => pair.join("="))
    : [];
}

describe("filters of the lists", () => {
  it("become PostgREST filters", () => {
    expect(
      sent([
        { field: "status", operator: "eq", value: "draft" },
        { field: "created_at", operator: "gte", value: "2026-01-01" },
        { field: "resolved_at", operator: "null", value: true },
        { field: "reason", operator: "in", value: ["price", "other"] },
        { field: "name", operator: "contains", value: "50%_o*ff" },
      ]),
    ).toEqual([
      "status=eq.draft",
      "created_at=gte.2026-01-01",
      "resolved_at=is.null",
      'reason=in.("price","other")',
      String.raw`name=ilike.%50\%\_off%`,
    ]);
  });

  it("are left out when their field was cleared", () => {
    expect(
      sent([
        { field: "reason", operator: "in", value: [] },
        { field: "status", operator: "eq", value: undefined },
      ]),
    ).toEqual([]);
  });

  it("cannot be escaped by a quote in a value", () => {
    expect(sent([{ field: "name", operator: "in", value: ['a","b', "c\\d"] }])).toEqual([
      'name=in.("a\\",\\"b","c\\\\d")',
    ]);
  });

  it("refuse operators that no list uses", () => {
    expect(() => sent([{ operator: "or", value: [] }])).toThrow("not used by any list");
    expect(() => sent([{ field: "a", operator: "startswith", value: "x" }])).toThrow(
      "not one that lists use",
    );
  });

  it("say which rows a search is limited to", () => {
    expect(
      listedValues([
        { field: "provider_id", operator: "eq", value: "p" },
        { field: "status", operator: "in", value: ["draft", "submitted"] },
        { field: "reason", operator: "in", value: [] },
        { field: "created_at", operator: "gte", value: "2026-01-01" },
        { field: "ended_at", operator: "null", value: true },
      ]),
    ).toEqual({ provider_id: ["p"], status: ["draft", "submitted"] });
  });
});
