/** The readiness point by point: each check as a mark that links to its evidence. */
import { readinessOf } from "#domain/checks/readiness.ts";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { CheckMark } from "./check-mark.tsx";
import { anchorOf, type CheckRecord } from "./check-record.ts";
import layout from "../../../ui/layout.module.css";
import styles from "./checks.module.css";

function show(check: CheckRecord): void {
  const row = document.getElementById(anchorOf(check.code));
  row?.scrollIntoView({ block: "start" });
  row?.focus({ preventScroll: true });
}

export function ReadinessPoints({ checks }: { checks: readonly CheckRecord[] }) {
  const { t } = useTranslation(["requests", "domain"]);
  const { passed, total, percent } = readinessOf(checks);
  return (
    <div className={styles.readiness}>
      <strong className={layout.figures}>
        {t(percent === 0 && passed > 0 ? "checks.blocked" : "checks.ready", { passed, total, percent })}
      </strong>
      <ul aria-label={t("checks.points")} className={`${layout.plainList} ${styles.points}`}>
        {checks.map((check) => {
          const words = `${t(`domain:check.${check.code}.title`)}: ${t(`domain:check_status.${check.status}`)}`;
          return (
            <li key={check.id}>
              <Button
                type="text"
                size="small"
                aria-label={words}
                title={words}
                icon={<CheckMark status={check.status} />}
                onClick={() => show(check)}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
