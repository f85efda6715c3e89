/** Work that the desk does by itself; a broken piece of it does not keep the others waiting. */
import type { ChoreStore } from "../_shared/engine/chore-store.ts";
import type { Logger } from "../_shared/log.ts";

export type Chore = {
  name: string;
  /** The part of what is left of the time that it gets, so that those behind it have their turn; all of it by default. */
  share?: number;
  /** Does what is due for `milliseconds` at most; returns how much it did. */
  work(milliseconds: number): Promise<number>;
};

/** `row`: what names a row in the log; `noteFailure`: sets it aside, where its kind has no attempts of its own. */
type Naming<Row> = {
  log: Logger;
  chore: string;
  row: (row: Row) => string;
  noteFailure?: ChoreStore["noteFailure"];
};

/**
 * Works row by row: one that breaks is named in the log and keeps no other waiting. Returns how many were worked.
 */
export async function eachRow<Row>(
  rows: Iterable<Row>,
  work: (row: Row) => Promise<unknown>,
  { log, chore, row: nameOf, noteFailure }: Naming<Row>,
): Promise<number> {
  let worked = 0;
  for (const row of rows) {
    try {
      await work(row);
      worked += 1;
    } catch (error) {
      const message = messageOf(error);
      log.error("row_failed", { chore, request: nameOf(row), message });
      await noteFailure?.(chore, nameOf(row), message).catch((unnoted: unknown) =>
        log.error("row_failed", { chore, request: nameOf(row), message: messageOf(unnoted) }),
      );
    }
  }
  return worked;
}

/** As eachRow, all at once: for rows that wait for Meta, where one provider's may hang until its deadline. */
export async function rowsAtOnce<Row>(
  rows: readonly Row[],
  work: (row: Row) => Promise<unknown>,
  naming: Naming<Row>,
): Promise<number> {
  const worked = await Promise.all(rows.map((row) => eachRow([row], work, naming)));
  return worked.reduce((sum, count) => sum + count, 0);
}

/** Gives each chore its share of what is left of `milliseconds`; returns how much was done in all. */
export async function doChores(
  chores: readonly Chore[],
  milliseconds: number,
  now: () => number,
  log: Logger,
): Promise<number> {
  const until = now() + milliseconds;
  let worked = 0;
  for (const { name, share = 1, work } of chores) {
    try {
      worked += await work(Math.max(0, until - now()) * share);
    } catch (error) {
      log.error("chore_failed", { chore: name, message: messageOf(error) });
    }
  }
  return worked;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
