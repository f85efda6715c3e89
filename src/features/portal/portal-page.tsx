/** The client's page of one number: progress, one next step, and around it other useful information. */
import { leadsFrom } from "#domain/status/transitions.ts";
import { useTranslation } from "react-i18next";
import { useAccess } from "../../queries/access.ts";
import { useCommand } from "../../queries/commands/command-provider.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { PageHeading } from "../../ui/page-heading.tsx";
import { PhoneText } from "../../widgets/phone-text.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { PinCard, WorksCard } from "./cards/after-cards.tsx";
import { AllChecks } from "./cards/all-checks.tsx";
import { CancelRequest } from "./cancel-request.tsx";
import type { ClientActions } from "./step/check-task.tsx";
import { clientStep } from "./step/client-step.ts";
import { DateCard } from "./cards/date-card.tsx";
import { GuidedSteps, isGuided } from "./cards/guided-steps.tsx";
import { Messages } from "./cards/messages.tsx";
import { NextStepCard } from "./step/next-step-card.tsx";
import { OfficeCard } from "./cards/office-card.tsx";
import { OwnHours } from "./cards/own-hours.tsx";
import { OwnTasks } from "./cards/own-tasks.tsx";
import type { PortalCheck, PortalComment, PortalRequest, PortalStep } from "./portal-request.ts";
import { PortalCard } from "./cards/portal-card.tsx";
import { TemplatesCard } from "./cards/templates-card.tsx";
import { ProgressSteps } from "./progress-steps.tsx";
import { stageOf } from "./progress.ts";
import { Paragraph, Text } from "../../ui/text.tsx";
import layout from "../../ui/layout.module.css";
import styles from "./portal.module.css";

export type PortalPageProps = {
  request: PortalRequest;
  checks: readonly PortalCheck[];
  steps: readonly PortalStep[];
  comments: readonly PortalComment[];
};

export function PortalPage({ request, checks, steps, comments }: PortalPageProps) {
  const { access } = useAccess();
  const { run, pending } = useCommand();
  const provider = access.clients.find(({ clientId }) => clientId === request.client_id);
  const stage = stageOf(request);
  const step = clientStep(request);
  const target = { request: request.id, version: request.version };
  const actions: ClientActions = {
    onSend: async (body) =>
      (await run("add_comment", { request: request.id, visibility: "client", body })) !== undefined,
    onFacts: async (facts) => (await run("edit_facts", { ...target, facts })) !== undefined,
    onConfirm: async (code, evidence) =>
      (await run("confirm_check", { ...target, code, kind: "person", evidence })) !== undefined,
  };
  const moved = ["monitoring", "completed"].includes(request.status);
  const preparing = ["submitted", "preparing", "scheduled"].includes(request.status);

  return (
    <div className={layout.stack16}>
      <Greeting request={request} company={provider?.clientName} />
      {stage ? <ProgressSteps stage={stage} ended={request.status === "completed"} /> : null}
      <NextStepCard
        step={step}
        request={request}
        steps={steps}
        question={comments.findLast(({ author_side }) => author_side === "provider")?.body}
        providerSlug={provider?.providerSlug ?? ""}
        platformSignupUrl={provider?.platformSignupUrl ?? ""}
        checks={checks}
        actions={actions}
        onConfirmDate={() => void run("confirm_window", target)}
        onPropose={async (proposal) =>
          (await run("propose_window", { ...target, ...proposal })) !== undefined
        }
        busy={pending}
      />
      {request.status === "cutover" && isGuided(steps) ? (
        <GuidedSteps steps={steps} waitingOn={request.waiting_on} />
      ) : (
        <Meanwhile status={request.status} />
      )}
      {request.status === "monitoring" &&
      request.tracks.client_integration !== "done" &&
      step.kind !== "confirm_integration" ? (
        <WorksCard request={request} onSend={actions.onSend} />
      ) : null}
      {moved ? <PinCard request={request} /> : null}
      {request.status === "monitoring" ? <ProofLink id={request.id} /> : null}
      {request.status !== "draft" && stage ? <DateCard dates={request} /> : null}
      <TemplatesCard request={request} />
      {preparing ? (
        <>
          <Unprotected request={request} />
          <OwnTasks
            checks={checks}
            request={request}
            platformSignupUrl={provider?.platformSignupUrl ?? ""}
            actions={actions}
          />
          <OwnHours
            key={JSON.stringify(request.client_hours)}
            request={request}
            onSave={async (hours) => (await run("set_client_hours", { ...target, ...hours })) !== undefined}
          />
          <AllChecks checks={checks} />
        </>
      ) : null}
      {request.status === "draft" ? null : (
        <Messages requestId={request.id} comments={comments} onSend={actions.onSend} />
      )}
      {provider ? <OfficeCard office={provider} /> : null}
      {leadsFrom("request.cancel", request.status) ? (
        <div>
          <CancelRequest
            requestId={request.id}
            onCancel={async (note) => (await run("cancel_request", { ...target, note })) !== undefined}
          />
        </div>
      ) : null}
    </div>
  );
}

function Greeting({ request, company }: { request: PortalRequest; company: string | undefined }) {
  const { t } = useTranslation("portal");
  return (
    <header>
      <PageHeading title={t("greeting", { name: request.contact_name })} />
      <Paragraph type="secondary" className={styles.paragraph}>
        {t("about")}
      </Paragraph>
      <div className={styles.number}>
        <strong>
          <PhoneText value={request.phone_number} country={request.phone_country} copyable />
        </strong>
      </div>
      <Text type="secondary">
        {[company && t("about_company", { company }), request.reference].filter(Boolean).join(" · ")}
      </Text>
    </header>
  );
}

function Meanwhile({ status }: { status: PortalRequest["status"] }) {
  const { t } = useTranslation("portal");
  if (status === "completed" || status === "rejected" || status === "cancelled" || status === "failed")
    return null;
  return <PortalCard title={t("meanwhile.title")}>{t(`meanwhile.${status}`)}</PortalCard>;
}

/** Two-step verification has long been off: the client should know that the number has no lock meanwhile. */
function Unprotected({ request }: { request: PortalRequest }) {
  const { t } = useTranslation("portal");
  if (!request.two_step_alarmed_at || !request.two_step_off_since) return null;
  return (
    <PortalCard title={t("unprotected.title")}>
      {t("unprotected.what")} <RelativeTime value={request.two_step_off_since} />
    </PortalCard>
  );
}

function ProofLink({ id }: { id: string }) {
  const { t } = useTranslation("portal");
  return (
    <PortalCard title={t("proof.title")}>
      <p className={layout.flushBelow8}>{t("proof.lead")}</p>
      <LinkButton to={`/my/${id}/proof`}>{t("action.proof")}</LinkButton>
    </PortalCard>
  );
}
