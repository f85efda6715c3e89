/** Windows that fit both calendars, the other moves of the same person, the rules of the route, and a day's notice. */
import { openPeriods, localDateOf, workingHours } from "#domain/clocks/calendar.ts";
import type { Period } from "#domain/clocks/periods.ts";
import { routes } from "#domain/routes/route-catalogue.ts";
import { readRouteAnswers } from "#domain/routes/route-answers.ts";
import { isClosedByRoute } from "#domain/routes/route-dates.ts";
import { windowSlots } from "#domain/scheduling/window-slots.ts";
import { useList } from "@refinedev/core";
import { useState } from "react";
import * as z from "zod/mini";
import { useOpenPeriods } from "../../providers/open-periods.ts";
import type { RequestRow } from "./request-row.ts";

type TakenRow = { id: string; window_starts_at: string; window_ends_at: string };

const daysAhead = 60;

/** undefined until everything is read. */
export function useWindowSlots(request: RequestRow): readonly Period[] | undefined {
  const { request_desk: desk } = request;
  const [now] = useState(() => Date.now());
  const provider = useOpenPeriods(request.provider_id, new Date(now).toISOString());
  const taken = useList<TakenRow>({
    resource: "migration_requests",
    filters: [
      { field: "provider_id", operator: "eq", value: request.provider_id },
      { field: "status", operator: "eq", value: "scheduled" },
      { field: "id", operator: "ne", value: request.id },
      desk.assignee_id === null
        ? { field: "request_desk.assignee_id", operator: "null", value: true }
        : { field: "request_desk.assignee_id", operator: "eq", value: desk.assignee_id },
    ],
    meta: { select: "id, window_starts_at, window_ends_at, request_desk!inner(assignee_id)" },
    pagination: { mode: "off" },
  });
  if (!provider || !taken.query.isSuccess) return undefined;
  const route = routes.find((one) => one === request.route) ?? null;
  const answers = readRouteAnswers(desk.route_answers);
  return windowSlots({
    provider,
    client: clientPeriods(request, now),
    taken: taken.result.data.map(({ window_starts_at, window_ends_at }) => ({
      start: Date.parse(window_starts_at),
      end: Date.parse(window_ends_at),
    })),
    isClosed: (slot) => isClosedByRoute(route, answers, slot),
    now,
  });
}

function clientPeriods({ client_hours, client_time_zone }: RequestRow, now: number): Period[] | null {
  const hours = z.array(workingHours).safeParse(client_hours);
  if (!hours.success || client_time_zone === null) return null;
  const calendar = { timeZone: client_time_zone, hours: hours.data, closedDays: new Set<string>() };
  return openPeriods(calendar, localDateOf(now, client_time_zone), daysAhead);
}
