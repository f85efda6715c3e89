/** Windows that fit both calendars, the same person's other moves, the rules of the route, and a day's notice. */
import type { Period } from "#domain/clocks/periods.ts";
import { type Calendars, windowSlots } from "#domain/scheduling/window-slots.ts";
import { useState } from "react";
import type { RequestRow } from "../../../queries/request-row.ts";
import { useCalendars } from "../../../queries/calendars.ts";
import { useRouteClosures } from "../../../queries/route-closures.ts";

/** `slots`: undefined until everything is read, and if it cannot be. */
export function useWindowSlots(request: RequestRow): {
  slots: readonly Period[] | undefined;
  /** The calendars in which the slots were found. */
  calendars: Calendars | undefined;
  loading: boolean;
} {
  const [now] = useState(() => Date.now());
  const { calendars, queries } = useCalendars(request);
  const { data: closed, isLoading } = useRouteClosures(request);
  const loading = isLoading || queries.some((query) => query.isLoading);
  const slots = calendars && closed && windowSlots({ ...calendars, closed, now });
  return { slots, calendars, loading };
}
