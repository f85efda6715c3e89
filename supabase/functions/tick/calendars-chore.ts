/** Works out the open periods of every calendar that changed or runs short. */
import { buildCalendar } from "../_shared/calendar/build-calendar.ts";
import type { ChoreStore } from "../_shared/engine/chore-store.ts";
import type { Chore } from "./chore.ts";

/** `now`: ms since 1970. */
export function calendarsChore(
  { staleCalendars, storeOpenPeriods }: Pick<ChoreStore, "staleCalendars" | "storeOpenPeriods">,
  now: () => number,
): Chore {
  return {
    name: "calendars",
    async work() {
      const calendars = await staleCalendars();
      for (const calendar of calendars) {
        const { periods, holidays } = await buildCalendar(calendar, now());
        await storeOpenPeriods(calendar, periods, holidays);
      }
      return calendars.length;
    },
  };
}
