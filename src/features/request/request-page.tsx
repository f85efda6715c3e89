/** One request: its status, what comes next, and everything known about it. */
import { Grid } from "antd";
import { useTranslation } from "react-i18next";
import { useParams, useSearchParams } from "react-router";
import { ErrorState } from "../../ui/error-state.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { TabBar } from "../../ui/tab-bar.tsx";
import { AfterTab } from "./monitoring/monitoring-tab.tsx";
import { ChecksTab } from "./checks/checks-tab.tsx";
import { ClientProposal } from "./client-proposal.tsx";
import { ClockTab } from "./clocks/clock-tab.tsx";
import { FactsColumn } from "./facts-column.tsx";
import { GoNoGoCard } from "./go-no-go-card.tsx";
import { HistoryTab } from "./history-tab.tsx";
import { MessagesTab } from "./messages-tab.tsx";
import { NextActionStrip } from "./next-action-strip.tsx";
import { OpenExceptions } from "./exceptions/open-exceptions.tsx";
import { OverviewTab } from "./overview-tab.tsx";
import { RehearsalTab } from "./rehearsal/rehearsal-tab.tsx";
import { RequestAlarms } from "./request-alarms.tsx";
import { RequestHeader } from "./request-header.tsx";
import { RequestMissing } from "./request-missing.tsx";
import { RouteTab } from "./routes/route-tab.tsx";
import { TemplatesTab } from "./templates/templates-tab.tsx";
import { TwoStepAlarm } from "./two-step-alarm.tsx";
import { useRequest } from "./use-request.ts";
import styles from "./request.module.css";

const tabNames = [
  "overview",
  "checks",
  "route",
  "rehearsal",
  "templates",
  "after",
  "clock",
  "messages",
  "history",
] as const;

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
  const contents = {
    overview: <OverviewTab request={request} />,
    checks: <ChecksTab request={request} />,
    route: <RouteTab request={request} />,
    rehearsal: <RehearsalTab request={request} />,
    templates: <TemplatesTab request={request} />,
    after: <AfterTab request={request} />,
    clock: <ClockTab request={request} />,
    messages: <MessagesTab request={request} />,
    history: <HistoryTab request={request} />,
  };
  const tabs = tabNames.map((key) => ({ key, label: t(`tab.${key}`) }));
  const shown = tabNames.find((name) => name === parameters.get("tab")) ?? "overview";
  return (
    <>
      <RequestHeader request={request} />
      <NextActionStrip request={request} onOpenTab={(tab) => setParameters({ tab })} />
      {request.status === "scheduled" && (
        <>
          <ClientProposal request={request} />
          <GoNoGoCard request={request} />
        </>
      )}
      <RequestAlarms request={request} />
      <TwoStepAlarm request={request} />
      <OpenExceptions request={request} exceptions={exceptions} />
      <div className={styles.page} data-wide={wide}>
        <div>
          <TabBar
            label={t("tab.label")}
            panel="request-tab"
            tabs={tabs}
            active={shown}
            onChange={(tab) => setParameters({ tab }, { replace: true })}
          />
          <div role="tabpanel" id="request-tab" aria-label={t(`tab.${shown}`)}>
            {contents[shown]}
          </div>
        </div>
        <FactsColumn request={request} />
      </div>
    </>
  );
}
