/** A page that does not exist. */
import { Result } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Result
      title={t("not_found.title")}
      subTitle={t("not_found.lead")}
      extra={<Link to="/">{t("not_found.home")}</Link>}
    />
  );
}
