/** The text of a refusal, in the person's language. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { type Format, useFormat } from "../../lib/format.ts";
import type { CommandError } from "../../providers/command-error.ts";

const isoTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** With its day, unless that is today. */
export function momentText(time: string, format: Format): string {
  const isToday = new Date(time).toDateString() === new Date().toDateString();
  return format.date(time, isToday ? "exactTime" : "dateTime");
}

export function useErrorText(): (error: CommandError) => string {
  const { t, i18n } = useTranslation("domain");
  const format = useFormat();
  return useCallback(
    ({ code, hint }: CommandError) => {
      const key = `error.${code}`;
      const titleOf = (check: string) => t(`check.${check}.title` as "check.TWO_STEP_OFF.title");
      const shownHint =
        code === "checks_open"
          ? (hint?.split(",").map(titleOf).join(", ") ?? "")
          : hint && isoTime.test(hint)
            ? momentText(hint, format)
            : (hint ?? "");
      const known = i18n.exists(key, { ns: "domain" });
      return t((known ? key : "error.internal") as "error.internal", { hint: shownHint });
    },
    [t, i18n, format],
  );
}
