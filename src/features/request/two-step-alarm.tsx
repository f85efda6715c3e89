/** Two-step verification has long been off and nothing moves: the number is unprotected. */
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { RelativeTime } from "../../ui/relative-time.tsx";
import type { RequestRow } from "../../queries/request-row.ts";
import layout from "../../ui/layout.module.css";

const beforeTheMove = ["submitted", "preparing", "scheduled"];

export function TwoStepAlarm({ request }: { request: RequestRow }) {
  const { t } = useTranslation("requests");
  const since = request.two_step_off_since;
  if (!request.two_step_alarmed_at || !since || !beforeTheMove.includes(request.status)) return null;
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      className={layout.below12}
      title={
        <>
          {t("two_step.title")} <RelativeTime value={since} />
        </>
      }
      description={t("two_step.what")}
    />
  );
}
