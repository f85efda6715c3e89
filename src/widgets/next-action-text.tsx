/** The next action as one imperative line. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";

type Translate = (key: string, options?: Record<string, string>) => string;

/** The text for the subject: the title of a check, an exception or a step. */
function subjectText(translate: Translate, action: string, subject: string | null): string {
  if (!subject) return "";
  if (action === "pass_check") return translate(`check.${subject}.title`);
  if (action === "resolve_exception") return translate(`exception.${subject}.title`);
  return translate(`step.${subject}.title`);
}

/** The function keeps its identity until the language changes. */
export function useNextActionText(): (action: string | null, subject: string | null) => string {
  const { t } = useTranslation("domain");
  return useCallback(
    (action, subject) => {
      // Codes come from the database; the test of the texts ensures that each has a text.
      const translate = t as unknown as Translate;
      return action
        ? translate(`next_action.${action}`, { subject: subjectText(translate, action, subject) })
        : "–";
    },
    [t],
  );
}
