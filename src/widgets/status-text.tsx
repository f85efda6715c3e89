/** The status of a request as a word; coloured only after success or failure. */
import type { Status } from "#domain/status/statuses.ts";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import styles from "./widgets.module.css";

export function StatusText({ value }: { value: Status }) {
  const { t } = useTranslation("domain");
  return (
    <Tag className={styles.status} data-status={value}>
      {t(`status.${value}`)}
    </Tag>
  );
}
