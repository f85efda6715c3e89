/** Periods in ms since 1970, from `start` up to but not including `end`. */

export type Period = { start: number; end: number };

export function overlaps(a: Period, b: Period): boolean {
  return a.start < b.end && b.start < a.end;
}

/** What lies in both lists; both lists and the result are sorted and do not overlap. */
export function intersection(a: readonly Period[], b: readonly Period[]): Period[] {
  const shared: Period[] = [];
  for (let i = 0, j = 0; ; ) {
    const [one, other] = [a[i], b[j]];
    if (!one || !other) return shared;
    const start = Math.max(one.start, other.start);
    const end = Math.min(one.end, other.end);
    if (start < end) shared.push({ start, end });
    if (one.end < other.end) i += 1;
    else j += 1;
  }
}
