/** The advice on a request's routes, from the last readings of both sides, its checks, answers and calendars. */
import { type CheckCode, checkCatalogue, type CheckStatus } from "#domain/checks/check-catalogue.ts";
import type { SideSnapshot } from "#domain/graph/graph-port.ts";
import { adviseRoutes, type RouteAdvice } from "#domain/routes/route-advice.ts";
import { readRouteAnswers } from "#domain/routes/route-answers.ts";
import { useList } from "@refinedev/core";
import { useMemo } from "react";
import { useOwnConnections } from "../../../queries/own-connections.ts";
import type { RequestRow } from "../../../queries/request-row.ts";
import { useCalendars } from "../../../queries/calendars.ts";

type SnapshotRow = { id: string; side: "source" | "destination"; data: SideSnapshot };
type CheckRow = { id: string; code: CheckCode; status: CheckStatus };

export function useRouteAdvice(request: RequestRow): {
  advice: RouteAdvice | undefined;
  /** When programmatic migration was last stated to be allowed; null: never. */
  statedAt: string | null;
  /** The moment for which the advice is given. */
  now: Date;
  loading: boolean;
  error: unknown;
  retry: () => void;
} {
  const ofRequest = { field: "request_id", operator: "eq" as const, value: request.id };
  const connections = useOwnConnections(request.provider_id);
  const checks = useList<CheckRow>({
    resource: "checks",
    filters: [ofRequest],
    pagination: { mode: "off" },
    meta: { select: "id,code,status" },
  });
  const snapshots = useList<SnapshotRow>({
    resource: "snapshots",
    filters: [ofRequest, { field: "moment", operator: "eq", value: "check" }],
    sorters: [{ field: "taken_at", order: "desc" }],
    pagination: { pageSize: 20, currentPage: 1 },
    meta: { select: "id,side,data" },
  });
  const { calendars, queries: ofCalendars } = useCalendars(request);
  const queries = [connections.query, checks.query, snapshots.query, ...ofCalendars];
  const loading = queries.some(({ isLoading }) => isLoading);
  const error = queries.find((query) => query.error)?.error;

  // Advances with every reading: a page left open does not advise for yesterday.
  const readAt = checks.query.dataUpdatedAt;
  const now = useMemo(() => new Date(readAt), [readAt]);

  const advice = useMemo(() => {
    if (loading || error || !calendars) return undefined;
    const sideOf = (side: SnapshotRow["side"]) =>
      snapshots.result.data.find((row) => row.side === side)?.data ?? null;
    const rows = checks.result.data;
    const isOpen = ({ code, status }: CheckRow) =>
      checkCatalogue[code].hard && status !== "passed" && status !== "waived";
    const facts = {
      source: sideOf("source"),
      destination: sideOf("destination"),
      sourceBusinessId: request.source_business_id,
      signupWindow: connections.result.data.some((one) => one.signup_config_id !== null),
      programmatic: connections.result.data.some((one) => one.programmatic_stated_at !== null),
      checks: Object.fromEntries(rows.map(({ code, status }) => [code, status])),
      openHardChecks: rows.filter(isOpen).length,
      answers: readRouteAnswers(request.request_staff_data.route_answers, request.client_account_model),
      calendars,
    };
    return adviseRoutes(facts, now);
  }, [
    loading,
    error,
    snapshots.result.data,
    checks.result.data,
    connections.result.data,
    calendars,
    request,
    now,
  ]);

  const retry = () => void Promise.all(queries.map((query) => query.refetch()));
  const stated = connections.result.data.map((one) => one.programmatic_stated_at).filter((at) => at !== null);
  return { advice, statedAt: stated.toSorted().at(-1) ?? null, now, loading, error, retry };
}
