/** Who changed what and when, and the proof that nothing was removed. */
import { useTranslation } from "react-i18next";
import { useMembership } from "../../queries/access.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { PageHeading } from "../../ui/page-heading.tsx";
import { AuditFilters } from "./audit-filters.tsx";
import { AuditTable } from "./audit-table.tsx";
import { useAudit } from "./use-audit.ts";
import { usePeople } from "../../queries/people.ts";
import { VerifyCard } from "./verify-card.tsx";
import styles from "./audit.module.css";

export function AuditPage() {
  const { t } = useTranslation("audit");
  const { membership } = useMembership();
  const providerId = membership?.providerId ?? "";
  const audit = useAudit(providerId);
  const people = usePeople(providerId);
  return (
    <>
      <PageHeading title={t("title")}>
        <LinkButton to="/settings">{t("back")}</LinkButton>
      </PageHeading>
      <p className={styles.readable}>{t("lead")}</p>
      {providerId !== "" && <VerifyCard providerId={providerId} />}
      <AuditFilters audit={audit} people={people} providerId={providerId} />
      {audit.query.isError ? (
        <ErrorState onRetry={() => void audit.query.refetch()} />
      ) : (
        <AuditTable audit={audit} people={people} />
      )}
    </>
  );
}
