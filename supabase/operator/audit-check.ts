/** Everything that the operator's verifier looks at, for one provider after the other. */
import { createHash } from "node:crypto";
import type { AuditRow, ChainHead, Digest } from "#domain/audit/chain.ts";
import { differences, replay } from "#domain/audit/replay.ts";
import { type ChainFault, verifyChain } from "#domain/audit/verify-chain.ts";
import type { Sql, TransactionSql } from "postgres";
import { type AuditedRequest, listAudited, readRequests, readRows } from "./audit-source.ts";

export const sha256: Digest = (text) => createHash("sha256").update(text, "utf8").digest("hex");

/** unsealed: entries wait for too long. unrecorded: an event without an entry. strayed: a request is not what its rows tell. */
export type AuditFault =
  | ChainFault
  | { kind: "unsealed" | "unrecorded"; count: number }
  | { kind: "strayed"; request: string; fields: readonly string[] };

export type AuditReport = { provider: string; slug: string; head: ChainHead; faults: AuditFault[] };

export type AuditOrder = {
  /** Heads that were written down outside, by a provider's slug or id. */
  known?: Readonly<Record<string, ChainHead>>;
  /** After how many minutes an entry should be sealed. */
  minutes: number;
};

/** `sql`: of a role that row-level security does not bind. One snapshot; nothing is written. */
export async function checkAudit(sql: Sql, order: AuditOrder): Promise<AuditReport[]> {
  const reports = await sql.begin("isolation level repeatable read read only", async (transaction) => ({
    all: await checkAuditIn(transaction, order),
  }));
  return reports.all;
}

export async function checkAuditIn(
  sql: TransactionSql,
  { known = {}, minutes }: AuditOrder,
): Promise<AuditReport[]> {
  await sql`set local timezone = 'UTC'`;
  await sql`set local intervalstyle = 'postgres'`;
  const reports: AuditReport[] = [];
  for (const { id, slug, head: own, late, unrecorded, erasing } of await listAudited(sql, minutes)) {
    const histories = new Map<string, AuditRow[]>();
    const { head, fault } = await verifyChain(keeping(readRows(sql, id), histories), {
      provider: id,
      digest: sha256,
      // Without a head from outside the database's own word is all there is.
      known: known[slug] ?? known[id] ?? own,
      erasing,
    });
    const faults: AuditFault[] = fault ? [fault] : [];
    if (late > 0) faults.push({ kind: "unsealed", count: late });
    if (unrecorded > 0) faults.push({ kind: "unrecorded", count: unrecorded });
    // A broken chain tells nothing of what the requests should be.
    if (!fault || fault.kind === "values_gone")
      faults.push(...strayed(histories, await readRequests(sql, id)));
    reports.push({ provider: id, slug, head, faults });
  }
  return reports;
}

async function* keeping(
  rows: AsyncIterable<AuditRow>,
  histories: Map<string, AuditRow[]>,
): AsyncGenerator<AuditRow> {
  for await (const row of rows) {
    const history = row.request_id === null ? undefined : histories.get(row.request_id);
    if (history) history.push(row);
    else if (row.request_id !== null) histories.set(row.request_id, [row]);
    yield row;
  }
}

/** Requests of which an entry still waits are left out: their rows do not tell everything yet. */
function strayed(
  histories: ReadonlyMap<string, readonly AuditRow[]>,
  requests: readonly AuditedRequest[],
): AuditFault[] {
  const faults: AuditFault[] = [];
  for (const { id, row, waits } of requests) {
    const history = histories.get(id) ?? [];
    const gone = row === null && (history.length === 0 || history.at(-1)?.kind === "request.deleted");
    if (waits || gone) continue;
    const fields = row === null ? ["id"] : differences(replay(history), row);
    if (fields.length > 0) faults.push({ kind: "strayed", request: id, fields });
  }
  return faults;
}
