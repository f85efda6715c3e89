/** A whole proof in words: its sections in order, each told by its own file. A section more is a line here. */
import { type ProofDocument, type SectionName, sectionNames } from "#domain/proof/proof-document.ts";
import type { TFunction } from "i18next";
import { durationText } from "../../../ui/duration.ts";
import { tellAfterMove } from "./after-move.ts";
import { tellApprovals } from "./approvals.ts";
import { type Block, nothing, type Tell, type Words } from "./block.ts";
import { tellClocks } from "./clocks.ts";
import { tellExceptions } from "./exceptions.ts";
import { tellGap } from "./gap.ts";
import { tellPromises } from "./promises.ts";
import { tellReadings } from "./readings.ts";
import { tellSteps } from "./steps.ts";
import { tellSubject } from "./subject.ts";
import { tellTemplates } from "./templates.ts";

const tellers: { [Name in SectionName]: Tell<Name> } = {
  subject: tellSubject,
  promises: tellPromises,
  readings: tellReadings,
  templates: tellTemplates,
  afterMove: tellAfterMove,
  gap: tellGap,
  steps: tellSteps,
  approvals: tellApprovals,
  exceptions: tellExceptions,
  clocks: tellClocks,
};

export type ToldSection = { name: SectionName; title: string; blocks: Block[] };

export function tellProof(
  document: ProofDocument,
  t: TFunction<readonly ["proof", "domain", "monitoring"]>,
  language: string,
): ToldSection[] {
  const { timeZone } = document.sections.subject;
  const moment = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium", timeZone });
  const words: Words = {
    t,
    variant: document.variant,
    time: (value) => (value === null ? nothing : moment.format(new Date(value))),
    number: (value) => value.toLocaleString(language),
    length: (value, counts) => durationText(language, value, counts),
  };
  const tell = <Name extends SectionName>(name: Name): ToldSection => ({
    name,
    title: t(`section.${name}` as "section.subject"),
    blocks: tellers[name](document.sections[name], words),
  });
  return sectionNames.map((name) => tell(name));
}
