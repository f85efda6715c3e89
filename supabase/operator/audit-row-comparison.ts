/** Compares the database's rows with what the audit records of them, row by row. */
import { readTableKind } from "#domain/audit/audited-tables.ts";
import { type AuditRow, readBody } from "#domain/audit/chain.ts";
import { differences, replay, readEvent, recordedDifferences } from "#domain/audit/replay.ts";
import type { TransactionSql } from "postgres";
import { readStanding, readWaiting, type StandingRow } from "./audit-source.ts";

/** A row differs from what its audit rows record; `fields`: "id" alone if the row is gone. */
export type StrayedRow = { kind: "strayed"; relation: string; row: string; fields: readonly string[] };

/** Audit rows in their order, by relation and row: "events 812". */
export type Histories = Map<string, AuditRow[]>;

/** Passes a chain's rows on and keeps each one by the row that it describes. */
export async function* keeping(
  rows: AsyncIterable<AuditRow>,
  histories: Histories,
): AsyncGenerator<AuditRow> {
  for await (const row of rows) {
    for (const place of placesOf(row)) {
      const history = histories.get(place);
      if (history) history.push(row);
      else histories.set(place, [row]);
    }
    yield row;
  }
}

function placesOf(row: AuditRow): string[] {
  if (row.request_id !== null) {
    const request = `migration_requests ${row.request_id}`;
    return row.event_id === null ? [request] : [request, `events ${row.event_id}`];
  }
  const table = readTableKind(row.kind)?.table;
  if (table === undefined) return [];
  const reported = readBody(row.body)?.data.row;
  return reported === undefined ? [] : [`${table} ${reported}`];
}

/** Omits rows with an unsealed entry: their audit rows are incomplete. */
export async function findStrayed(
  sql: TransactionSql,
  provider: string,
  histories: Histories,
): Promise<StrayedRow[]> {
  const faults: StrayedRow[] = [];
  const waiting = await readWaiting(sql, provider);
  const standing = new Set<string>();
  for await (const one of readStanding(sql, provider)) {
    const place = `${one.relation} ${one.id}`;
    standing.add(place);
    const fields = waiting.has(place) ? [] : compare(one, histories.get(place) ?? []);
    if (fields.length > 0) faults.push({ kind: "strayed", relation: one.relation, row: one.id, fields });
  }
  for (const [place, history] of histories) {
    if (standing.has(place) || waiting.has(place) || replay(history).isRemoved) continue;
    const [relation = "", row = ""] = place.split(" ");
    faults.push({ kind: "strayed", relation, row, fields: ["id"] });
  }
  return faults;
}

function compare({ relation, row, isEverybodys }: StandingRow, history: readonly AuditRow[]): string[] {
  // An event's entry covers only some columns; whether it has an entry is checked separately.
  if (relation === "events") return recordedDifferences(replay(history, readEvent), row);
  // A provider that joined later has no record of how the row began.
  return isEverybodys ? recordedDifferences(replay(history), row) : differences(replay(history), row);
}
