/** Why a check has not passed, in words: the exception that it predicts, or why it could not be read. */
import { useTranslation } from "react-i18next";

const unreadable = "could_not_be_read:";

type Translate = (key: string, options?: Record<string, string>) => string;

export function useCauseText(): (cause: string) => string {
  const { t, i18n } = useTranslation(["requests", "domain"]);
  // The cause comes from the database; a cause without a text is shown as it is.
  const translate = t as unknown as Translate;
  const exceptionTitle = (code: string) =>
    i18n.exists(`exception.${code}.title`, { ns: "domain" })
      ? translate(`domain:exception.${code}.title`)
      : code;
  return (cause) => {
    if (!cause.startsWith(unreadable)) return exceptionTitle(cause);
    const why = cause.slice(unreadable.length);
    const own = i18n.exists(`checks.cause.${why}`, { ns: "requests" });
    return t("checks.unreadable", { why: own ? translate(`checks.cause.${why}`) : exceptionTitle(why) });
  };
}
