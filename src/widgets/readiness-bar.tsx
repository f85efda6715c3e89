/** Passed checks out of all, as a thin bar with the two numbers. */
import { useTranslation } from "react-i18next";
import layout from "../ui/layout.module.css";
import styles from "./widgets.module.css";

export function ReadinessBar({
  passed,
  total,
  blocked,
}: {
  passed: number;
  total: number;
  blocked: boolean;
}) {
  const { t } = useTranslation();
  if (total === 0) return <span>–</span>;
  return (
    <span className={styles.readiness} title={blocked ? t("readiness.blocked") : undefined}>
      <span aria-hidden className={styles.readinessGround}>
        <span
          className={styles.readinessPart}
          data-blocked={blocked}
          style={{ width: `${(passed / total) * 100}%` }}
        />
      </span>
      <span className={layout.figures}>
        {passed}/{total}
      </span>
    </span>
  );
}
