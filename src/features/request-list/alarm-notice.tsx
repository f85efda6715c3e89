/** Above the request list: alarms of numbers that were moved already and stand in nobody's way any more. */
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMembership } from "../../queries/access.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { useOpenAlarms } from "../../queries/alarm-row.ts";

export function AlarmNotice() {
  const { t } = useTranslation(["requests", "domain"]);
  const { membership } = useMembership();
  const { alarms, total } = useOpenAlarms({ field: "provider_id", value: membership?.providerId ?? "" });
  if (alarms.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      style={{ marginBottom: 12 }}
      title={t("alarm.lead", { count: total })}
      description={
        <ul style={{ margin: 0, paddingInlineStart: 20 }}>
          {alarms.map(({ id, request_id, code, last_at, migration_requests: request }) => (
            <li key={id}>
              <Link to={`/requests/${request_id}`} style={{ textDecoration: "underline" }}>
                {request?.reference} · {request?.clients?.name}
              </Link>
              : {t(`domain:alarm.${code}.title`)} · <RelativeTime value={last_at} />
            </li>
          ))}
        </ul>
      }
    />
  );
}
