/** The cache of what was read, for Refine, the screens and the access control alike. */
import { keepPreviousData, QueryClient } from "@tanstack/react-query";

/** Data stays on the screen while it is refetched; live updates, not the window's focus, trigger that. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 5_000, retry: 1, refetchOnWindowFocus: false, placeholderData: keepPreviousData },
    // A command that cannot be sent is refused at once: queued, it would be sent after the person had moved on.
    mutations: { networkMode: "always" },
  },
});
