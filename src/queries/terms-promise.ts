/** What a provider's terms have promised since which day, in the form that the clocks take. */
import { startOfLocalDate } from "#domain/clocks/calendar.ts";
import type { TermsPromise } from "#domain/clocks/request-clocks.ts";
import { useList } from "@refinedev/core";
import { useMemo } from "react";

/** A day's terms begin at the provider's own midnight. */
type Terms = { id: string; max_working_days: number; valid_from: string; providers: { time_zone: string } };

/** undefined until they are read. */
export function useTermsPromises(providerId: string): readonly TermsPromise[] | undefined {
  const { query, result } = useList<Terms>({
    resource: "tariffs",
    filters: [{ field: "provider_id", operator: "eq", value: providerId }],
    pagination: { mode: "off" },
    meta: { select: "id, max_working_days, valid_from, providers!inner(time_zone)" },
    queryOptions: { staleTime: 60_000 },
  });
  const { isSuccess } = query;
  return useMemo(() => (isSuccess ? result.data.map(promiseOf) : undefined), [isSuccess, result.data]);
}

const promiseOf = ({ max_working_days, valid_from, providers }: Terms): TermsPromise => ({
  workingDays: max_working_days,
  validFrom: startOfLocalDate(valid_from, providers.time_zone),
});
