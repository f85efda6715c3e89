/** The forecast of the templates compared with the outcome. */
import type { ForecastScore } from "#domain/templates/forecast-score.ts";
import { useTranslation } from "react-i18next";
import { useFormat } from "../lib/format.ts";
import layout from "../ui/layout.module.css";
import styles from "./widgets.module.css";

export function TemplateScore({ score }: { score: ForecastScore }) {
  const { t } = useTranslation("templates");
  const format = useFormat();
  const number = (value: number) => format.number(value);
  const classes = score.classes.filter(({ predicted }) => predicted > 0);
  const settled = score.hits + score.misses;
  const sends = score.weighted.hits + score.weighted.misses;
  const share = (part: number, whole: number) => format.percent(part / whole);
  if (classes.length === 0) return null;
  return (
    <section>
      <h2 className={layout.partHeading}>{t("score.title")}</h2>
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
      {/* The keyboard scrolls what has the focus. */}
      <div className={layout.scrollX} role="region" aria-label={t("score.title")} tabIndex={0}>
        <table className={styles.score}>
          <thead>
            <tr>
              <th>{t("score.class")}</th>
              <th>{t("score.predicted")}</th>
              <th>{t("score.kept")}</th>
              <th>{t("score.not_kept")}</th>
              <th>{t("score.open")}</th>
            </tr>
          </thead>
          <tbody>
            {classes.map((row) => (
              <tr key={row.forecast}>
                <th scope="row">{t(`class.${row.forecast}`)}</th>
                <td>{number(row.predicted)}</td>
                <td>{number(row.kept)}</td>
                <td>{number(row.notKept)}</td>
                <td>{number(row.open)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
