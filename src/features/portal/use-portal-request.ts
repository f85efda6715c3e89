/** The data of the client's page; while the number moves, at the pace of a cut-over. */
import { useList, useOne } from "@refinedev/core";
import { useLivePace } from "../../queries/live-pace.ts";
import {
  type PortalCheck,
  type PortalComment,
  type PortalException,
  type PortalRequest,
  type PortalStep,
  portalCheckFields,
  portalRequestFields,
} from "./portal-request.ts";

export function usePortalRequest(id: string) {
  const request = useOne<PortalRequest>({
    resource: "migration_requests",
    id,
    meta: { select: portalRequestFields },
    errorNotification: false,
    queryOptions: {
      retry: (count, error) => error.statusCode !== 404 && error.statusCode !== 400 && count < 2,
    },
  });
  const moving = request.result?.status === "cutover";
  useLivePace("migration_requests", "cutover", moving);
  useLivePace("cutover_steps", "cutover", moving);
  useLivePace("request_exceptions", "cutover", moving);
  const ofRequest = {
    filters: [{ field: "request_id", operator: "eq" as const, value: id }],
    pagination: { mode: "off" as const },
    errorNotification: false as const,
    queryOptions: { enabled: request.result !== undefined },
  };
  const checks = useList<PortalCheck>({
    ...ofRequest,
    resource: "checks",
    meta: { select: portalCheckFields },
  });
  const exceptions = useList<PortalException>({
    ...ofRequest,
    resource: "request_exceptions",
    filters: [...ofRequest.filters, { field: "resolved_at", operator: "null", value: true }],
    meta: { select: "id,code,owner,resolved_at" },
  });
  const steps = useList<PortalStep>({
    ...ofRequest,
    resource: "cutover_steps",
    sorters: [{ field: "position", order: "asc" }],
    meta: { select: "id,step,state,attempts,result,finished_at" },
  });
  const comments = useList<PortalComment>({
    ...ofRequest,
    resource: "comments",
    filters: [...ofRequest.filters, { field: "visibility", operator: "eq", value: "client" }],
    sorters: [{ field: "created_at", order: "asc" }],
    meta: { select: "id,author_name,author_side,body,created_at" },
  });
  return {
    query: request.query,
    request: request.result,
    checks: checks.result.data,
    exceptions: exceptions.result.data,
    steps: steps.result.data,
    comments: comments.result.data,
  };
}
