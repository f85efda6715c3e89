/**
 * Stands in for cron: calls the function `tick` every second, but not while one runs, unless Meta delays it for long.
 */
import { setTimeout as sleep } from "node:timers/promises";

export type Ticker = {
  /** Stops calling it, and gives a running one a few seconds to end. */
  stop(): Promise<void>;
};

/** `besideMs`: how long it waits for a running tick; cron waits as long. */
type Pace = { everyMs: number; besideMs: number };

const timeoutMs = 4000;

export function startTicker(
  functionsUrl: string,
  secret: string,
  { everyMs, besideMs }: Pace = { everyMs: 1000, besideMs: 10_000 },
): Ticker {
  const underWay = new Set<Promise<unknown>>();
  let newest: Promise<unknown> | undefined;
  let begunAt = 0;
  const timer = setInterval(() => {
    if (newest && underWay.has(newest) && performance.now() - begunAt < besideMs) return;
    begunAt = performance.now();
    const headers = { "x-portdesk-tick": secret };
    const signal = AbortSignal.timeout(60_000);
    const tick: Promise<unknown> = fetch(`${functionsUrl}/tick?once`, { method: "POST", headers, signal })
      .then((response) => response.body?.cancel())
      // The next tick tries again; Portdesk itself records what goes wrong with a request.
      .catch(() => undefined)
      .finally(() => underWay.delete(tick));
    newest = tick;
    underWay.add(tick);
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.race([Promise.all(underWay), sleep(timeoutMs, undefined, { ref: false })]);
    },
  };
}
