/** For people who are signed in but belong to no provider and no client, or whose membership has ended. */
import { Button, Result } from "antd";
import { useTranslation } from "react-i18next";
import { useSignOut } from "./sign-in/use-sign-out.ts";

export function NoAccess() {
  const { t } = useTranslation();
  const signOut = useSignOut();
  return (
    <main>
      <Result
        title={t("no_access.title")}
        subTitle={t("no_access.lead")}
        extra={<Button onClick={signOut}>{t("sign_out")}</Button>}
      />
    </main>
  );
}
