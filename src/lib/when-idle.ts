/** Leaves the line to what the page shows first. */

/** Loads something once the page is idle, or at once where the browser does not tell. It may fail: who needs it asks again. */
export function whenIdle(load: () => Promise<unknown>): void {
  const begin = () => void load().catch(() => undefined);
  if ("requestIdleCallback" in window) window.requestIdleCallback(begin, { timeout: 5_000 });
  else begin();
}
