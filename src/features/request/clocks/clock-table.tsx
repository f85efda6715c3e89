/** The clocks of the whole request: how much of each limit is used, and what that means. */
import { useFormat } from "../../../lib/format.ts";
import type { ClockReading } from "#domain/clocks/request-clocks.ts";
import { clockCatalogue } from "#domain/clocks/clock-catalogue.ts";
import { Table } from "antd";
import { useTranslation } from "react-i18next";
import { useDuration } from "../../../lib/duration.ts";
import { RelativeTime, TimeLeft } from "../../../ui/relative-time.tsx";
import { ScrollRegion } from "../../../ui/scroll-region.tsx";
import { rowByRow } from "../../../ui/table-rows.tsx";
import layout from "../../../ui/layout.module.css";
import styles from "./clocks.module.css";

export function ClockTable({ readings, zone }: { readings: readonly ClockReading[]; zone: string }) {
  const { t } = useTranslation(["requests", "domain"]);
  const format = useFormat();
  const duration = useDuration();
  if (readings.length === 0) return null;
  return (
    <div className={layout.below16}>
      <h2 className={layout.partHeading}>{t("clock.whole")}</h2>
      <ScrollRegion label={t("clock.whole")}>
        <Table<ClockReading>
          className={layout.wideTable}
          components={rowByRow}
          rowKey="code"
          size="small"
          dataSource={[...readings]}
          pagination={false}
          columns={[
            { key: "code", title: t("clock.name"), render: (_, { code }) => t(`domain:clock.${code}`) },
            {
              key: "spent",
              title: t("clock.spent"),
              render: (_, { code, spent, allowance }) => {
                const { counts } = clockCatalogue[code];
                return t("clock.of", {
                  spent: duration(spent, counts),
                  allowance: duration(allowance, counts),
                  counts: t(`clock.counts.${counts}`),
                });
              },
            },
            {
              key: "state",
              title: t("clock.state"),
              render: (_, { state, dueAt, predictedBreachAt }) => (
                <>
                  <span className={styles.state} data-state={state}>
                    {t(`clock.is.${state}`)}
                  </span>
                  {predictedBreachAt !== null && (
                    <div>
                      {t("clock.predicted_breach_at", {
                        when: format.date(predictedBreachAt, "dateTime", zone),
                      })}{" "}
                      (
                      <RelativeTime value={new Date(predictedBreachAt).toISOString()} />)
                    </div>
                  )}
                  {dueAt !== null && (
                    <div>
                      {t("clock.due_at", { when: format.date(dueAt, "dateTime", zone) })} (
                      <TimeLeft value={new Date(dueAt).toISOString()} />)
                    </div>
                  )}
                </>
              ),
            },
          ]}
        />
      </ScrollRegion>
    </div>
  );
}
