/** Number, company, reference, the line of statuses and the tracks. */
import { Space } from "antd";
import { useTranslation } from "react-i18next";
import { MoveLine } from "../../widgets/move-line.tsx";
import { PageHeading } from "../../ui/page-heading.tsx";
import { PhoneText } from "../../widgets/phone-text.tsx";
import { StatusText } from "../../widgets/status-text.tsx";
import { mainLine } from "#domain/status/statuses.ts";
import { TrackDots } from "../../widgets/track-dots.tsx";
import { RequestActions } from "./request-actions.tsx";
import type { RequestRow } from "../../queries/request-row.ts";
import layout from "../../ui/layout.module.css";
import styles from "./request.module.css";

export function RequestHeader({ request }: { request: RequestRow }) {
  const { t } = useTranslation("requests");
  const onLine = mainLine.some((status) => status === request.status);
  return (
    <header className={layout.below16}>
      <PageHeading title={t("title", { company: request.clients?.name ?? "", reference: request.reference })}>
        <RequestActions request={request} />
      </PageHeading>
      <Space orientation="vertical" size={12} className={layout.fullWidth}>
        <span className={styles.number}>
          <PhoneText value={request.phone_number} country={request.phone_country} copyable />
        </span>
        {onLine ? <MoveLine status={request.status} /> : <StatusText value={request.status} />}
        <TrackDots value={request.tracks} />
      </Space>
    </header>
  );
}
