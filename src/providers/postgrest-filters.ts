/** Refine's filters as PostgREST filters. Values travel as parameters and are never spliced into an expression. */
import type { CrudFilter } from "@refinedev/core";

/** The part of a PostgREST query that filters need. */
export type FilterTarget = {
  eq(column: string, value: unknown): unknown;
  neq(column: string, value: unknown): unknown;
  gte(column: string, value: unknown): unknown;
  lte(column: string, value: unknown): unknown;
  gt(column: string, value: unknown): unknown;
  lt(column: string, value: unknown): unknown;
  filter(column: string, operator: string, value: string): unknown;
  is(column: string, value: null): unknown;
  not(column: string, operator: string, value: unknown): unknown;
};

const isEmpty = (value: unknown) =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** PostgREST's list; in supabase-js's own `in` a quote in a value ends the list. */
function listOf(values: readonly unknown[]): string {
  return `(${values.map((value) => `"${String(value).replace(/["\\]/g, "\\$&")}"`).join(",")})`;
}

function put(target: FilterTarget, field: string, operator: string, value: unknown): unknown {
  if (operator === "null") return target.is(field, null);
  if (operator === "nnull") return target.not(field, "is", null);
  // A filter whose field was cleared on the screen does not apply.
  if (isEmpty(value)) return target;
  switch (operator) {
    case "eq":
      return Array.isArray(value) ? target.filter(field, "in", listOf(value)) : target.eq(field, value);
    case "ne":
      return target.neq(field, value);
    case "gte":
      return target.gte(field, value);
    case "lte":
      return target.lte(field, value);
    case "gt":
      return target.gt(field, value);
    case "lt":
      return target.lt(field, value);
    case "in": {
      const values: unknown[] = Array.isArray(value) ? value : [value];
      // Only of an equality does the planner know that an index's order survives it.
      return values.length === 1 ? target.eq(field, values[0]) : target.filter(field, "in", listOf(values));
    }
    case "contains":
      return target.filter(
        field,
        "ilike",
        `%${String(value)
          .replace(/[\\%_]/g, "\\$&")
          .replaceAll("*", "")}%`,
      );
    default:
      throw new Error(`The filter ${operator} on ${field} is not one that lists use.`);
  }
}

/** The values that the filters list, {field: [values]}: a search is limited to them. */
export function listedValues(filters: readonly CrudFilter[]): Record<string, string[]> {
  return Object.fromEntries(
    filters.flatMap((filter) =>
      "field" in filter && (filter.operator === "eq" || filter.operator === "in") && !isEmpty(filter.value)
        ? [[filter.field, [filter.value].flat().map(String)]]
        : [],
    ),
  );
}

/** Adds the filter to the query; throws for an operator that no list uses. */
export function applyFilter(target: FilterTarget, filter: CrudFilter): void {
  if (!("field" in filter))
    throw new Error(`Groups of filters (${filter.operator}) are not used by any list.`);
  put(target, filter.field, filter.operator, filter.value);
}
