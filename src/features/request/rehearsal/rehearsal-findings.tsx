/** What would happen on the way without stopping the move, and the facts assumed to be good. */
import type { RehearsalResult } from "#domain/rehearsal/rehearsal-result.ts";
import { useTranslation } from "react-i18next";
import layout from "../../../ui/layout.module.css";

export function RehearsalFindings({ result: { notices, assumptions } }: { result: RehearsalResult }) {
  const { t } = useTranslation(["requests", "domain"]);
  return (
    <>
      {notices.length > 0 && (
        <section aria-label={t("rehearsal.notices")}>
          <h2 className={layout.partHeading}>{t("rehearsal.notices")}</h2>
          <ul>
            {notices.map(({ step, code }) => (
              <li key={`${step} ${code}`}>
                {t(`domain:step.${step}.title`)}: {t(`domain:exception.${code}.title`)}.{" "}
                {t(`domain:exception.${code}.staff`)}
              </li>
            ))}
          </ul>
        </section>
      )}
      {assumptions.length > 0 && (
        <section aria-label={t("rehearsal.assumptions")}>
          <h2 className={layout.partHeading}>{t("rehearsal.assumptions")}</h2>
          <p>{t("rehearsal.assumptions_why")}</p>
          <ul>
            {assumptions.map(({ side, field }) => (
              <li key={`${side} ${field}`}>
                {t(`rehearsal.side.${side}`)}: {t(`rehearsal.field.${field}`)}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
