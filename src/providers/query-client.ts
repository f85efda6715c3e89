/** What was read, for Refine, the screens and the access control alike. */
import { keepPreviousData, QueryClient } from "@tanstack/react-query";

/** What is on the screen stays there while it is read anew; live updates, not the window's focus, ask again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 5_000, retry: 1, refetchOnWindowFocus: false, placeholderData: keepPreviousData },
    // A command that cannot be sent is refused at once: kept back, it would be sent after the person had gone on.
    mutations: { networkMode: "always" },
  },
});
