/** Computes the open periods of every calendar that changed or is running out. */
import { buildCalendar } from "../../_shared/calendar/build-calendar.ts";
import type { JobStore } from "../../_shared/engine/job-store.ts";
import type { Logger } from "../../_shared/log.ts";
import { type Job, eachRow } from "./job.ts";

/** `now`: ms since 1970. */
export function calendarsJob(
  {
    staleCalendars,
    storeOpenPeriods,
    noteFailure,
  }: Pick<JobStore, "staleCalendars" | "storeOpenPeriods" | "noteFailure">,
  now: () => number,
  log: Logger,
): Job {
  return {
    name: "calendars",
    async work() {
      return eachRow(
        await staleCalendars(),
        async (calendar) => {
          const { periods, holidays } = await buildCalendar(calendar, now());
          await storeOpenPeriods(calendar, periods, holidays);
        },
        { log, job: "calendars", row: ({ providerId }) => providerId, noteFailure },
      );
    },
  };
}
