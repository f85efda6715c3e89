/** One check: what it asks, what was found and when, and what can be done about it. */
import { checkCatalogue } from "#domain/checks/check-catalogue.ts";
import { isSettled } from "#domain/checks/readiness.ts";
import { Space, Tag, theme } from "antd";
import { useTranslation } from "react-i18next";
import { CheckActions } from "./check-actions.tsx";
import { CheckEvidence } from "./check-evidence.tsx";
import { CheckMark, useCheckColors } from "./check-mark.tsx";
import { anchorOf, type CheckRecord } from "./check-record.ts";
import type { RequestRow } from "../../../queries/request-row.ts";

type Props = { check: CheckRecord; request: RequestRow; open: boolean };

export function CheckRow({ check, request, open }: Props) {
  const { t } = useTranslation(["requests", "domain"]);
  const { token } = theme.useToken();
  const colors = useCheckColors();
  const settled = isSettled(check);
  return (
    <li
      id={anchorOf(check.code)}
      tabIndex={-1}
      style={{
        display: "flex",
        gap: 12,
        padding: "10px 0",
        borderBottom: `1px solid ${token.colorSplit}`,
        scrollMarginTop: 72,
      }}
    >
      <CheckMark status={check.status} />
      <div style={{ flex: 1, minWidth: 0 }}>
        <div style={{ display: "flex", flexWrap: "wrap", justifyContent: "space-between", gap: 8 }}>
          <strong>{t(`domain:check.${check.code}.title`)}</strong>
          <Space>
            <Tag style={{ marginInlineEnd: 0 }}>
              {t(checkCatalogue[check.code].hard ? "checks.hard" : "checks.soft")}
            </Tag>
            <span style={{ color: colors[check.status] }}>{t(`domain:check_status.${check.status}`)}</span>
          </Space>
        </div>
        {!settled && (
          <div>
            {t(`domain:check.${check.code}.why`)} {t(`domain:check.${check.code}.how`)}
          </div>
        )}
        {check.status === "stale" && (
          <div style={{ color: colors.stale }}>
            {t(check.evidence_kind === "api" ? "checks.stale" : "checks.stale_word")}
          </div>
        )}
        <CheckEvidence check={check} />
        {open && <CheckActions check={check} request={request} />}
      </div>
    </li>
  );
}
