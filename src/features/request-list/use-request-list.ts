/** The state of the request list: filters, order, place and search are in the address, so a view can be shared. */
import { type Status, statuses } from "#domain/status/statuses.ts";
import { useTable } from "@refinedev/antd";
import type { CrudFilter, LogicalFilter } from "@refinedev/core";
import { useCallback, useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { leastSearched } from "../../providers/data-provider.ts";
import type { Cursor, Neighbours } from "../../providers/keyset.ts";
import { useMembership } from "../../queries/access.ts";
import { type ListRow, listSelect } from "../../queries/list-row.ts";

export type ListField = "status" | "waiting_on" | "reason" | "old_provider_name" | "assignee_id";

const isField = (filter: CrudFilter): filter is LogicalFilter => "field" in filter;

/** The parameters of the address that say where in the list the page is. */
const places = ["after", "before", "last"] as const;

function cursorOf(parameters: URLSearchParams): Cursor {
  const after = parameters.get("after");
  const before = parameters.get("before");
  if (parameters.has("last")) return { last: true };
  return before === null ? (after === null ? {} : { after }) : { before };
}

export function useRequestList() {
  const { membership } = useMembership();
  const [parameters, setParameters] = useSearchParams();
  const words = parameters.get("q") ?? "";
  const query = words.length < leastSearched ? "" : words;
  // Not in the address: Refine reads the list again whenever the address changes.
  const [selected, select] = useState<string | null>(null);
  const providerId = membership?.providerId;

  const table = useTable<ListRow>({
    resource: "request_list",
    syncWithLocation: true,
    // The cursor pages; Refine's number of the page has no meaning here.
    pagination: { mode: "off", pageSize: 25 },
    sorters: { initial: [{ field: "updated_at", order: "desc" }] },
    filters: {
      permanent: [{ field: "provider_id", operator: "eq", value: providerId }],
      defaultBehavior: "merge",
    },
    meta: { select: listSelect, search: query, cursor: cursorOf(parameters) },
    queryOptions: {
      enabled: providerId !== undefined,
      placeholderData: (previous) => previous,
    },
  });

  /** Changes the address; whatever changes the rows or their order begins at the first page again. */
  const go = useCallback(
    (change: (parameters: URLSearchParams) => void) =>
      setParameters(
        (current) => {
          const next = new URLSearchParams(current);
          for (const place of places) next.delete(place);
          change(next);
          return next;
        },
        { replace: true },
      ),
    [setParameters],
  );

  const valuesOf = (field: ListField): string[] => {
    const value: unknown = table.filters.filter(isField).find((filter) => filter.field === field)?.value;
    const list: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
    return list.filter((one) => typeof one === "string");
  };
  const setValues = (values: Partial<Record<ListField, readonly string[]>>) => {
    go(() => undefined);
    table.setFilters(
      Object.entries(values).map(([field, list]) => ({
        field,
        operator: "in",
        value: list.length > 0 ? list : undefined,
      })),
    );
  };

  const rows = useMemo(() => table.result.data, [table.result.data]);
  const [onlyStatus] = valuesOf("status");
  // Refine passes on what else the data provider returned.
  const answer = table.tableQuery.data as { cursor?: Neighbours } | undefined;
  return {
    providerId,
    table,
    rows,
    words,
    /** What is searched for: the words, once there are enough of them. */
    query,
    selected,
    select,
    neighbours: answer?.cursor ?? {},
    status: statuses.find((status): status is Status => status === onlyStatus),
    valuesOf,
    setValues,
    search: (text: string) => go((next) => (text ? next.set("q", text) : next.delete("q"))),
    turn: (to: Cursor) =>
      go((next) => {
        for (const [place, value] of Object.entries(to)) next.set(place, String(value));
      }),
    begin: () => go(() => undefined),
  };
}

export type RequestList = ReturnType<typeof useRequestList>;
