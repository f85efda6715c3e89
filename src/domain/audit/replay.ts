/** Rebuilds a request from its audit rows and compares it with the one that stands in the database. */
import type * as z from "zod/mini";
import { type AuditRow, readBody } from "./chain.ts";

type Json = z.infer<ReturnType<typeof z.json>>;

export type Rebuilt = {
  /** Every column as the rows tell it. */
  row: Record<string, Json>;
  /** Columns whose last value was erased: nobody can tell it any more. */
  erased: readonly string[];
};

/** `rows`: of one request, in order, each with the values that its commitments open to. */
export function replay(rows: Iterable<Pick<AuditRow, "body" | "values">>): Rebuilt {
  const row: Record<string, Json> = {};
  const erased = new Set<string>();
  for (const one of rows) {
    const data = readBody(one.body)?.data;
    for (const [field, value] of Object.entries(data?.set ?? {})) {
      row[field] = value;
      erased.delete(field);
    }
    for (const field of Object.keys(data?.committed ?? {})) {
      // What belongs to the event itself is no column.
      if (field.startsWith("event.")) continue;
      const opened = one.values?.find((value) => value.field === field);
      if (opened) row[field] = JSON.parse(opened.value) as Json;
      else delete row[field];
      if (opened) erased.delete(field);
      else erased.add(field);
    }
  }
  return { row, erased: [...erased].toSorted() };
}

/** The columns in which a request is not what its rows tell; erased ones cannot be compared. */
export function differences(rebuilt: Rebuilt, real: Record<string, unknown>): string[] {
  const fields = new Set([...Object.keys(rebuilt.row), ...Object.keys(real)]);
  return [...fields]
    .filter((field) => !rebuilt.erased.includes(field) && !isSame(rebuilt.row[field], real[field]))
    .toSorted();
}

/** A column that no row tells of is one that was never anything but empty. */
function isSame(one: unknown, other: unknown): boolean {
  return canonical(one ?? null) === canonical(other ?? null);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
