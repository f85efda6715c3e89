/** A time in the coming days as people say it: the day of the week, the date, the minute. */
import { useFormat } from "../../lib/format.ts";

const parts = {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "numeric",
  minute: "2-digit",
} as const;

/** A function from ms since 1970 to words. */
export function useMoment(): (time: number) => string {
  const format = useFormat();
  return (time) => format.date(time, parts);
}
