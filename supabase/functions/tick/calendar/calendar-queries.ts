/** The calendars whose open periods must be computed, and where the result is stored. */
import { workingHours } from "#domain/clocks/calendar.ts";
import type { Period } from "#domain/clocks/periods.ts";
import * as z from "zod/mini";
import type { CallFunction } from "../../_shared/database/call.ts";
import { goodRows } from "../../_shared/database/good-rows.ts";

const staleCalendar = z.object({
  providerId: z.string(),
  timeZone: z.string(),
  country: z.string(),
  hours: z.array(workingHours),
  observeHolidays: z.boolean(),
  /** YYYY-MM-DD. */
  closedDays: z.array(z.string()),
  changedAt: z.string(),
  /** The start of the open periods to compute. */
  from: z.string(),
});
export type StaleCalendar = z.infer<typeof staleCalendar>;

/** A public holiday; `date`: YYYY-MM-DD. */
export type Holiday = { date: string; name: string };

export async function staleCalendars(call: CallFunction): Promise<StaleCalendar[]> {
  return goodRows(staleCalendar, await call("engine_stale_calendars", {}), "engine_stale_calendars");
}

export async function storeOpenPeriods(
  call: CallFunction,
  { providerId, changedAt }: StaleCalendar,
  { periods, holidays }: { periods: readonly Period[]; holidays: readonly Holiday[] },
): Promise<void> {
  await call("engine_store_open_periods", {
    p_provider: providerId,
    p_changed_at: changedAt,
    p_periods: periods,
    p_holidays: holidays,
  });
}
