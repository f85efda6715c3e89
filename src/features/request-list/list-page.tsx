/** The request list: counts per status, filters, search, and the requests with a keyboard cursor and a side panel. */
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "../../lib/lazy-part.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { PageHeading } from "../../ui/page-heading.tsx";
import { AlarmNotice } from "./alarm-notice.tsx";
import { ListExport } from "./list-export.tsx";
import { ListFilters } from "./list-filters.tsx";
import { ListPager } from "./list-pager.tsx";
import { ListSearch } from "./list-search.tsx";
import { ListTable } from "./list-table.tsx";
import { StatusTabs } from "./status-tabs.tsx";
import { useRequestList } from "./use-request-list.ts";
import styles from "./request-list.module.css";

const ListPanel = lazyPart(() => import("./list-panel.tsx"), "ListPanel");

export function ListPage() {
  const { t } = useTranslation("requests");
  const list = useRequestList();
  const { tableQuery } = list.table;
  const chosen = list.rows.find((row) => row.id === list.selected);
  // It stays once it was opened: closing is drawn too.
  const [hasPanel, setHasPanel] = useState(false);
  if (chosen && !hasPanel) setHasPanel(true);
  return (
    <>
      <PageHeading title={t("queue.title")}>
        <ListSearch words={list.words} onSearch={list.search} />
      </PageHeading>
      <AlarmNotice />
      <StatusTabs list={list} panel="queue" />
      <div role="tabpanel" id="queue" aria-label={t("queue.title")}>
        <div className={styles.filters}>
          <ListFilters list={list} />
          <ListExport list={list} />
        </div>
        {tableQuery.isError ? (
          <ErrorState onRetry={() => void tableQuery.refetch()} />
        ) : (
          <>
            <ListTable list={list} />
            <ListPager list={list} />
          </>
        )}
      </div>
      {hasPanel && (
        <Suspense fallback={null}>
          <ListPanel request={chosen} onClose={() => list.select(null)} />
        </Suspense>
      )}
    </>
  );
}
