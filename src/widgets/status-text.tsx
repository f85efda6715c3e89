/** The status of a request as a word; colour only where something went right or wrong. */
import type { Status } from "#domain/status/statuses.ts";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";

const tones: Partial<Record<Status, string>> = {
  cutover: "gold",
  completed: "green",
  failed: "red",
  monitoring: "cyan",
};

export function StatusText({ value }: { value: Status }) {
  const { t } = useTranslation("domain");
  const tone = tones[value];
  const style = tone
    ? {
        background: `var(--ant-${tone}-1)`,
        color: `var(--ant-${tone}-9)`,
        borderColor: `var(--ant-${tone}-3)`,
      }
    : {};
  return <Tag style={{ marginInlineEnd: 0, ...style }}>{t(`status.${value}`)}</Tag>;
}
