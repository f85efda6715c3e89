/** What is on the screen, read again after a change. */
import { useInvalidate } from "@refinedev/core";
import { useCallback } from "react";

/** All of it at once: a change of one thing shows in many. Once resolved, the screen is as new. */
export function useRefresh(): () => Promise<unknown> {
  const invalidate = useInvalidate();
  return useCallback(() => invalidate({ invalidates: ["all"] }), [invalidate]);
}
