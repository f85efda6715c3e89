/** The provider's own number that measures the gap of its moves. */
import { sampleTemplate } from "#domain/templates/sendable-templates.ts";
import { useOne } from "@refinedev/core";
import { Alert, Button, Card, Form, Input, InputNumber, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommand } from "../../queries/commands/command-provider.ts";
import type { Row } from "../../queries/row.ts";
import layout from "../../ui/layout.module.css";
import styles from "./settings.module.css";

type Probe = Row<"probe_settings">;
type Values = {
  phoneNumber: string;
  phoneNumberId: string;
  templateName: string;
  templateLanguage: string;
  intervalSeconds: number;
};

const first = { intervalSeconds: 10 };

export function ProbeCard({ providerId }: { providerId: string }) {
  const { t } = useTranslation("monitoring");
  const { result, query } = useOne<{ id: string; probe_settings: Probe | null }>({
    resource: "providers",
    id: providerId,
    meta: { select: "id, probe_settings(*)" },
  });
  return (
    <Card title={t("probe.title")}>
      <p>{t("probe.lead")}</p>
      {query.isLoading ? (
        <Skeleton active />
      ) : (
        <ProbeForm
          key={result?.probe_settings?.updated_at ?? "none"}
          providerId={providerId}
          probe={result?.probe_settings ?? null}
          onDone={() => void query.refetch()}
        />
      )}
    </Card>
  );
}

function ProbeForm({
  providerId,
  probe,
  onDone,
}: {
  providerId: string;
  probe: Probe | null;
  onDone: () => void;
}) {
  const { t } = useTranslation("monitoring");
  const { run, pending } = useCommand();
  const [changed, setChanged] = useState(false);
  const save = async (values: Values) => {
    if (await run("save_probe", { provider: providerId, ...values })) onDone();
  };
  const stop = async () => {
    if (await run("end_probe", { provider: providerId })) onDone();
  };
  const required = (pattern: RegExp, message: string) => [{ required: true, pattern, message }];
  return (
    <Form
      name="probe"
      layout="vertical"
      className={styles.probeForm}
      initialValues={probe ? valuesOf(probe) : first}
      onValuesChange={() => setChanged(true)}
      onFinish={(values: Values) => void save(values)}
    >
      <Form.Item
        name="phoneNumber"
        label={t("probe.phone")}
        rules={required(/^\+[1-9]\d{6,14}$/, t("test.to_wrong"))}
      >
        <Input inputMode="tel" autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="phoneNumberId"
        label={t("probe.phone_id")}
        rules={required(/^\d{5,25}$/, t("probe.id_wrong"))}
      >
        <Input inputMode="numeric" autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="templateName"
        label={t("probe.template")}
        extra={t("probe.template_hint")}
        rules={[
          ...required(/^[a-z0-9_]{1,512}$/, t("test.template_wrong")),
          {
            validator: (_, name: unknown) =>
              name === sampleTemplate ? Promise.reject(new Error(t("probe.sample"))) : Promise.resolve(),
          },
        ]}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="templateLanguage"
        label={t("probe.language")}
        rules={required(/^[a-z]{2,3}(_[A-Z]{2})?$/, t("test.language_wrong"))}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="intervalSeconds"
        label={t("probe.seconds")}
        rules={[{ required: true, type: "integer", min: 5, max: 600, message: t("probe.seconds_wrong") }]}
      >
        <InputNumber precision={0} />
      </Form.Item>
      <Button htmlType="submit" type="primary" loading={pending}>
        {t("probe.save")}
      </Button>{" "}
      {probe && (
        <Button onClick={() => void stop()} loading={pending}>
          {t("probe.stop")}
        </Button>
      )}
      {probe?.template_name === sampleTemplate && (
        <Alert type="warning" showIcon className={layout.above12} title={t("probe.sample_saved")} />
      )}
      <p role="status" className={layout.flushAbove8}>
        {probe === null ? t("probe.off") : changed ? null : t("probe.saved")}
      </p>
    </Form>
  );
}

function valuesOf(probe: Probe): Values {
  return {
    phoneNumber: probe.phone_number,
    phoneNumberId: probe.phone_number_id,
    templateName: probe.template_name,
    templateLanguage: probe.template_language,
    intervalSeconds: probe.interval_seconds,
  };
}
