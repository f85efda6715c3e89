/**
 * The steps of the move from top to bottom, with the point of no return as a line. antd 6.6's Steps has no place for the
 * line between two steps, is no list to a screen reader, does not mark the current step, and adds 9 kB to the first load.
 */
import { type Step, stepCatalogue } from "#domain/cutover/step-catalogue.ts";
import {
  CheckCircleFilled,
  ClockCircleOutlined,
  LoadingOutlined,
  QuestionCircleFilled,
  WarningFilled,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { useMinute } from "../../ui/use-minute.ts";
import type { StepRow } from "./cutover-data.ts";
import { MissedAttempt } from "./missed-attempt.tsx";
import { stepWait } from "./step-wait.ts";
import layout from "../../ui/layout.module.css";
import styles from "./cutover.module.css";

const marks: Record<StepRow["state"], ReactNode> = {
  pending: <ClockCircleOutlined />,
  running: <LoadingOutlined />,
  done: <CheckCircleFilled />,
  skipped: <CheckCircleFilled />,
  failed: <WarningFilled />,
  unknown: <QuestionCircleFilled />,
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
    <ol aria-label={t("steps")} className={layout.plainList}>
      {rows.map((row) => (
        <li key={row.id} aria-current={row.step === current ? "step" : undefined}>
          {stepCatalogue[row.step].irreversible && <NoReturnLine passed={row.state === "done"} />}
          <StepLine row={row} current={current} />
          {row.step === current && <div className={styles.stepTask}>{children}</div>}
        </li>
      ))}
    </ol>
  );
}

function StepLine({ row, current }: { row: StepRow; current: Step | undefined }) {
  const { t } = useTranslation(["cutover", "domain"]);
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
    <div className={styles.stepLine}>
      <span className={styles.stepMark} data-state={row.state} aria-hidden>
        {marks[row.state]}
      </span>
      <div className={styles.stepWords}>
        <div className={layout.spread}>
          <strong>{t(`domain:step.${row.step}.title`)}</strong>
          {at && <RelativeTime value={at} />}
        </div>
        <div>{sentence}</div>
        {row.result?.note && <div className={styles.stepNote}>{t("noted", { note: row.result.note })}</div>}
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
  return <div className={styles.noReturn}>{passed ? t("no_return.passed") : t("no_return.ahead")}</div>;
}
