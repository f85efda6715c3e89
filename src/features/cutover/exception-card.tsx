/** An open exception in words: what happened, what is safe, what to do. */
import type { ExceptionCode } from "#domain/exceptions/exception-codes.ts";
import { reasonOfPayload } from "#domain/exceptions/payload-reason.ts";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { useOne } from "@refinedev/core";
import { ExceptionWay } from "../../widgets/exception-way.tsx";
import { Disclosure } from "../../ui/disclosure.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import type { OpenException } from "./cutover-data.ts";
import { Paragraph } from "../../ui/text.tsx";
import layout from "../../ui/layout.module.css";
import styles from "./cutover.module.css";

type Payload = { exception_id: string; payload: unknown; fbtrace_id: string | null };

export function ExceptionCard({ exception }: { exception: OpenException }) {
  const { t } = useTranslation(["cutover", "domain"]);
  const code = exception.code as ExceptionCode;
  const answer = useMetaAnswer(exception.id);
  const reason = reasonOfPayload(answer?.payload);
  return (
    <Alert
      role="alert"
      type="error"
      showIcon
      className={layout.below12}
      title={t(`domain:exception.${code}.title`)}
      description={
        <>
          <p className={layout.flushBelow4}>{t(`domain:exception.${code}.staff`)}</p>
          {reason && <p className={layout.flushBelow4}>{t(`domain:answer_reason.${reason}`)}</p>}
          <p className={layout.flushBelow4}>
            <strong>{t("next")}</strong> {t(`domain:exception.${code}.next`)}
          </p>
          <ExceptionWay code={code} />
          {exception.retried_at && (
            <p className={layout.flushAbove4}>
              {t("retried")} <RelativeTime value={exception.retried_at} />
            </p>
          )}
          <MetaAnswer answer={answer} />
        </>
      }
    />
  );
}

function useMetaAnswer(exception: string): Payload | undefined {
  const { result } = useOne<Payload>({
    resource: "exception_payloads",
    id: exception,
    meta: { idColumn: "exception_id" },
    errorNotification: false,
    queryOptions: { retry: false },
  });
  return result;
}

function MetaAnswer({ answer }: { answer: Payload | undefined }) {
  const { t } = useTranslation("cutover");
  if (!answer) return null;
  return (
    <Disclosure summary={t("meta_answer")}>
      <Paragraph className={styles.answer}>
        <pre className={styles.payload}>{JSON.stringify(answer.payload, null, 2)}</pre>
      </Paragraph>
    </Disclosure>
  );
}
