/** The end of the form: the submit button, and who is filing. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Text } from "../../ui/text.tsx";
import layout from "../../ui/layout.module.css";
import styles from "./apply.module.css";

export type SubmitRowProps = { busy: boolean; email: string | undefined; onSubmit: () => void };

export function SubmitRow({ busy, email, onSubmit }: SubmitRowProps) {
  const { t } = useTranslation("apply");
  return (
    <div className={`${layout.stack8} ${styles.submitRow}`}>
      <Button type="primary" size="large" onClick={onSubmit} loading={busy}>
        {t("submit")}
      </Button>
      <Text type="secondary">{email ? t("signed_in", { email }) : t("kept")}</Text>
    </div>
  );
}
