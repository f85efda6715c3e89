/** One request with its open exceptions. */
import type { ExceptionCode } from "#domain/exceptions/exception-codes.ts";
import { useList, useOne } from "@refinedev/core";
import { requestSelect, type RequestRow } from "../../queries/request-row.ts";

export type OpenException = {
  id: string;
  code: ExceptionCode;
  step: string | null;
  opened_at: string;
  retried_at: string | null;
};

export function useRequest(id: string) {
  const { result: request, query } = useOne<RequestRow>({
    resource: "migration_requests",
    id,
    meta: { select: requestSelect },
    queryOptions: { retry: false },
    errorNotification: false,
  });
  const exceptions = useList<OpenException>({
    resource: "request_exceptions",
    filters: [
      { field: "request_id", operator: "eq", value: id },
      { field: "resolved_at", operator: "null", value: true },
    ],
    sorters: [{ field: "opened_at", order: "asc" }],
    pagination: { mode: "off" },
  });
  return { request, exceptions: exceptions.result.data, query };
}
