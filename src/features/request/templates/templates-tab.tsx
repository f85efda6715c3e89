/** The templates of a request: their forecast before the move, their outcome after it. */
import { scoreForecast } from "#domain/templates/forecast-score.ts";
import { useList } from "@refinedev/core";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { useTemplateCounts } from "../../../queries/counts.ts";
import type { Row } from "../../../queries/row.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { TemplateScore } from "../../../widgets/template-score.tsx";
import type { RequestRow } from "../../../queries/request-row.ts";
import { TemplateActions } from "./template-actions.tsx";
import { TemplateForecast } from "./template-forecast.tsx";
import { TemplateReadings } from "./template-readings.tsx";
import { TemplateTable } from "./template-table.tsx";

/** From here on it shows the result of the copy. */
const begun = ["cutover", "monitoring", "completed", "failed"];

export function TemplatesTab({ request }: { request: RequestRow }) {
  const { t } = useTranslation("templates");
  const counts = useTemplateCounts(request.id);
  const { result, query } = useList<Row<"template_forecasts">>({
    resource: "template_forecasts",
    filters: [{ field: "request_id", operator: "eq", value: request.id }],
    pagination: { pageSize: 1 },
  });
  if (counts.isLoading || query.isLoading) return <Skeleton active />;
  if (counts.isError || query.isError) {
    return (
      <ErrorState
        onRetry={() => {
          void counts.refetch();
          void query.refetch();
        }}
      />
    );
  }
  const settled = begun.includes(request.status);
  const known = counts.data ?? [];
  const [forecast] = result.data;
  return (
    <>
      <p>{t(settled ? "about_after" : "about_before")}</p>
      <TemplateActions request={request} counts={known} />
      {forecast && !settled && <TemplateForecast forecast={forecast} counts={known} />}
      {settled && <TemplateScore score={scoreForecast(known)} />}
      {settled && <TemplateReadings requestId={request.id} />}
      {known.length === 0 ? (
        <EmptyState text={t("empty")} />
      ) : (
        <TemplateTable requestId={request.id} counts={known} settled={settled} />
      )}
    </>
  );
}
