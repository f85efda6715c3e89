/** Requests of a period, counted by status, reason, old provider and week, with the export of exactly these rows. */
import { localDateOf, startOfLocalDate } from "#domain/clocks/calendar.ts";
import { Card, DatePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { useMembership } from "../../queries/access.ts";
import { useReportCounts } from "../../queries/counts.ts";
import { useProviderZone } from "../../queries/provider-zone.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { PageHeading } from "../../ui/page-heading.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { useMinute } from "../../ui/use-minute.ts";
import { BarChart } from "./bar-chart.tsx";
import { ColumnChart } from "./column-chart.tsx";
import { ExportButtons } from "./export-buttons.tsx";
import { useReportBars } from "./report-bars.ts";
import styles from "./reports.module.css";

const day = "YYYY-MM-DD";

/** First and last day. The period is in the address; without one, the last twelve weeks. Days are the provider's. */
function usePeriod(zone: string): [Dayjs, Dayjs, (from: Dayjs, to: Dayjs) => void] {
  const [parameters, setParameters] = useSearchParams();
  const today = dayjs(localDateOf(useMinute(), zone));
  const from = dayjs(parameters.get("from") ?? undefined);
  const to = dayjs(parameters.get("to") ?? undefined);
  const first = parameters.get("from") && from.isValid() ? from : today.subtract(12, "week");
  const last = parameters.get("to") && to.isValid() ? to : today;
  const choose = (begin: Dayjs, end: Dayjs) =>
    setParameters({ from: begin.format(day), to: end.format(day) });
  return [first.startOf("day"), last.startOf("day"), choose];
}

export function ReportsPage() {
  const { membership } = useMembership();
  const zone = useProviderZone(membership?.providerId);
  return zone ? <Reports providerId={membership?.providerId} zone={zone} /> : <PageSkeleton />;
}

function Reports({ providerId, zone }: { providerId: string | undefined; zone: string }) {
  const { t } = useTranslation("reports");
  const [from, to, choose] = usePeriod(zone);
  const midnight = (date: Dayjs) => new Date(startOfLocalDate(date.format(day), zone)).toISOString();
  const period = { from: midnight(from), to: midnight(to.add(1, "day")) };
  const { data, isLoading, isError, refetch } = useReportCounts(providerId, period.from, period.to);
  const bars = useReportBars(data ?? []);
  const total = bars.status.reduce((sum, bar) => sum + bar.value, 0);

  return (
    <>
      <PageHeading title={t("title")}>
        <div className={styles.filters}>
          <DatePicker.RangePicker
            value={[from, to]}
            allowClear={false}
            aria-label={t("period")}
            onChange={(range) => range?.[0] && range[1] && choose(range[0], range[1])}
          />
          <ExportButtons providerId={providerId} filter={period} />
        </div>
      </PageHeading>
      {isLoading && <PageSkeleton />}
      {isError && <ErrorState onRetry={() => void refetch()} />}
      {data && total === 0 && <EmptyState text={t("empty")} />}
      {data && total > 0 && (
        <>
          <p>{t("total", { count: total })}</p>
          <div className={styles.charts}>
            <Card title={t("by_status")}>
              <BarChart title={t("by_status")} bars={bars.status} />
            </Card>
            <Card title={t("by_reason")}>
              <BarChart title={t("by_reason")} bars={bars.reason} />
            </Card>
            <Card title={t("by_old_provider")}>
              <BarChart title={t("by_old_provider")} bars={bars.old_provider} />
            </Card>
            <Card title={t("by_week")}>
              <ColumnChart title={t("by_week")} columns={bars.week} />
            </Card>
          </div>
        </>
      )}
    </>
  );
}
