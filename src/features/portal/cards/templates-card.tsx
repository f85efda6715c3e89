/** The forecast or outcome of the client's templates, and what the client can do about it. */
import { forecastShares, type TemplateCount } from "#domain/templates/forecast-score.ts";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useTemplateCounts } from "../../../queries/counts.ts";
import { useTemplateBackup } from "../../../queries/commands/export-download.ts";
import { PortalCard } from "./portal-card.tsx";
import type { PortalRequest } from "../portal-request.ts";
import layout from "../../../ui/layout.module.css";

const before = ["submitted", "preparing", "scheduled"];
const after = ["monitoring", "completed"];

export function TemplatesCard({ request }: { request: PortalRequest }) {
  const { t } = useTranslation("templates");
  const { data: counts = [] } = useTemplateCounts(request.id);
  const backup = useTemplateBackup(request.id);
  const lines = before.includes(request.status)
    ? linesBefore(counts)
    : after.includes(request.status)
      ? linesAfter(counts)
      : [];
  if (lines.length === 0) return null;
  return (
    <PortalCard title={t("client.title")}>
      {lines.map(({ key, values }) => (
        <p key={key} className={layout.flushBelow8}>
          {t(`client.${key}`, values)}
        </p>
      ))}
      <Button onClick={() => void backup.download()} loading={backup.busy}>
        {t("client.backup")}
      </Button>
    </PortalCard>
  );
}

type Line = {
  key:
    | "before"
    | "before_risk"
    | "before_lost"
    | "do_before"
    | "after"
    | "after_lost"
    | "after_pending"
    | "do_after";
  values: Record<string, number>;
};

function linesBefore(counts: readonly TemplateCount[]): Line[] {
  const shares = Object.fromEntries(forecastShares(counts).map((share) => [share.forecast, share.templates]));
  const { kept = 0, kept_by_api: byApi = 0, at_risk: risk = 0, lost = 0 } = shares;
  const total = kept + byApi + risk + lost;
  if (total === 0) return [];
  return [
    { key: "before", values: { kept: kept + byApi, total } },
    ...(risk > 0 ? [{ key: "before_risk" as const, values: { number: risk } }] : []),
    ...(lost > 0 ? [{ key: "before_lost" as const, values: { number: lost } }] : []),
    ...(risk + lost > 0 ? [{ key: "do_before" as const, values: {} }] : []),
  ];
}

function linesAfter(counts: readonly TemplateCount[]): Line[] {
  const of = (outcome?: TemplateCount["outcome"]) =>
    counts
      .filter((count) => outcome === undefined || count.outcome === outcome)
      .reduce((sum, { templates }) => sum + templates, 0);
  if (of() === 0) return [];
  const [lost, pending] = [of("lost"), of("pending")];
  return [
    { key: "after", values: { kept: of("kept"), total: of() } },
    ...(lost > 0 ? [{ key: "after_lost" as const, values: { number: lost } }] : []),
    ...(pending > 0 ? [{ key: "after_pending" as const, values: { number: pending } }] : []),
    ...(lost > 0 ? [{ key: "do_after" as const, values: {} }] : []),
  ];
}
