/** Reads the templates after the move: what has changed since they were recorded. */
import * as z from "zod/mini";
import type { TemplateFacts } from "../graph/graph-port.ts";
import { gone, isUnusable, settledTemplates, type TemplateRecord } from "./template-outcome.ts";

export const readingMoments = ["0h", "24h", "7d", "webhook"] as const;
export type ReadingMoment = (typeof readingMoments)[number];

const count = z.int();

export const readingSummary = z.object({
  kept: count,
  lost: count,
  pending: count,
  /** Templates that look different from before. */
  changed: count,
  /** Copies that became unusable because Meta reviewed their category and rejected them. */
  rejected: count,
  /** Templates on each side; null where they could not be listed. */
  source: z.nullish(count),
  destination: z.nullish(count),
});
export type ReadingSummary = z.infer<typeof readingSummary>;

export type TemplateReading = { changes: TemplateRecord[]; summary: ReadingSummary };

/** `source`: how many the old account lists, null where it is out of reach. */
export function readAgain(
  recorded: readonly TemplateRecord[],
  destination: readonly TemplateFacts[],
  source: number | null,
): TemplateReading {
  // This long after the move, a copy that is no longer listed has been deleted.
  const settled = settledTemplates(recorded, destination).map((row, index) =>
    recorded[index]?.outcome === "kept" && row.destinationTemplateId === null ? gone(row) : row,
  );
  const summary = { kept: 0, lost: 0, pending: 0, changed: 0, rejected: 0 };
  const changes: TemplateRecord[] = [];
  for (const [index, row] of settled.entries()) {
    const was = recorded[index];
    summary[row.outcome] += 1;
    if (!was || !differs(was, row)) continue;
    changes.push(row);
    if (was.outcome === "kept" && isUnusable({ status: row.destinationStatus })) summary.rejected += 1;
  }
  return {
    changes,
    summary: { ...summary, changed: changes.length, source, destination: destination.length },
  };
}

/** The move itself knows best how a template was kept. */
function differs(was: TemplateRecord, is: TemplateRecord): boolean {
  const fate = ({ outcome, why }: TemplateRecord) => (outcome === "kept" ? "kept" : `${outcome} ${why}`);
  return (
    fate(was) !== fate(is) ||
    was.destinationStatus !== is.destinationStatus ||
    was.destinationTemplateId !== is.destinationTemplateId
  );
}
