/** What speaks against a window that somebody enters by hand; they may still choose it. */
import type { Period } from "../clocks/periods.ts";
import type { Calendars } from "./window-slots.ts";

export const windowWarnings = ["outside_ours", "outside_client", "night"] as const;
export type WindowWarning = (typeof windowWarnings)[number];

/** Hours of the day at which people should be asleep: from the first until the second. */
const night = { from: 21, to: 7 };

/** `zones`: of everyone who must be awake. A window touches the night when it begins or ends in it. */
export function warningsOf(
  chosen: Period,
  { provider, client }: Pick<Calendars, "provider" | "client">,
  zones: readonly string[],
): WindowWarning[] {
  const fits = (periods: readonly Period[]) =>
    periods.some(({ start, end }) => start <= chosen.start && chosen.end <= end);
  const isNight = zones.some((zone) =>
    [chosen.start, chosen.end - 1].some((moment) => {
      const hour = hourIn(zone, moment);
      return hour >= night.from || hour < night.to;
    }),
  );
  return [
    ...(fits(provider) ? [] : (["outside_ours"] as const)),
    ...(client === null || fits(client) ? [] : (["outside_client"] as const)),
    ...(isNight ? (["night"] as const) : []),
  ];
}

function hourIn(timeZone: string, moment: number): number {
  const parts = new Intl.DateTimeFormat("en", { timeZone, hour: "numeric", hourCycle: "h23" });
  return Number(parts.format(moment));
}
