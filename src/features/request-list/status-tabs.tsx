/** Counts per status as tabs; the first shows all. */
import { type Status, statuses } from "#domain/status/statuses.ts";
import { useTranslation } from "react-i18next";
import { useStatusCounts } from "../../queries/counts.ts";
import { TabBar } from "../../ui/tab-bar.tsx";
import type { RequestList } from "./use-request-list.ts";
import layout from "../../ui/layout.module.css";

export function StatusTabs({ list, panel }: { list: RequestList; panel: string }) {
  const { t } = useTranslation(["requests", "domain"]);
  const { data: counts } = useStatusCounts(list.providerId);
  const all = Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);
  const label = (text: string, count: number | undefined) => (
    <>
      {text} <span className={`${layout.figures} ${layout.strong}`}>{count ?? 0}</span>
    </>
  );
  const tabs = [
    { key: "all", label: label(t("queue.all"), all) },
    ...statuses.map((status: Status) => ({
      key: status,
      label: label(t(`domain:status.${status}`), counts?.[status]),
    })),
  ];
  return (
    <TabBar
      label={t("queue.by_status")}
      panel={panel}
      tabs={tabs}
      active={list.status ?? "all"}
      onChange={(key) => list.setValues({ status: key === "all" ? [] : [key] })}
    />
  );
}
