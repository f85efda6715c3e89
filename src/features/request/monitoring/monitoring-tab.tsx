/** The number after its move: what each monitoring check found, its lock, a test message, and the measured gap. */
import { useFormat } from "../../../lib/format.ts";
import type { GapReading } from "#domain/monitoring/measured-gap.ts";
import { useTranslation } from "react-i18next";
import { useMeasuredGap } from "../../../queries/monitoring.ts";
import { Disclosure } from "../../../ui/disclosure.tsx";
import { GapChart } from "../../../widgets/gap-chart.tsx";
import { GapText } from "../../../widgets/gap-text.tsx";
import { MonitoringChecks } from "./monitoring-checks.tsx";
import { PinSection } from "./pin-section.tsx";
import { ProfileSection } from "./profile-section.tsx";
import type { RequestRow } from "../../../queries/request-row.ts";
import { TestMessages } from "./test-messages.tsx";
import layout from "../../../ui/layout.module.css";
import styles from "./monitoring.module.css";

export function AfterTab({ request }: { request: RequestRow }) {
  const { t } = useTranslation("monitoring");
  // A shared number is tried before it is here alone.
  if (
    request.registered_at === null &&
    (request.shared_at !== null || request.next_action === "exchange_messages")
  )
    return <TestMessages request={request} />;
  if (request.registered_at === null) return <p>{t("not_yet")}</p>;
  return (
    <div className={layout.stack24}>
      <MonitoringChecks request={request} />
      <ProfileSection requestId={request.id} />
      <PinSection request={request} />
      <TestMessages request={request} />
      <GapSection request={request} />
    </div>
  );
}

function GapSection({ request }: { request: RequestRow }) {
  const { t } = useTranslation("monitoring");
  const gap = useMeasuredGap(request.id, request.registered_at);
  return (
    <section aria-labelledby="gap-heading">
      <h2 id="gap-heading" className={layout.partHeading}>
        {t("gap.title")}
      </h2>
      <p>{t(gap ? "gap.lead" : "gap.none")}</p>
      {gap && (
        <>
          <GapText gap={gap} />
          <GapChart points={gap.points} movedAt={gap.movedAt} />
          <GapTable gap={gap} />
        </>
      )}
    </section>
  );
}

function GapTable({ gap }: { gap: GapReading }) {
  const { t } = useTranslation("monitoring");
  const format = useFormat();
  return (
    <Disclosure summary={t("gap.table")}>
      <table className={styles.gapTable}>
        <thead>
          <tr>
            <th>{t("gap.time")}</th>
            <th>{t("gap.way")}</th>
            <th>{t("gap.result")}</th>
          </tr>
        </thead>
        <tbody>
          {gap.points.map(({ at, direction, passed }) => (
            <tr key={`${direction} ${at}`}>
              <td>{format.date(at, "exactTime")}</td>
              <td>{t(`gap.${direction}`)}</td>
              <td>{t(passed ? "gap.passed" : "gap.failed")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Disclosure>
  );
}
