/** For people who are signed in but belong to no provider and no client, or to an ended membership. */
import { useLogout } from "@refinedev/core";
import { Button, Result } from "antd";
import { useTranslation } from "react-i18next";

export function NoAccess() {
  const { t } = useTranslation();
  const { mutate: logout } = useLogout();
  return (
    <main>
      <Result
        title={t("no_access.title")}
        subTitle={t("no_access.lead")}
        extra={<Button onClick={() => logout()}>{t("sign_out")}</Button>}
      />
    </main>
  );
}
