/** The rows in view: filters and page are in the address, which makes a view shareable. */
import { useTable } from "@refinedev/antd";
import type { CrudFilter } from "@refinedev/core";

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
/** The value for Portdesk itself in the filter by person. */
export const theSystem = "engine";

/** A different column holds what Portdesk itself did. */
const fieldOf = { actor: "actor_id", kind: "kind", request: "request_id" } as const;

export function useAudit(providerId: string) {
  const table = useTable<AuditEntry>({
    resource: "audit_rows",
    syncWithLocation: true,
    filters: {
      permanent: [{ field: "provider_id", operator: "eq", value: providerId }],
      defaultBehavior: "merge",
    },
    sorters: { permanent: [{ field: "seq", order: "desc" }] },
    pagination: { pageSize: 25 },
    meta: { select: "id, seq, at, kind, actor_kind, actor_id, request_id, body, hash" },
    queryOptions: { enabled: providerId !== "" },
  });
  const valueAt = (field: string): string | undefined => {
    const value: unknown = table.filters.find((one) => "field" in one && one.field === field)?.value;
    return typeof value === "string" ? value : undefined;
  };
  const valueOf = (filter: AuditFilter) =>
    filter === "actor" ? (valueAt("actor_kind") ?? valueAt("actor_id")) : valueAt(fieldOf[filter]);
  const change = (filters: CrudFilter[]) => {
    table.setFilters(filters);
    table.setCurrentPage(1);
  };
  const isEqual = (field: string, value: string | undefined): CrudFilter => ({
    field,
    operator: "eq",
    value,
  });
  const byActor = (value: string | undefined) => [
    isEqual("actor_kind", value === theSystem ? value : undefined),
    isEqual("actor_id", value === theSystem ? undefined : value),
  ];
  return {
    table,
    rows: table.result.data,
    query: table.tableQuery,
    valueOf,
    isFiltered: auditFilters.some((filter) => valueOf(filter) !== undefined),
    setFilter: (filter: AuditFilter, value: string | undefined) =>
      change(filter === "actor" ? byActor(value) : [isEqual(fieldOf[filter], value)]),
    clear: () =>
      change([...byActor(undefined), isEqual("kind", undefined), isEqual("request_id", undefined)]),
  };
}
export type Audit = ReturnType<typeof useAudit>;
