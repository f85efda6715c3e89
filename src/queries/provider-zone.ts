/** The time zone that a provider's days and weeks are counted in. */
import { useQuery } from "@tanstack/react-query";
import * as z from "zod/mini";
import { supabase } from "../providers/supabase-client.ts";

/** An IANA name; `undefined` until it is read. */
export function useProviderZone(providerId: string | undefined): string | undefined {
  return useQuery({
    queryKey: ["provider-zone", providerId],
    enabled: providerId !== undefined,
    staleTime: 60_000,
    queryFn: async () => {
      const { data, error } = await supabase
        .from("providers")
        .select("time_zone")
        .eq("id", providerId ?? "")
        .single();
      if (error) throw error;
      return z.object({ time_zone: z.string() }).parse(data).time_zone;
    },
  }).data;
}
