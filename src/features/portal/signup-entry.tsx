/** The client's way into the signup window: one button, plain help, and a way round a browser that blocks windows. */
import { Alert, Button, Space, Typography } from "antd";
import { useTranslation } from "react-i18next";
import type { PortalRequest } from "./portal-request.ts";
import { useSignupWindow } from "./use-signup-window.ts";

export function SignupEntry({ request }: { request: Pick<PortalRequest, "id" | "version"> }) {
  const { t } = useTranslation("portal");
  const { phase, problem, unavailable, address, open, loading, retry } = useSignupWindow(request);
  if (unavailable) {
    return (
      <Alert
        type="error"
        showIcon
        role="alert"
        message={unavailable}
        action={<Button onClick={() => void retry()}>{t("signup.retry")}</Button>}
      />
    );
  }
  return (
    <Space direction="vertical" size={16} style={{ width: "100%" }}>
      {problem && <Alert type="error" showIcon role="alert" message={problem} />}
      <ol style={{ margin: 0, paddingInlineStart: 20 }}>
        {(["login", "business", "number", "code"] as const).map((step) => (
          <li key={step}>{t(`signup.steps.${step}`)}</li>
        ))}
      </ol>
      <Button
        type="primary"
        size="large"
        onClick={open}
        loading={loading || phase === "checking"}
        disabled={address === undefined}
      >
        {t("signup.open")}
      </Button>
      <div aria-live="polite">
        {phase === "open" && <Typography.Text>{t("signup.is_open")}</Typography.Text>}
        {phase === "checking" && <Typography.Text>{t("signup.checking")}</Typography.Text>}
        {phase === "cancelled" && <Alert type="info" showIcon message={t("signup.cancelled")} />}
        {phase === "blocked" && (
          <Alert
            type="warning"
            showIcon
            message={t("signup.blocked")}
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
