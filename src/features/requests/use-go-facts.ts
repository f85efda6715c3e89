/** Everything that the go for this request depends on, read again every 20 seconds. */
import { checkCatalogue, type CheckCode, type CheckStatus } from "#domain/checks/check-catalogue.ts";
import type { ExceptionCode } from "#domain/exceptions/exception-codes.ts";
import { type GoAnswer, goNoGo } from "#domain/scheduling/go-no-go.ts";
import { useGetIdentity, useList } from "@refinedev/core";
import type { RequestRow } from "./request-row.ts";

type Check = { id: string; code: CheckCode; status: CheckStatus };
type Rehearsal = { id: string; taken_at: string; exception_code: ExceptionCode | null };

export type GoState = {
  /** undefined until everything is read. */
  answers: readonly GoAnswer[] | undefined;
  /** The latest; it advises and decides nothing. */
  rehearsal: Rehearsal | undefined;
};

export function useGoFacts(request: RequestRow, contested: boolean): GoState {
  const mine = { field: "request_id", operator: "eq", value: request.id } as const;
  const queryOptions = { refetchInterval: 20_000 };
  const identity = useGetIdentity<{ id: string }>();
  const checks = useList<Check>({
    resource: "checks",
    filters: [mine],
    pagination: { mode: "off" },
    meta: { select: "id, code, status" },
    queryOptions,
  });
  const rehearsals = useList<Rehearsal>({
    resource: "rehearsals",
    filters: [mine],
    sorters: [{ field: "taken_at", order: "desc" }],
    meta: { select: "id, taken_at, exception_code" },
    pagination: { pageSize: 1 },
    queryOptions,
  });
  const rehearsal = rehearsals.result.data[0];
  if (!checks.query.isSuccess || !identity.data) return { answers: undefined, rehearsal };
  const time = (value: string | null | undefined) => (value ? Date.parse(value) : null);
  const [start, end] = [time(request.window_starts_at), time(request.window_ends_at)];
  const isOpen = ({ code, status }: Check) =>
    checkCatalogue[code].hard && status !== "passed" && status !== "waived";
  return {
    answers: goNoGo({
      onHold: request.hold_reason !== null,
      contested,
      windowConfirmed: request.window_confirmed_at !== null,
      window: start !== null && end !== null ? { start, end } : null,
      routeStands: request.route_chosen_at !== null,
      hardChecksOpen: checks.result.data.some(isOpen),
      checksReadAt: time(request.checks_read_at),
      secondApproval: {
        required: request.providers?.second_approval ?? false,
        by: request.request_desk.second_approved_by,
      },
      person: identity.data.id,
      now: checks.query.dataUpdatedAt,
    }),
    rehearsal,
  };
}
