/** Counts that the database makes: per status for the request list, per dimension for the reports. */
import { type Status, statuses } from "#domain/status/statuses.ts";
import { templateCount, type TemplateCount } from "#domain/templates/forecast-score.ts";
import { useQuery } from "@tanstack/react-query";
import * as z from "zod/mini";
import { supabase } from "../providers/supabase-client.ts";

const amount = z.coerce.number();
const statusCounts = z.array(z.object({ status: z.enum(statuses), requests: amount }));
const dimensions = ["status", "reason", "old_provider", "week"] as const;
const reportCounts = z.array(z.object({ dimension: z.enum(dimensions), key: z.string(), requests: amount }));
export type ReportDimension = (typeof dimensions)[number];
export type ReportCount = z.infer<typeof reportCounts>[number];

/** How many requests of the provider stand in each status; read again every 20 s. */
export function useStatusCounts(providerId: string | undefined) {
  return useQuery({
    queryKey: ["data", "status-counts", providerId],
    enabled: providerId !== undefined,
    refetchInterval: 20_000,
    queryFn: async (): Promise<Partial<Record<Status, number>>> => {
      const { data, error } = await supabase.rpc("request_counts", { p_provider: providerId ?? "" });
      if (error) throw error;
      return Object.fromEntries(statusCounts.parse(data).map(({ status, requests }) => [status, requests]));
    },
  });
}

/** Counts of the requests filed from `from` (inclusive) to `to` (exclusive), ISO times. */
export function useReportCounts(providerId: string | undefined, from: string, to: string) {
  return useQuery({
    queryKey: ["data", "report-counts", providerId, from, to],
    enabled: providerId !== undefined,
    queryFn: async (): Promise<ReportCount[]> => {
      const { data, error } = await supabase.rpc("report_counts", {
        p_provider: providerId ?? "",
        p_from: from,
        p_to: to,
      });
      if (error) throw error;
      return reportCounts.parse(data);
    },
  });
}

/** A request's templates by forecast and outcome; read anew with each of its versions. */
export function useTemplateCounts(requestId: string, version: number | undefined) {
  return useQuery({
    queryKey: ["data", "template-counts", requestId, version],
    enabled: version !== undefined,
    queryFn: async (): Promise<TemplateCount[]> => {
      const { data, error } = await supabase.rpc("template_counts", { p_request: requestId });
      if (error) throw error;
      return z.array(templateCount).parse(data);
    },
  });
}
