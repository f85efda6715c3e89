/** Copies the templates that are missing after the move once more, by id, at somebody's request. */
import * as z from "zod/mini";
import { errorNumber, meaningOf } from "../../exceptions/graph-error-table.ts";
import type { TemplateCopy } from "../../graph/graph-port.ts";
import { factsOf, isLimit, mayBeCopied, type TemplateRecord } from "../../templates/template-outcome.ts";
import type { Closing } from "../closing.ts";
import { graphFailure, repeatLater } from "../failure-closing.ts";
import { required, type StepRow } from "../move-context.ts";
import type { StepInput } from "../step-declaration.ts";

/** Ids already tried; the command that requests the retry leaves an empty list. */
const retrySchema = z.object({ retry: z.array(z.string()) });
const perCall = 250;

const triedOf = (row: StepRow): string[] | null => {
  const stored = retrySchema.safeParse(row.result);
  return stored.success ? stored.data.retry : null;
};

/** Which reading of the destination this attempt is, from 1: attempts at copying do not count. */
export function readingOf(row: StepRow): number {
  return row.attempts + 1 - Math.ceil((triedOf(row)?.length ?? 0) / perCall);
}

/** null when nothing is requested, or all have been tried. */
export async function retryCopy(input: StepInput<"copyTemplates">): Promise<Closing | null> {
  const { move, row, graph } = input;
  const tried = triedOf(row);
  if (tried === null || move.sourceWabaId === null) return null;
  const known = new Set(tried);
  const left = move.templates.filter(
    (record) =>
      record.outcome === "pending" && mayBeCopied(factsOf(record)) && !known.has(record.sourceTemplateId),
  );
  if (left.length === 0) return null;
  const batch = left.slice(0, perCall);
  const templateIds = batch.map(({ sourceTemplateId }) => sourceTemplateId);
  try {
    const copy = await graph.copyTemplates({
      destinationWabaId: required(move.destinationWabaId, "destination WABA"),
      sourceWabaId: move.sourceWabaId,
      templateIds,
    });
    return continueWith([...tried, ...templateIds], batch, copy.failed);
  } catch (error) {
    const failure = graphFailure(error);
    const { retry, code } = meaningOf(failure.details, "copyTemplates");
    if (retry === "automatic" || code === "TOKEN_INVALID")
      return repeatLater(input, "copyTemplates", failure);
    // One refusal applies to all: the rest get its reason, and the comparison says what is missing.
    const words = errorNumber(failure.details) === 2_388_019 ? "limit" : "refused";
    const ids = left.map(({ sourceTemplateId }) => sourceTemplateId);
    return continueWith([...tried, ...ids], left, Object.fromEntries(ids.map((id) => [id, words])));
  }
}

function continueWith(
  tried: string[],
  records: readonly TemplateRecord[],
  failed: TemplateCopy["failed"],
): Closing {
  const templates = records.map((record): TemplateRecord => {
    const words = failed[record.sourceTemplateId];
    if (words === undefined) return { ...record, why: "not_copied_yet" };
    return { ...record, why: isLimit(words) ? "limit_reached" : "copy_failed" };
  });
  return { outcome: "again", result: { retry: tried }, records: { templates } };
}
