/** One row per promise: what it was, what it is, whether it was kept. */
import type { ComparisonRow } from "#domain/proof/comparison.ts";
import { CheckOutlined, ExclamationCircleFilled, QuestionOutlined } from "@ant-design/icons";
import { theme } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

const marks: Record<ComparisonRow["verdict"], ReactNode> = {
  equal: <CheckOutlined aria-hidden />,
  different: <ExclamationCircleFilled aria-hidden />,
  unknown: <QuestionOutlined aria-hidden />,
};

const cell = { padding: "8px 12px 8px 0", textAlign: "start", verticalAlign: "top" } as const;

export function ComparisonTable({
  rows,
  beforeAt,
  afterAt,
}: {
  rows: readonly ComparisonRow[];
  beforeAt: string;
  afterAt: string;
}) {
  const { t } = useTranslation("proof");
  const { token } = theme.useToken();
  const words = (row: ComparisonRow, value: string | null) => {
    if (value === null) return t("not_read");
    if (row.promise === "official_mark") return value === "true" ? t("yes") : t("no");
    return value;
  };
  return (
    <div style={{ overflowX: "auto" }}>
      <table style={{ width: "100%", borderCollapse: "collapse" }}>
        <thead>
          <tr style={{ borderBottom: `1px solid ${token.colorBorder}` }}>
            <th style={cell}>{t("promise_heading")}</th>
            <th style={cell}>
              {t("before")}
              <div style={{ fontWeight: 400 }}>{beforeAt}</div>
            </th>
            <th style={cell}>
              {t("after")}
              <div style={{ fontWeight: 400 }}>{afterAt}</div>
            </th>
            <th style={cell}>{t("verdict_heading")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={row.promise}
              style={{
                borderBottom: `1px solid ${token.colorSplit}`,
                fontWeight: row.verdict === "different" ? 600 : 400,
              }}
            >
              <th scope="row" style={{ ...cell, fontWeight: "inherit" }}>
                {t(`promise.${row.promise}`)}
              </th>
              <td style={cell}>{words(row, row.before)}</td>
              <td style={cell}>{words(row, row.after)}</td>
              <td
                style={{
                  ...cell,
                  color: row.verdict === "different" ? token.colorError : token.colorText,
                  whiteSpace: "nowrap",
                }}
              >
                {marks[row.verdict]} {t(`verdict.${row.verdict}`)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
