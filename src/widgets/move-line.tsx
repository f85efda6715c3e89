/**
 * The seven statuses as one line, with the point of no return as a bar. antd 6.6's Steps has no place for the bar, is no
 * list to a screen reader, does not mark the current step, and adds 8 kB to the first load of the cut-over.
 */
import { mainLine, type Status } from "#domain/status/statuses.ts";
import { useTranslation } from "react-i18next";
import layout from "../ui/layout.module.css";
import styles from "./widgets.module.css";

export function MoveLine({ status }: { status: Status }) {
  const { t } = useTranslation(["common", "domain"]);
  const reached = mainLine.findIndex((one) => one === status);
  return (
    <ol aria-label={t("move_line.label")} className={`${layout.plainList} ${styles.moveLine}`}>
      {mainLine.map((one, index) => {
        const passed = reached >= index;
        const current = reached === index;
        return (
          <li key={one} aria-current={current ? "step" : undefined} className={styles.moveStep}>
            {one === "monitoring" && (
              <span
                role="img"
                aria-label={t("move_line.no_return")}
                title={t("move_line.no_return")}
                className={styles.noReturn}
              />
            )}
            <span className={styles.stepName} data-passed={passed}>
              {t(`domain:status.${one}`)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
