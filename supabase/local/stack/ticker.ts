/** Does cron's work: wakes the function `tick` every second, never twice at once. */
import { setTimeout as sleep } from "node:timers/promises";

export type Ticker = {
  /** Wakes it no more, and gives what is under way a few seconds to end. */
  stop(): Promise<void>;
};

const patienceMs = 4000;

export function startTicker(functionsUrl: string, secret: string, everyMs = 1000): Ticker {
  let underWay: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    if (underWay) return;
    const headers = { "x-portdesk-tick": secret };
    underWay = fetch(`${functionsUrl}/tick`, { method: "POST", headers, signal: AbortSignal.timeout(60_000) })
      .then((response) => response.body?.cancel())
      // The next tick tries again; the desk itself notes what goes wrong with a request.
      .catch(() => undefined)
      .finally(() => {
        underWay = undefined;
      });
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.race([underWay, sleep(patienceMs, undefined, { ref: false })]);
    },
  };
}
