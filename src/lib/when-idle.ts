/** Leaves the line to what the page shows first. */

/** Resolves once the page is idle, or at once where the browser does not tell. */
export const idle = (): Promise<void> =>
  new Promise((resolve) => {
    if ("requestIdleCallback" in window) window.requestIdleCallback(() => resolve(), { timeout: 5_000 });
    else resolve();
  });

/** Loads something once the page is idle. It may fail: who needs it asks again. */
export function whenIdle(load: () => Promise<unknown>): void {
  void idle()
    .then(load)
    .catch(() => undefined);
}
