/** Two providers with a history in the audit, the verifier over them, and ways to change data without a trace. */
import postgres, { type TransactionSql } from "postgres";
import {
  type AuditOrder,
  type AuditReport,
  checkAudit,
  checkAuditIn,
} from "../../../supabase/operator/audit-check.ts";
import type { TestDatabase } from "../../fixtures/database.ts";
import { CommandDriver } from "../../fixtures/command-driver.ts";
import { useDriver } from "../../fixtures/own-database.ts";
import { fillEveryTable, type TwoTenants } from "../../fixtures/two-tenants.ts";

/** "home edited 9": provider, fault and place, fields or count. */
export function named(reports: readonly AuditReport[]): string[] {
  return reports.flatMap(({ slug, faults }) =>
    faults.map((fault) => {
      const where =
        "seq" in fault
          ? fault.seq
          : "fields" in fault
            ? `${fault.relation} ${fault.fields.join()}`
            : fault.count;
      return `${slug} ${fault.kind} ${where}`;
    }),
  );
}

export class AuditFixture {
  readonly database: TestDatabase;
  readonly tenants: TwoTenants;
  readonly driver: CommandDriver;

  constructor(database: TestDatabase, tenants: TwoTenants) {
    this.database = database;
    this.tenants = tenants;
    this.driver = new CommandDriver(database, tenants);
  }

  async seal(): Promise<void> {
    await this.database.sql`select public.engine_seal_audit(1000000)`;
  }

  /** What the verifier reports for both providers; nothing if all is intact. */
  async faults(order: Partial<AuditOrder> = {}): Promise<string[]> {
    return named(await checkAudit(this.database.sql, { minutes: 10, ...order }));
  }

  async undone<T>(work: (transaction: TransactionSql) => Promise<T>): Promise<T> {
    const undo = new Error("undo");
    let result: { value: T } | undefined;
    await this.database.sql
      .begin(async (transaction) => {
        result = { value: await work(transaction) };
        throw undo;
      })
      .catch((error: unknown) => {
        if (error !== undo) throw error;
      });
    if (!result) throw new Error("nothing happened");
    return result.value;
  }

  /** The sqlstate with which a role is refused this; null if it is not refused, and then everything is rolled back. */
  async refusal(statement: string, role: string): Promise<string | null> {
    try {
      await this.undone(async (transaction) => {
        await transaction`select set_config('role', ${role}, true)`;
        await transaction.unsafe(statement);
      });
      return null;
    } catch (error) {
      if (error instanceof postgres.PostgresError) return error.code;
      throw error;
    }
  }

  /** What the verifier reports after the database's owner did this with every trigger off; rolled back. */
  async tampered(statement: string, order: Partial<AuditOrder> = {}): Promise<string[]> {
    const { own, foreign } = this.tenants;
    const words = statement
      .replaceAll("$home", `'${own.provider}'`)
      .replaceAll("$away", `'${foreign.provider}'`);
    return this.undone(async (transaction) => {
      await transaction`set local session_replication_role = replica`;
      await transaction.unsafe(words).simple();
      return named(await checkAuditIn(transaction, { minutes: 10, ...order }));
    });
  }

  async headOf(provider: string): Promise<{ seq: number; hash: string; waiting: number }> {
    const answer = await this.driver.try("admin", "audit_head", { provider });
    if ("refused" in answer) throw new Error(answer.refused);
    return answer.done as { seq: number; hash: string; waiting: number };
  }
}

/** Rows of everything, and three requests moved a good way; all of it sealed. Await it at the top of a test file. */
export async function useAuditFixture(): Promise<AuditFixture & { moved: string }> {
  const { database, tenants } = await useDriver();
  const fixture = new AuditFixture(database, tenants);
  await fillEveryTable(database, tenants);
  const moved = await fixture.driver.bringTo("completed");
  await fixture.driver.bringTo("failed");
  await fixture.driver.bringTo("cutover");
  await fixture.seal();
  return Object.assign(fixture, { moved });
}
