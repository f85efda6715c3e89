/** Tells the client how the signup window ended, in Meta's exact words and in ours. */
import { isSignupScreen, signupProblemOf } from "#domain/cutover/signup-endings.ts";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import type { SignupEnd } from "./signup-session.ts";
import layout from "../../../ui/layout.module.css";

export function SignupEnding({ end: { ending, step, error } }: { end: SignupEnd }) {
  const { t } = useTranslation(["portal", "domain"]);
  const problem = error ? signupProblemOf(error.code) : null;
  const references = error
    ? [
        error.code && t("signup.meta_code", { code: error.code }),
        error.session && t("signup.meta_session", { session: error.session }),
      ].filter(Boolean)
    : [];
  return (
    <Alert
      type={ending === "error" ? "error" : ending === "cancelled" ? "info" : "warning"}
      showIcon
      role="alert"
      title={t(`domain:error.signup_end_${ending}`)}
      description={
        <>
          {step !== undefined && isSignupScreen(step) && (
            <p className={layout.flush}>
              {t("signup.left_at", { screen: t(`domain:signup_screen.${step}`) })}
            </p>
          )}
          {error?.message && (
            <p className={layout.flush}>
              {t("signup.meta_says")} <q lang="">{error.message}</q>
            </p>
          )}
          {error && <p className={layout.flush}>{t(`domain:signup_problem.${problem ?? "not_listed"}`)}</p>}
          {references.length > 0 && <small>{references.join(" · ")}</small>}
        </>
      }
    />
  );
}
