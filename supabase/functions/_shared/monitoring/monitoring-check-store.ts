/** The database commands that hand out monitoring checks of moved numbers and store their findings. */
import { exceptionCatalogue } from "#domain/exceptions/exception-catalogue.ts";
import {
  type MonitoringCheckRow,
  monitoringCheckRow,
  type Findings,
} from "#domain/monitoring/monitoring-check.ts";
import * as z from "zod/mini";
import type { CallFunction } from "../database/call.ts";
import { goodRows } from "../database/good-rows.ts";

export type DueMonitoringCheck = {
  check: string;
  request: string;
  earlier: readonly MonitoringCheckRow[] | null;
};

export type MonitoringCheckStore = {
  /** Each is leased to this worker for a while. */
  due(limit: number): Promise<readonly DueMonitoringCheck[]>;
  /** `again`: minutes until the number is checked a second time; null: not before the next regular check. */
  keep(check: string, findings: Findings, again: number | null): Promise<void>;
  /** Stores why the number could not be read; the check becomes due again later. */
  keepUnread(check: string, cause: string): Promise<void>;
};

const due = z.object({
  check: z.string(),
  request: z.string(),
  earlier: z.nullable(z.array(monitoringCheckRow)),
});

export function createMonitoringCheckStore(call: CallFunction): MonitoringCheckStore {
  const store = async (check: string, findings: unknown, cause: string | null) => {
    await call("engine_store_monitoring_check", { p_check: check, p_findings: findings, p_cause: cause });
  };
  return {
    due: async (limit) =>
      goodRows(
        due,
        await call("engine_due_monitoring_checks", { p_limit: limit }),
        "engine_due_monitoring_checks",
      ),
    keep: (check, { exceptions, ...findings }, again) =>
      store(
        check,
        {
          ...findings,
          again,
          exceptions: exceptions.map((code) => ({ code, owner: exceptionCatalogue[code].owner })),
        },
        null,
      ),
    keepUnread: (check, cause) => store(check, null, cause),
  };
}
