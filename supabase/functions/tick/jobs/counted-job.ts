/** Jobs that the database does alone: one function with a limit, which returns how much it did. */
import * as z from "zod/mini";
import type { CallFunction } from "../../_shared/database/call.ts";
import type { Job } from "./job.ts";

type CountedFunction =
  | "engine_announce_windows"
  | "engine_close_interrupted_commands"
  | "engine_keep_clocks"
  | "engine_report_conflicts"
  | "engine_report_unsent_mails"
  | "engine_sweep";

export function countedJob(name: string, call: CallFunction, doUpTo: CountedFunction, limit: number): Job {
  return { name, work: async () => z.int().parse(await call(doUpTo, { p_limit: limit })) };
}
