/** Runs all of the operator's audit checks, one provider after another. */
import { createHash } from "node:crypto";
import type { ChainHead, Digest } from "#domain/audit/chain.ts";
import { type ChainFault, verifyChain } from "#domain/audit/verify-chain.ts";
import type { Sql, TransactionSql } from "postgres";
import { findStrayed, type Histories, keeping, type StrayedRow } from "./audit-row-comparison.ts";
import { listAudited, readRows } from "./audit-source.ts";

export const sha256: Digest = (text) => createHash("sha256").update(text, "utf8").digest("hex");

/** unsealed: entries have waited too long. unrecorded: an event has no entry. */
export type AuditFault = ChainFault | { kind: "unsealed" | "unrecorded"; count: number } | StrayedRow;

export type AuditReport = { provider: string; slug: string; head: ChainHead; faults: AuditFault[] };

export type AuditOrder = {
  /** Heads that were recorded outside, by a provider's slug or id. */
  known?: Readonly<Record<string, ChainHead>>;
  /** The age in minutes at which an entry should be sealed. */
  minutes: number;
};

/** `sql`: of a role that bypasses row-level security. Reads one snapshot and writes nothing. */
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
    const histories: Histories = new Map();
    const { head, fault } = await verifyChain(keeping(readRows(sql, id), histories), {
      provider: id,
      digest: sha256,
      // Without a head from outside, only the database's own can be used.
      known: known[slug] ?? known[id] ?? own,
      erasing,
    });
    const faults: AuditFault[] = fault ? [fault] : [];
    if (late > 0) faults.push({ kind: "unsealed", count: late });
    if (unrecorded > 0) faults.push({ kind: "unrecorded", count: unrecorded });
    // A broken chain cannot tell what the rows should be.
    if (!fault || fault.kind === "values_gone") faults.push(...(await findStrayed(sql, id, histories)));
    reports.push({ provider: id, slug, head, faults });
  }
  return reports;
}
