/** What a provider's terms have promised from which day on, as the clocks take it. */
import type { TermsPromise } from "#domain/clocks/request-clocks.ts";
import { useQuery } from "@tanstack/react-query";
import { supabase } from "./supabase-client.ts";

/** undefined until they are read. */
export function useTermsPromises(providerId: string): readonly TermsPromise[] | undefined {
  return useQuery({
    queryKey: ["terms-promises", providerId],
    queryFn: () => readTermsPromises(providerId),
    staleTime: 60_000,
  }).data;
}

async function readTermsPromises(providerId: string): Promise<TermsPromise[]> {
  const { data, error } = await supabase
    .from("tariffs")
    .select("max_working_days, valid_from")
    .eq("provider_id", providerId);
  if (error) throw error;
  return data.map(({ max_working_days, valid_from }) => ({
    workingDays: max_working_days,
    validFrom: Date.parse(valid_from),
  }));
}
