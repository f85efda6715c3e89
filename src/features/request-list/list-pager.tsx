/** The pages of the list: the neighbours and both ends. How many there are is counted beside the rows, never before. */
import { DoubleLeftOutlined, DoubleRightOutlined, LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFilteredCount, useStatusCounts } from "../../queries/counts.ts";
import { useFormat } from "../../lib/format.ts";
import type { ListField, RequestList } from "./use-request-list.ts";
import styles from "./request-list.module.css";

const others: readonly ListField[] = ["waiting_on", "reason", "old_provider_name", "assignee_id"];

/** Kept numbers if only the status is chosen; otherwise counted, up to a limit, once the rows are there. */
function useTotal(list: RequestList): { count: number; isMore: boolean } | undefined {
  const { data: counts } = useStatusCounts(list.providerId);
  const narrowed = list.query !== "" || others.some((field) => list.valuesOf(field).length > 0);
  const rowsAreThere = list.table.tableQuery.isSuccess && !list.table.tableQuery.isPlaceholderData;
  const counted = useFilteredCount(list.table.filters, list.query, narrowed && rowsAreThere);
  if (narrowed || !counts) return counted;
  const chosen = list.valuesOf("status");
  const kept = Object.entries(counts).filter(([status]) => chosen.length === 0 || chosen.includes(status));
  return { count: kept.reduce((sum, [, count]) => sum + count, 0), isMore: false };
}

export function ListPager({ list }: { list: RequestList }) {
  const { t } = useTranslation("requests");
  const format = useFormat();
  const total = useTotal(list);
  const { next, prev } = list.neighbours;
  const turn = (label: string, icon: ReactNode, go: (() => void) | undefined) => (
    <Button
      type="text"
      size="small"
      icon={icon}
      aria-label={label}
      title={label}
      disabled={!go}
      onClick={go}
    />
  );
  return (
    <nav aria-label={t("pages.label")} className={styles.pager}>
      {total !== undefined && (
        <span className={styles.total}>
          {t(total.isMore ? (list.query === "" ? "pages.more_than" : "pages.found_first") : "pages.total", {
            count: total.count,
            number: format.number(total.count),
          })}
        </span>
      )}
      {turn(t("pages.first"), <DoubleLeftOutlined />, prev === undefined ? undefined : list.begin)}
      {turn(
        t("pages.previous"),
        <LeftOutlined />,
        prev === undefined ? undefined : () => list.turn({ before: prev }),
      )}
      {turn(
        t("pages.next"),
        <RightOutlined />,
        next === undefined ? undefined : () => list.turn({ after: next }),
      )}
      {turn(
        t("pages.last"),
        <DoubleRightOutlined />,
        next === undefined ? undefined : () => list.turn({ last: true }),
      )}
    </nav>
  );
}
