/** What became of the templates: counts first, then those that were not kept, with the reason. */
import type { TemplateCount } from "#domain/templates/forecast-score.ts";
import type { TemplateRecord } from "#domain/templates/template-outcome.ts";
import { useList } from "@refinedev/core";
import { useTranslation } from "react-i18next";
import type { Row } from "../../providers/row.ts";

type Fate = Omit<Row<"templates">, "outcome" | "why"> & Pick<TemplateRecord, "outcome" | "why">;

/** A proof is a page or two, however many thousand templates there were. */
const mostListed = 200;

export function TemplateFates({
  requestId,
  counts,
}: {
  requestId: string;
  counts: readonly TemplateCount[];
}) {
  const { t, i18n } = useTranslation(["proof", "templates", "domain"]);
  const rest = useFates(requestId, ["lost", "pending"]);
  const kept = useFates(requestId, ["kept"]);
  const total = counts.reduce((sum, { templates }) => sum + templates, 0);
  const keptCount = counts
    .filter(({ outcome }) => outcome === "kept")
    .reduce((sum, { templates }) => sum + templates, 0);
  const number = (value: number) => value.toLocaleString(i18n.language);
  const more = (count: number) =>
    count > 0 && <li>{t("templates:proof.more", { number: number(count) })}</li>;
  return (
    <section aria-labelledby="templates-heading">
      <h2 id="templates-heading" style={{ fontSize: 16 }}>
        {t("templates.title")}
      </h2>
      <p>{t("templates.counts", { kept: number(keptCount), total: number(total) })}</p>
      {rest.length > 0 && (
        <ul>
          {rest.map((template) => (
            <li key={template.id}>
              <strong>{template.name}</strong> ({template.language}):{" "}
              {t(`domain:template_outcome.${template.outcome}`)} – {t(`domain:template_why.${template.why}`)}
            </li>
          ))}
          {more(total - keptCount - rest.length)}
        </ul>
      )}
      {kept.length > 0 && (
        <details className="no-print">
          <summary>{t("templates:proof.kept_list")}</summary>
          <ul>
            {kept.map((template) => (
              <li key={template.id}>
                {template.name} ({template.language})
              </li>
            ))}
            {more(keptCount - kept.length)}
          </ul>
        </details>
      )}
    </section>
  );
}

function useFates(requestId: string, outcomes: readonly Fate["outcome"][]): readonly Fate[] {
  const { result } = useList<Fate>({
    resource: "templates",
    filters: [
      { field: "request_id", operator: "eq", value: requestId },
      { field: "outcome", operator: "in", value: outcomes },
    ],
    sorters: [{ field: "name", order: "asc" }],
    pagination: { pageSize: mostListed },
    meta: { count: "none" },
  });
  return result.data;
}
