/** Counts per status as tabs; the first shows all. */
import { type Status, statuses } from "#domain/machine/statuses.ts";
import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { useStatusCounts } from "../../providers/counts.ts";
import type { Queue } from "./use-queue.ts";

export function StatusTabs({ queue }: { queue: Queue }) {
  const { t } = useTranslation(["requests", "domain"]);
  const { data: counts } = useStatusCounts(queue.providerId);
  const all = Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);
  const label = (text: string, count: number | undefined) => (
    <span>
      {text} <span style={{ fontVariantNumeric: "tabular-nums", opacity: 0.75 }}>{count ?? 0}</span>
    </span>
  );
  const items = [
    { key: "all", label: label(t("queue.all"), all) },
    ...statuses.map((status: Status) => ({
      key: status,
      label: label(t(`domain:status.${status}`), counts?.[status]),
    })),
  ];
  return (
    <Tabs
      activeKey={queue.status ?? "all"}
      items={items}
      onChange={(key) => queue.setValues("status", key === "all" ? [] : [key])}
      tabBarStyle={{ marginBottom: 12 }}
    />
  );
}
