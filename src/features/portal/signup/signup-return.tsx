/** The page to which the signup window returns: passes its code to the page that opened it, and closes. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { PageHeading } from "../../../ui/page-heading.tsx";
import { returnOf } from "./signup-session.ts";

export function SignupReturn() {
  const { t } = useTranslation("portal");
  useEffect(() => {
    const opener: unknown = window.opener;
    if (opener === null) return;
    // Sent to this very installation only.
    (opener as Window).postMessage(returnOf(window.location.search), window.location.origin);
    window.close();
  }, []);
  return (
    <>
      <PageHeading title={t("signup.back.title")} />
      <p>{t("signup.back.lead")}</p>
    </>
  );
}
