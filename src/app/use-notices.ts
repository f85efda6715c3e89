/** Refine's notices, but for what the page itself says in words. */
import { useNotificationProvider } from "@refinedev/antd";

/** Under this key Refine tells the names of a failed sign-in's error; the sign-in page says what to do. */
const shownOnThePage = "login-error";

export function useNotices(): ReturnType<typeof useNotificationProvider> {
  const provider = useNotificationProvider();
  return {
    ...provider,
    open: (notice) => {
      if (notice.key !== shownOnThePage) provider.open(notice);
    },
  };
}
