/** The route and where the number goes. The desk runs R2 by itself. */
import { useList } from "@refinedev/core";
import { Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { CommandDialog } from "./command-dialog.tsx";
import type { DialogProps } from "./dialog-props.ts";

type Connection = { id: string; name: string };

export function RouteDialog(props: DialogProps) {
  const { t } = useTranslation(["requests", "domain"]);
  const { result } = useList<Connection>({
    resource: "meta_connections",
    filters: [
      { field: "provider_id", operator: "eq", value: props.request.provider_id },
      { field: "revoked_at", operator: "null", value: true },
    ],
    pagination: { mode: "off" },
  });
  const required = { required: true, message: t("dialog.required") };
  return (
    <CommandDialog
      {...props}
      name="route"
      command="choose_route"
      initial={{ destinationWabaId: props.request.destination_waba_id ?? undefined }}
      toInput={(values) => ({ ...values, route: "R2" })}
    >
      <Form.Item name="connection" label={t("dialog.route.connection")} rules={[required]}>
        <Select options={result.data.map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
      <Form.Item
        name="destinationWabaId"
        label={t("dialog.route.waba")}
        rules={[required, { pattern: /^\d{5,25}$/, message: t("domain:field.meta_id_invalid") }]}
      >
        <Input inputMode="numeric" />
      </Form.Item>
    </CommandDialog>
  );
}
