import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createPollingProvider } from "./live-provider.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const seen = { isSeen: () => true, onChange: () => undefined };

function listen(provider: ReturnType<typeof createPollingProvider>, channel: string, pace?: string) {
  const callback = vi.fn<() => void>();
  const subscription: unknown = provider.subscribe({
    channel,
    callback,
    types: ["*"],
    ...(pace ? { params: { pace } } : {}),
  });
  return { callback, leave: () => provider.unsubscribe(subscription) };
}

it("notifies each resource on the screen every twenty seconds, and no other", () => {
  const provider = createPollingProvider(seen);
  const [requests, events] = [listen(provider, "resources/requests"), listen(provider, "resources/events")];
  vi.advanceTimersByTime(40_000);
  expect([requests.callback, events.callback].map(({ mock }) => mock.calls.length)).toEqual([2, 2]);
  events.leave();
  vi.advanceTimersByTime(20_000);
  expect([requests.callback, events.callback].map(({ mock }) => mock.calls.length)).toEqual([3, 2]);
});

it("polls a resource at the pace of its fastest current reader", () => {
  const provider = createPollingProvider(seen);
  const slow = listen(provider, "resources/requests");
  const fast = listen(provider, "resources/requests", "cutover");
  vi.advanceTimersByTime(9_000);
  expect(slow.callback).toHaveBeenCalledTimes(3);
  fast.leave();
  vi.advanceTimersByTime(19_000);
  expect(slow.callback).toHaveBeenCalledTimes(3);
});

it("polls nothing while the page is hidden, and at once when someone returns", () => {
  let isSeen = false;
  const comeBack: (() => void)[] = [];
  const provider = createPollingProvider({
    isSeen: () => isSeen,
    onChange: (listener) => comeBack.push(listener),
  });
  const { callback } = listen(provider, "resources/requests", "job");
  vi.advanceTimersByTime(60_000);
  expect(callback).not.toHaveBeenCalled();
  isSeen = true;
  for (const listener of comeBack) listener();
  expect(callback).toHaveBeenCalledTimes(1);
});
