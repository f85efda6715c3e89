/** Works out the open periods of every calendar that changed or runs short. */
import { buildCalendar } from "../_shared/calendar/build-calendar.ts";
import type { ChoreStore } from "../_shared/engine/chore-store.ts";
import type { Logger } from "../_shared/log.ts";
import { type Chore, eachRow } from "./chore.ts";

/** `now`: ms since 1970. */
export function calendarsChore(
  {
    staleCalendars,
    storeOpenPeriods,
    noteFailure,
  }: Pick<ChoreStore, "staleCalendars" | "storeOpenPeriods" | "noteFailure">,
  now: () => number,
  log: Logger,
): Chore {
  return {
    name: "calendars",
    async work() {
      return eachRow(
        await staleCalendars(),
        async (calendar) => {
          const { periods, holidays } = await buildCalendar(calendar, now());
          await storeOpenPeriods(calendar, periods, holidays);
        },
        { log, chore: "calendars", row: ({ providerId }) => providerId, noteFailure },
      );
    },
  };
}
