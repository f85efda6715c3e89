/** Which requests a list shows: one filter for the request list, the reports and the export. */
import * as z from "zod/mini";
import { reasons, statuses, waitingOn } from "../status/statuses.ts";

const moment = z.iso.datetime({ offset: true });

/** Absent or empty means "any". `from` (inclusive) and `to` (exclusive) limit the time of filing. */
export const requestFilter = z.object({
  status: z.optional(z.array(z.enum(statuses))),
  reason: z.optional(z.array(z.enum(reasons))),
  oldProvider: z.optional(z.array(z.string().check(z.maxLength(120))).check(z.maxLength(50))),
  waitingOn: z.optional(z.array(z.enum(waitingOn))),
  from: z.optional(moment),
  to: z.optional(moment),
  /** All or part of a number, a reference or a company. */
  search: z.optional(z.string().check(z.trim(), z.maxLength(120))),
});
export type RequestFilter = z.infer<typeof requestFilter>;
