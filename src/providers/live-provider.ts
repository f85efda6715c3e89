/**
 * Refine's live updates by asking again: every so often each resource on the screen says that it may have changed, and
 * Refine reads what shows it. A subscription over a socket takes this place without any screen knowing.
 */
import type { LiveProvider } from "@refinedev/core";

/** How soon a change at the other end is seen; in ms. Named by the screen, which knows no interval. */
const paces = {
  /** Somebody follows a step at Meta. */
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

/** Whether anybody looks at the page, and when somebody does again. */
const ownPage = {
  isSeen: () => document.visibilityState === "visible",
  onChange: (listener: () => void): unknown => document.addEventListener("visibilitychange", listener),
};

/** What nobody sees is not asked for, but at once when somebody comes back. */
export function createPollingProvider({ isSeen, onChange } = ownPage): LiveProvider {
  const subscriptions = new Map<string, Set<Subscription>>();
  const timers = new Map<string, ReturnType<typeof setInterval>>();

  /** One timer for each channel, as fast as the fastest of its subscriptions. */
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
