/** Above the request list: alarms of numbers that have already moved and block nobody. */
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMembership } from "../../queries/access.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { useOpenAlarms } from "../../queries/alarm-row.ts";
import layout from "../../ui/layout.module.css";
import styles from "./request-list.module.css";

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
      className={layout.below12}
      title={t("alarm.lead", { count: total })}
      description={
        <ul className={layout.bulletList}>
          {alarms.map(({ id, request_id, code, last_at, migration_requests: request }) => (
            <li key={id}>
              <Link to={`/requests/${request_id}`} className={styles.alarmLink}>
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
