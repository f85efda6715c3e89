/** The forecast of the templates held against what came of it. */
import type { ForecastScore } from "#domain/templates/forecast-score.ts";
import { theme } from "antd";
import { useTranslation } from "react-i18next";
import { useFormat } from "../lib/format.ts";

const cell = { padding: "6px 12px 6px 0", textAlign: "start" } as const;
const figure = { ...cell, textAlign: "end", fontVariantNumeric: "tabular-nums" } as const;

export function TemplateScore({ score }: { score: ForecastScore }) {
  const { t } = useTranslation("templates");
  const format = useFormat();
  const { token } = theme.useToken();
  const number = (value: number) => format.number(value);
  const classes = score.classes.filter(({ predicted }) => predicted > 0);
  const settled = score.hits + score.misses;
  const sends = score.weighted.hits + score.weighted.misses;
  const share = (part: number, whole: number) => format.percent(part / whole);
  if (classes.length === 0) return null;
  return (
    <section>
      <h2 style={{ fontSize: 16 }}>{t("score.title")}</h2>
      <p>
        {settled > 0
          ? t("score.hits", {
              hits: number(score.hits),
              settled: number(settled),
              share: share(score.hits, settled),
            })
          : t("score.nothing_settled")}
        {sends > 0 && ` ${t("score.weighted", { share: share(score.weighted.hits, sends) })}`}
      </p>
      {/* Keyboards scroll what holds the focus. */}
      <div style={{ overflowX: "auto" }} role="region" aria-label={t("score.title")} tabIndex={0}>
        <table style={{ borderCollapse: "collapse", minWidth: 420 }}>
          <thead>
            <tr style={{ borderBottom: `1px solid ${token.colorBorder}` }}>
              <th style={cell}>{t("score.class")}</th>
              <th style={figure}>{t("score.predicted")}</th>
              <th style={figure}>{t("score.kept")}</th>
              <th style={figure}>{t("score.not_kept")}</th>
              <th style={figure}>{t("score.open")}</th>
            </tr>
          </thead>
          <tbody>
            {classes.map((row) => (
              <tr key={row.forecast} style={{ borderBottom: `1px solid ${token.colorSplit}` }}>
                <th scope="row" style={{ ...cell, fontWeight: 400 }}>
                  {t(`class.${row.forecast}`)}
                </th>
                <td style={figure}>{number(row.predicted)}</td>
                <td style={figure}>{number(row.kept)}</td>
                <td style={figure}>{number(row.notKept)}</td>
                <td style={figure}>{number(row.open)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
