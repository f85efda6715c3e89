/** The monitoring checks of a moved number: the newest expanded, earlier ones collapsed, future ones with a time. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../../queries/access.ts";
import { useCommand } from "../../../queries/commands/command-provider.ts";
import { type MonitoringCheck, useMonitoringChecks } from "../../../queries/monitoring.ts";
import { MonitoringCheckTable } from "../../../widgets/monitoring-check-table.tsx";
import { Disclosure } from "../../../ui/disclosure.tsx";
import { RelativeTime, TimeLeft } from "../../../ui/relative-time.tsx";
import type { RequestRow } from "../../../queries/request-row.ts";
import { useCauseText } from "../use-cause-text.ts";
import layout from "../../../ui/layout.module.css";
import styles from "./monitoring.module.css";

export function MonitoringChecks({ request }: { request: RequestRow }) {
  const { t } = useTranslation("monitoring");
  const may = usePermitted();
  const { run, pending } = useCommand();
  const [asked, setAsked] = useState(false);
  const { checks } = useMonitoringChecks(request.id);
  const taken = checks
    .filter((check) => check.taken_at !== null)
    .toSorted((one, other) => String(other.taken_at).localeCompare(String(one.taken_at)));
  const open = checks.filter(({ taken_at }) => taken_at === null);
  const waiting = asked && open.some(({ moment }) => moment === "manual");
  const ask = async () => {
    const outcome = await run("ask_monitoring_check", { request: request.id, version: request.version });
    setAsked(outcome !== undefined);
  };
  return (
    <section aria-labelledby="monitoring-checks-heading">
      <h2 id="monitoring-checks-heading" className={layout.partHeading}>
        {t("checks.title")}
      </h2>
      <p>{t("checks.lead")}</p>
      {may("check.run") && ["monitoring", "completed"].includes(request.status) && (
        <p>
          <Button onClick={() => void ask()} loading={pending}>
            {t("checks.read_now")}
          </Button>{" "}
          <span role="status">{waiting ? t("checks.asked") : null}</span>
        </p>
      )}
      {taken.map((check, index) => (
        <Disclosure
          key={check.id}
          open={index === 0}
          className={layout.below8}
          summary={
            <>
              {t(`checks.moment.${check.moment}`)} ·{" "}
              {check.taken_at && <RelativeTime value={check.taken_at} />} · <Summary check={check} />
            </>
          }
        >
          <MonitoringCheckTable points={check.points} />
        </Disclosure>
      ))}
      {open.length > 0 && (
        <ul className={styles.reports}>
          {open.map((check) => (
            <li key={check.id}>
              {t(`checks.moment.${check.moment}`)}:{" "}
              <TimeLeft value={check.due_at} label={t("checks.planned")} />
              <Unread cause={check.cause} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Summary({ check }: { check: MonitoringCheck }) {
  const { t } = useTranslation("monitoring");
  const bad = check.points.filter(({ verdict }) => verdict === "bad");
  const isDoubtful = check.points.some(({ verdict }) => verdict === "again");
  if (bad.length === 0) return <>{t(isDoubtful ? "checks.verdict.again" : "checks.verdict.good")}</>;
  return <strong>{bad.map(({ point }) => t(`point.${point}`)).join(", ")}</strong>;
}

function Unread({ cause }: { cause: string | null }) {
  const { t } = useTranslation("monitoring");
  const causeText = useCauseText();
  if (cause === null) return null;
  return <> · {t("checks.unread", { cause: causeText(cause) })}</>;
}
