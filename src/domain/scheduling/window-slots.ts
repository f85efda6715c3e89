/** Windows that can be proposed: inside both calendars, clear of what is taken, and by the rules of the route. */
import { intersection, overlaps, type Period } from "../clocks/periods.ts";

/** Whose time a window takes. */
export type Calendars = {
  /** When the provider's people work; sorted, without overlaps. */
  provider: readonly Period[];
  /** When somebody at the client can read the code; null: they named no times. */
  client: readonly Period[] | null;
  /** Windows of other moves in the same hands. */
  taken: readonly Period[];
};

export type SlotRequest = Calendars & {
  /** Whether the rules of the route close a window. */
  isClosed: (slot: Period) => boolean;
  /** ms since 1970. */
  now: number;
};

const hour = 3_600_000;
const day = 24 * hour;

/** A cut-over is alarmed at 20 and 40 minutes and ends within 60; the second hour is for what comes after it. */
export const windowLength = 2 * hour;
/** So that the checks can be read again a day before. */
const leadTime = day;
const grid = hour / 2;
const perDay = 2;
const maxSlots = 6;

/** At most six windows, at most two on a day, the earliest first. */
export function windowSlots({ provider, client, taken, isClosed, now }: SlotRequest): Period[] {
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
      if (used >= perDay || isClosed(slot)) continue;
      if ([...taken, ...slots].some((other) => overlaps(slot, other))) continue;
      slots.push(slot);
      onDay.set(dayNumber, used + 1);
      if (slots.length === maxSlots) return slots;
    }
  }
  return slots;
}
