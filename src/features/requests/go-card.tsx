/** Go or no-go: what the start of the cut-over waits for, and what the last rehearsal said. */
import { type GoAnswer } from "#domain/scheduling/go-no-go.ts";
import { CheckCircleFilled, CloseCircleFilled, InfoCircleOutlined } from "@ant-design/icons";
import { Button, Card, Skeleton, theme } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { usePermissions } from "../../providers/access.ts";
import { useCommand } from "../../providers/command-provider.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import type { RequestRow } from "./request-row.ts";
import { type GoState, useGoFacts } from "./use-go-facts.ts";
import type { OpenException } from "./use-request.ts";

type Props = { request: RequestRow; exceptions: readonly OpenException[] };

export function GoCard({ request, exceptions }: Props) {
  const { t } = useTranslation("requests");
  const contested = exceptions.some(({ code }) => code === "AUTHORISATION_CONFLICT");
  const { answers, rehearsal } = useGoFacts(request, contested);
  return (
    <Card size="small" title={t("go.title")} style={{ marginBottom: 16 }}>
      {answers ? (
        <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 6 }}>
          {answers.map((answer) => (
            <Question key={answer.question} answer={answer} />
          ))}
          <Advice rehearsal={rehearsal} />
        </ul>
      ) : (
        <Skeleton active title={false} />
      )}
      <SecondApproval request={request} answers={answers} />
    </Card>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li style={{ display: "flex", gap: 8 }}>
      {icon}
      <span>{children}</span>
    </li>
  );
}

function Question({ answer: { question, go, refusal } }: { answer: GoAnswer }) {
  const { t } = useTranslation(["requests", "domain"]);
  const { token } = theme.useToken();
  const icon = go ? (
    <CheckCircleFilled style={{ color: token.colorSuccess }} aria-label={t("go.go")} />
  ) : (
    <CloseCircleFilled style={{ color: token.colorError }} aria-label={t("go.no_go")} />
  );
  return (
    <Line icon={icon}>
      {go ? t(`go.question.${question}`) : t(`domain:error.${refusal}` as "domain:error.on_hold")}
    </Line>
  );
}

function Advice({ rehearsal }: Pick<GoState, "rehearsal">) {
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

function SecondApproval({ request, answers }: { request: RequestRow } & Pick<GoState, "answers">) {
  const { t } = useTranslation("requests");
  const may = usePermissions();
  const { run, pending } = useCommand();
  const missing = answers?.some(({ refusal, go }) => !go && refusal === "second_approval_missing");
  if (!missing || !may("cutover.second_approve")) return null;
  return (
    <>
      <p style={{ margin: "12px 0 8px" }}>{t("go.approve_why")}</p>
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
