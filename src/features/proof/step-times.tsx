/** When each step of the move ended. */
import type { Step } from "#domain/cutover/step-catalogue.ts";
import { useTranslation } from "react-i18next";

export function StepTimes({
  steps,
}: {
  steps: readonly { id: string; step: string; finished_at: string | null }[];
}) {
  const { t, i18n } = useTranslation(["proof", "domain"]);
  return (
    <section aria-labelledby="steps-heading">
      <h2 id="steps-heading" style={{ fontSize: 16 }}>
        {t("steps")}
      </h2>
      <ol style={{ paddingInlineStart: 20 }}>
        {steps.map(({ id, step, finished_at }) => (
          <li key={id}>
            {t(`domain:step.${step as Step}.title`)}:{" "}
            {finished_at && new Date(finished_at).toLocaleTimeString(i18n.language)}
          </li>
        ))}
      </ol>
    </section>
  );
}
