/** One request: where it stands, what comes next, and everything known about it. */
import { Grid, Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { useParams, useSearchParams } from "react-router";
import { ErrorState } from "../../ui/error-state.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ChecksTab } from "./checks-tab.tsx";
import { FactsColumn } from "./facts-column.tsx";
import { HistoryTab } from "./history-tab.tsx";
import { MessagesTab } from "./messages-tab.tsx";
import { NextActionStrip } from "./next-action-strip.tsx";
import { OpenExceptions } from "./open-exceptions.tsx";
import { OverviewTab } from "./overview-tab.tsx";
import { RequestHeader } from "./request-header.tsx";
import { RequestMissing } from "./request-missing.tsx";
import { TemplatesTab } from "./templates-tab.tsx";
import { useRequest } from "./use-request.ts";

export function RequestPage() {
  const { id = "" } = useParams();
  const { t } = useTranslation("requests");
  const [parameters, setParameters] = useSearchParams();
  const wide = Grid.useBreakpoint().lg ?? true;
  const { request, exceptions, query } = useRequest(id);
  if (query.isLoading) return <PageSkeleton />;
  if (!request) {
    return query.error?.statusCode === 404 ? (
      <RequestMissing />
    ) : (
      <ErrorState onRetry={() => void query.refetch()} />
    );
  }
  const items = [
    { key: "overview", label: t("tab.overview"), children: <OverviewTab request={request} /> },
    { key: "checks", label: t("tab.checks"), children: <ChecksTab request={request} /> },
    { key: "templates", label: t("tab.templates"), children: <TemplatesTab requestId={id} /> },
    { key: "messages", label: t("tab.messages"), children: <MessagesTab request={request} /> },
    { key: "history", label: t("tab.history"), children: <HistoryTab requestId={id} /> },
  ];
  return (
    <>
      <RequestHeader request={request} />
      <NextActionStrip request={request} onOpenTab={(tab) => setParameters({ tab })} />
      <OpenExceptions request={request} exceptions={exceptions} />
      <div
        style={{
          display: "grid",
          gap: 24,
          gridTemplateColumns: wide ? "minmax(0, 1fr) 320px" : "minmax(0, 1fr)",
        }}
      >
        <Tabs
          activeKey={parameters.get("tab") ?? "overview"}
          onChange={(tab) => setParameters({ tab }, { replace: true })}
          items={items}
          destroyOnHidden
        />
        <FactsColumn request={request} />
      </div>
    </>
  );
}
