/** Before and after side by side, differences first; prints on one page. */
import { scoreForecast } from "#domain/templates/forecast-score.ts";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { PageHeading } from "../../ui/page-heading.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { PhoneText } from "../../ui/phone-text.tsx";
import { ComparisonTable } from "./comparison-table.tsx";
import { useProof } from "./proof-data.ts";
import { TemplateScore } from "../../ui/template-score.tsx";
import { StepTimes } from "./step-times.tsx";
import { TemplateFates } from "./template-fates.tsx";

export function ProofPage() {
  const { id = "" } = useParams();
  const { t, i18n } = useTranslation("proof");
  const { request, before, after, rows, counts, steps, loading, failed } = useProof(id);
  if (loading) return <PageSkeleton />;
  if (failed || !request) return <ErrorState onRetry={() => window.location.reload()} />;
  const time = (value: string) =>
    new Date(value).toLocaleString(i18n.language, { dateStyle: "medium", timeStyle: "medium" });
  return (
    <div style={{ maxWidth: 860 }}>
      <PageHeading title={t("title", { reference: request.reference })}>
        <Button className="no-print" onClick={() => window.print()}>
          {t("print")}
        </Button>
      </PageHeading>
      <p>
        <PhoneText value={request.phone_number} country={request.phone_country} /> · {request.clients?.name}
        {request.registered_at && <> · {t("registered", { at: time(request.registered_at) })}</>}
      </p>
      {before && after ? (
        <>
          <ComparisonTable rows={rows} beforeAt={time(before.taken_at)} afterAt={time(after.taken_at)} />
          <TemplateFates requestId={id} counts={counts} />
          <TemplateScore score={scoreForecast(counts)} />
          <StepTimes steps={steps} />
        </>
      ) : (
        <EmptyState text={t(before ? "waiting_after" : "waiting_before")} />
      )}
    </div>
  );
}
