/** The milestones, and for staff how much of each time limit was used and by whom. */
import { clockCatalogue } from "#domain/clocks/clock-catalogue.ts";
import { parties } from "#domain/clocks/time-by-party.ts";
import type { Block, Render } from "./block.ts";

const milestones = [
  "submittedAt",
  "agreedAt",
  "begunAt",
  "noReturnAt",
  "registeredAt",
  "completedAt",
] as const;

export const renderClocks: Render<"clocks"> = (clocks, { t, time, length }) => {
  const blocks: Block[] = [
    {
      kind: "table",
      label: t("clock.milestones"),
      head: [t("clock.milestone"), t("clock.at")],
      rows: milestones
        .filter((name) => clocks[name] !== null)
        .map((name) => [t(`clock.${name}`), time(clocks[name])]),
    },
  ];
  if (!clocks.counted) return blocks;
  const { until, byParty, clocks: allowances } = clocks.counted;
  blocks.push({ kind: "text", text: t("clock.until", { at: time(until) }) });
  blocks.push({
    kind: "table",
    label: t("clock.allowances"),
    head: [t("clock.name"), t("clock.spent"), t("clock.allowance"), t("clock.state")],
    rows: allowances.map(({ code, spent, allowance, state }) => [
      t(`domain:clock.${code}`),
      length(spent, clockCatalogue[code].counts),
      length(allowance, clockCatalogue[code].counts),
      {
        text: t(`clock.is.${state}`),
        tone: state === "missed" || state === "breached" ? "bad" : state === "met" ? "good" : "open",
      },
    ]),
  });
  blocks.push({
    kind: "table",
    label: t("clock.parties"),
    head: [t("clock.party_heading"), t("clock.time")],
    rows: parties
      .filter((party) => byParty[party] > 0)
      .map((party) => [t(`clock.party.${party}`), length(byParty[party])]),
  });
  return blocks;
};
