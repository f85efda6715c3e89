/** Renders the readings of the number after its move. */
import type { MonitoringCheckPoint } from "#domain/monitoring/monitoring-check.ts";
import type { Block, Cell, Render } from "./block.ts";
import { nothing } from "./block.ts";
import { profileText } from "./promises.ts";

const tones = { good: "good", bad: "bad", unknown: "open", again: "open" } as const;

export const renderAfterMove: Render<"afterMove"> = ({ readings, pins, tests }, formats) => {
  const { t, time, number } = formats;
  const words = (point: MonitoringCheckPoint, value: string | null) => {
    if (value === null) return nothing;
    return point === "business_profile" ? profileText(value, formats) : formats.meta.value(point, value);
  };
  const last = readings.at(-1);
  const notes = [
    ...pins
      .filter(({ outcome }) => outcome === "set")
      .map(({ at, side }) => t(`after.pin.${side}`, { at: time(at) })),
    ...(tests.length > 0
      ? [
          t("after.tests", {
            number: number(tests.length),
            accepted: number(tests.filter(({ outcome }) => outcome === "accepted").length),
          }),
        ]
      : []),
  ];
  const looked: Block = last
    ? {
        kind: "table",
        label: t("section.afterMove"),
        head: [
          t("subject.fact"),
          ...readings.map(({ moment, takenAt }) =>
            t("after.head", { moment: t(`monitoring:checks.moment.${moment}`), at: time(takenAt) }),
          ),
        ],
        rows: last.points.map(({ point }) => [
          t(`monitoring:point.${point}`),
          ...readings.map(({ points }): Cell => {
            const row = points.find((one) => one.point === point);
            return row ? { text: words(point, row.is), tone: tones[row.verdict] } : nothing;
          }),
        ]),
      }
    : { kind: "text", text: t("nothing.after_move") };
  return notes.length > 0 ? [looked, { kind: "list", items: notes }] : [looked];
};
