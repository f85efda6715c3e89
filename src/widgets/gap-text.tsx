/** How long a number could not send and receive, as measured, in words. */
import type { Gap, MeasuredGap } from "#domain/monitoring/measured-gap.ts";
import { Descriptions } from "antd";
import { useTranslation } from "react-i18next";
import { useFormat } from "../lib/format.ts";
import layout from "../ui/layout.module.css";

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
    <Descriptions
      column={1}
      size="small"
      className={`${layout.below8} ${layout.figures}`}
      items={(["sending", "receiving"] as const).map((way) => ({
        key: way,
        label: t(`gap.${way}`),
        children: words(gap[way]),
      }))}
    />
  );
}
