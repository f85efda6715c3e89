/** The calendars behind a request's window: the provider's, the client's, and the same person's other moves. */
import { localDateOf, openPeriods, workingHours } from "#domain/clocks/calendar.ts";
import type { Period } from "#domain/clocks/periods.ts";
import type { Calendars } from "#domain/scheduling/window-slots.ts";
import { useList } from "@refinedev/core";
import { useMemo, useState } from "react";
import * as z from "zod/mini";
import { useOpenPeriods } from "./open-periods.ts";
import type { RequestRow } from "./request-row.ts";

type TakenRow = { id: string; window_starts_at: string; window_ends_at: string };

const daysAhead = 60;

/** `calendars`: undefined until everything is read. */
export function useCalendars(request: RequestRow) {
  const { assignee_id: assignee } = request.request_staff_data;
  const [from] = useState(() => Date.now());
  const open = useOpenPeriods(request.provider_id, new Date(from).toISOString());
  const { query, result } = useList<TakenRow>({
    resource: "migration_requests",
    filters: [
      { field: "provider_id", operator: "eq", value: request.provider_id },
      { field: "status", operator: "eq", value: "scheduled" },
      { field: "id", operator: "ne", value: request.id },
      assignee === null
        ? { field: "request_staff_data.assignee_id", operator: "null", value: true }
        : { field: "request_staff_data.assignee_id", operator: "eq", value: assignee },
    ],
    meta: { select: "id, window_starts_at, window_ends_at, request_staff_data!inner(assignee_id)" },
    pagination: { mode: "off" },
  });
  const calendars = useMemo((): Calendars | undefined => {
    if (!open.periods || !query.isSuccess) return undefined;
    const taken = result.data.map(({ window_starts_at, window_ends_at }) => ({
      start: Date.parse(window_starts_at),
      end: Date.parse(window_ends_at),
    }));
    return { provider: open.periods, client: clientPeriods(request, from), taken };
  }, [open.periods, query.isSuccess, result.data, request, from]);
  return { calendars, queries: [open.query, query] };
}

function clientPeriods({ client_hours, client_time_zone }: RequestRow, now: number): Period[] | null {
  const hours = z.array(workingHours).safeParse(client_hours);
  if (!hours.success || client_time_zone === null) return null;
  const calendar = { timeZone: client_time_zone, hours: hours.data, closedDays: new Set<string>() };
  return openPeriods(calendar, localDateOf(now, client_time_zone), daysAhead);
}
