/** What the proof is made of: the request, its snapshots, templates and steps. */
import { sideSnapshot } from "#domain/graph/graph-port.ts";
import { type ComparisonRow, compareSides } from "#domain/proof/comparison.ts";
import { useList, useOne } from "@refinedev/core";
import { useTemplateCounts } from "../../providers/counts.ts";
import type { Row } from "../../providers/row.ts";

type ProofRequest = Row<"migration_requests"> & { clients: { name: string } | null };

type SnapshotRow = Row<"snapshots">;
type StepRow = Row<"cutover_steps">;

const off = { mode: "off" as const };

/** Differences first, what is not known next, equal rows last. */
const rank: Record<ComparisonRow["verdict"], number> = { different: 0, unknown: 1, equal: 2 };

export function useProof(id: string) {
  const filters = [{ field: "request_id", operator: "eq" as const, value: id }];
  const request = useOne<ProofRequest>({
    resource: "migration_requests",
    id,
    meta: { select: "*, clients(name)" },
  });
  const snapshots = useList<SnapshotRow>({
    resource: "snapshots",
    filters: [...filters, { field: "moment", operator: "in", value: ["before", "after"] }],
    sorters: [{ field: "taken_at", order: "asc" }],
    pagination: off,
  });
  const counts = useTemplateCounts(id, request.result?.version);
  const steps = useList<StepRow>({
    resource: "cutover_steps",
    filters,
    sorters: [{ field: "position", order: "asc" }],
    pagination: off,
  });

  const before = snapshots.result.data.find((row) => row.moment === "before" && row.side === "source");
  const after = snapshots.result.data.findLast((row) => row.moment === "after" && row.side === "destination");
  const rows = compareSides(readSide(before), readSide(after), counts.data ?? []);
  return {
    request: request.result,
    before,
    after,
    rows: rows.toSorted((a, b) => rank[a.verdict] - rank[b.verdict]),
    counts: counts.data ?? [],
    steps: steps.result.data.filter((step) => step.finished_at !== null),
    loading: counts.isLoading || [request, snapshots, steps].some(({ query }) => query.isLoading),
    failed: counts.isError || [request, snapshots, steps].some(({ query }) => query.isError),
  };
}

function readSide(row: SnapshotRow | undefined) {
  const parsed = sideSnapshot.safeParse(row?.data);
  return parsed.success ? parsed.data : null;
}
