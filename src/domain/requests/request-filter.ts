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

/** One condition on a column of migration_requests, as PostgREST knows it. */
export type RequestCondition =
  | { column: string; operator: "in"; value: readonly string[] }
  | { column: string; operator: "gte" | "lt"; value: string };

/** The filter's conditions except the search, which the database answers with ids. */
export function conditionsOf(filter: RequestFilter): RequestCondition[] {
  const lists: [string, readonly string[] | undefined][] = [
    ["status", filter.status],
    ["reason", filter.reason],
    ["old_provider_name", filter.oldProvider],
    ["waiting_on", filter.waitingOn],
  ];
  return [
    ...lists.flatMap(([column, value]): RequestCondition[] =>
      value && value.length > 0 ? [{ column, operator: "in", value }] : [],
    ),
    ...(filter.from ? [{ column: "created_at", operator: "gte", value: filter.from } as const] : []),
    ...(filter.to ? [{ column: "created_at", operator: "lt", value: filter.to } as const] : []),
  ];
}
