/** Remembers, for one process, which accounts and apps Meta has blocked and until when; they are not called before. */
import { exhaustedAccounts, isAppExhausted } from "./usage-headers.ts";

const presetSeconds = 300;

export type Closure = { kind: "app" | "waba"; id: string; seconds: number };

export type UsageGate = {
  /** Seconds until all of these may be called; 0 if they may be called now. */
  closedFor(ids: readonly string[]): number;
  /** Returns the blocks that the headers add; `appId`: the app that made the call. */
  learn(headers: Headers, appId: string | undefined): readonly Closure[];
};

/** `now`: ms since 1970. */
export function createUsageGate(now: () => number): UsageGate {
  const closed = new Map<string, number>();
  return {
    closedFor(ids) {
      const latest = Math.max(0, ...ids.map((id) => closed.get(id) ?? 0));
      return Math.max(0, Math.ceil((latest - now()) / 1000));
    },
    learn(headers, appId) {
      const accounts = exhaustedAccounts(headers).map(({ id, seconds = presetSeconds }) => {
        return { kind: "waba", id, seconds } as const;
      });
      const isApp = appId !== undefined && isAppExhausted(headers);
      const closures = isApp
        ? [...accounts, { kind: "app", id: appId, seconds: presetSeconds } as const]
        : accounts;
      for (const { id, seconds } of closures) closed.set(id, now() + seconds * 1000);
      return closures;
    },
  };
}
