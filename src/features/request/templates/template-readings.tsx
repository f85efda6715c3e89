/** The readings of the templates after the move: at once, after a day, after a week. */
import { useFormat } from "../../../lib/format.ts";
import { type ReadingMoment, readingSummary } from "#domain/templates/template-reading.ts";
import { useList } from "@refinedev/core";
import { useTranslation } from "react-i18next";
import type { Row } from "../../../queries/row.ts";
import { RelativeTime, TimeLeft } from "../../../ui/relative-time.tsx";
import { useCauseText } from "../use-cause-text.ts";
import layout from "../../../ui/layout.module.css";
import styles from "./templates.module.css";

type Reading = Omit<Row<"template_readings">, "moment"> & { moment: ReadingMoment };

export function TemplateReadings({ requestId }: { requestId: string }) {
  const { t } = useTranslation("templates");
  const format = useFormat();
  const causeText = useCauseText();
  const { result } = useList<Reading>({
    resource: "template_readings",
    filters: [{ field: "request_id", operator: "eq", value: requestId }],
    sorters: [{ field: "due_at", order: "asc" }],
    pagination: { mode: "off" },
  });
  if (result.data.length === 0) return null;
  const words = (reading: Reading) => {
    const parsed = readingSummary.safeParse(reading.summary);
    if (!parsed.success) return reading.cause && causeText(`could_not_be_read:${reading.cause}`);
    const figures = Object.fromEntries(
      Object.entries(parsed.data).map(([name, value]) => [name, format.number(value ?? 0)]),
    );
    return [
      t("reading.counts", { kept: figures.kept, lost: figures.lost, pending: figures.pending }),
      parsed.data.rejected > 0 && t("reading.rejected", { number: figures.rejected }),
    ]
      .filter(Boolean)
      .join(" ");
  };
  return (
    <section aria-labelledby="template-readings">
      <h2 id="template-readings" className={layout.partHeading}>
        {t("reading.title")}
      </h2>
      <ul className={styles.readings}>
        {result.data.map((reading) => (
          <li key={reading.id}>
            {t(`reading.moment.${reading.moment}`)}:{" "}
            {reading.taken_at ? (
              <RelativeTime value={reading.taken_at} />
            ) : (
              <TimeLeft value={reading.due_at} label={t("reading.due")} />
            )}
            {words(reading) && ` · ${words(reading)}`}
          </li>
        ))}
      </ul>
    </section>
  );
}
