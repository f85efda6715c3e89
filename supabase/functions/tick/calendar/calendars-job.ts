/** Computes the open periods of every calendar that changed or is running out. */
import type { CallFunction } from "../../_shared/database/call.ts";
import type { Logger } from "../../_shared/log.ts";
import { buildCalendar } from "./build-calendar.ts";
import { staleCalendars, storeOpenPeriods } from "./calendar-queries.ts";
import { type Job, eachRow } from "../jobs/job.ts";

/** `now`: ms since 1970. */
export function calendarsJob(call: CallFunction, now: () => number, log: Logger): Job {
  return {
    name: "calendars",
    async work() {
      return eachRow(
        await staleCalendars(call),
        async (calendar) => storeOpenPeriods(call, calendar, await buildCalendar(calendar, now())),
        { log, job: "calendars", row: ({ providerId }) => providerId, setAside: call },
      );
    },
  };
}
