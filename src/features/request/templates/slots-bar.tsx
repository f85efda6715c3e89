/** The destination's template slots: used, needed, and left over. */
import type { ForecastSummary } from "#domain/templates/forecast-schema.ts";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../lib/format.ts";
import layout from "../../../ui/layout.module.css";
import styles from "./templates.module.css";

export function SlotsBar({ slots }: { slots: ForecastSummary["slots"] }) {
  const { t } = useTranslation("templates");
  const format = useFormat();
  const number = (value: number) => format.number(value);
  const width = (count: number) => `${Math.min(100, (count / slots.limit) * 100)}%`;
  const beyond = slots.wanted - slots.fitting;
  return (
    <div className={layout.below12}>
      <div aria-hidden className={styles.slots}>
        <span className={styles.slotsUsed} style={{ width: width(slots.used) }} />
        <span
          className={styles.slotsFitting}
          data-some={slots.fitting > 0}
          data-beyond={beyond > 0}
          style={{ width: width(slots.fitting) }}
        />
      </div>
      <div className={layout.above4}>
        {t("slots.line", {
          used: number(slots.used),
          limit: number(slots.limit),
          fitting: number(slots.fitting),
          wanted: number(slots.wanted),
        })}
      </div>
    </div>
  );
}
