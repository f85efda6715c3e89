/** The queue: counts per status, filters, search, and the requests with a keyboard cursor and a side panel. */
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { maxFound } from "../../providers/data-provider.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { PageHeading } from "../../ui/page-heading.tsx";
import { AlarmNotice } from "./alarm-notice.tsx";
import { QueueExport } from "./queue-export.tsx";
import { QueueFilters } from "./queue-filters.tsx";
import { QueuePanel } from "./queue-panel.tsx";
import { QueueSearch } from "./queue-search.tsx";
import { QueueTable } from "./queue-table.tsx";
import { StatusTabs } from "./status-tabs.tsx";
import { useQueue } from "./use-queue.ts";

export function QueuePage() {
  const { t } = useTranslation("requests");
  const queue = useQueue();
  const { tableQuery } = queue.table;
  const chosen = queue.rows.find((row) => row.id === queue.selected);
  return (
    <>
      <PageHeading title={t("queue.title")}>
        <QueueSearch words={queue.words} onSearch={queue.search} />
      </PageHeading>
      <AlarmNotice />
      <StatusTabs queue={queue} panel="queue" />
      <div role="tabpanel" id="queue" aria-label={t("queue.title")}>
        <div style={{ display: "flex", flexWrap: "wrap", gap: 8, marginBottom: 12 }}>
          <QueueFilters queue={queue} />
          <QueueExport queue={queue} />
        </div>
        {queue.words !== "" && (queue.table.result.total ?? 0) >= maxFound && (
          <Alert
            type="info"
            showIcon
            style={{ marginBottom: 12 }}
            message={t("queue.cut", { count: maxFound })}
          />
        )}
        {tableQuery.isError ? (
          <ErrorState onRetry={() => void tableQuery.refetch()} />
        ) : (
          <QueueTable queue={queue} />
        )}
      </div>
      <QueuePanel request={chosen} onClose={() => queue.select(null)} />
    </>
  );
}
