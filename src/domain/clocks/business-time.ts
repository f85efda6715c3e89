/** Counts time only while the provider is open. Periods are sorted and do not overlap; all times are in ms. */
import type { Period } from "./periods.ts";

/** How much open time lies between two moments. */
export function businessBetween(open: readonly Period[], from: number, to: number): number {
  return open.reduce(
    (sum, { start, end }) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)),
    0,
  );
}

/** The moment when `span` of open time has passed since `from`; null where the periods do not reach that far. */
export function addBusinessTime(open: readonly Period[], from: number, span: number): number | null {
  if (span <= 0) return from;
  let left = span;
  for (const { start, end } of open) {
    const begin = Math.max(start, from);
    if (begin >= end) continue;
    if (end - begin >= left) return begin + left;
    left -= end - begin;
  }
  return null;
}
