/** Lists a country's public holidays, using the maintained library date-holidays. */
import type { Holiday } from "./calendar-queries.ts";

/**
 * Local dates of the public holidays, substitute days included; empty if the library does not know the country.
 * The library is large, so it is loaded only when needed.
 */
export async function publicHolidays(
  country: string,
  years: readonly number[],
  language: string,
): Promise<Holiday[]> {
  const { default: Holidays } = await import("date-holidays");
  const calendar = new Holidays(country, { types: ["public"], languages: [language, "en"] });
  return years.flatMap((year) =>
    calendar.getHolidays(year).flatMap(({ date, start, end, name }) => {
      const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000));
      const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
      return Array.from({ length: days }, (_, index) => ({
        date: new Date(first + index * 86_400_000).toISOString().slice(0, 10),
        name,
      }));
    }),
  );
}
