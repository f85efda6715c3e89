/** Counts first, then the templates that did not arrive with the reason, then those that did. */
import type { ProofDocument } from "#domain/proof/proof-document.ts";
import type { TemplateWhy } from "#domain/templates/template-outcome.ts";
import type { Block, Render, Formats } from "./block.ts";

type Template = ProofDocument["sections"]["templates"]["list"][number];

/** A proof is a few pages, however many thousand templates there were; the file names them all. */
const maxListed = 200;

export const renderTemplates: Render<"templates"> = ({ kept, lost, pending, forecast, list }, formats) => {
  const { t, number } = formats;
  const settled = forecast.hits + forecast.misses;
  const blocks: Block[] = [
    { kind: "text", text: t("templates.counts", { kept: number(kept), total: number(list.length) }) },
  ];
  if (settled > 0)
    blocks.push({
      kind: "text",
      text: t("templates.forecast", { hits: number(forecast.hits), settled: number(settled) }),
    });
  const rest = list.filter(({ outcome }) => outcome !== "kept");
  if (lost + pending > 0)
    blocks.push({
      kind: "list",
      items: [...rest.slice(0, maxListed).map(fateIn(formats)), ...more(rest, formats)],
    });
  const arrived = list.filter(({ outcome }) => outcome === "kept");
  if (kept > 0)
    blocks.push({
      kind: "list",
      fold: t("templates.kept_list"),
      items: [...arrived.slice(0, maxListed).map(nameOf), ...more(arrived, formats)],
    });
  return blocks;
};

const nameOf = ({ name, language }: Template) => `${name} (${language})`;

const fateIn =
  ({ t }: Formats) =>
  (template: Template) =>
    `${nameOf(template)}: ${t(`domain:template_outcome.${template.outcome}`)} – ${t(`domain:template_why.${template.why as TemplateWhy}`)}`;

function more(all: readonly Template[], { t, number }: Formats): string[] {
  return all.length > maxListed ? [t("templates.more", { number: number(all.length - maxListed) })] : [];
}
