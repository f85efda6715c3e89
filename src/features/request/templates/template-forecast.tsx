/** What the move will do to the templates: slots, shares, and what Portdesk must know before it begins. */
import { useFormat } from "../../../lib/format.ts";
import { forecastSummary } from "#domain/templates/forecast-schema.ts";
import { forecastShares, type TemplateCount } from "#domain/templates/forecast-score.ts";
import { Alert, theme } from "antd";
import { useTranslation } from "react-i18next";
import type { Row } from "../../../queries/row.ts";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import { SlotsBar } from "./slots-bar.tsx";

type Props = { forecast: Row<"template_forecasts">; counts: readonly TemplateCount[] };

export function TemplateForecast({ forecast, counts }: Props) {
  const { t } = useTranslation("templates");
  const format = useFormat();
  const { token } = theme.useToken();
  const parsed = forecastSummary.safeParse(forecast.summary);
  if (!parsed.success) return null;
  const { slots, full, collisions } = parsed.data;
  const beyond = slots.wanted - slots.fitting;
  const shares = forecastShares(counts);
  const sends = shares.reduce((sum, share) => sum + share.sends, 0);
  const number = (value: number) => format.number(value);
  const percent = (value: number) => format.percent(value);
  return (
    <section aria-label={t("forecast.title")} style={{ marginBottom: 16 }}>
      <SlotsBar slots={slots} />
      <ul
        style={{
          display: "grid",
          gridTemplateColumns: "repeat(auto-fit, minmax(140px, 1fr))",
          gap: 12,
          listStyle: "none",
          padding: 0,
        }}
      >
        {shares.map((share) => (
          <li
            key={share.forecast}
            style={{ border: `1px solid ${token.colorBorder}`, borderRadius: 8, padding: 12 }}
          >
            <div style={{ fontSize: 20, fontVariantNumeric: "tabular-nums" }}>{number(share.templates)}</div>
            <div>{t(`class.${share.forecast}`)}</div>
            {sends > 0 && (
              <div style={{ color: token.colorTextSecondary }}>
                {t("forecast.share", { share: percent(share.sends / sends) })}
              </div>
            )}
          </li>
        ))}
      </ul>
      {beyond > 0 && (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 8 }}
          title={t("forecast.beyond", { fitting: number(slots.fitting), beyond: number(beyond) })}
          description={t("forecast.beyond_why")}
        />
      )}
      {full && <Alert type="warning" showIcon style={{ marginBottom: 8 }} title={t("forecast.full")} />}
      {collisions > 0 && (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 8 }}
          title={t("forecast.collisions", { count: collisions, number: number(collisions) })}
        />
      )}
      {slots.assumed && <Alert type="info" showIcon style={{ marginBottom: 8 }} title={t("slots.assumed")} />}
      <p style={{ color: token.colorTextSecondary }}>
        {t("forecast.taken")} <RelativeTime value={forecast.taken_at} />
      </p>
    </section>
  );
}
