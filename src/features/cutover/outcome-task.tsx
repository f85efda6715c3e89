/**
 * A call whose outcome no reading shows: what is known, and a person's two possible answers with their consequences.
 */
import { useFormat } from "../../lib/format.ts";
import { stepCatalogue, type Step } from "#domain/cutover/step-catalogue.ts";
import { Button, Card } from "antd";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../queries/access.ts";
import { useCommand } from "../../queries/commands/command-provider.ts";
import type { CutoverRequest, OpenException, StepRow } from "./cutover-data.ts";
import { Paragraph, Text } from "../../ui/text.tsx";
import layout from "../../ui/layout.module.css";
import styles from "./cutover.module.css";

type Props = { request: CutoverRequest; step: StepRow };

/** For each step that people are asked about: the lead, and the labels of its two answers. */
const questions = {
  request_code: { lead: null, yes: "happened", no: "did_not" },
  verify_code: { lead: "verify_lead", yes: "accepted", no: "accepted_not" },
  register: { lead: "register_lead", yes: "works", no: "works_not" },
  confirm_connected: { lead: "connected_lead", yes: "works", no: "works_not" },
  confirm_removed: { lead: "removed_lead", yes: "removed", no: "removed_not" },
} as const;

const isAsked = (step: Step): step is keyof typeof questions => step in questions;

/** Asks only what people alone can know; everything else is read from Meta. */
export function OutcomeTask({ request, step, exceptions }: Props & { exceptions: readonly OpenException[] }) {
  const { t } = useTranslation("cutover");
  const may = usePermitted();
  const asks = exceptions.some((one) => one.code === "OUTCOME_UNKNOWN" && one.step === step.step);
  if (!asks || !isAsked(step.step) || !may("cutover.resolve")) return <Text>{t("outcome.reading")}</Text>;
  const { lead, yes, no } = questions[step.step];
  return (
    <>
      {lead ? <Paragraph>{t(`outcome.${lead}`)}</Paragraph> : <Known step={step} />}
      <div className={styles.outcomeChoices}>
        <Choice request={request} step={step} choice={yes} happened />
        <Choice request={request} step={step} choice={no} happened={false} />
      </div>
    </>
  );
}

function Known({ step }: Pick<Props, "step">) {
  const { t } = useTranslation("cutover");
  const format = useFormat();
  const budget = stepCatalogue.request_code.budget;
  const read = step.result?.verification;
  return (
    <>
      <p className={layout.flushBelow4}>{t("outcome.lead")}</p>
      <ul className={styles.outcomeFacts}>
        {step.started_at && (
          <li>{t("outcome.begun", { when: format.date(step.started_at, "exactDateTime") })}</li>
        )}
        <li>
          {t("outcome.attempts", { count: step.attempts, most: budget?.attempts, hours: budget?.hours })}
        </li>
        <li>{t(`outcome.${read === "unverified" || read === "undecided" ? read : "unread"}`)}</li>
      </ul>
    </>
  );
}

type Question = (typeof questions)[keyof typeof questions];

function Choice({
  request,
  step,
  choice,
  happened,
}: Props & { choice: Question["yes" | "no"]; happened: boolean }) {
  const { t } = useTranslation("cutover");
  const { run, pending } = useCommand();
  const answer = () =>
    void run("resolve_outcome", { request: request.id, version: request.version, step: step.step, happened });
  return (
    <Card size="small">
      <p className={layout.flushBelow8}>{t(`outcome.${choice}_then`)}</p>
      <Button loading={pending} onClick={answer}>
        {t(`outcome.${choice}`)}
      </Button>
    </Card>
  );
}
