/** When the provider works, how long things may take, and who must agree to a cut-over. */
import { Space } from "antd";
import { useTranslation } from "react-i18next";
import { useMembership, usePermitted } from "../../queries/access.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { PageHeading } from "../../ui/page-heading.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ApprovalCard } from "./approval-card.tsx";
import { CalendarCard } from "./calendar-card.tsx";
import { ConnectionsCard } from "./connections-card.tsx";
import { SecondFactorCard } from "./second-factor-card.tsx";
import { ProbeCard } from "./probe-card.tsx";
import { TargetsCard } from "./targets-card.tsx";
import { useSettings } from "./use-settings.ts";
import styles from "./settings.module.css";

export function SettingsPage() {
  const { t } = useTranslation("settings");
  const { membership } = useMembership();
  const may = usePermitted();
  const { settings, query } = useSettings(membership?.providerId ?? "");
  if (query.isLoading) return <PageSkeleton />;
  if (!settings) return <ErrorState onRetry={() => void query.refetch()} />;
  return (
    <>
      <PageHeading title={t("title")}>
        <Space wrap>
          {may("member.manage") && <LinkButton to="/settings/members">{t("members")}</LinkButton>}
          <LinkButton to="/settings/audit">{t("audit")}</LinkButton>
        </Space>
      </PageHeading>
      <div className={styles.cards}>
        {/* A calendar saved elsewhere resets its form. */}
        <CalendarCard key={settings.calendar.changed_at} settings={settings} />
        <TargetsCard providerId={settings.id} />
        <ApprovalCard settings={settings} />
        <SecondFactorCard settings={settings} />
        <ProbeCard providerId={settings.id} />
        <ConnectionsCard providerId={settings.id} />
      </div>
    </>
  );
}
