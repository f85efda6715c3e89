/** What one monitoring check of a number found, point by point. */
import type { MonitoringCheckRow } from "#domain/monitoring/monitoring-check.ts";
import { CheckOutlined, ExclamationCircleFilled, HistoryOutlined, QuestionOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { HealthEntities } from "./health-entities.tsx";
import { useMetaText } from "./meta-text.ts";
import styles from "./widgets.module.css";

const marks: Record<MonitoringCheckRow["verdict"], ReactNode> = {
  good: <CheckOutlined aria-hidden />,
  bad: <ExclamationCircleFilled aria-hidden />,
  unknown: <QuestionOutlined aria-hidden />,
  again: <HistoryOutlined aria-hidden />,
};

export function MonitoringCheckTable({ points }: { points: readonly MonitoringCheckRow[] }) {
  const { t } = useTranslation("monitoring");
  return (
    <table className={styles.checks}>
      <thead className="visually-hidden">
        <tr>
          <th>{t("checks.point_heading")}</th>
          <th>{t("checks.result_heading")}</th>
        </tr>
      </thead>
      <tbody>
        {points.map((row) => (
          <tr key={row.point}>
            <th scope="row">{t(`point.${row.point}`)}</th>
            <td data-verdict={row.verdict}>
              <Found row={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Found({ row: { point, verdict, was, is, fields, entities } }: { row: MonitoringCheckRow }) {
  const { t } = useTranslation("monitoring");
  const meta = useMetaText();
  // Of the profile the fields that differ say more than those that are filled.
  const isProfile = point === "business_profile";
  const named = (fields ?? []).map((field) => t(`profile.field.${field}`)).join(", ");
  return (
    <>
      {marks[verdict]} {t(`checks.verdict.${verdict}`)}
      {is !== null && !isProfile && `: ${meta.value(point, is)}`}
      {verdict === "bad" &&
        was !== null &&
        !isProfile &&
        ` (${t("checks.was", { value: meta.value(point, was) })})`}
      {named !== "" && `: ${named}`}
      {entities && <HealthEntities entities={entities} />}
    </>
  );
}
