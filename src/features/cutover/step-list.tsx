/** The steps of the move from top to bottom, with the line behind which there is no way back. */
import { type Step, stepCatalogue } from "#domain/cutover/step-catalogue.ts";
import {
  CheckCircleFilled,
  ClockCircleOutlined,
  LoadingOutlined,
  QuestionCircleFilled,
  WarningFilled,
} from "@ant-design/icons";
import { theme } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { useMinute } from "../../ui/use-minute.ts";
import type { StepRow } from "./cutover-data.ts";
import { MissedAttempt } from "./missed-attempt.tsx";
import { stepWait } from "./step-wait.ts";

type Marks = Record<
  StepRow["state"],
  {
    icon: ReactNode;
    color: "colorSuccess" | "colorTextDescription" | "colorPrimary" | "colorError" | "colorWarning";
  }
>;

const marks: Marks = {
  pending: { icon: <ClockCircleOutlined />, color: "colorTextDescription" },
  running: { icon: <LoadingOutlined />, color: "colorPrimary" },
  done: { icon: <CheckCircleFilled />, color: "colorSuccess" },
  skipped: { icon: <CheckCircleFilled />, color: "colorTextDescription" },
  failed: { icon: <WarningFilled />, color: "colorError" },
  unknown: { icon: <QuestionCircleFilled />, color: "colorWarning" },
};

export function StepList({
  rows,
  current,
  children,
}: {
  rows: readonly StepRow[];
  current: Step | undefined;
  children: ReactNode;
}) {
  const { t } = useTranslation("cutover");
  return (
    <ol aria-label={t("steps")} style={{ listStyle: "none", margin: 0, padding: 0 }}>
      {rows.map((row) => (
        <li key={row.id} aria-current={row.step === current ? "step" : undefined}>
          {stepCatalogue[row.step].irreversible && <NoReturnLine passed={row.state === "done"} />}
          <StepLine row={row} current={current} />
          {row.step === current && <div style={{ margin: "0 0 16px 32px" }}>{children}</div>}
        </li>
      ))}
    </ol>
  );
}

function StepLine({ row, current }: { row: StepRow; current: Step | undefined }) {
  const { t } = useTranslation(["cutover", "domain"]);
  const { token } = theme.useToken();
  const { icon, color } = marks[row.state];
  const at = row.finished_at ?? row.started_at;
  const now = useMinute();
  const waits =
    row.step === current && stepWait(row, true) !== undefined && now < Date.parse(row.wait_until ?? "");
  const sentence =
    row.state === "done"
      ? t(`domain:step.${row.step}.done`)
      : row.state === "running"
        ? t(`domain:step.${row.step}.running`)
        : t(waits ? "wait.state" : `domain:step_state.${row.state}`);
  return (
    <div style={{ display: "flex", gap: 12, padding: "8px 0" }}>
      <span style={{ color: token[color], fontSize: 18, width: 20 }} aria-hidden>
        {icon}
      </span>
      <div style={{ flex: 1 }}>
        <div style={{ display: "flex", justifyContent: "space-between", gap: 8 }}>
          <strong>{t(`domain:step.${row.step}.title`)}</strong>
          {at && <RelativeTime value={at} />}
        </div>
        <div>{sentence}</div>
        {row.result?.note && (
          <div style={{ whiteSpace: "pre-wrap" }}>{t("noted", { note: row.result.note })}</div>
        )}
        {row.result?.error && row.state === "pending" && <MissedAttempt result={row.result} />}
        {row.wait_until && row.state === "pending" && row.step !== current && (
          <div>
            {t("next_try")} <RelativeTime value={row.wait_until} />
          </div>
        )}
      </div>
    </div>
  );
}

function NoReturnLine({ passed }: { passed: boolean }) {
  const { t } = useTranslation("cutover");
  const { token } = theme.useToken();
  return (
    <div
      style={{
        borderTop: `3px solid ${token.colorError}`,
        color: token.colorError,
        margin: "12px 0 4px",
        paddingTop: 4,
        fontWeight: 600,
      }}
    >
      {passed ? t("no_return.passed") : t("no_return.ahead")}
    </div>
  );
}
