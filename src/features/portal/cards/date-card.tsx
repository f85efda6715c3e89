/** The agreed or proposed time of the move, in the reader's own zone. */
import { useFormat } from "../../../lib/format.ts";
import { useTranslation } from "react-i18next";
import type { PortalRequest } from "../portal-request.ts";
import { PortalCard } from "./portal-card.tsx";
import { Text } from "../../../ui/text.tsx";
import layout from "../../../ui/layout.module.css";
import styles from "../portal.module.css";

export type MoveDates = Pick<
  PortalRequest,
  | "window_starts_at"
  | "window_ends_at"
  | "window_confirmed_at"
  | "counter_starts_at"
  | "counter_ends_at"
  | "registered_at"
>;

export function DateCard({ dates }: { dates: MoveDates }) {
  const { t } = useTranslation("portal");
  return (
    <PortalCard title={t("date.title")}>
      <DateText dates={dates} />
    </PortalCard>
  );
}

export function DateText({ dates }: { dates: MoveDates }) {
  const { t } = useTranslation("portal");
  const format = useFormat();
  if (dates.registered_at) {
    return <>{t("date.moved", { when: format.date(dates.registered_at, "fullDateTime") })}</>;
  }
  if (!dates.window_starts_at || !dates.window_ends_at) return <>{t("date.none")}</>;
  const window = format.range(dates.window_starts_at, dates.window_ends_at, "fullDateTime");
  const { counter_starts_at: from, counter_ends_at: to } = dates;
  return (
    <>
      <Text strong className={styles.moveDate}>
        {window}
      </Text>
      <Text type="secondary">
        {t("date.zone")} · {dates.window_confirmed_at ? t("date.confirmed") : t("date.proposed")}
      </Text>
      {from && to && (
        <Text className={`${styles.ownLine} ${layout.above8}`}>
          {t("date.client_proposed", { when: format.range(from, to, "fullDateTime") })}
        </Text>
      )}
    </>
  );
}
