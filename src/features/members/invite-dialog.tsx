/** Who is invited, and in which role. */
import { emailPattern } from "#domain/access/email-address.ts";
import type { MemberRole } from "#domain/access/permissions.ts";
import { Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { RoleSelect } from "./role-select.tsx";
import { useInvite } from "./use-invite.ts";

type Values = { email: string; name: string; role?: MemberRole };
type Props = {
  providerId: string;
  /** The client they are invited to act for; without it, as staff. */
  client?: { id: string; name: string };
  onClose: () => void;
};

export function InviteDialog({ providerId, client, onClose }: Props) {
  const { t } = useTranslation(["members", "domain"]);
  const { invite, pending } = useInvite(providerId);
  const send = async ({ email, name, role = "manager" }: Values) => {
    const as = client ? ({ role: "client", client_id: client.id } as const) : { role, client_id: null };
    if (await invite({ email, name }, as)) onClose();
  };
  const required = { required: true, whitespace: true, message: t("required") };
  return (
    <Modal
      open
      title={client ? t("client.invite_title", { client: client.name }) : t("invite_title")}
      okText={t("send")}
      cancelText={t("cancel")}
      okButtonProps={{ loading: pending, htmlType: "submit", form: "invite" }}
      onCancel={onClose}
      mask={{ closable: false }}
      destroyOnHidden
    >
      <p>{t("invite_lead")}</p>
      <Form
        name="invite"
        layout="vertical"
        initialValues={{ role: "manager" }}
        onFinish={(values: Values) => void send(values)}
      >
        <Form.Item
          name="email"
          label={t("email")}
          rules={[{ required: true, pattern: emailPattern, message: t("domain:field.email_invalid") }]}
        >
          <Input type="email" maxLength={254} autoComplete="off" autoFocus />
        </Form.Item>
        <Form.Item name="name" label={t("name")} rules={[required]}>
          <Input maxLength={120} autoComplete="off" />
        </Form.Item>
        {!client && (
          <Form.Item name="role" label={t("role")}>
            <RoleSelect />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
