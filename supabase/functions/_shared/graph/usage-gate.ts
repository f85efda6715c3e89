/** Remembers, for one process, which accounts Meta has closed for a while: they are not called until then. */
import { exhausted } from "./usage-headers.ts";

const presetSeconds = 300;

export type UsageGate = {
  /** Seconds until the account may be called again; 0 when it may be now. */
  closedFor(id: string): number;
  learn(headers: Headers): void;
};

/** `now`: ms since 1970. */
export function createUsageGate(now: () => number): UsageGate {
  const closed = new Map<string, number>();
  return {
    closedFor(id) {
      const until = closed.get(id) ?? 0;
      if (until > now()) return Math.ceil((until - now()) / 1000);
      closed.delete(id);
      return 0;
    },
    learn(headers) {
      for (const { id, seconds } of exhausted(headers))
        closed.set(id, now() + (seconds ?? presetSeconds) * 1000);
    },
  };
}
