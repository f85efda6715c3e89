/** One check: its question, what was found and when, and the available actions. */
import { checkCatalogue } from "#domain/checks/check-catalogue.ts";
import { isSettled } from "#domain/checks/readiness.ts";
import { Space, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { CheckActions } from "./check-actions.tsx";
import { CheckEvidence } from "./check-evidence.tsx";
import { CheckMark } from "./check-mark.tsx";
import { anchorOf, type CheckRecord } from "./check-record.ts";
import type { RequestRow } from "../../../queries/request-row.ts";
import styles from "./checks.module.css";

type Props = { check: CheckRecord; request: RequestRow; open: boolean };

export function CheckRow({ check, request, open }: Props) {
  const { t } = useTranslation(["requests", "domain"]);
  const settled = isSettled(check);
  return (
    <li id={anchorOf(check.code)} tabIndex={-1} className={styles.check}>
      <CheckMark status={check.status} />
      <div className={styles.checkWords}>
        <div className={styles.checkHead}>
          <strong>{t(`domain:check.${check.code}.title`)}</strong>
          <Space>
            <Tag>{t(checkCatalogue[check.code].hard ? "checks.hard" : "checks.soft")}</Tag>
            <span className={styles.status} data-status={check.status}>
              {t(`domain:check_status.${check.status}`)}
            </span>
          </Space>
        </div>
        {!settled && (
          <div>
            {t(`domain:check.${check.code}.why`)} {t(`domain:check.${check.code}.how`)}
          </div>
        )}
        {check.status === "stale" && (
          <div className={styles.status} data-status="stale">
            {t(check.evidence_kind === "api" ? "checks.stale" : "checks.stale_word")}
          </div>
        )}
        <CheckEvidence check={check} />
        {open && <CheckActions check={check} request={request} />}
      </div>
    </li>
  );
}
