/** How the time since filing was spent: one bar, and the same as a list with its numbers. */
import { parties, type Party, type TimeByParty } from "#domain/clocks/time-by-party.ts";
import { theme } from "antd";
import { useTranslation } from "react-i18next";
import { useDuration } from "../../../lib/duration.ts";

export function PartyTime({ time }: { time: TimeByParty }) {
  const { t } = useTranslation("requests");
  const { token } = theme.useToken();
  const duration = useDuration();
  const total = Object.values(time).reduce((sum, part) => sum + part, 0);
  const colors: Record<Party, string> = {
    us: token.colorPrimary,
    client: token.gold6,
    old_provider: token.purple6,
    meta: token.blue6,
    hold: token.colorTextQuaternary,
  };
  const shown = parties.filter((party) => time[party] > 0);
  return (
    <section aria-label={t("clock.parties")}>
      <h2 style={{ fontSize: 16 }}>{t("clock.parties")}</h2>
      <div aria-hidden style={{ display: "flex", height: 12, borderRadius: 6, overflow: "hidden" }}>
        {shown.map((party) => (
          <span key={party} style={{ flex: time[party], background: colors[party] }} />
        ))}
      </div>
      <ul style={{ listStyle: "none", padding: 0, marginTop: 12 }}>
        {shown.map((party) => (
          <li key={party} style={{ display: "flex", gap: 8, alignItems: "center" }}>
            <span aria-hidden style={{ width: 10, height: 10, borderRadius: 5, background: colors[party] }} />
            <span style={{ flex: 1, maxWidth: 200 }}>{t(`clock.party.${party}`)}</span>
            <span>{duration(time[party])}</span>
          </li>
        ))}
        <li style={{ marginTop: 4 }}>
          <strong>{t("clock.total", { total: duration(total) })}</strong>
        </li>
      </ul>
    </section>
  );
}
