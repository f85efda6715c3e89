/** Signs in with e-mail and password. */
import { emailPattern } from "#domain/access/email-address.ts";
import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { signInWithPassword } from "../../providers/session.ts";
import layout from "../../ui/layout.module.css";

type Values = { email: string; password: string };

export function PasswordSignIn({ next }: { next: string }) {
  const { t } = useTranslation(["common", "domain"]);
  const navigate = useNavigate();
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  const submit = async ({ email, password }: Values) => {
    setState("busy");
    if (await signInWithPassword(email, password)) await navigate(next, { replace: true });
    else setState("failed");
  };
  return (
    <Form<Values> layout="vertical" onFinish={(values) => void submit(values)} requiredMark={false}>
      {state === "failed" && (
        <Alert type="error" showIcon title={t("sign_in.failed")} className={layout.below16} />
      )}
      <Form.Item
        name="email"
        label={t("sign_in.email")}
        rules={[{ required: true, pattern: emailPattern, message: t("domain:field.email_invalid") }]}
      >
        <Input type="email" autoComplete="username" autoFocus />
      </Form.Item>
      <Form.Item
        name="password"
        label={t("sign_in.password")}
        rules={[{ required: true, message: t("domain:field.required") }]}
      >
        <Input.Password autoComplete="current-password" visibilityToggle={false} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={state === "busy"}>
        {t("sign_in.go")}
      </Button>
    </Form>
  );
}
