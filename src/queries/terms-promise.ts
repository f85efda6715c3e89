/** What a provider's terms have promised from which day on, as the clocks take it. */
import { startOfLocalDate } from "#domain/clocks/calendar.ts";
import type { TermsPromise } from "#domain/clocks/request-clocks.ts";
import { useQuery } from "@tanstack/react-query";
import * as z from "zod/mini";
import { supabase } from "../providers/supabase-client.ts";

/** The terms of a day begin at the provider's own midnight. */
const terms = z.array(
  z.object({
    max_working_days: z.int(),
    valid_from: z.iso.date(),
    providers: z.object({ time_zone: z.string() }),
  }),
);

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
    .select("max_working_days, valid_from, providers!inner(time_zone)")
    .eq("provider_id", providerId);
  if (error) throw error;
  return terms.parse(data).map(({ max_working_days, valid_from, providers }) => ({
    workingDays: max_working_days,
    validFrom: startOfLocalDate(valid_from, providers.time_zone),
  }));
}
