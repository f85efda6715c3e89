/** The state of the request list: filters, sorting, page and search are in the address, so a view can be shared. */
import { type Status, statuses } from "#domain/status/statuses.ts";
import { useTable } from "@refinedev/antd";
import type { CrudFilter, LogicalFilter } from "@refinedev/core";
import { useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { useMembership } from "../../queries/access.ts";
import { requestSelect, type RequestRow } from "../../queries/request-row.ts";

export type ListField =
  | "status"
  | "waiting_on"
  | "reason"
  | "old_provider_name"
  | "request_staff_data.assignee_id";

const isField = (filter: CrudFilter): filter is LogicalFilter => "field" in filter;

export function useRequestList() {
  const { membership } = useMembership();
  const [parameters, setParameters] = useSearchParams();
  const words = parameters.get("q") ?? "";
  // Not in the address: Refine reads the list again whenever the address changes.
  const [selected, setSelected] = useState<string | null>(null);
  const providerId = membership?.providerId;

  const table = useTable<RequestRow>({
    resource: "migration_requests",
    syncWithLocation: true,
    pagination: { pageSize: 25 },
    sorters: { initial: [{ field: "updated_at", order: "desc" }] },
    filters: {
      permanent: [{ field: "provider_id", operator: "eq", value: providerId }],
      defaultBehavior: "merge",
    },
    meta: { select: requestSelect, search: words },
    queryOptions: {
      enabled: providerId !== undefined,
      placeholderData: (previous) => previous,
    },
  });

  const valuesOf = (field: ListField): string[] => {
    const value: unknown = table.filters.filter(isField).find((filter) => filter.field === field)?.value;
    const list: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
    return list.filter((one) => typeof one === "string");
  };
  const setValues = (field: ListField, values: readonly string[]) => {
    table.setFilters([{ field, operator: "in", value: values.length > 0 ? values : undefined }]);
    table.setCurrentPage(1);
  };
  const setText = (text: string) =>
    setParameters(
      (current) => {
        const next = new URLSearchParams(current);
        if (text) next.set("q", text);
        else next.delete("q");
        return next;
      },
      { replace: true },
    );

  const rows = useMemo(() => table.result.data, [table.result.data]);
  const [onlyStatus] = valuesOf("status");
  return {
    providerId,
    table,
    rows,
    words,
    selected,
    status: statuses.find((status): status is Status => status === onlyStatus),
    valuesOf,
    setValues,
    search: (text: string) => {
      setText(text);
      table.setCurrentPage(1);
    },
    select: setSelected,
  };
}

export type RequestList = ReturnType<typeof useRequestList>;
