/** Signs people in by a code from an e-mail, or by password. */
import { Card, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useSearchParams } from "react-router";
import { useSession } from "../../providers/session.ts";
import { CodeSignIn } from "./code-sign-in.tsx";
import { PasswordSignIn } from "./password-sign-in.tsx";
import { Title } from "../../ui/text.tsx";
import styles from "../app.module.css";

/** Only a path of this app: signing in may lead nobody elsewhere. */
function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])[\x20-\x7e]*$/.test(next) ? next : "/";
}

export function SignInPage() {
  const { t } = useTranslation();
  const [parameters] = useSearchParams();
  const [way, setWay] = useState<"code" | "password">("code");
  const person = useSession();
  const next = safeNext(parameters.get("next"));
  if (person) return <Navigate to={next} replace />;
  return (
    <Card className={styles.signIn}>
      <Title level={1} className={styles.signInTitle}>
        {t("sign_in.title")}
      </Title>
      <Segmented
        block
        value={way}
        onChange={setWay}
        aria-label={t("sign_in.way")}
        options={[
          { value: "code", label: t("sign_in.by_code") },
          { value: "password", label: t("sign_in.by_password") },
        ]}
        className={styles.way}
      />
      {way === "code" ? <CodeSignIn next={next} /> : <PasswordSignIn next={next} />}
    </Card>
  );
}
