/** One card for the next step, in the client's words. */
import { Button, Space } from "antd";
import { useTranslation } from "react-i18next";
import { LinkButton } from "../../../ui/link-button.tsx";
import { CheckTask, type ClientActions } from "./check-task.tsx";
import { type ClientStep, codeStep, isWaitingOnClient, isShared, isSignupOpen } from "./client-step.ts";
import { ManualTask } from "./manual-task.tsx";
import { SignupEntry } from "../signup/signup-entry.tsx";
import { CodeEntry } from "../code/code-entry.tsx";
import { DateText } from "../cards/date-card.tsx";
import { Deadline } from "./deadline.tsx";
import { MessageForm } from "../cards/message-form.tsx";
import type { PortalCheck, PortalRequest, PortalStep } from "../portal-request.ts";
import { ExceptionHelp, Question } from "./step-help.tsx";
import { StepFrame } from "./step-frame.tsx";
import { codeFacts, useCodeActions } from "../code/use-code-actions.ts";
import { useStepText } from "./use-step-text.ts";
import { WorksEntry } from "../cards/works-entry.tsx";
import type { ProposedWindowInput } from "./proposal-form.tsx";
import { ProposedWindow } from "./proposed-window.tsx";

export type NextStepCardProps = {
  step: ClientStep;
  request: PortalRequest;
  steps: readonly PortalStep[];
  /** The provider's last message, if it waits for an answer. */
  question: string | undefined;
  providerSlug: string;
  platformSignupUrl: string;
  checks: readonly PortalCheck[];
  actions: ClientActions;
  onConfirmDate: () => void;
  /** Resolves to whether the proposal was accepted. */
  onPropose: (proposal: ProposedWindowInput) => Promise<boolean>;
  busy: boolean;
};

export function NextStepCard(props: NextStepCardProps) {
  const { step, request } = props;
  const words = useStepText(step, request);
  return (
    <StepFrame {...words} yours={isWaitingOnClient(step)}>
      <Deadline step={step} request={request} />
      <StepAction {...props} />
    </StepFrame>
  );
}

function StepAction(props: NextStepCardProps) {
  const { step, request, checks, steps, question, actions, onConfirmDate, onPropose, busy, ...provider } =
    props;
  const { t } = useTranslation("portal");
  const codeActions = useCodeActions(request);
  const { onSend } = actions;
  const open = codeStep(steps);

  switch (step.kind) {
    case "continue_draft":
      return (
        <LinkButton type="primary" size="large" to={`/apply/${provider.providerSlug}?request=${request.id}`}>
          {t("action.continue_draft")}
        </LinkButton>
      );
    case "answer":
      return (
        <>
          {question ? <Question text={question} /> : null}
          <MessageForm id="answer" requestId={request.id} onSend={onSend} />
        </>
      );
    case "confirm_date":
      return (
        <Space orientation="vertical" size={16}>
          <div>
            <DateText dates={request} />
          </div>
          <Button type="primary" size="large" onClick={onConfirmDate} loading={busy}>
            {t("action.confirm_date")}
          </Button>
          <ProposedWindow onPropose={onPropose} />
        </Space>
      );
    case "request_code":
    case "enter_code":
      return <CodeEntry open={open ?? step.kind} actions={codeActions} known={codeFacts(steps)} />;
    case "sign_up":
      return <SignupEntry request={request} shared={isShared(steps)} />;
    case "confirm_integration":
      return <WorksEntry request={request} onSend={onSend} />;
    case "manual":
      return <ManualTask request={request} step={step.step} />;
    case "exception":
      if (isSignupOpen(steps)) return <SignupEntry request={request} shared={isShared(steps)} />;
      if (open) return <CodeEntry open={open} actions={codeActions} known={codeFacts(steps)} />;
      return isWaitingOnClient(step) ? (
        <ExceptionHelp code={step.code} requestId={request.id} onSend={onSend} />
      ) : null;
    case "check":
      return (
        <CheckTask
          code={step.code}
          check={checks.find(({ code }) => code === step.code)}
          request={request}
          platformSignupUrl={provider.platformSignupUrl}
          actions={actions}
        />
      );
    case "completed":
      return (
        <LinkButton type="primary" to={`/my/${request.id}/proof`}>
          {t("action.proof")}
        </LinkButton>
      );
    case "cancelled":
    case "rejected":
      return <LinkButton to={`/apply/${provider.providerSlug}`}>{t("action.apply_again")}</LinkButton>;
    case "switch_systems":
    case "wait":
    case "wait_meta":
    case "wait_answer":
    case "wait_two_step":
    case "wait_old_provider":
    case "hold":
    case "failed":
      return null;
  }
}
