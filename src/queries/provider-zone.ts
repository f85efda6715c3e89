/** The time zone in which a provider's days and weeks are counted. */
import { useOne } from "@refinedev/core";

/** An IANA name; `undefined` until it is read. */
export function useProviderZone(providerId: string | undefined): string | undefined {
  const { result } = useOne<{ id: string; time_zone: string }>({
    resource: "providers",
    id: providerId ?? "",
    meta: { select: "id, time_zone" },
    queryOptions: { enabled: providerId !== undefined, staleTime: 60_000 },
  });
  return result?.time_zone;
}
