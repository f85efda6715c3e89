/** Above every page while the line is broken: since when, and what that means for what is read and what is sent. */
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { useOffline } from "../../ui/use-offline.ts";

export function OfflineBar() {
  const { t, i18n } = useTranslation("common");
  const since = useOffline();
  if (!since) return null;
  return (
    <Alert
      banner
      type="warning"
      role="status"
      message={
        <strong>
          {t("offline.since", { when: since.toLocaleTimeString(i18n.language, { timeStyle: "short" }) })}
        </strong>
      }
      description={t("offline.lead")}
    />
  );
}
