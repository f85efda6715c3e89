/** One column, one task: what runs, who must do what, and the point of no return. A PIN shows above everything. */
import type { Status } from "#domain/status/statuses.ts";
import { Card, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useNotePin } from "../../queries/monitoring.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { useFormattedPhone } from "../../lib/format-phone.ts";
import { MoveLine } from "../../widgets/move-line.tsx";
import { PageHeading } from "../../ui/page-heading.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { PinDialog } from "../../widgets/pin-dialog.tsx";
import { AbortButton } from "./abort-button.tsx";
import { currentStep, useCutover } from "./cutover-data.ts";
import { ExceptionCard } from "./exception-card.tsx";
import { ServedBy } from "./served-by.tsx";
import { BothLive } from "./panels/shared-panels.tsx";
import { StepList } from "./step-list.tsx";
import { StepTask } from "./step-task.tsx";
import type { GivenPin } from "./use-cutover-command.ts";
import styles from "./cutover.module.css";

export function CutoverPage() {
  const { id = "" } = useParams();
  const [given, setGiven] = useState<GivenPin>();
  const note = useNotePin(id);
  const done = async (noted: boolean) => {
    if (given && (await note(given.pinId, noted))) setGiven(undefined);
  };
  return (
    <>
      <CutoverContent id={id} onPin={setGiven} />
      <PinDialog pin={given?.pin} unsure={given?.unsure ?? false} onDone={done} />
    </>
  );
}

/** The PIN from an answer stays whatever happens to this reading. */
function CutoverContent({ id, onPin }: { id: string; onPin: (given: GivenPin) => void }) {
  const { t } = useTranslation("cutover");
  const { request, steps, exceptions, loading, error, refresh } = useCutover(id);
  const number = useFormattedPhone(request?.phone_number ?? "");
  if (loading) return <PageSkeleton />;
  if (error || !request) return <ErrorState onRetry={() => void refresh()} />;
  const current =
    request.status === "cutover" || request.status === "monitoring" ? currentStep(steps) : undefined;

  return (
    <div className={styles.page}>
      <PageHeading title={t("title", { number })}>
        <Space>
          <Link to={`/requests/${id}`}>{t("back", { reference: request.reference })}</Link>
          {request.status === "cutover" && !request.no_return_at && <AbortButton request={request} />}
        </Space>
      </PageHeading>
      <MoveLine status={request.status as Status} />
      <div aria-live="polite" className={styles.serving}>
        <ServedBy request={request} />
      </div>
      <BothLive request={request} />
      {exceptions.map((exception) => (
        <ExceptionCard key={exception.id} exception={exception} />
      ))}
      {steps.length === 0 ? (
        <EmptyState text={t("not_started")} />
      ) : (
        <Card>
          <StepList rows={steps} current={current?.step}>
            {current && <StepTask request={request} step={current} exceptions={exceptions} onPin={onPin} />}
          </StepList>
        </Card>
      )}
      {request.registered_at && (
        <p>
          <Link to={`/requests/${id}/proof`}>{t("to_proof")}</Link>
        </p>
      )}
    </div>
  );
}
