/** The state of a check as shape and colour; the word is beside it. */
import type { CheckStatus } from "#domain/checks/check-catalogue.ts";
import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  HistoryOutlined,
  MinusCircleFilled,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import styles from "./checks.module.css";

const icons: Record<CheckStatus, ReactNode> = {
  pending: <ClockCircleOutlined />,
  passed: <CheckCircleFilled />,
  failed: <CloseCircleFilled />,
  waived: <MinusCircleFilled />,
  stale: <HistoryOutlined />,
};

export function CheckMark({ status }: { status: CheckStatus }) {
  return (
    <span aria-hidden className={`${styles.status} ${styles.mark}`} data-status={status}>
      {icons[status]}
    </span>
  );
}
