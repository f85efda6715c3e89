/** A new connection to Meta, or a new token for an existing one. The token lives only in this form. */
import { Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import type { Connection } from "../../queries/own-connections.ts";
import { type ConnectionInput, useConnectionCommands } from "./use-connection-commands.ts";

type Props = { providerId: string; connection: Connection | null; onClose: () => void };

export function ConnectionDialog({ providerId, connection, onClose }: Props) {
  const { t } = useTranslation("settings");
  const { save, busy } = useConnectionCommands();
  const submit = async (input: ConnectionInput) => {
    const saved = await save({ provider: providerId, connection: connection?.id ?? null, ...input });
    if (saved) onClose();
  };
  const id = [{ required: true, pattern: /^\d{5,25}$/, message: t("connections.token.id_wrong") }];
  const first = connection
    ? { name: connection.name, appId: connection.app_id, businessId: connection.business_id }
    : {};
  return (
    <Modal
      open
      title={
        connection
          ? t("connections.token.replace_title", { name: connection.name })
          : t("connections.token.new_title")
      }
      okText={t("connections.token.save")}
      cancelText={t("connections.token.cancel")}
      okButtonProps={{ loading: busy, htmlType: "submit", form: "connection" }}
      onCancel={onClose}
      mask={{ closable: false }}
      destroyOnHidden
    >
      <Form
        name="connection"
        layout="vertical"
        initialValues={first}
        onFinish={(input: ConnectionInput) => void submit(input)}
      >
        <Form.Item
          name="name"
          label={t("connections.token.name")}
          rules={[{ required: true, whitespace: true, message: t("connections.token.required") }]}
        >
          <Input maxLength={120} autoComplete="off" />
        </Form.Item>
        <Form.Item name="appId" label={t("connections.token.app_id")} rules={id}>
          <Input inputMode="numeric" autoComplete="off" />
        </Form.Item>
        <Form.Item name="businessId" label={t("connections.token.business_id")} rules={id}>
          <Input inputMode="numeric" autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="token"
          label={t("connections.token.token")}
          extra={t("connections.token.token_lead")}
          rules={[
            {
              required: true,
              pattern: /^\s*[\x21-\x7e]{20,2000}\s*$/,
              message: t("connections.token.token_wrong"),
            },
          ]}
        >
          <Input.Password autoComplete="new-password" visibilityToggle={false} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
