/** A whole proof as text: its sections in order, each rendered by its own file. Add a section with one line here. */
import { formatOf } from "../../../lib/format.ts";
import { type ProofDocument, type SectionName, sectionNames } from "#domain/proof/proof-document.ts";
import type { TFunction } from "i18next";
import { durationText } from "../../../lib/duration.ts";
import { metaText } from "../../../widgets/meta-text.ts";
import { renderAfterMove } from "./after-move.ts";
import { renderApprovals } from "./approvals.ts";
import { type Block, nothing, type Render, type Formats } from "./block.ts";
import { renderClocks } from "./clocks.ts";
import { renderExceptions } from "./exceptions.ts";
import { renderGap } from "./gap.ts";
import { renderPromises } from "./promises.ts";
import { renderReadings } from "./readings.ts";
import { renderSteps } from "./steps.ts";
import { renderSubject } from "./subject.ts";
import { renderTemplates } from "./templates.ts";

const renderers: { [Name in SectionName]: Render<Name> } = {
  subject: renderSubject,
  promises: renderPromises,
  readings: renderReadings,
  templates: renderTemplates,
  afterMove: renderAfterMove,
  gap: renderGap,
  steps: renderSteps,
  approvals: renderApprovals,
  exceptions: renderExceptions,
  clocks: renderClocks,
};

export type RenderedSection = { name: SectionName; title: string; blocks: Block[] };

export function renderProof(
  document: ProofDocument,
  t: TFunction<readonly ["proof", "domain", "monitoring"]>,
  language: string,
): RenderedSection[] {
  const { timeZone } = document.sections.subject;
  const format = formatOf(language);
  const formats: Formats = {
    t,
    // Fields and values are data.
    meta: metaText(t as unknown as Parameters<typeof metaText>[0]),
    variant: document.variant,
    time: (value) => (value === null ? nothing : format.date(value, "exactDateTime", timeZone)),
    number: (value) => format.number(value),
    length: (value, counts) => durationText(language, value, counts),
  };
  const render = <Name extends SectionName>(name: Name): RenderedSection => ({
    name,
    title: t(`section.${name}` as "section.subject"),
    blocks: renderers[name](document.sections[name], formats),
  });
  return sectionNames.map((name) => render(name));
}
