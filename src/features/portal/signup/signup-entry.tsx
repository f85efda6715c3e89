/** The client's entry to the signup window: one button, plain help, and a fallback for browsers that block windows. */
import { Alert, Button, Space } from "antd";
import { useTranslation } from "react-i18next";
import type { PortalRequest } from "../portal-request.ts";
import { SignupEnding } from "./signup-ending.tsx";
import { useSignupWindow } from "./use-signup-window.ts";
import { Paragraph, Text } from "../../../ui/text.tsx";
import layout from "../../../ui/layout.module.css";
import styles from "../portal.module.css";

type Props = {
  request: Pick<PortalRequest, "id" | "version">;
  /** Whether the number also stays with the old provider. */
  shared: boolean;
};

export function SignupEntry({ request, shared }: Props) {
  const { t } = useTranslation("portal");
  const { phase, end, problem, unavailable, address, open, loading, retry } = useSignupWindow(request);
  if (unavailable) {
    return (
      <Alert
        type="error"
        showIcon
        role="alert"
        title={unavailable}
        action={<Button onClick={() => void retry()}>{t("signup.retry")}</Button>}
      />
    );
  }
  return (
    <Space orientation="vertical" size={16} className={layout.fullWidth}>
      {problem && <Alert type="error" showIcon role="alert" title={problem} />}
      <ol className={layout.bulletList}>
        {(["login", "business", "number", "code"] as const).map((step) => (
          <li key={step}>{t(`signup.steps.${step}`)}</li>
        ))}
      </ol>
      <Paragraph strong className={styles.signupNote}>
        {t(shared ? "signup.before.shared" : "signup.before.moved")}
      </Paragraph>
      <Button
        type="primary"
        size="large"
        onClick={open}
        loading={loading || phase === "checking"}
        disabled={address === undefined}
      >
        {t(phase === "ended" ? "signup.open_again" : "signup.open")}
      </Button>
      <div aria-live="polite">
        {phase === "open" && <Text>{t("signup.is_open")}</Text>}
        {phase === "checking" && <Text>{t("signup.checking")}</Text>}
        {phase === "ended" && end && <SignupEnding end={end} />}
        {phase === "blocked" && (
          <Alert
            type="warning"
            showIcon
            title={t("signup.blocked")}
            description={
              <a href={address} target="portdesk-signup" rel="opener">
                {t("signup.new_tab")}
              </a>
            }
          />
        )}
      </div>
    </Space>
  );
}
