/** What happened, newest first, in words. */
import { useFormat } from "../../lib/format.ts";
import type { ClockCode } from "#domain/clocks/clock-catalogue.ts";
import type { CheckCode } from "#domain/checks/check-catalogue.ts";
import type { Step } from "#domain/cutover/step-catalogue.ts";
import type { ExceptionCode } from "#domain/exceptions/exception-codes.ts";
import type { Status } from "#domain/status/statuses.ts";
import type { AlarmCode } from "#domain/webhooks/alarm-codes.ts";
import { useList } from "@refinedev/core";
import { Skeleton, Timeline } from "antd";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { usePeople } from "../../queries/people.ts";
import type { RequestRow } from "../../queries/request-row.ts";
import { useRpc } from "../../queries/rpc.ts";
import styles from "./request.module.css";

type EventRow = {
  id: number;
  kind: string;
  actor_kind: "member" | "client" | "engine";
  from_status: Status | null;
  to_status: Status | null;
  data: {
    /** The check that a person answered or waived. */
    code?: CheckCode;
    step?: Step;
    outcome?: string;
    exception?: ExceptionCode;
    /** Checks that a reading changed, and exceptions that it closed. */
    changed?: CheckCode[];
    closed?: ExceptionCode[];
    /** Hard checks that were open, separated by commas. */
    open?: string | null;
    note?: string;
    reason?: string;
    route?: string;
    alarm?: AlarmCode;
    subject?: string;
    clock?: ClockCode;
    /** The fault of a person's attempt, and the attempts left. */
    error?: string;
    attemptsLeft?: number;
    attempts?: number;
    /** Of an attempt during a wait: when the wait would have ended. */
    before?: string;
    /** What the change revoked, because it had been given for other facts. */
    approvalVoid?: boolean;
    confirmationVoid?: boolean;
    routeVoid?: boolean;
  };
  created_at: string;
};

const missed = ["code_wrong", "code_expired", "code_not_sent", "code_attempts_used"] as const;

const openChecks = (list: string | null | undefined) => list?.split(",") ?? [];

const actors = z.record(z.string(), z.string());

export function HistoryTab({ request }: { request: RequestRow }) {
  const { t } = useTranslation(["requests", "domain"]);
  const format = useFormat();
  const missedText = (error: string | undefined) => {
    const known = missed.find((one) => one === error);
    return known && t(`history.missed.${known}`);
  };
  const { result, query } = useList<EventRow>({
    resource: "events",
    filters: [{ field: "request_id", operator: "eq", value: request.id }],
    sorters: [{ field: "id", order: "desc" }],
    pagination: { pageSize: 200, currentPage: 1 },
    meta: { select: "id, kind, actor_kind, from_status, to_status, data, created_at" },
  });
  const behind = useRpc(
    "event_actors",
    { p_request: request.id },
    { schema: actors, live: { resource: "events" } },
  );
  const people = usePeople(request.provider_id, request.client_id);
  if (query.isLoading) return <Skeleton active />;
  /** The side, with the person's name where the reader may know it. */
  const actor = ({ id, actor_kind }: EventRow) => {
    const person = behind.data?.[id];
    const name = person && people.nameOf(person);
    const side = t(`history.actor.${actor_kind}`);
    return name ? t("history.person", { name, side }) : side;
  };
  const detail = ({ data, from_status, to_status }: EventRow) =>
    [
      data.code && t(`domain:check.${data.code}.title`),
      data.step && t(`domain:step.${data.step}.title`),
      data.exception && t(`domain:exception.${data.exception}.title`),
      ...(data.changed ?? []).map((code) => t(`domain:check.${code}.title`)),
      ...(data.closed ?? []).map((code) =>
        t("history.closed", { title: t(`domain:exception.${code}.title`) }),
      ),
      ...openChecks(data.open).map((code) =>
        t("history.open", { title: t(`domain:check.${code}.title` as "domain:check.TWO_STEP_OFF.title") }),
      ),
      missedText(data.error),
      data.attempts !== undefined &&
        data.attemptsLeft !== undefined &&
        t("history.attempts", { attempts: data.attempts, left: data.attemptsLeft }),
      data.before && t("history.before", { when: format.date(data.before, "dateTime") }),
      data.outcome && t(`history.outcome.${data.outcome}` as "history.outcome.done"),
      from_status &&
        to_status &&
        from_status !== to_status &&
        `${t(`domain:status.${from_status}`)} → ${t(`domain:status.${to_status}`)}`,
      data.route && `${t("fact.route")} ${data.route}`,
      // The reason for choosing a route that the advisor refuses.
      data.route && data.reason,
      data.alarm && t(`domain:alarm.${data.alarm}.title`),
      data.alarm && data.subject,
      data.clock && t(`domain:clock.${data.clock}`),
      data.approvalVoid && t("history.approval_void"),
      data.confirmationVoid && t("history.confirmation_void"),
      data.routeVoid && t("history.route_void"),
      data.note,
    ].filter(Boolean);
  return (
    <Timeline
      className={styles.history}
      items={result.data.map((event) => ({
        key: event.id,
        content: (
          <>
            <strong>{t(`domain:event.${event.kind}` as "domain:event.request.draft")}</strong> ·{" "}
            {actor(event)} · <RelativeTime value={event.created_at} />
            <div>{[...new Set(detail(event))].join(" · ")}</div>
          </>
        ),
      }))}
    />
  );
}
