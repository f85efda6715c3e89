/** The measured gap in words: its bounds in each direction, and every probe for readers who want to count. */
import type { Gap } from "#domain/monitoring/measured-gap.ts";
import type { Render } from "./block.ts";

/** Enough to see the gap on paper; the file holds them all. */
const maxListed = 120;

export const renderGap: Render<"gap"> = (gap, { t, time, number }) => {
  if (gap === null) return [{ kind: "text", text: t("nothing.gap") }];
  const bounds = (one: Gap | null) => {
    if (one === null) return t("gap.untried");
    const least = number(one.least);
    if (one.most === null) return t("gap.open", { least });
    return t("gap.between", { least, most: number(one.most) });
  };
  return [
    {
      kind: "table",
      label: t("section.gap"),
      head: [t("gap.way"), t("gap.length")],
      rows: [
        [t("gap.out"), bounds(gap.sending)],
        [t("gap.in"), bounds(gap.receiving)],
      ],
    },
    {
      kind: "list",
      fold: t("gap.series"),
      items: [
        ...gap.series
          .slice(0, maxListed)
          .map(({ at, direction, passed }) =>
            t(passed ? "gap.passed" : "gap.failed", { at: time(at), way: t(`gap.${direction}`) }),
          ),
        ...(gap.series.length > maxListed
          ? [t("templates.more", { number: number(gap.series.length - maxListed) })]
          : []),
      ],
    },
  ];
};
