/** Windows that fit both calendars, the same person's other moves, the rules of the route, and a day's notice. */
import type { Period } from "#domain/clocks/periods.ts";
import { routes } from "#domain/routes/route-catalogue.ts";
import { readRouteAnswers } from "#domain/routes/route-answers.ts";
import { isClosedByRoute } from "#domain/routes/route-dates.ts";
import { type Calendars, windowSlots } from "#domain/scheduling/window-slots.ts";
import { useState } from "react";
import type { RequestRow } from "../../../queries/request-row.ts";
import { useCalendars } from "../../../queries/calendars.ts";

/** `slots`: undefined until everything is read, and if it cannot be. */
export function useWindowSlots(request: RequestRow): {
  slots: readonly Period[] | undefined;
  /** The calendars in which the slots were found. */
  calendars: Calendars | undefined;
  loading: boolean;
} {
  const [now] = useState(() => Date.now());
  const { calendars, queries } = useCalendars(request);
  const loading = queries.some(({ isLoading }) => isLoading);
  if (!calendars) return { slots: undefined, calendars, loading };
  const route = routes.find((one) => one === request.route) ?? null;
  const answers = readRouteAnswers(request.request_staff_data.route_answers);
  const isClosed = (slot: Period) => isClosedByRoute(route, answers, slot);
  return { slots: windowSlots({ ...calendars, isClosed, now }), calendars, loading };
}
