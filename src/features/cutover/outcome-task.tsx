/** A call whose answer was lost: what is known, and the two things that a person can say, each with what follows from it. */
import { stepCatalogue } from "#domain/cutover/step-catalogue.ts";
import { Button, Card, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { usePermissions } from "../../providers/access.ts";
import { useCommand } from "../../providers/command-provider.ts";
import type { CutoverRequest, StepRow } from "./cutover-data.ts";

type Props = { request: CutoverRequest; step: StepRow };

/** Only what the phone alone can tell is asked; everything else is read from Meta. */
export function OutcomeTask({ request, step }: Props) {
  const { t } = useTranslation("cutover");
  const may = usePermissions();
  if (step.step !== "request_code" || !may("cutover.resolve"))
    return <Typography.Text>{t("outcome.reading")}</Typography.Text>;
  return (
    <>
      <Known step={step} />
      <div style={{ display: "grid", gap: 12, gridTemplateColumns: "repeat(auto-fit, minmax(220px, 1fr))" }}>
        <Choice request={request} step={step} happened />
        <Choice request={request} step={step} happened={false} />
      </div>
    </>
  );
}

function Known({ step }: Pick<Props, "step">) {
  const { t, i18n } = useTranslation("cutover");
  const moment = new Intl.DateTimeFormat(i18n.language, { dateStyle: "short", timeStyle: "medium" });
  const budget = stepCatalogue.request_code.budget;
  const read = step.result?.verification;
  return (
    <>
      <p style={{ margin: "0 0 4px" }}>{t("outcome.lead")}</p>
      <ul style={{ margin: "0 0 12px", paddingInlineStart: 20 }}>
        {step.started_at && <li>{t("outcome.begun", { when: moment.format(new Date(step.started_at)) })}</li>}
        <li>
          {t("outcome.attempts", { count: step.attempts, most: budget?.attempts, hours: budget?.hours })}
        </li>
        <li>{t(`outcome.${read === "unverified" || read === "undecided" ? read : "unread"}`)}</li>
      </ul>
    </>
  );
}

function Choice({ request, step, happened }: Props & { happened: boolean }) {
  const { t } = useTranslation("cutover");
  const { run, pending } = useCommand();
  const choice = happened ? "happened" : "did_not";
  const answer = () =>
    void run("resolve_outcome", { request: request.id, version: request.version, step: step.step, happened });
  return (
    <Card size="small">
      <p style={{ margin: "0 0 8px" }}>{t(`outcome.${choice}_then`)}</p>
      <Button loading={pending} onClick={answer}>
        {t(`outcome.${choice}`)}
      </Button>
    </Card>
  );
}
