/** The provider's own usable connections to Meta, without those that a client granted for one request. */
import { useList } from "@refinedev/core";
import type { Row } from "./row.ts";

export type Connection = Row<"meta_connections">;

/** By name. */
export function useOwnConnections(providerId: string, { enabled = true } = {}) {
  return useList<Connection>({
    resource: "meta_connections",
    filters: [
      { field: "provider_id", operator: "eq", value: providerId },
      { field: "request_id", operator: "null", value: true },
      { field: "revoked_at", operator: "null", value: true },
    ],
    sorters: [{ field: "name", order: "asc" }],
    pagination: { mode: "off" },
    queryOptions: { enabled },
  });
}
