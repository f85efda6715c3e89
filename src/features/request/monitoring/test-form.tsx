/** Sends a test message by an approved template of the number's own account that can be sent as it is. */
import type { TestTemplate } from "#domain/functions/monitoring-function.ts";
import { Alert, Button, Form, Input, Spin } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMonitoring, useTestTemplates } from "../../../queries/monitoring.ts";
import { FormSelect } from "../../../ui/form-select.tsx";
import type { RequestRow } from "../../../queries/request-row.ts";
import layout from "../../../ui/layout.module.css";
import styles from "./monitoring.module.css";

const keyOf = ({ name, language }: TestTemplate) => `${name} ${language}`;

export function TestForm({ request }: { request: RequestRow }) {
  const { t } = useTranslation("monitoring");
  const { sendable, isLoading, read } = useTestTemplates(request);
  if (isLoading) {
    return (
      <div role="status">
        <Spin size="small" /> {t("test.template_loading")}
      </div>
    );
  }
  const [first] = sendable?.templates ?? [];
  if (sendable && first) return <SendForm request={request} templates={sendable.templates} first={first} />;
  return (
    <Alert
      type="warning"
      showIcon
      className={layout.below12}
      title={sendable ? t("test.template_none") : t("test.template_unread")}
      description={
        sendable && sendable.approved > 0 ? t("test.template_variables", { count: sendable.approved }) : null
      }
      action={<Button onClick={read}>{t("test.template_again")}</Button>}
    />
  );
}

type Values = { to: string; template: string };

function SendForm({
  request,
  templates,
  first,
}: {
  request: RequestRow;
  templates: readonly TestTemplate[];
  first: TestTemplate;
}) {
  const { t } = useTranslation(["monitoring", "domain"]);
  const { sendTest } = useMonitoring(request);
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Awaited<ReturnType<typeof sendTest>>>();
  const send = async ({ to, template }: Values) => {
    const chosen = templates.find((one) => keyOf(one) === template) ?? first;
    setBusy(true);
    setAnswer(
      await sendTest({
        to: to.replaceAll(/[\s()-]/g, ""),
        template: chosen.name,
        language: chosen.language,
      }),
    );
    setBusy(false);
  };
  const categories = { UTILITY: t("test.category.UTILITY"), MARKETING: t("test.category.MARKETING") };
  const category = (name: string) =>
    name === "UTILITY" || name === "MARKETING" ? categories[name] : t("test.category.other");
  const reason = answer?.reason ?? "unknown";
  return (
    <Form
      layout="vertical"
      initialValues={{ template: keyOf(first) }}
      onFinish={(values: Values) => void send(values)}
    >
      <div className={styles.testFields}>
        <Form.Item
          name="to"
          label={t("test.to")}
          rules={[{ required: true, pattern: /^\+[1-9][\d\s()-]{6,20}$/, message: t("test.to_wrong") }]}
        >
          <Input inputMode="tel" autoComplete="off" className={styles.testPhone} />
        </Form.Item>
        <Form.Item name="template" label={t("test.template")} rules={[{ required: true }]}>
          <FormSelect
            showSearch
            className={styles.testTemplate}
            options={templates.map((one) => ({
              value: keyOf(one),
              label: t("test.template_option", { ...one, category: category(one.category) }),
            }))}
          />
        </Form.Item>
      </div>
      <Button htmlType="submit" loading={busy}>
        {t("test.send")}
      </Button>
      {answer && (
        <Alert
          type={answer.state === "accepted" ? "success" : "warning"}
          showIcon
          role="status"
          className={layout.above12}
          title={t(`test.${answer.state}`)}
          {...(answer.state === "refused" ? { description: t(`domain:send_error.${reason}`) } : {})}
        />
      )}
    </Form>
  );
}
