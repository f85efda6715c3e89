/**
 * The five stages as a line of dots: done, in progress, to come; described in words for screen readers. antd 6.6's Steps
 * is no list to them, does not mark the current step, and adds 9 kB to the first load of a client's pages.
 */
import { useTranslation } from "react-i18next";
import { type Stage, stages } from "./progress.ts";
import layout from "../../ui/layout.module.css";
import styles from "./portal.module.css";

/** `ended` marks the last stage as reached, not as in progress. */
export function ProgressSteps({ stage, ended }: { stage: Stage; ended: boolean }) {
  const { t } = useTranslation("portal");
  const at = stages.indexOf(stage);
  const label = t("progress.label", {
    stage: t(`progress.${stage}`),
    position: at + 1,
    total: stages.length,
  });
  return (
    <ol aria-label={label} className={`${layout.plainList} ${layout.small} ${styles.progress}`}>
      {stages.map((name, index) => {
        const state = index < at || ended ? "done" : index === at ? "current" : "ahead";
        return (
          <li
            key={name}
            aria-current={state === "current" ? "step" : undefined}
            data-state={state}
            className={styles.stage}
          >
            <span aria-hidden className={`${styles.stageDrawn} ${layout.below4}`}>
              <Line drawn={index > 0} strong={index <= at} />
              <span className={styles.dot} />
              <Line drawn={index < stages.length - 1} strong={index < at} />
            </span>
            <span className={styles.stageName}>{t(`progress.${name}`)}</span>
          </li>
        );
      })}
    </ol>
  );
}

function Line({ drawn, strong }: { drawn: boolean; strong: boolean }) {
  const kind = !drawn ? "" : strong ? styles.reached : styles.notReached;
  return <span className={`${styles.line} ${kind}`} />;
}
