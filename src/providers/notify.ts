/** Short messages above the page, read out by screen readers too: the one channel of Refine's notices and our own. */
import { useNotification, type NotificationProvider } from "@refinedev/core";
import { App } from "antd";
import { useMemo } from "react";

export type Notify = {
  error(text: string): void;
  /** `seconds`: how long it stays. */
  success(text: string, seconds?: number): void;
};

/** Under this key Refine tells the names of a failed sign-in's error; the sign-in page says what to do. */
const shownOnThePage = "login-error";

/** antd hands it on to the message's element. */
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
