/** One of Meta's ids: monospaced, shortened in the middle, copied in full. */
import { Typography } from "antd";
import styles from "./ui.module.css";

export function IdText({ value }: { value: string | null | undefined }) {
  if (!value) return <span>–</span>;
  const shown = value.length > 14 ? `${value.slice(0, 6)}…${value.slice(-5)}` : value;
  return (
    <Typography.Text copyable={{ text: value }} title={value} className={styles.id}>
      {shown}
    </Typography.Text>
  );
}
