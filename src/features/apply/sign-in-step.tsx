/** Confirms the contact's e-mail with a one-time code, right where the application is filed. */
import { Alert, Button, Card, Space, Spin } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sendCode, signInWithCode } from "../../providers/session.ts";
import { CodeInput } from "../../ui/code-input.tsx";
import { PageHeading } from "../../ui/page-heading.tsx";
import { useCountdown } from "../../ui/use-countdown.ts";
import { Text } from "../../ui/text.tsx";
import layout from "../../ui/layout.module.css";

export type SignInStepProps = {
  email: string;
  /** Whether the first code has been sent. */
  sent: boolean;
  filing: boolean;
  onSignedIn: () => void;
  onBack: () => void;
};

const pause = 60_000;

export function SignInStep({ email, sent, filing, onSignedIn, onBack }: SignInStepProps) {
  const { t } = useTranslation("apply");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(sent ? undefined : t("sign_in.not_sent"));
  const [again, setAgain] = useState(() => Date.now() + (sent ? pause : 0));
  const seconds = useCountdown(again);

  const enter = async (code: string) => {
    setBusy(true);
    setProblem(undefined);
    const right = await signInWithCode(email, code);
    setBusy(false);
    if (!right) return setProblem(t("sign_in.wrong"));
    onSignedIn();
  };
  const resend = async () => {
    setProblem(undefined);
    const answer = await sendCode(email);
    if (answer.sent || answer.tooSoon) setAgain(Date.now() + pause);
    else setProblem(t("sign_in.not_sent"));
  };

  return (
    <Card>
      <PageHeading title={t("sign_in.title")} />
      <Space orientation="vertical" size={16} className={layout.fullWidth}>
        <Text>{t("sign_in.lead", { email })}</Text>
        {problem ? <Alert id="code-problem" type="error" showIcon role="alert" title={problem} /> : null}
        <CodeInput
          label={t("sign_in.code")}
          onComplete={(code) => void enter(code)}
          disabled={busy || filing}
          invalid={problem !== undefined}
          describedBy={problem ? "code-problem" : undefined}
          autoFocus
        />
        {filing ? (
          <span role="status">
            <Spin size="small" /> {t("filing")}
          </span>
        ) : null}
        <Space wrap>
          <Button onClick={() => void resend()} disabled={seconds > 0 || busy || filing}>
            {seconds > 0 ? t("sign_in.again_in", { seconds }) : t("sign_in.again")}
          </Button>
          <Button type="text" onClick={onBack} disabled={busy || filing}>
            {t("sign_in.back")}
          </Button>
        </Space>
      </Space>
    </Card>
  );
}
