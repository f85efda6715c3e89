/** Counts bad signatures in the database, a few seconds' worth at a time, so that a flood causes few writes. */

const every = 5000;

/** `keep` adds to the count; `now`: ms since 1970. What is pending when an isolate ends is not counted. */
export function createRefusalCount(keep: (count: number) => Promise<void>, now: () => number) {
  let counted = 0;
  let keptAt = -Infinity;
  return async (): Promise<void> => {
    counted += 1;
    if (now() - keptAt < every) return;
    const count = counted;
    counted = 0;
    keptAt = now();
    await keep(count);
  };
}
