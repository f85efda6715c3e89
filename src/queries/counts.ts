/** Counts made by the database: per status for the request list, per dimension for the reports. */
import { type Status, statuses } from "#domain/status/statuses.ts";
import { templateCount } from "#domain/templates/forecast-score.ts";
import type { CrudFilter } from "@refinedev/core";
import * as z from "zod/mini";
import { maxFound } from "../providers/data-provider.ts";
import { listedValues } from "../providers/postgrest-filters.ts";
import { useRpc } from "./rpc.ts";

const amount = z.coerce.number();
const statusCounts = z.array(z.object({ status: z.enum(statuses), requests: amount }));
const dimensions = ["status", "reason", "old_provider", "week"] as const;
const reportCounts = z.array(z.object({ dimension: z.enum(dimensions), key: z.string(), requests: amount }));
const templateCounts = z.array(templateCount);
export type ReportDimension = (typeof dimensions)[number];
export type ReportCount = z.infer<typeof reportCounts>[number];

const byStatus = z.pipe(
  statusCounts,
  z.transform(
    (rows): Partial<Record<Status, number>> =>
      Object.fromEntries(rows.map(({ status, requests }) => [status, requests])),
  ),
);

/** How many requests of the provider have each status. */
export function useStatusCounts(providerId: string | undefined) {
  return useRpc(
    "request_counts",
    { p_provider: providerId ?? "" },
    { schema: byStatus, enabled: providerId !== undefined, live: { resource: "migration_requests" } },
  );
}

/** A count goes no further: nobody needs more, and the rest costs more than the list. */
const countLimit = 1000;
const filteredCount = z.int();

/**
 * How many requests the filters leave, or how many of them a search finds: `count`, or more than that. Undefined until
 * it is counted.
 */
export function useFilteredCount(filters: readonly CrudFilter[], words: string, enabled: boolean) {
  const most = words === "" ? countLimit : maxFound;
  const counted = useRpc(
    "count_requests",
    { p_filter: listedValues(filters), p_most: most + 1, ...(words !== "" && { p_query: words }) },
    { schema: filteredCount, enabled, live: { resource: "migration_requests" } },
  ).data;
  return counted === undefined ? undefined : { count: Math.min(counted, most), isMore: counted > most };
}

/** Counts of the requests filed from `from` (inclusive) to `to` (exclusive), ISO times. */
export function useReportCounts(providerId: string | undefined, from: string, to: string) {
  return useRpc(
    "report_counts",
    { p_provider: providerId ?? "", p_from: from, p_to: to },
    { schema: reportCounts, enabled: providerId !== undefined },
  );
}

/** A request's templates by forecast and outcome. */
export function useTemplateCounts(requestId: string) {
  return useRpc(
    "template_counts",
    { p_request: requestId },
    { schema: templateCounts, live: { resource: "migration_requests" } },
  );
}
