/** How a check stands, as shape and colour; the word stands beside it. */
import type { CheckStatus } from "#domain/checks/check-catalogue.ts";
import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  HistoryOutlined,
  MinusCircleFilled,
} from "@ant-design/icons";
import { theme } from "antd";
import type { ReactNode } from "react";

const icons: Record<CheckStatus, ReactNode> = {
  pending: <ClockCircleOutlined />,
  passed: <CheckCircleFilled />,
  failed: <CloseCircleFilled />,
  waived: <MinusCircleFilled />,
  stale: <HistoryOutlined />,
};

export function useCheckColors(): Record<CheckStatus, string> {
  const { token } = theme.useToken();
  return {
    pending: token.colorTextDescription,
    passed: token.colorSuccess,
    failed: token.colorError,
    waived: token.colorWarning,
    stale: token.colorWarning,
  };
}

export function CheckMark({ status }: { status: CheckStatus }) {
  const colors = useCheckColors();
  return (
    <span aria-hidden style={{ color: colors[status], fontSize: 16 }}>
      {icons[status]}
    </span>
  );
}
