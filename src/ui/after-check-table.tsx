/** What one look at a number found, point by point. */
import type { AfterCheckRow } from "#domain/stabilising/after-check.ts";
import { CheckOutlined, ExclamationCircleFilled, QuestionOutlined } from "@ant-design/icons";
import { theme } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

const marks: Record<AfterCheckRow["verdict"], ReactNode> = {
  good: <CheckOutlined aria-hidden />,
  bad: <ExclamationCircleFilled aria-hidden />,
  unknown: <QuestionOutlined aria-hidden />,
};

const cell = { padding: "6px 12px 6px 0", textAlign: "start", verticalAlign: "top" } as const;

export function AfterCheckTable({ points }: { points: readonly AfterCheckRow[] }) {
  const { t } = useTranslation("care");
  const { token } = theme.useToken();
  const words = (value: string) =>
    value === "true" ? t("value.yes") : value === "false" ? t("value.no") : value;
  return (
    <table style={{ borderCollapse: "collapse", width: "100%" }}>
      <thead className="visually-hidden">
        <tr>
          <th>{t("checks.point_heading")}</th>
          <th>{t("checks.result_heading")}</th>
        </tr>
      </thead>
      <tbody>
        {points.map(({ point, verdict, was, is }) => (
          <tr key={point} style={{ borderBottom: `1px solid ${token.colorSplit}` }}>
            <th scope="row" style={{ ...cell, fontWeight: "inherit" }}>
              {t(`point.${point}`)}
            </th>
            <td style={{ ...cell, color: verdict === "bad" ? token.colorError : token.colorText }}>
              {marks[verdict]} {t(`checks.verdict.${verdict}`)}
              {is !== null && `: ${words(is)}`}
              {verdict === "bad" && was !== null && ` (${t("checks.was", { value: words(was) })})`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
