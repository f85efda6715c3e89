/** What the current step requires of the viewer, or until when nobody may try it; nothing while the engine works. */
import { Button, Space } from "antd";
import { useTranslation } from "react-i18next";
import { useCommand } from "../../queries/commands/command-provider.ts";
import { usePermitted } from "../../queries/access.ts";
import { isManual } from "#domain/cutover/step-catalogue.ts";
import { type Route, routeCatalogue } from "#domain/routes/route-catalogue.ts";
import { Disclosure } from "../../ui/disclosure.tsx";
import { useCountdown } from "../../ui/use-countdown.ts";
import { ApprovePanel } from "./panels/approve-panel.tsx";
import { EnterCodePanel, RequestCodePanel } from "./panels/code-panel.tsx";
import type { CutoverRequest, OpenException, StepRow } from "./cutover-data.ts";
import { ManualPanel } from "./panels/manual-panel.tsx";
import { SignupState } from "./signup-state.tsx";
import { OutcomeTask } from "./outcome-task.tsx";
import { ExchangePanel, SilentRegisterPanel } from "./panels/shared-panels.tsx";
import { stepWait } from "./step-wait.ts";
import type { GivenPin } from "./use-cutover-command.ts";
import { WaitPanel } from "./panels/wait-panel.tsx";
import { Text } from "../../ui/text.tsx";
import layout from "../../ui/layout.module.css";

type Props = {
  request: CutoverRequest;
  step: StepRow;
  exceptions: readonly OpenException[];
  onPin: (given: GivenPin) => void;
};

export function StepTask(props: Props) {
  const { request, step, exceptions } = props;
  const wait = stepWait(
    step,
    exceptions.some((exception) => exception.step === step.step),
  );
  const left = useCountdown(wait?.until);
  if (wait && left > 0) return <WaitPanel request={request} step={step} wait={wait} left={left} />;
  return <OpenTask {...props} />;
}

function OpenTask({ request, step, exceptions, onPin }: Props) {
  const may = usePermitted();
  if (step.state === "failed") {
    return may("cutover.retry") ? (
      <>
        <Retry request={request} step={step} />
        {step.step === "confirm_connected" && isGuided(request) && <WrongIds request={request} />}
      </>
    ) : null;
  }
  if (step.state === "unknown") return <OutcomeTask request={request} step={step} exceptions={exceptions} />;
  if (step.state !== "pending") return null;
  if (isManual(step.step)) return <ManualPanel request={request} step={step.step} />;
  if (step.step === "embedded_signup")
    return <SignupState result={step.result} shares={request.route === "R0"} />;
  if (step.step === "request_code" && may("code.request")) return <RequestCodePanel request={request} />;
  if (step.step === "verify_code" && may("code.enter")) {
    return <EnterCodePanel request={request} />;
  }
  if (step.step === "register_shared" && may("cutover.approve"))
    return <SilentRegisterPanel request={request} onPin={onPin} />;
  if (step.step === "exchange_messages") return <ExchangePanel request={request} step={step} />;
  if (step.step === "register" && may("cutover.approve")) {
    return <ApprovePanel request={request} onPin={onPin} />;
  }
  return null;
}

const isGuided = ({ route }: CutoverRequest) =>
  route !== null && routeCatalogue[route as Route].runBy === "guided";

function WrongIds({ request }: Pick<Props, "request">) {
  const { t } = useTranslation("cutover");
  return (
    <Disclosure summary={t("manual.wrong_ids")} className={layout.above16}>
      <ManualPanel request={request} step="record_ids" />
    </Disclosure>
  );
}

function Retry({ request, step }: Pick<Props, "request" | "step">) {
  const { t } = useTranslation("cutover");
  const { run, pending } = useCommand();
  const retry = () =>
    void run("retry_step", { request: request.id, version: request.version, step: step.step });
  return (
    <Space orientation="vertical">
      <Text>{t("retry.lead")}</Text>
      <Button type="primary" loading={pending} onClick={retry}>
        {t("retry.go")}
      </Button>
    </Space>
  );
}
