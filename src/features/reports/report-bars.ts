/** The database's counts as labelled bars, in each chart's own order. */
import { reasons, statuses } from "#domain/status/statuses.ts";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import type { ReportCount, ReportDimension } from "../../queries/counts.ts";
import type { Bar } from "./bar-chart.tsx";

export function useReportBars(counts: readonly ReportCount[]): Record<ReportDimension, Bar[]> {
  const { t } = useTranslation("domain");
  const of = (dimension: ReportDimension) => counts.filter((count) => count.dimension === dimension);
  const value = (dimension: ReportDimension, key: string) =>
    of(dimension).find((count) => count.key === key)?.requests ?? 0;
  return {
    status: statuses.map((key) => ({ key, label: t(`status.${key}`), value: value("status", key) })),
    reason: reasons.map((key) => ({ key, label: t(`reason.${key}`), value: value("reason", key) })),
    old_provider: of("old_provider")
      .map(({ key, requests }) => ({ key, label: key, value: requests }))
      .toSorted((a, b) => b.value - a.value),
    week: of("week")
      .map(({ key, requests }) => ({ key, label: dayjs(key).format("DD.MM"), value: requests }))
      .toSorted((a, b) => a.key.localeCompare(b.key)),
  };
}
