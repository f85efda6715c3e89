/** The words for a refusal, in the person's language. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { CommandError } from "./command-error.ts";

const isoTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** With its day, where that is not today. */
export function momentText(time: string, language: string): string {
  const moment = new Date(time);
  return moment.toDateString() === new Date().toDateString()
    ? moment.toLocaleTimeString(language)
    : moment.toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
}

export function useErrorText(): (error: CommandError) => string {
  const { t, i18n } = useTranslation("domain");
  return useCallback(
    ({ code, hint }: CommandError) => {
      const key = `error.${code}`;
      const titleOf = (check: string) => t(`check.${check}.title` as "check.TWO_STEP_OFF.title");
      const shownHint =
        code === "checks_open"
          ? (hint?.split(",").map(titleOf).join(", ") ?? "")
          : hint && isoTime.test(hint)
            ? momentText(hint, i18n.language)
            : (hint ?? "");
      const known = i18n.exists(key, { ns: "domain" });
      return t((known ? key : "error.internal") as "error.internal", { hint: shownHint });
    },
    [t, i18n],
  );
}
