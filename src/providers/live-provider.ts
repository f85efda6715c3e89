/**
 * Refine's live updates by polling: at intervals each resource on the screen reports that it may have changed, and
 * Refine refetches it. A subscription over a socket could replace this without any screen knowing.
 */
import type { LiveProvider } from "@refinedev/core";

/** How soon a change at the other end is seen; in ms. Screens name the pace and know no interval. */
const paces = {
  /** Someone follows a step at Meta. */
  cutover: 3_000,
  /** The tick works in seconds. */
  job: 5_000,
  usual: 20_000,
} as const;
export type Pace = keyof typeof paces;

type Subscription = { channel: string; pace: Pace; notify: () => void };

const paceOf = (params: unknown): Pace => {
  const pace = typeof params === "object" && params !== null && "pace" in params ? params.pace : undefined;
  return pace === "cutover" || pace === "job" ? pace : "usual";
};

/** Whether anyone sees the page, and when someone returns. */
const ownPage = {
  isSeen: () => document.visibilityState === "visible",
  onChange: (listener: () => void): unknown => document.addEventListener("visibilitychange", listener),
};

/** Polls nothing while the page is hidden, and at once when someone returns. */
export function createPollingProvider({ isSeen, onChange } = ownPage): LiveProvider {
  const subscriptions = new Map<string, Set<Subscription>>();
  const timers = new Map<string, ReturnType<typeof setInterval>>();

  /** One timer per channel, as fast as its fastest subscription. */
  function schedule(channel: string): void {
    clearInterval(timers.get(channel));
    timers.delete(channel);
    const listening = subscriptions.get(channel);
    if (!listening || listening.size === 0) return;
    const pace = Math.min(...[...listening].map((one) => paces[one.pace]));
    timers.set(
      channel,
      setInterval(() => tick(listening), pace),
    );
  }

  function tick(listening: Iterable<Subscription>): void {
    if (isSeen()) for (const { notify } of listening) notify();
  }

  onChange(() => {
    for (const listening of subscriptions.values()) tick(listening);
  });

  return {
    subscribe({ channel, callback, params }): Subscription {
      const notify = () => callback({ channel, type: "*", payload: {}, date: new Date() });
      const subscription = { channel, pace: paceOf(params), notify };
      subscriptions.set(channel, (subscriptions.get(channel) ?? new Set()).add(subscription));
      schedule(channel);
      return subscription;
    },
    unsubscribe(subscription: Subscription) {
      subscriptions.get(subscription.channel)?.delete(subscription);
      schedule(subscription.channel);
    },
  };
}
