/** When a provider is or was open, as the domain's functions take it. */
import type { Period } from "#domain/clocks/periods.ts";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { supabase } from "../providers/supabase-client.ts";

/** undefined until it is read. `from`: ISO 8601. */
export function useOpenPeriods(providerId: string, from: string): readonly Period[] | undefined {
  return useQuery(openPeriodsQuery(providerId, from)).data;
}

/** `from`: ISO 8601. */
export const openPeriodsQuery = (providerId: string, from: string) =>
  queryOptions({
    queryKey: ["open-periods", providerId, from],
    queryFn: () => readOpenPeriods(providerId, from),
    staleTime: 60_000,
  });

async function readOpenPeriods(providerId: string, from: string): Promise<Period[]> {
  const { data, error } = await supabase
    .from("open_periods")
    .select("starts_at, ends_at")
    .eq("provider_id", providerId)
    .gt("ends_at", from)
    .order("starts_at");
  if (error) throw error;
  return data.map(({ starts_at, ends_at }) => ({ start: Date.parse(starts_at), end: Date.parse(ends_at) }));
}
