/** Short messages above the page, read out by screen readers too. */
import { App } from "antd";
import { useMemo } from "react";

export type Notify = {
  error(text: string): void;
  /** `seconds`: how long it stays. */
  success(text: string, seconds?: number): void;
};

/** antd hands it on to the message's element. */
const announced = { props: { role: "alert" } };

export function useNotify(): Notify {
  const { message } = App.useApp();
  return useMemo(
    () => ({
      error: (content) => void message.open({ ...announced, type: "error", content, duration: 8 }),
      success: (content, duration = 3) =>
        void message.open({ ...announced, type: "success", content, duration }),
    }),
    [message],
  );
}
