/** A rehearsal of the move: whether it would succeed, its assumptions, and every request it would send. */
import type { Step } from "#domain/cutover/step-catalogue.ts";
import type { ExceptionCode } from "#domain/exceptions/exception-codes.ts";
import { rehearsalFunction } from "#domain/functions/reading-functions.ts";
import { rehearsedRoutes } from "#domain/rehearsal/rehearsed-routes.ts";
import type { RehearsalResult } from "#domain/rehearsal/rehearsal-result.ts";
import { useList } from "@refinedev/core";
import { Alert, Button, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../../queries/access.ts";
import { useFunctionCall } from "../../../queries/commands/command-provider.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import { RehearsalFindings } from "./rehearsal-findings.tsx";
import { RehearsalRequests } from "./rehearsal-requests.tsx";
import type { RequestRow } from "../../../queries/request-row.ts";
import layout from "../../../ui/layout.module.css";

type RehearsalRow = {
  id: string;
  taken_at: string;
  stops_at: Step | null;
  exception_code: ExceptionCode | null;
  result: RehearsalResult;
};

export function RehearsalTab({ request }: { request: RequestRow }) {
  const { t } = useTranslation("requests");
  const may = usePermitted();
  const call = useFunctionCall();
  const [playing, setPlaying] = useState(false);
  const { result, query } = useList<RehearsalRow>({
    resource: "rehearsals",
    filters: [{ field: "request_id", operator: "eq", value: request.id }],
    sorters: [{ field: "taken_at", order: "desc" }],
    pagination: { pageSize: 5 },
  });
  const play = async () => {
    setPlaying(true);
    await call(rehearsalFunction, { request: request.id, version: request.version });
    setPlaying(false);
  };
  const [latest, ...earlier] = result.data;
  const canPlay = rehearsedRoutes.some((route) => route === request.route);
  const open = request.status === "preparing" || request.status === "scheduled";
  return (
    <>
      <p>{t("rehearsal.about")}</p>
      {open && may("cutover.rehearse") && (
        <Button onClick={() => void play()} loading={playing} disabled={!canPlay} className={layout.below12}>
          {t("rehearsal.play")}
        </Button>
      )}
      {open && request.route === null && <p>{t("rehearsal.needs_route")}</p>}
      {open && request.route !== null && !canPlay && <p>{t("rehearsal.by_hand")}</p>}
      {query.isLoading && <Skeleton active />}
      {query.isError && <ErrorState onRetry={() => void query.refetch()} />}
      {query.isSuccess && !latest && <EmptyState text={t("rehearsal.empty")} />}
      {latest && (
        <>
          <Verdict rehearsal={latest} />
          <RehearsalFindings result={latest.result} />
          <RehearsalRequests result={latest.result} />
        </>
      )}
      {earlier.length > 0 && (
        <section aria-label={t("rehearsal.earlier")}>
          <h2 className={layout.partHeading}>{t("rehearsal.earlier")}</h2>
          <ul>
            {earlier.map((rehearsal) => (
              <li key={rehearsal.id}>
                <RelativeTime value={rehearsal.taken_at} /> · <VerdictText rehearsal={rehearsal} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function VerdictText({ rehearsal: { stops_at: step, exception_code: code } }: { rehearsal: RehearsalRow }) {
  const { t } = useTranslation(["requests", "domain"]);
  if (step === null || code === null) return t("rehearsal.passes");
  return t("rehearsal.stops", {
    step: t(`domain:step.${step}.title`),
    exception: t(`domain:exception.${code}.title`),
  });
}

function Verdict({ rehearsal }: { rehearsal: RehearsalRow }) {
  const { t } = useTranslation(["requests", "domain"]);
  const code = rehearsal.exception_code;
  return (
    <Alert
      type={code === null ? "success" : "error"}
      showIcon
      className={layout.below16}
      title={<VerdictText rehearsal={rehearsal} />}
      description={
        <>
          {code !== null && `${t(`domain:exception.${code}.staff`)} ${t(`domain:exception.${code}.next`)} `}
          <RelativeTime value={rehearsal.taken_at} />
        </>
      }
    />
  );
}
