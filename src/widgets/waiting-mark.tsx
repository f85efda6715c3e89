/** Which side must act, as shape and word: us a dot, the client a ring, the old provider half, Meta a square. */
import type { WaitingOn } from "#domain/status/statuses.ts";
import { useTranslation } from "react-i18next";
import styles from "./widgets.module.css";

export function WaitingMark({ value }: { value: WaitingOn | null }) {
  const { t } = useTranslation("domain");
  if (value === null) return <span>–</span>;
  return (
    <span className={styles.waiting}>
      <span aria-hidden className={styles.waitingShape} data-side={value} />
      {t(`waiting_on.${value}`)}
    </span>
  );
}
