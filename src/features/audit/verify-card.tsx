/** How far the audit is sealed, for copying, and whether it is intact. */
import { useFormat } from "../../lib/format.ts";
import { readHead, writeHead } from "#domain/audit/chain.ts";
import { Alert, Button, Card, Form, Input, Skeleton, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { useAuditHead } from "../../queries/audit-chain.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { useVerification, type Verification } from "./use-verification.ts";
import layout from "../../ui/layout.module.css";
import styles from "./audit.module.css";

export function VerifyCard({ providerId }: { providerId: string }) {
  const { t } = useTranslation("audit");
  const { verification, verify } = useVerification(providerId);
  const start = ({ known = "" }: { known?: string }) => void verify(readHead(known) ?? undefined);
  return (
    <Card title={t("head.title")} className={`${layout.below16} ${styles.readable}`}>
      <p>{t("head.lead")}</p>
      <Head providerId={providerId} />
      <Form<{ known?: string }> name="verify-audit" layout="vertical" onFinish={start}>
        <Form.Item
          name="known"
          label={t("head.known")}
          rules={[
            {
              validator: (_, text?: string) =>
                !text?.trim() || readHead(text)
                  ? Promise.resolve()
                  : Promise.reject(new Error(t("head.known_wrong"))),
            },
          ]}
        >
          <Input placeholder={t("head.known_hint")} autoComplete="off" spellCheck={false} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={verification.state === "running"}>
          {t("head.verify")}
        </Button>
      </Form>
      <div role="status" className={layout.above12}>
        <Result verification={verification} />
      </div>
      <p className={layout.flushAbove12}>{t("head.strayed")}</p>
    </Card>
  );
}

function Head({ providerId }: { providerId: string }) {
  const { t } = useTranslation("audit");
  const format = useFormat();
  const { data: head, isLoading, refetch } = useAuditHead(providerId);
  if (isLoading) return <Skeleton active paragraph={{ rows: 1 }} title={false} />;
  if (!head) return <ErrorState onRetry={() => void refetch()} />;
  return (
    <>
      <p>
        {head.seq === 0 ? (
          t("head.empty")
        ) : (
          <>
            {t("head.now")}:{" "}
            <Typography.Text copyable={{ text: writeHead(head) }} className={layout.code}>
              {writeHead(head)}
            </Typography.Text>
          </>
        )}
      </p>
      {head.waiting > 0 && <p>{t("head.waiting", { count: head.waiting })}</p>}
      {head.late && head.waitingSince !== null && (
        <Alert
          type="error"
          showIcon
          title={t("head.late", { since: format.date(head.waitingSince, "exactDateTime") })}
          className={layout.below12}
        />
      )}
    </>
  );
}

function Result({ verification }: { verification: Verification }) {
  const { t } = useTranslation("audit");
  if (verification.state === "idle") return null;
  if (verification.state === "failed") return <Alert type="warning" showIcon title={t("head.failed")} />;
  if (verification.state === "running") return <>{t("head.progress", { count: verification.rows })}</>;
  const { head, fault } = verification.verdict;
  if (!fault) return <Alert type="success" showIcon title={t("head.whole", { seq: head.seq })} />;
  const message = t("head.broken", { seq: fault.seq, what: t(`fault.${fault.kind}`) });
  return <Alert type="error" showIcon title={message} />;
}
