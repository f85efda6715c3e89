/** The data behind a request's clocks: its events, and its provider's time limits and terms. */
import type { ClockCode } from "#domain/clocks/clock-catalogue.ts";
import type { ClockTarget } from "#domain/clocks/request-clocks.ts";
import type { ClockEvent } from "#domain/clocks/time-by-party.ts";
import type { Status, WaitingOn } from "#domain/status/statuses.ts";
import { useList } from "@refinedev/core";
import { useTermsPromises } from "../../../queries/terms-promise.ts";
import type { RequestRow } from "../../../queries/request-row.ts";

type EventRow = {
  id: number;
  kind: string;
  actor_kind: ClockEvent["actor"];
  to_status: Status | null;
  waiting_on: WaitingOn | null;
  on_hold: boolean;
  data: Record<string, unknown>;
  created_at: string;
};
type TargetRow = { id: string; code: ClockCode; minutes: number; valid_from: string };

export function useClockFacts(request: RequestRow) {
  const events = useList<EventRow>({
    resource: "events",
    filters: [{ field: "request_id", operator: "eq", value: request.id }],
    sorters: [{ field: "id", order: "asc" }],
    meta: { select: "id, kind, actor_kind, to_status, waiting_on, on_hold, data, created_at" },
    pagination: { mode: "off" },
  });
  const targets = useList<TargetRow>({
    resource: "clock_targets",
    filters: [{ field: "provider_id", operator: "eq", value: request.provider_id }],
    pagination: { mode: "off" },
  });
  const terms = useTermsPromises(request.provider_id);
  return {
    events: events.query.isSuccess ? events.result.data.map(asEvent) : undefined,
    targets: targets.query.isSuccess ? targets.result.data.map(asTarget) : undefined,
    terms,
    query: events.query,
  };
}

const asEvent = (row: EventRow): ClockEvent => ({
  at: Date.parse(row.created_at),
  kind: row.kind,
  actor: row.actor_kind,
  status: row.to_status ?? "submitted",
  waitingOn: row.waiting_on,
  onHold: row.on_hold,
  data: row.data,
});

const asTarget = ({ code, minutes, valid_from }: TargetRow): ClockTarget => ({
  code,
  minutes,
  validFrom: Date.parse(valid_from),
});
