/** Every reading as Meta gave it, side by side. */
import type { ProofDocument } from "#domain/proof/proof-document.ts";
import { nothing, type Render } from "./block.ts";

type Reading = ProofDocument["sections"]["readings"][number];

const facts = [
  "displayName",
  "nameStatus",
  "status",
  "quality",
  "messagingLimit",
  "throughput",
  "platform",
  "officialMark",
  "twoStepOn",
  "templates",
] as const satisfies readonly (keyof Reading)[];

export const renderReadings: Render<"readings"> = (readings, { t, meta, time, number }) => {
  const words = (fact: string, value: string | number | boolean | null) => {
    if (value === null) return nothing;
    return typeof value === "number" ? number(value) : meta.value(fact, String(value));
  };
  if (readings.length === 0) return [{ kind: "text", text: t("nothing.readings") }];
  return [
    {
      kind: "table",
      label: t("section.readings"),
      head: [
        t("subject.fact"),
        ...readings.map(({ side, moment, takenAt }) =>
          t("reading.head", {
            side: t(`reading.side.${side}`),
            moment: t(`reading.moment.${moment}`),
            at: time(takenAt),
          }),
        ),
      ],
      rows: facts.map((fact) => [
        t(`reading.fact.${fact}`),
        ...readings.map((reading) => words(fact, reading[fact])),
      ]),
    },
  ];
};
