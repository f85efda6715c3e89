/** When the next action is due: amber from three quarters of the time on, red past it. */
import { theme } from "antd";
import { useState } from "react";
import { RelativeTime } from "../../ui/relative-time.tsx";

export function DueTime({ since, due }: { since: string; due: string | null }) {
  const { token } = theme.useToken();
  const [now] = useState(() => Date.now());
  if (due === null) return <span>–</span>;
  const [begin, end] = [Date.parse(since), Date.parse(due)];
  const late = now > end;
  const soon = !late && end > begin && (now - begin) / (end - begin) >= 0.75;
  const color = late ? token.colorError : soon ? token.colorWarning : token.colorText;
  return (
    <span style={{ color, fontWeight: late ? 600 : 400 }}>
      <RelativeTime value={due} />
    </span>
  );
}
