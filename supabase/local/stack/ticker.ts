/** Does cron's work: wakes the function `tick` every two seconds, never twice at once. */

export type Ticker = { stop(): void };

export function startTicker(functionsUrl: string, secret: string, everyMs = 2000): Ticker {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    const headers = { "x-portdesk-tick": secret };
    fetch(`${functionsUrl}/tick`, { method: "POST", headers, signal: AbortSignal.timeout(60_000) })
      .then((response) => response.body?.cancel())
      // The next tick tries again; the desk itself notes what goes wrong with a request.
      .catch(() => undefined)
      .finally(() => {
        busy = false;
      });
  }, everyMs);
  return { stop: () => clearInterval(timer) };
}
