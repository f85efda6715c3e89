/** The number after its move: what each look found, its lock, a test message, and the gap as it was measured. */
import { useFormat } from "../../../lib/format.ts";
import type { GapReading } from "#domain/monitoring/measured-gap.ts";
import { useTranslation } from "react-i18next";
import { useMeasuredGap } from "../../../queries/monitoring.ts";
import { GapChart } from "../../../widgets/gap-chart.tsx";
import { GapText } from "../../../widgets/gap-text.tsx";
import { MonitoringChecks } from "./monitoring-checks.tsx";
import { PinSection } from "./pin-section.tsx";
import { ProfileSection } from "./profile-section.tsx";
import type { RequestRow } from "../../../queries/request-row.ts";
import { TestMessages } from "./test-messages.tsx";

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
    <div style={{ display: "grid", gap: 24 }}>
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
      <h2 id="gap-heading" style={{ fontSize: 16 }}>
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
  const cell = { padding: "2px 16px 2px 0", textAlign: "start" } as const;
  return (
    <details>
      <summary>{t("gap.table")}</summary>
      <table>
        <thead>
          <tr>
            <th style={cell}>{t("gap.time")}</th>
            <th style={cell}>{t("gap.way")}</th>
            <th style={cell}>{t("gap.result")}</th>
          </tr>
        </thead>
        <tbody>
          {gap.points.map(({ at, direction, passed }) => (
            <tr key={`${direction} ${at}`}>
              <td style={cell}>{format.date(at, "exactTime")}</td>
              <td style={cell}>{t(`gap.${direction}`)}</td>
              <td style={cell}>{t(passed ? "gap.passed" : "gap.failed")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
