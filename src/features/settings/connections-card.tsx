/** How many numbers an account may hold, for each connection to Meta; empty where nobody knows. */
import { useList } from "@refinedev/core";
import { Button, Card, Form, InputNumber, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermissions } from "../../providers/access.ts";
import { useSettingsCommand } from "../../providers/command-provider.ts";

type Connection = { id: string; name: string; number_limit: number | null };

export function ConnectionsCard({ providerId }: { providerId: string }) {
  const { t } = useTranslation("settings");
  const { result, query } = useList<Connection>({
    resource: "meta_connections",
    filters: [
      { field: "provider_id", operator: "eq", value: providerId },
      { field: "revoked_at", operator: "null", value: true },
    ],
    sorters: [{ field: "name", order: "asc" }],
    pagination: { mode: "off" },
    meta: { select: "id, name, number_limit" },
  });
  return (
    <Card title={t("connections.title")}>
      <p>{t("connections.lead")}</p>
      {query.isLoading ? <Skeleton active /> : null}
      {query.isSuccess && result.data.length === 0 ? <p>{t("connections.empty")}</p> : null}
      {result.data.map((connection) => (
        <LimitForm key={connection.id} providerId={providerId} connection={connection} />
      ))}
    </Card>
  );
}

function LimitForm({ providerId, connection }: { providerId: string; connection: Connection }) {
  const { t } = useTranslation("settings");
  const may = usePermissions();
  const { run, pending } = useSettingsCommand();
  const [saved, setSaved] = useState(false);
  const save = async ({ limit }: { limit?: number | null }) => {
    const input = { provider: providerId, connection: connection.id, limit: limit ?? null };
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
      <Form.Item name="limit" label={t("connections.limit", { name: connection.name })}>
        <InputNumber min={1} max={10_000} precision={0} />
      </Form.Item>
      <Button htmlType="submit" loading={pending} disabled={!may("connection.manage")}>
        {t("save")}
      </Button>
      <span role="status" style={{ marginInlineStart: 8 }}>
        {saved ? t("saved") : null}
      </span>
    </Form>
  );
}
