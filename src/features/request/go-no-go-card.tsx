/** Go or no-go: what the start of the cut-over waits for, and the result of the last rehearsal. */
import type { ExceptionCode } from "#domain/exceptions/exception-codes.ts";
import { useList } from "@refinedev/core";
import { CheckCircleFilled, CloseCircleFilled, InfoCircleOutlined } from "@ant-design/icons";
import { Button, Card, Skeleton } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../queries/access.ts";
import { CommandError } from "../../providers/command-error.ts";
import { useCommand } from "../../queries/commands/command-provider.ts";
import { useErrorText } from "../../queries/commands/error-text.ts";
import { type StartQuestion, useStartQuestions } from "../../queries/start-questions.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import type { RequestRow } from "../../queries/request-row.ts";
import layout from "../../ui/layout.module.css";
import styles from "./request.module.css";

type Rehearsal = { id: string; taken_at: string; exception_code: ExceptionCode | null };

export function GoNoGoCard({ request }: { request: RequestRow }) {
  const { t } = useTranslation("requests");
  const questions = useStartQuestions(request);
  // The latest; it advises and decides nothing.
  const rehearsals = useList<Rehearsal>({
    resource: "rehearsals",
    filters: [{ field: "request_id", operator: "eq", value: request.id }],
    sorters: [{ field: "taken_at", order: "desc" }],
    meta: { select: "id, taken_at, exception_code" },
    pagination: { pageSize: 1 },
  });
  return (
    <Card size="small" title={t("go.title")} className={layout.below16}>
      {questions ? (
        <ul className={`${layout.plainList} ${styles.questions}`}>
          {questions.map((one) => (
            <Question key={one.question} {...one} />
          ))}
          <Advice rehearsal={rehearsals.result.data[0]} />
        </ul>
      ) : (
        <Skeleton active title={false} />
      )}
      <SecondApproval request={request} questions={questions} />
    </Card>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className={styles.question}>
      {icon}
      <span>{children}</span>
    </li>
  );
}

function Question({ question, refusal, hint }: StartQuestion) {
  const { t } = useTranslation("requests");
  const errorText = useErrorText();
  const icon =
    refusal === null ? (
      <CheckCircleFilled className={styles.go} aria-label={t("go.go")} />
    ) : (
      <CloseCircleFilled className={styles.noGo} aria-label={t("go.no_go")} />
    );
  return (
    <Line icon={icon}>
      {refusal === null
        ? t(`go.question.${question}`)
        : errorText(new CommandError(refusal, hint ?? undefined))}
    </Line>
  );
}

function Advice({ rehearsal }: { rehearsal: Rehearsal | undefined }) {
  const { t } = useTranslation(["requests", "domain"]);
  return (
    <Line icon={<InfoCircleOutlined aria-label={t("go.advice")} />}>
      {!rehearsal && t("go.not_rehearsed")}
      {rehearsal && (
        <>
          {rehearsal.exception_code === null
            ? t("rehearsal.passes")
            : t("go.would_stop", { exception: t(`domain:exception.${rehearsal.exception_code}.title`) })}{" "}
          <RelativeTime value={rehearsal.taken_at} />
        </>
      )}
    </Line>
  );
}

type ApprovalProps = { request: RequestRow; questions: readonly StartQuestion[] | undefined };

function SecondApproval({ request, questions }: ApprovalProps) {
  const { t } = useTranslation("requests");
  const may = usePermitted();
  const { run, pending } = useCommand();
  const missing = questions?.some(({ refusal }) => refusal === "second_approval_missing");
  if (!missing || !may("cutover.second_approve")) return null;
  return (
    <>
      <p className={styles.approvalWhy}>{t("go.approve_why")}</p>
      <Button
        loading={pending}
        disabled={request.window_confirmed_at === null}
        onClick={() => void run("approve_cutover", { request: request.id, version: request.version })}
      >
        {t("go.approve")}
      </Button>
    </>
  );
}
