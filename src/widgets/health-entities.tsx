/** What blocks a number's messages, in Meta's words, with the remedy that Meta suggests. */
import type { HealthEntity } from "#domain/graph/health.ts";
import { useTranslation } from "react-i18next";
import { useMetaText } from "./meta-text.ts";
import layout from "../ui/layout.module.css";
import styles from "./widgets.module.css";

export function HealthEntities({ entities }: { entities: readonly HealthEntity[] }) {
  const { t } = useTranslation("monitoring");
  const meta = useMetaText();
  return (
    <ul aria-label={t("health.title")} className={styles.healthEntities}>
      {entities.map(({ type, canSend, errors, notes }) => (
        <li key={`${type} ${canSend} ${errors.length}`} className={layout.anyWrap}>
          {meta.value("health_entity", type)}:{" "}
          {t(canSend === "BLOCKED" ? "health.state.BLOCKED" : "health.state.LIMITED")}
          {errors.map(({ code, description, solution }) => (
            <div key={`${code} ${description}`}>
              {code === null || code === undefined
                ? t("health.error_unnumbered", { text: description ?? "–" })
                : t("health.error", { code, text: description ?? "–" })}{" "}
              {solution && t("health.solution", { text: solution })}
            </div>
          ))}
          {notes.map((note) => (
            <div key={note}>{t("health.error_unnumbered", { text: note })}</div>
          ))}
        </li>
      ))}
    </ul>
  );
}
