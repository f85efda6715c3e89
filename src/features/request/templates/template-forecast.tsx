/** The forecast for the templates: slots, shares, and what Portdesk must know before the move. */
import { useFormat } from "../../../lib/format.ts";
import { forecastSummary } from "#domain/templates/forecast-schema.ts";
import { forecastShares, type TemplateCount } from "#domain/templates/forecast-score.ts";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import type { Row } from "../../../queries/row.ts";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import { SlotsBar } from "./slots-bar.tsx";
import layout from "../../../ui/layout.module.css";
import styles from "./templates.module.css";

type Props = { forecast: Row<"template_forecasts">; counts: readonly TemplateCount[] };

export function TemplateForecast({ forecast, counts }: Props) {
  const { t } = useTranslation("templates");
  const format = useFormat();
  const parsed = forecastSummary.safeParse(forecast.summary);
  if (!parsed.success) return null;
  const { slots, full, collisions } = parsed.data;
  const beyond = slots.wanted - slots.fitting;
  const shares = forecastShares(counts);
  const sends = shares.reduce((sum, share) => sum + share.sends, 0);
  const number = (value: number) => format.number(value);
  const percent = (value: number) => format.percent(value);
  return (
    <section aria-label={t("forecast.title")} className={layout.below16}>
      <SlotsBar slots={slots} />
      <ul className={styles.shares}>
        {shares.map((share) => (
          <li key={share.forecast} className={styles.share}>
            <div className={styles.shareCount}>{number(share.templates)}</div>
            <div>{t(`class.${share.forecast}`)}</div>
            {sends > 0 && (
              <div className={layout.secondary}>
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
          className={layout.below8}
          title={t("forecast.beyond", { fitting: number(slots.fitting), beyond: number(beyond) })}
          description={t("forecast.beyond_why")}
        />
      )}
      {full && <Alert type="warning" showIcon className={layout.below8} title={t("forecast.full")} />}
      {collisions > 0 && (
        <Alert
          type="info"
          showIcon
          className={layout.below8}
          title={t("forecast.collisions", { count: collisions, number: number(collisions) })}
        />
      )}
      {slots.assumed && <Alert type="info" showIcon className={layout.below8} title={t("slots.assumed")} />}
      <p className={layout.secondary}>
        {t("forecast.taken")} <RelativeTime value={forecast.taken_at} />
      </p>
    </section>
  );
}
