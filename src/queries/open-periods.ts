/** When a provider is or was open, in the form that the domain's functions take. */
import type { Period } from "#domain/clocks/periods.ts";
import { useList } from "@refinedev/core";
import { useMemo } from "react";

type OpenPeriod = { starts_at: string; ends_at: string };

/** `periods`: undefined until they are read. `from`: ISO 8601. */
export function useOpenPeriods(providerId: string, from: string) {
  const { query, result } = useList<OpenPeriod>({
    resource: "open_periods",
    filters: [
      { field: "provider_id", operator: "eq", value: providerId },
      { field: "ends_at", operator: "gt", value: from },
    ],
    // Keyed by provider and time: there is no id to break ties.
    sorters: [{ field: "starts_at", order: "asc" }],
    pagination: { mode: "off" },
    meta: { select: "starts_at, ends_at", keyless: true },
    queryOptions: { staleTime: 60_000 },
  });
  const { isSuccess } = query;
  const periods = useMemo(
    (): Period[] | undefined =>
      isSuccess
        ? result.data.map(({ starts_at, ends_at }) => ({
            start: Date.parse(starts_at),
            end: Date.parse(ends_at),
          }))
        : undefined,
    [isSuccess, result.data],
  );
  return { periods, query };
}
