/** Rebuilds a database row from its audit rows and compares it with the stored one. */
import type * as z from "zod/mini";
import { readTableKind } from "./audited-tables.ts";
import { type AuditBody, type AuditRow, readBody } from "./chain.ts";

type Json = z.infer<ReturnType<typeof z.json>>;

export type Rebuilt = {
  /** Every column as the audit rows give it. */
  row: Record<string, Json>;
  /** Columns whose last value was erased and can no longer be known. */
  erased: readonly string[];
  /** The last entry says that the row was removed. */
  isRemoved: boolean;
};

/** What an audit row says about columns: in plain text, or (column by field) as a commitment. */
type Change = { set: Record<string, Json>; committed: Record<string, string> };

/** `rows`: those of one row, in order, each with the values behind its commitments. `tell`: how to read them. */
export function replay(rows: Iterable<Pick<AuditRow, "body" | "values">>, read = readRow): Rebuilt {
  let row: Record<string, Json> = {};
  const erased = new Set<string>();
  let isRemoved = false;
  for (const one of rows) {
    const body = readBody(one.body);
    if (!body) continue;
    isRemoved = body.kind === "request.deleted" || readTableKind(body.kind)?.change === "removed";
    if (isRemoved) {
      row = {};
      erased.clear();
    }
    const { set, committed } = read(body);
    for (const [column, value] of Object.entries(set)) {
      row[column] = value;
      erased.delete(column);
    }
    for (const [field, column] of Object.entries(committed)) {
      const opened = one.values?.find((value) => value.field === field);
      if (opened) row[column] = JSON.parse(opened.value) as Json;
      else delete row[column];
      if (opened) erased.delete(column);
      else erased.add(column);
    }
  }
  return { row, erased: [...erased].toSorted(), isRemoved };
}

function readRow({ data }: AuditBody): Change {
  // An event's own fields are not columns of its request.
  const fields = Object.keys(data.committed ?? {}).filter((field) => !field.startsWith("event."));
  return { set: data.set ?? {}, committed: Object.fromEntries(fields.map((field) => [field, field])) };
}

/** Reads an event: its own entry, and later changes to it. */
export function readEvent(body: AuditBody): Change {
  if (body.event === null) return readRow(body);
  const { provider, request, kind, actor, data } = body;
  const committed: Record<string, string> = data.committed?.["event.data"] ? { "event.data": "data" } : {};
  return {
    set: {
      id: body.event,
      provider_id: provider,
      request_id: request,
      kind,
      visibility: data.visibility ?? null,
      actor_kind: actor,
      actor_id: body.actorId,
      from_status: data.from ?? null,
      to_status: data.to ?? null,
      ...("event.data" in committed ? {} : { data: {} }),
    },
    committed,
  };
}

/** The columns in which a row differs from its audit rows; erased ones cannot be compared. */
export function differences(rebuilt: Rebuilt, real: Record<string, unknown>): string[] {
  const fields = new Set([...Object.keys(rebuilt.row), ...Object.keys(real)]);
  return [...fields]
    .filter((field) => !rebuilt.erased.includes(field) && !isSame(rebuilt.row[field], real[field]))
    .toSorted();
}

/** The same, for only those columns that the audit rows mention. */
export function recordedDifferences(rebuilt: Rebuilt, real: Record<string, unknown>): string[] {
  return Object.keys(rebuilt.row)
    .filter((field) => !isSame(rebuilt.row[field], real[field]))
    .toSorted();
}

/** A column that no audit row mentions has always been empty. */
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
