/** Another provider's request and a missing one look the same. */
import { Result } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

export function RequestMissing() {
  const { t } = useTranslation("requests");
  return (
    <Result
      title={t("missing.title")}
      subTitle={t("missing.lead")}
      extra={<Link to="/requests">{t("missing.back")}</Link>}
    />
  );
}
