/** Whole seconds until a moment, counted down once a second; 0 from then on. */
import { useCallback, useSyncExternalStore } from "react";

/** `until` is a time in milliseconds since 1970; undefined means no countdown. */
export function useCountdown(until: number | undefined): number {
  const secondsLeft = () => (until === undefined ? 0 : Math.max(0, Math.ceil((until - Date.now()) / 1000)));
  const subscribe = useCallback(
    (tick: () => void) => {
      if (until === undefined) return () => undefined;
      const timer = setInterval(() => {
        tick();
        if (Date.now() >= until) clearInterval(timer);
      }, 1000);
      return () => clearInterval(timer);
    },
    [until],
  );
  return useSyncExternalStore(subscribe, secondsLeft);
}
