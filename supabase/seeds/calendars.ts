/** Computes a demo provider's calendar, as the tick does, so that its past has open hours too. */
import type { TransactionSql } from "postgres";
import { buildCalendar } from "../functions/tick/calendar/build-calendar.ts";
import type { CallFunction } from "../functions/_shared/database/call.ts";
import { staleCalendars, storeOpenPeriods } from "../functions/tick/calendar/calendar-queries.ts";
import { call } from "./call.ts";

/** `now`: ms since 1970. */
export async function buildCalendars(database: TransactionSql, now: number): Promise<void> {
  const callEngine: CallFunction = (name, parameters) => {
    const input = Object.entries(parameters).map(([key, value]) => [key.replace(/^p_/, ""), value] as const);
    return call(database, name, Object.fromEntries(input));
  };
  for (const calendar of await staleCalendars(callEngine))
    await storeOpenPeriods(callEngine, calendar, await buildCalendar(calendar, now));
}

/** Recalculates a provider's due times once everything has its own time. */
export async function measureAgain(database: TransactionSql, provider: string): Promise<void> {
  await database`select private.reset_due(${provider})`;
}
