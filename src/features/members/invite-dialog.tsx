/** Who is invited, and as what. */
import type { MemberRole } from "#domain/access/permissions.ts";
import { Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { useSettingsCommand } from "../../providers/command-provider.ts";
import { RoleSelect } from "./role-select.tsx";

type Values = { email: string; name: string; role: MemberRole };

export function InviteDialog({ providerId, onClose }: { providerId: string; onClose: () => void }) {
  const { t } = useTranslation(["members", "domain"]);
  const { run, pending } = useSettingsCommand();
  const invite = async (values: Values) => {
    if (await run("invite_member", { provider: providerId, ...values })) onClose();
  };
  const required = { required: true, whitespace: true, message: t("required") };
  return (
    <Modal
      open
      title={t("invite_title")}
      okText={t("send")}
      cancelText={t("cancel")}
      okButtonProps={{ loading: pending, htmlType: "submit", form: "invite" }}
      onCancel={onClose}
      destroyOnHidden
    >
      <p>{t("invite_lead")}</p>
      <Form
        name="invite"
        layout="vertical"
        initialValues={{ role: "manager" }}
        onFinish={(values: Values) => void invite(values)}
      >
        <Form.Item
          name="email"
          label={t("email")}
          rules={[{ required: true, type: "email", message: t("domain:field.email_invalid") }]}
        >
          <Input type="email" maxLength={254} autoComplete="off" autoFocus />
        </Form.Item>
        <Form.Item name="name" label={t("name")} rules={[required]}>
          <Input maxLength={120} autoComplete="off" />
        </Form.Item>
        <Form.Item name="role" label={t("role")}>
          <RoleSelect />
        </Form.Item>
      </Form>
    </Modal>
  );
}
