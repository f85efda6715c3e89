/** The steps of a guided route in plain words, and who must act. */
import { isManual } from "#domain/cutover/step-catalogue.ts";
import type { WaitingOn } from "#domain/status/statuses.ts";
import { CheckCircleFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { PortalCard } from "./portal-card.tsx";
import type { PortalStep } from "../portal-request.ts";
import layout from "../../../ui/layout.module.css";
import styles from "../portal.module.css";

type Props = { steps: readonly PortalStep[]; waitingOn: WaitingOn | null };

/** Whether people move the number by hand. */
export function isGuided(steps: readonly PortalStep[]): boolean {
  return steps.some(({ step }) => isManual(step));
}

export function GuidedSteps({ steps, waitingOn }: Props) {
  const { t } = useTranslation(["portal", "domain"]);
  const current = steps.find(({ state }) => state !== "done" && state !== "skipped");
  return (
    <PortalCard title={t("portal:guided.title")}>
      <ol className={`${layout.bulletList} ${layout.stack4}`}>
        {steps.map((row) => (
          <li key={row.id} aria-current={row === current ? "step" : undefined}>
            {row.state === "done" && (
              <CheckCircleFilled className={styles.stepDone} aria-label={t("portal:guided.done")} />
            )}{" "}
            {t(`domain:step.${row.step}.title`)}
            {row === current && waitingOn && <strong> – {t(`portal:guided.turn.${waitingOn}`)}</strong>}
          </li>
        ))}
      </ol>
    </PortalCard>
  );
}
