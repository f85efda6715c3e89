/** Follows a resource faster for a while. */
import { useSubscription } from "@refinedev/core";
import type { Pace } from "../providers/live-provider.ts";

/** While `enabled`, every reader of the resource is notified of changes at this pace. */
export function useLivePace(resource: string, pace: Pace, enabled: boolean): void {
  useSubscription({
    channel: `resources/${resource}`,
    enabled,
    params: { pace },
    onLiveEvent: () => undefined,
  });
}
