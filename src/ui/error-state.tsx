/** What could not be shown, and the way to try again. */
import { Button, Result } from "antd";
import { useTranslation } from "react-i18next";

export function ErrorState({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <Result
      status="warning"
      title={t("error_state.title")}
      subTitle={t("error_state.lead")}
      extra={<Button onClick={onRetry}>{t("error_state.retry")}</Button>}
    />
  );
}
