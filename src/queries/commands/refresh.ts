/** Refetches what is on the screen after a change. */
import { useInvalidate } from "@refinedev/core";
import { useCallback } from "react";

/** Everything at once: one change shows in many places. Resolves once the screen is up to date. */
export function useRefresh(): () => Promise<unknown> {
  const invalidate = useInvalidate();
  return useCallback(() => invalidate({ invalidates: ["all"] }), [invalidate]);
}
