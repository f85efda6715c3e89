/** Asks for an e-mail address, then for the six digits sent to it. */
import { emailPattern } from "#domain/access/email-address.ts";
import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { sendCode, signInWithCode } from "../../providers/session.ts";
import { CodeInput } from "../../ui/code-input.tsx";
import { Paragraph } from "../../ui/text.tsx";
import layout from "../../ui/layout.module.css";
import styles from "../app.module.css";

export function CodeSignIn({ next }: { next: string }) {
  const { t } = useTranslation(["common", "domain"]);
  const navigate = useNavigate();
  const [email, setEmail] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<"send" | "code" | "wait">();

  const send = async (address: string) => {
    setBusy(true);
    setProblem(undefined);
    const { sent, tooSoon } = await sendCode(address);
    setBusy(false);
    if (sent || tooSoon) setEmail(address);
    if (!sent) setProblem(tooSoon ? "wait" : "send");
  };
  const enter = async (code: string) => {
    if (!email) return;
    setProblem(undefined);
    setBusy(true);
    const right = await signInWithCode(email, code);
    setBusy(false);
    if (right) await navigate(next, { replace: true });
    else setProblem("code");
  };
  const alert = problem && (
    <Alert
      type={problem === "wait" ? "info" : "error"}
      showIcon
      title={t(`sign_in.problem.${problem}`)}
      className={layout.below16}
    />
  );

  if (!email) {
    return (
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={(values: { email: string }) => void send(values.email)}
      >
        {alert}
        <Form.Item
          name="email"
          label={t("sign_in.email")}
          rules={[{ required: true, pattern: emailPattern, message: t("domain:field.email_invalid") }]}
        >
          <Input type="email" autoComplete="username" autoFocus />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={busy}>
          {t("sign_in.send_code")}
        </Button>
      </Form>
    );
  }
  return (
    <div>
      {alert}
      <Paragraph>{t("sign_in.sent", { email })}</Paragraph>
      <CodeInput
        label={t("sign_in.code")}
        disabled={busy}
        onComplete={(code) => void enter(code)}
        autoFocus
      />
      <Button type="link" className={styles.otherAddress} onClick={() => setEmail(undefined)}>
        {t("sign_in.other_address")}
      </Button>
    </div>
  );
}
