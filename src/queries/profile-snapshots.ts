/** The public profile of a number as read before and after its move. */
import type { BusinessProfile } from "#domain/graph/business-profile.ts";
import { sideSnapshot } from "#domain/graph/graph-port.ts";
import { useList } from "@refinedev/core";

type SnapshotRow = { id: string; side: string; moment: string; taken_at: string; data: unknown };

export type Profiles = { before: BusinessProfile | null; after: BusinessProfile | null; isLoading: boolean };

/** null: it was not read. Of several readings the newest counts. */
export function useProfiles(requestId: string): Profiles {
  const { result, query } = useList<SnapshotRow>({
    resource: "snapshots",
    filters: [
      { field: "request_id", operator: "eq", value: requestId },
      { field: "moment", operator: "in", value: ["before", "after"] },
    ],
    sorters: [{ field: "taken_at", order: "asc" }],
    pagination: { mode: "off" },
    meta: { select: "id, side, moment, taken_at, data" },
  });
  const profileOf = (side: string, moment: string) => {
    const row = result.data.findLast((one) => one.side === side && one.moment === moment);
    return sideSnapshot.safeParse(row?.data).data?.profile ?? null;
  };
  return {
    before: profileOf("source", "before"),
    after: profileOf("destination", "after"),
    isLoading: query.isLoading,
  };
}
