/** Which side must act and by when, the clocks of the whole request, and how its time was spent. */
import { useFormat } from "../../../lib/format.ts";
import { requestClocks } from "#domain/clocks/request-clocks.ts";
import { timeByParty } from "#domain/clocks/time-by-party.ts";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { useOpenPeriods } from "../../../queries/open-periods.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { useNextActionText } from "../../../widgets/next-action-text.tsx";
import { RelativeTime, TimeLeft } from "../../../ui/relative-time.tsx";
import { useMinute } from "../../../ui/use-minute.ts";
import { WaitingMark } from "../../../widgets/waiting-mark.tsx";
import { ClockTable } from "./clock-table.tsx";
import { PartyTime } from "./party-time.tsx";
import type { RequestRow } from "../../../queries/request-row.ts";
import { useClockFacts } from "./use-clock-facts.ts";
import layout from "../../../ui/layout.module.css";

export function ClockTab({ request }: { request: RequestRow }) {
  const { t } = useTranslation("requests");
  const now = useMinute();
  const { events, targets, terms, query } = useClockFacts(request);
  const { periods: open } = useOpenPeriods(request.provider_id, request.created_at);
  if (query.isError) return <ErrorState onRetry={() => void query.refetch()} />;
  if (!events || !targets || !terms || !open) return <Skeleton active />;
  const filed = events.findIndex(({ kind }) => kind === "request.submit");
  const since = filed < 0 ? [] : events.slice(filed);
  const zone = request.providers?.time_zone ?? "UTC";
  return (
    <>
      <CurrentClock request={request} zone={zone} />
      {since.length === 0 ? (
        <EmptyState text={t("clock.empty")} />
      ) : (
        <>
          <ClockTable readings={requestClocks(since, { targets, terms, open, now })} zone={zone} />
          <PartyTime time={timeByParty(since, now)} />
        </>
      )}
    </>
  );
}

function CurrentClock({ request, zone }: { request: RequestRow; zone: string }) {
  const { t } = useTranslation("requests");
  const format = useFormat();
  const nextAction = useNextActionText();
  if (request.next_action === null) return null;
  return (
    <section aria-label={t("clock.now")} className={layout.below16}>
      <h2 className={layout.partHeading}>{t("clock.now")}</h2>
      <p className={layout.flush}>
        <WaitingMark value={request.waiting_on} /> ·{" "}
        {nextAction(request.next_action, request.next_action_subject)}
      </p>
      <p className={layout.flushAbove4}>
        {request.due_at ? (
          <>
            {t("clock.due", { when: format.date(request.due_at, "fullDateTime", zone), zone })} (
            <TimeLeft value={request.due_at} />)
          </>
        ) : (
          t(request.hold_reason === null ? "clock.none" : "clock.paused")
        )}
      </p>
      {request.predicted_breach_at && (
        <p className={layout.flushAbove4}>
          {t("clock.predicted", { when: format.date(request.predicted_breach_at, "fullDateTime", zone) })} (
          <RelativeTime value={request.predicted_breach_at} />)
        </p>
      )}
    </section>
  );
}
