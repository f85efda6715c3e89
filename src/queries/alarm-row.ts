/** Open alarms, of one request or of the provider. */
import type { AlarmCode } from "#domain/webhooks/alarm-codes.ts";
import { type CrudFilter, useList } from "@refinedev/core";
import type { Row } from "./row.ts";

export type AlarmRow = Omit<Row<"request_alarms">, "code" | "facts"> & {
  code: AlarmCode;
  facts: Record<string, string>;
  migration_requests: { reference: string; clients: { name: string } | null } | null;
};

/** The oldest first; refetched every 20 seconds. */
export function useOpenAlarms(of: { field: "request_id" | "provider_id"; value: string }) {
  const filters: CrudFilter[] = [
    { field: of.field, operator: "eq", value: of.value },
    { field: "acknowledged_at", operator: "null", value: true },
  ];
  const { result } = useList<AlarmRow>({
    resource: "request_alarms",
    filters,
    sorters: [{ field: "opened_at", order: "asc" }],
    pagination: { pageSize: 20 },
    meta: { select: "*, migration_requests(reference, clients(name))" },
  });
  return { alarms: result.data, total: result.total ?? result.data.length };
}
