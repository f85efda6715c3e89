/** Runs Portdesk's automatic work; a job that breaks does not block the others. */
import type { CallFunction } from "../../_shared/database/call.ts";
import type { Logger } from "../../_shared/log.ts";

export type Job = {
  name: string;
  /** The job's share of the remaining time, so that those behind it get some; all of it by default. */
  share?: number;
  /** Does what is due for at most `milliseconds`; returns how much it did. */
  work(milliseconds: number): Promise<number>;
};

/**
 * `row`: the row's name in the log. `setAside`: the database, which sets a failing row aside for a while; for rows whose
 * kind counts no attempts of its own.
 */
type Naming<Row> = {
  log: Logger;
  job: string;
  row: (row: Row) => string;
  setAside?: CallFunction;
};

/** Works row by row: a row that breaks is logged and does not block the others. Returns how many were worked. */
export async function eachRow<Row>(
  rows: Iterable<Row>,
  work: (row: Row) => Promise<unknown>,
  { log, job, row: nameOf, setAside }: Naming<Row>,
): Promise<number> {
  let worked = 0;
  for (const row of rows) {
    try {
      await work(row);
      worked += 1;
    } catch (error) {
      const message = messageOf(error);
      log.error("row_failed", { job, request: nameOf(row), message });
      const failure = { p_job: job, p_row: nameOf(row), p_error: message };
      await setAside?.("engine_note_failure", failure).catch((unnoted: unknown) =>
        log.error("row_failed", { job, request: nameOf(row), message: messageOf(unnoted) }),
      );
    }
  }
  return worked;
}

/** As eachRow, all at once: for rows that wait for Meta, where one provider's call may hang until its deadline. */
export async function rowsAtOnce<Row>(
  rows: readonly Row[],
  work: (row: Row) => Promise<unknown>,
  naming: Naming<Row>,
): Promise<number> {
  const worked = await Promise.all(rows.map((row) => eachRow([row], work, naming)));
  return worked.reduce((sum, count) => sum + count, 0);
}

/**
 * As rowsAtOnce, until `isOver` or no other row is due, with at most `most` under way. `due` is asked before each, so
 * that a row is never older than the moment it begins; a row that stays due is taken once.
 */
export async function rowsWhileDue<Row>(
  due: (limit: number) => Promise<readonly Row[]>,
  work: (row: Row) => Promise<unknown>,
  { most, isOver, ...naming }: Naming<Row> & { most: number; isOver: () => boolean },
): Promise<number> {
  const begun = new Set<string>();
  const underWay = new Set<Promise<void>>();
  let worked = 0;
  const take = async (row: Row) => {
    const count = await eachRow([row], work, naming);
    worked += count;
  };
  try {
    while (!isOver()) {
      const free = most - underWay.size;
      const rows = free > 0 ? await due(begun.size + free) : [];
      const fresh = rows.filter((row) => !begun.has(naming.row(row))).slice(0, free);
      if (fresh.length === 0 && underWay.size === 0) break;
      for (const row of fresh) {
        begun.add(naming.row(row));
        const taken: Promise<void> = take(row).finally(() => underWay.delete(taken));
        underWay.add(taken);
      }
      await Promise.race(underWay);
    }
  } finally {
    await Promise.all(underWay);
  }
  return worked;
}

/** Gives each job its share of what is left of `milliseconds`; returns how much was done in all. */
export async function doJobs(
  jobs: readonly Job[],
  milliseconds: number,
  now: () => number,
  log: Logger,
): Promise<number> {
  const until = now() + milliseconds;
  let worked = 0;
  for (const { name, share = 1, work } of jobs) {
    try {
      worked += await work(Math.max(0, until - now()) * share);
    } catch (error) {
      log.error("job_failed", { job: name, message: messageOf(error) });
    }
  }
  return worked;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
