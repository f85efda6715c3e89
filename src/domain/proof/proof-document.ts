/** Builds the proof of a move as one document, the same for page, PDF and file. A new section is one line here. */
import * as z from "zod/mini";
import { type ProofRows, type Variant, variants } from "./proof-rows.ts";
import { readingPair } from "./reading-pair.ts";
import { afterMove } from "./sections/after-move.ts";
import { approvals } from "./sections/approvals.ts";
import { clocks } from "./sections/clocks.ts";
import { exceptions } from "./sections/exceptions.ts";
import { gap } from "./sections/gap.ts";
import { promises } from "./sections/promises.ts";
import { readings } from "./sections/readings.ts";
import { steps } from "./sections/steps.ts";
import { subject } from "./sections/subject.ts";
import { templates } from "./sections/templates.ts";

/** The name and version of the format: a new version means that a section has another shape. */
export const proofFormat = "portdesk.proof/1";

/** In the order in which they are shown. */
const sections = {
  subject,
  promises,
  readings,
  templates,
  afterMove,
  gap,
  steps,
  approvals,
  exceptions,
  clocks,
};

export type SectionName = keyof typeof sections;
export const sectionNames = Object.keys(sections) as SectionName[];

export const proofDocument = z.strictObject({
  format: z.literal(proofFormat),
  variant: z.enum(variants),
  sections: z.strictObject({
    subject: subject.schema,
    promises: promises.schema,
    readings: readings.schema,
    templates: templates.schema,
    afterMove: afterMove.schema,
    gap: gap.schema,
    steps: steps.schema,
    approvals: approvals.schema,
    exceptions: exceptions.schema,
    clocks: clocks.schema,
  }),
});
export type ProofDocument = z.infer<typeof proofDocument>;

export function buildProof(rows: ProofRows, variant: Variant): ProofDocument {
  const built = sectionNames.map((name) => [name, sections[name].build(rows, variant)]);
  return proofDocument.parse({ format: proofFormat, variant, sections: Object.fromEntries(built) });
}

/** waiting: the move is in progress, or has not begun. ended: it ended early, and the existing parts are shown. */
export function proofStage({ request, snapshots }: ProofRows): "not_begun" | "waiting" | "ready" {
  const { before, after } = readingPair(snapshots);
  if (!before) return "not_begun";
  return after || ["completed", "failed", "cancelled"].includes(request.status) ? "ready" : "waiting";
}
