/** Short messages above the page, also announced by screen readers: the one channel for Refine's notices and ours. */
import { useNotification, type NotificationProvider } from "@refinedev/core";
import { App } from "antd";
import { useMemo } from "react";

export type Notify = {
  error(text: string): void;
  /** `seconds`: how long it stays. */
  success(text: string, seconds?: number): void;
};

/** Refine reports a failed sign-in under this key; the sign-in page says what to do. */
const shownOnThePage = "login-error";

/** antd passes it to the message's element. */
const announced = { props: { role: "alert" } };

/** For Refine. `undoableTimeout` of a success: how many seconds it stays. */
export function useNotificationProvider(): NotificationProvider {
  const { message } = App.useApp();
  return useMemo(
    () => ({
      open({ key, type, message: content, undoableTimeout }) {
        if (key === shownOnThePage) return;
        const shown = type === "progress" ? "info" : type;
        const duration = type === "error" ? 8 : (undoableTimeout ?? 3);
        void message.open({ ...announced, ...(key ? { key } : {}), type: shown, content, duration });
      },
      close: (key) => message.destroy(key),
    }),
    [message],
  );
}

export function useNotify(): Notify {
  const { open } = useNotification();
  return useMemo(
    () => ({
      error: (message) => open?.({ type: "error", message }),
      success: (message, seconds = 3) => open?.({ type: "success", message, undoableTimeout: seconds }),
    }),
    [open],
  );
}
