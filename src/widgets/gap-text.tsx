/** How long a number could not send and receive, as measured, in words. */
import type { Gap, MeasuredGap } from "#domain/monitoring/measured-gap.ts";
import { useTranslation } from "react-i18next";
import { useFormat } from "../lib/format.ts";

export function GapText({ gap }: { gap: MeasuredGap }) {
  const { t } = useTranslation("monitoring");
  const format = useFormat();
  const seconds = (value: number) => format.number(value, { maximumFractionDigits: 1 });
  const words = (one: Gap | null) => {
    if (one === null) return t("gap.untried");
    const least = seconds(one.least);
    if (one.most === null) return t("gap.open", { least });
    const most = seconds(one.most);
    return one.least === 0 ? t("gap.at_most", { most }) : t("gap.between", { least, most });
  };
  return (
    <dl
      style={{ display: "grid", gridTemplateColumns: "max-content 1fr", gap: "4px 16px", margin: "0 0 8px" }}
    >
      {(["sending", "receiving"] as const).map((way) => (
        <div key={way} style={{ display: "contents" }}>
          <dt>{t(`gap.${way}`)}</dt>
          <dd style={{ margin: 0, fontVariantNumeric: "tabular-nums" }}>{words(gap[way])}</dd>
        </div>
      ))}
    </dl>
  );
}
