/** How many numbers an account of a connection may hold; empty if nobody knows. */
import { Button, Form, InputNumber } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../queries/access.ts";
import { useCommand } from "../../queries/commands/command-provider.ts";
import type { Connection } from "../../queries/own-connections.ts";
import styles from "./settings.module.css";

export function ConnectionLimit({ connection }: { connection: Connection }) {
  const { t } = useTranslation("settings");
  const may = usePermitted();
  const { run, pending } = useCommand();
  const [saved, setSaved] = useState(false);
  const save = async ({ limit }: { limit?: number | null }) => {
    const input = { provider: connection.provider_id, connection: connection.id, limit: limit ?? null };
    setSaved((await run("set_number_limit", input)) !== undefined);
  };
  return (
    <Form
      name={`limit-${connection.id}`}
      layout="vertical"
      initialValues={{ limit: connection.number_limit }}
      onValuesChange={() => setSaved(false)}
      onFinish={(values) => void save(values)}
    >
      <Form.Item
        name="limit"
        label={t("connections.limit", { name: connection.name })}
        extra={t("connections.lead")}
      >
        <InputNumber min={1} max={10_000} precision={0} />
      </Form.Item>
      <Button htmlType="submit" loading={pending} disabled={!may("connection.manage")}>
        {t("save")}
      </Button>
      <span role="status" className={styles.savedWord}>
        {saved ? t("saved") : null}
      </span>
    </Form>
  );
}
