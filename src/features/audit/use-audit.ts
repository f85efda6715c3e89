/** The rows in view: filters and page stand in the address, so that a view can be shared. */
import { useList } from "@refinedev/core";
import { useSearchParams } from "react-router";

export type AuditEntry = {
  id: number;
  seq: number;
  at: string;
  kind: string;
  actor_kind: "member" | "client" | "engine";
  actor_id: string | null;
  request_id: string | null;
  body: string;
  hash: string;
};

export const auditFilters = ["actor", "kind", "request"] as const;
export type AuditFilter = (typeof auditFilters)[number];
/** In the filter by person: what nobody did. */
export const theSystem = "engine";

const pageSize = 25;

export function useAudit(providerId: string) {
  const [parameters, setParameters] = useSearchParams();
  const valueOf = (filter: AuditFilter) => parameters.get(filter) ?? undefined;
  const page = Math.max(1, Number.parseInt(parameters.get("page") ?? "1", 10) || 1);
  const change = (changes: Record<string, string | undefined>) =>
    setParameters(
      (current) => {
        const next = new URLSearchParams(current);
        for (const [key, value] of Object.entries(changes)) {
          if (value === undefined) next.delete(key);
          else next.set(key, value);
        }
        return next;
      },
      { replace: true },
    );
  const actor = valueOf("actor");
  const { result, query } = useList<AuditEntry>({
    resource: "audit_rows",
    filters: [
      { field: "provider_id", operator: "eq", value: providerId },
      actor === theSystem
        ? { field: "actor_kind", operator: "eq", value: "engine" }
        : { field: "actor_id", operator: "eq", value: actor },
      { field: "kind", operator: "eq", value: valueOf("kind") },
      { field: "request_id", operator: "eq", value: valueOf("request") },
    ],
    sorters: [{ field: "seq", order: "desc" }],
    pagination: { pageSize, currentPage: page },
    meta: { select: "id, seq, at, kind, actor_kind, actor_id, request_id, body, hash" },
    queryOptions: {
      enabled: providerId !== "",
      placeholderData: (previous) => previous,
    },
  });
  return {
    rows: result.data,
    total: result.total ?? 0,
    query,
    page,
    pageSize,
    valueOf,
    isFiltered: auditFilters.some((filter) => valueOf(filter) !== undefined),
    setFilter: (filter: AuditFilter, value: string | undefined) =>
      change({ [filter]: value, page: undefined }),
    setPage: (next: number) => change({ page: next === 1 ? undefined : String(next) }),
    clear: () => change({ actor: undefined, kind: undefined, request: undefined, page: undefined }),
  };
}
export type Audit = ReturnType<typeof useAudit>;
