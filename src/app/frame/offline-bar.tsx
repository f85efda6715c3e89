/** Shown above every page while the connection is down: since when, and how that affects reading and sending. */
import { useFormat } from "../../lib/format.ts";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { useOffline } from "../../ui/use-offline.ts";

export function OfflineBar() {
  const { t } = useTranslation("common");
  const format = useFormat();
  const since = useOffline();
  if (!since) return null;
  return (
    <Alert
      banner
      type="warning"
      role="status"
      title={<strong>{t("offline.since", { when: format.date(since, "time") })}</strong>}
      description={t("offline.lead")}
    />
  );
}
