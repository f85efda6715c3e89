/** Windows to propose: inside both calendars, clear of what is taken, and within the route's rules. */
import { intersection, overlaps, type Period } from "../clocks/periods.ts";

/** Whose time a window takes. */
export type Calendars = {
  /** When the provider's staff work; sorted, without overlaps. */
  provider: readonly Period[];
  /** When somebody at the client can read the code; null: they named no times. */
  client: readonly Period[] | null;
  /** Windows of other moves by the same people. */
  taken: readonly Period[];
};

export type SlotRequest = Calendars & {
  /** What the route closes: a window may neither overlap it nor end as it begins. */
  closed: readonly Period[];
  /** ms since 1970. */
  now: number;
};

const hour = 3_600_000;
const day = 24 * hour;

/** A cut-over raises alarms at 20 and 40 minutes and ends within 60; the second hour is for the work after it. */
export const windowLength = 2 * hour;
/** Leaves time to read the checks again a day before. */
const leadTime = day;
const grid = hour / 2;
const perDay = 2;
const maxSlots = 6;

/** At most six windows, at most two a day, the earliest first. */
export function windowSlots({ provider, client, taken, closed, now }: SlotRequest): Period[] {
  const open = client === null ? provider : intersection(provider, client);
  const earliest = now + leadTime;
  const slots: Period[] = [];
  const onDay = new Map<number, number>();
  for (const period of open) {
    const first = Math.ceil(Math.max(period.start, earliest) / grid) * grid;
    for (let start = first; start + windowLength <= period.end; start += grid) {
      const slot = { start, end: start + windowLength };
      const dayNumber = Math.floor(start / day);
      const used = onDay.get(dayNumber) ?? 0;
      if (used >= perDay || closed.some((one) => slot.start < one.end && one.start <= slot.end)) continue;
      if ([...taken, ...slots].some((other) => overlaps(slot, other))) continue;
      slots.push(slot);
      onDay.set(dayNumber, used + 1);
      if (slots.length === maxSlots) return slots;
    }
  }
  return slots;
}
