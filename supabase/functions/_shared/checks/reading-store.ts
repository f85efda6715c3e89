/** The database commands for readings: list what is due, lock it for one reader, store the findings. */
import type { CheckFinding } from "#domain/checks/check-evaluation.ts";
import type { SideSnapshot } from "#domain/graph/graph-port.ts";
import * as z from "zod/mini";
import type { CallFunction } from "../database/call.ts";

/** all: both sides, every check that Meta can answer. two_step: only that field of the source number. */
export type ReadingScope = "all" | "two_step";

export type DueReading = { request: string; scope: ReadingScope };

export type CheckSnapshot = { side: "source" | "destination"; moment: "check"; data: SideSnapshot };

/** Throws Refusal: reading_open, budget_used, route_missing, wrong_status, fence_lost. */
export type ReadingStore = {
  /** Lists what is due for another reading, fairly by provider and within the accounts' limits. */
  due(limit: number): Promise<DueReading[]>;
  /** How many readings one call of the tick makes at once. */
  atOnce(): Promise<number>;
  open(order: DueReading, worker: string, leaseSeconds: number, asked: boolean): Promise<string>;
  record(
    request: string,
    reading: string,
    found: readonly CheckFinding[],
    snapshots: readonly CheckSnapshot[],
  ): Promise<void>;
  /** Closes a reading that produced nothing. */
  giveUp(reading: string): Promise<void>;
  /** Marks evidence that has become stale; returns how many requests are affected. */
  keep(limit: number): Promise<number>;
};

const scope = z.enum(["all", "two_step"]);
const dueSchema = z.array(z.object({ request_id: z.string(), scope }));
const openedSchema = z.object({ reading: z.string() });

export function createReadingStore(call: CallFunction): ReadingStore {
  return {
    async due(limit) {
      const rows = dueSchema.parse(await call("engine_due_readings", { p_limit: limit }));
      return rows.map((row) => ({ request: row.request_id, scope: row.scope }));
    },
    async atOnce() {
      return z.int().parse(await call("engine_readings_at_once", {}));
    },
    async open(order, worker, leaseSeconds, asked) {
      const parameters = {
        p_request: order.request,
        p_scope: order.scope,
        p_worker: worker,
        p_lease_seconds: leaseSeconds,
        p_manual: asked,
      };
      return openedSchema.parse(await call("engine_open_reading", parameters)).reading;
    },
    async record(request, reading, found, snapshots) {
      const parameters = { p_request: request, p_checks: found, p_snapshots: snapshots, p_reading: reading };
      await call("engine_record_checks", parameters);
    },
    async giveUp(reading) {
      await call("engine_close_reading", { p_reading: reading });
    },
    async keep(limit) {
      return z.int().parse(await call("engine_keep_checks", { p_limit: limit }));
    },
  };
}
