/** What became of the templates: counts first, then those that were not kept, with the reason. */
import { useTranslation } from "react-i18next";
import type { ProofTemplate } from "./proof-data.ts";

export function TemplateFates({ templates }: { templates: readonly ProofTemplate[] }) {
  const { t } = useTranslation(["proof", "domain"]);
  const kept = templates.filter(({ outcome }) => outcome === "kept");
  const rest = templates.filter(({ outcome }) => outcome !== "kept");
  return (
    <section aria-labelledby="templates-heading">
      <h2 id="templates-heading" style={{ fontSize: 16 }}>
        {t("templates.title")}
      </h2>
      <p>{t("templates.counts", { kept: kept.length, total: templates.length })}</p>
      {rest.length > 0 && (
        <ul>
          {rest.map((template) => (
            <li key={template.id}>
              <strong>{template.name}</strong> ({template.language}):{" "}
              {t(`domain:template_outcome.${template.outcome}`)} –{" "}
              {t(`domain:template_why.${template.why}` as "domain:template_why.copied")}
            </li>
          ))}
        </ul>
      )}
      {kept.length > 0 && (
        <details className="no-print">
          <summary>{t("templates.kept_list")}</summary>
          <ul>
            {kept.map((template) => (
              <li key={template.id}>
                {template.name} ({template.language})
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
