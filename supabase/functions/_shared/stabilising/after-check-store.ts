/** The commands of the database that hand out the looks at moved numbers and keep what they found. */
import { exceptionCatalogue } from "#domain/exceptions/exception-catalogue.ts";
import { type AfterCheckRow, afterCheckRow, type Findings } from "#domain/stabilising/after-check.ts";
import * as z from "zod/mini";
import type { CallFunction } from "../database/call.ts";
import { goodRows } from "../database/good-rows.ts";

export type DueAfterCheck = { check: string; request: string; earlier: readonly AfterCheckRow[] | null };

export type AfterCheckStore = {
  /** Each is this worker's for a while. */
  due(limit: number): Promise<readonly DueAfterCheck[]>;
  /** `again`: in how many minutes the number is to be looked at a second time; null: not before the next look is due. */
  keep(check: string, findings: Findings, again: number | null): Promise<void>;
  /** Why it could not be read; it comes up again later. */
  keepUnread(check: string, cause: string): Promise<void>;
};

const due = z.object({
  check: z.string(),
  request: z.string(),
  earlier: z.nullable(z.array(afterCheckRow)),
});

export function createAfterCheckStore(call: CallFunction): AfterCheckStore {
  const store = async (check: string, findings: unknown, cause: string | null) => {
    await call("engine_store_after_check", { p_check: check, p_findings: findings, p_cause: cause });
  };
  return {
    due: async (limit) =>
      goodRows(due, await call("engine_due_after_checks", { p_limit: limit }), "engine_due_after_checks"),
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
