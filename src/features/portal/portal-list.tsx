/** A client's numbers: the next action first, and those that wait on the client before all others. */
import { useList } from "@refinedev/core";
import { Card } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAccess } from "../../queries/access.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { PageHeading } from "../../ui/page-heading.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { PhoneText } from "../../widgets/phone-text.tsx";
import { clientStep, isWaitingOnClient } from "./step/client-step.ts";
import { type PortalRequest, portalRequestFields } from "./portal-request.ts";
import { ProgressSteps } from "./progress-steps.tsx";
import { stageOf } from "./progress.ts";
import { useStepTitle } from "./step/use-step-text.ts";
import { Text } from "../../ui/text.tsx";
import layout from "../../ui/layout.module.css";
import styles from "./portal.module.css";

export function PortalList() {
  const { t } = useTranslation("portal");
  const { access } = useAccess();
  const { result, query } = useList<PortalRequest>({
    resource: "migration_requests",
    filters: [{ field: "client_id", operator: "in", value: access.clients.map(({ clientId }) => clientId) }],
    sorters: [{ field: "updated_at", order: "desc" }],
    pagination: { pageSize: 100 },
    meta: { select: portalRequestFields, count: "none" },
  });
  if (query.isLoading) return <PageSkeleton />;
  if (query.isError) return <ErrorState onRetry={() => void query.refetch()} />;

  const entries = result.data
    .map((request) => ({ request, yours: isWaitingOnClient(clientStep(request)) }))
    .toSorted((a, b) => Number(b.yours) - Number(a.yours));
  return (
    <div className={layout.stack16}>
      <PageHeading title={t("list.title")} />
      {entries.length === 0 ? <EmptyState text={t("list.empty")} /> : null}
      <ul className={`${layout.plainList} ${layout.stack12}`}>
        {entries.map(({ request, yours }) => (
          <li key={request.id}>
            <Entry request={request} yours={yours} />
          </li>
        ))}
      </ul>
      {access.clients.map(({ clientId, providerSlug, providerName }) => (
        <Link key={clientId} to={`/apply/${providerSlug}`} className={layout.underlined}>
          {entries.length === 0 ? t("list.apply", { provider: providerName }) : t("list.another")}
        </Link>
      ))}
    </div>
  );
}

function Entry({ request, yours }: { request: PortalRequest; yours: boolean }) {
  const { t } = useTranslation("portal");
  const title = useStepTitle()(clientStep(request));
  const stage = stageOf(request);
  return (
    <Card className={yours ? styles.yours : undefined} styles={{ body: { padding: 16 } }}>
      <div className={styles.entryHead}>
        <strong>
          <PhoneText value={request.phone_number} country={request.phone_country} />
        </strong>
        <Text type="secondary">{request.reference}</Text>
      </div>
      <p className={styles.entryStep}>
        <Link to={`/my/${request.id}`} className={`${layout.underlined} ${yours ? layout.strong : ""}`}>
          {yours ? t("list.next", { step: title }) : title}
        </Link>
        {yours ? (
          <span className={`${styles.turnMark} ${layout.small} ${layout.oneLine}`}>{t("list.yours")}</span>
        ) : null}
      </p>
      {stage ? <ProgressSteps stage={stage} ended={request.status === "completed"} /> : null}
    </Card>
  );
}
