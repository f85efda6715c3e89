/** How the time since filing was spent: one bar, and the same as a list with its numbers. */
import { parties, type TimeByParty } from "#domain/clocks/time-by-party.ts";
import { useTranslation } from "react-i18next";
import { useDuration } from "../../../lib/duration.ts";
import layout from "../../../ui/layout.module.css";
import styles from "./clocks.module.css";

export function PartyTime({ time }: { time: TimeByParty }) {
  const { t } = useTranslation("requests");
  const duration = useDuration();
  const total = Object.values(time).reduce((sum, part) => sum + part, 0);
  const shown = parties.filter((party) => time[party] > 0);
  return (
    <section aria-label={t("clock.parties")}>
      <h2 className={layout.partHeading}>{t("clock.parties")}</h2>
      <div aria-hidden className={styles.bar}>
        {shown.map((party) => (
          <span key={party} className={styles.ofParty} data-party={party} style={{ flex: time[party] }} />
        ))}
      </div>
      <ul className={styles.parties}>
        {shown.map((party) => (
          <li key={party} className={styles.party}>
            <span aria-hidden className={`${styles.ofParty} ${styles.partyDot}`} data-party={party} />
            <span className={styles.partyName}>{t(`clock.party.${party}`)}</span>
            <span>{duration(time[party])}</span>
          </li>
        ))}
        <li className={layout.above4}>
          <strong>{t("clock.total", { total: duration(total) })}</strong>
        </li>
      </ul>
    </section>
  );
}
