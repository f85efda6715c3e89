/** Meta's reports about this number since Portdesk took it over, until someone records what was done about them. */
import { alarmCatalogue } from "#domain/webhooks/alarm-codes.ts";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../queries/access.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { AlarmDialog } from "./alarm-dialog.tsx";
import { type AlarmRow, useOpenAlarms } from "../../queries/alarm-row.ts";
import type { RequestRow } from "../../queries/request-row.ts";
import { useMetaText } from "../../widgets/meta-text.ts";
import layout from "../../ui/layout.module.css";

export function RequestAlarms({ request }: { request: RequestRow }) {
  const { t } = useTranslation(["requests", "domain"]);
  const may = usePermitted();
  const { alarms } = useOpenAlarms({ field: "request_id", value: request.id });
  const [chosen, setChosen] = useState<AlarmRow>();
  return (
    <section aria-label={t("alarm.title")}>
      {alarms.map((alarm) => (
        <Alert
          key={alarm.id}
          type={alarmCatalogue[alarm.code].urgent ? "error" : "warning"}
          showIcon
          role="alert"
          className={layout.below12}
          title={[t(`domain:alarm.${alarm.code}.title`), alarm.subject].filter(Boolean).join(": ")}
          description={
            <>
              <p className={layout.flushBelow4}>{t(`domain:alarm.${alarm.code}.next`)}</p>
              <Facts alarm={alarm} />
              {may("alarm.acknowledge") && (
                <Button className={layout.above8} onClick={() => setChosen(alarm)}>
                  {t("alarm.done")}
                </Button>
              )}
            </>
          }
        />
      ))}
      {chosen && <AlarmDialog request={request} alarm={chosen} onClose={() => setChosen(undefined)} />}
    </section>
  );
}

/** What Meta reported; a value that Portdesk does not know stays as Meta wrote it. */
function Facts({ alarm }: { alarm: AlarmRow }) {
  const { t } = useTranslation("requests");
  const meta = useMetaText();
  const facts = Object.entries(alarm.facts).map(
    ([name, value]) => `${meta.field(name)}: ${meta.value(name, value)}`,
  );
  return (
    <p className={`${layout.flush} ${layout.anyWrap}`}>
      <RelativeTime value={alarm.last_at} /> · {t("alarm.times", { count: alarm.times })}
      {facts.length > 0 && ` · ${t("alarm.facts", { facts: facts.join(" · ") })}`}
    </p>
  );
}
