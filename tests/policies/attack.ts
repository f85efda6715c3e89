/** One attempt of one actor, and what came of it. */
import type { TransactionSql } from "postgres";
import postgres from "postgres";

export type Attempt = { rows: readonly Record<string, unknown>[]; count: number } | { refused: string };

/** Runs a statement inside a savepoint and takes it back; `refused` is the sqlstate. */
export async function attempt(
  transaction: TransactionSql,
  statement: string,
  values: readonly string[] = [],
): Promise<Attempt> {
  let outcome: Attempt = { refused: "" };
  const undo = new Error("undo");
  try {
    await transaction.savepoint(async (savepoint) => {
      const rows = await savepoint.unsafe<Record<string, unknown>[]>(statement, [...values]);
      outcome = { rows: [...rows], count: rows.count ?? 0 };
      throw undo;
    });
  } catch (error) {
    if (error !== undo) {
      if (!(error instanceof postgres.PostgresError)) throw error;
      outcome = { refused: error.code };
    }
  }
  return outcome;
}
