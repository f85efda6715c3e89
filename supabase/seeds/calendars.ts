/** Computes a demo provider's calendar, as the tick does, so that its past has open hours too. */
import type { TransactionSql } from "postgres";
import { buildCalendar } from "../functions/_shared/calendar/build-calendar.ts";
import { createJobStore } from "../functions/_shared/engine/job-store.ts";
import { call } from "./call.ts";

/** `now`: ms since 1970. */
export async function buildCalendars(database: TransactionSql, now: number): Promise<void> {
  const store = createJobStore((name, parameters) => {
    const input = Object.entries(parameters).map(([key, value]) => [key.replace(/^p_/, ""), value] as const);
    return call(database, name, Object.fromEntries(input));
  });
  for (const calendar of await store.staleCalendars()) {
    const { periods, holidays } = await buildCalendar(calendar, now);
    await store.storeOpenPeriods(calendar, periods, holidays);
  }
}

/** Recalculates due times once everything has its own time. */
export async function measureAgain(database: TransactionSql): Promise<void> {
  await database`select private.reset_due(id) from public.providers`;
}
