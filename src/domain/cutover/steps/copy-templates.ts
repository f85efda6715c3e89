/**
 * Copies the templates page by page, then the missing ones by id. Each page is one intent, so a worker never outlives
 * its lease. What Meta refuses to copy is recorded and does not stop the move.
 */
import { errorNumber, meaningOf } from "../../exceptions/graph-error-table.ts";
import type { GraphFailure } from "../../graph/graph-failure.ts";
import type { TemplateCopy, TemplateFacts } from "../../graph/graph-port.ts";
import { isLimit, mayBeCopied, templateKey, templateOutcomes } from "../../templates/template-outcome.ts";
import type { Closing } from "../closing.ts";
import { exceptionOf, graphFailure, repeatLater } from "../failure-closing.ts";
import { required } from "../move-context.ts";
import { declareStep, type StepInput } from "../step-declaration.ts";
import { type CopyProgress, halved, progressOf } from "./copy-progress.ts";
import { listSourceTemplates } from "./source-templates.ts";

type CopyInput = StepInput<"copyTemplates" | "listTemplates">;
type Sides = { source: TemplateFacts[] | null; destination: TemplateFacts[] };

export const copyTemplates = declareStep({
  calls: ["copyTemplates", "listTemplates"],
  deadlineSeconds: 18,
  repeatable: true,
  async run(input: CopyInput) {
    const { sourceWabaId } = input.move;
    if (sourceWabaId === null)
      return { outcome: "skipped", result: {}, exceptions: [exceptionOf("TEMPLATES_PARTIAL")] };
    const progress = progressOf(input.row);
    return progress.retrying
      ? await copyMissing(input, sourceWabaId, progress)
      : await copyPage(input, sourceWabaId, progress);
  },
});

/** The source is listed only once: reading thousands of templates again for each page would use up the hour's calls. */
async function copyPage(input: CopyInput, sourceWabaId: string, stored: CopyProgress): Promise<Closing> {
  let total = stored.total;
  try {
    if (total === undefined) total = (await listSourceTemplates(input.graph, sourceWabaId))?.length ?? null;
  } catch (error) {
    return repeatLater(input, "listTemplates", error);
  }
  const progress = { ...stored, total };
  if (total === 0) return finish(input, progress);
  try {
    const part = { page: progress.page, count: progress.count };
    const copy = await input.graph.copyTemplates({ ...accounts(input, sourceWabaId), ...part });
    // Where the source cannot be listed, an empty page is the last.
    const handled = copy.migrated.length + Object.keys(copy.failed).length;
    const isLast = total === null ? handled === 0 : (progress.page + 1) * progress.count >= total;
    const next = isLast ? { retrying: true } : { page: progress.page + 1 };
    return { outcome: "again", result: { progress: { ...merged(progress, copy), ...next } } };
  } catch (error) {
    return refused(input, progress, graphFailure(error));
  }
}

async function copyMissing(input: CopyInput, sourceWabaId: string, stored: CopyProgress): Promise<Closing> {
  let progress = stored;
  if (!progress.left) {
    let sides: Sides;
    try {
      sides = await listSides(input);
    } catch (error) {
      return repeatLater(input, "listTemplates", error);
    }
    progress = { ...progress, left: missingIds(sides, progress) };
    if (progress.left?.length === 0) return finish(input, progress, undefined, sides);
  }
  const templateIds = progress.left?.slice(0, progress.count) ?? [];
  try {
    const copy = await input.graph.copyTemplates({ ...accounts(input, sourceWabaId), templateIds });
    const left = progress.left?.slice(templateIds.length) ?? [];
    const next = { ...merged(progress, copy), left };
    return left.length === 0 ? await finish(input, next) : { outcome: "again", result: { progress: next } };
  } catch (error) {
    return refused(input, progress, graphFailure(error));
  }
}

function accounts({ move }: CopyInput, sourceWabaId: string) {
  return { destinationWabaId: required(move.destinationWabaId, "destination WABA"), sourceWabaId };
}

async function listSides({ graph, move }: CopyInput): Promise<Sides> {
  const source = await listSourceTemplates(graph, move.sourceWabaId);
  return {
    source,
    destination: await graph.listTemplates(required(move.destinationWabaId, "destination WABA")),
  };
}

/** Templates that Meta would copy but has not, and that it will not list later. */
function missingIds({ source, destination }: Sides, progress: CopyProgress): string[] {
  const there = new Set(destination.map(templateKey));
  const copied = new Set(progress.migrated);
  return (source ?? [])
    .filter(
      (template) => mayBeCopied(template) && !there.has(templateKey(template)) && !copied.has(template.id),
    )
    .map(({ id }) => id);
}

function merged(progress: CopyProgress, copy: TemplateCopy): CopyProgress {
  const failed = Object.entries({ ...progress.failed, ...copy.failed });
  const migrated = [...new Set([...progress.migrated, ...copy.migrated])];
  return {
    ...progress,
    migrated,
    failed: Object.fromEntries(failed.filter(([id]) => !copy.migrated.includes(id))),
  };
}

function refused(
  input: CopyInput,
  progress: CopyProgress,
  failure: GraphFailure,
): Promise<Closing> | Closing {
  const meaning = meaningOf(failure.details, "copyTemplates");
  const later = repeatLater(input, "copyTemplates", failure);
  if (failure.details.kind === "lost") return { ...later, result: { progress: halved(progress) } };
  if (meaning.retry === "automatic" || meaning.code === "TOKEN_INVALID")
    return { ...later, result: { progress } };
  return finish(input, progress, failure);
}

async function finish(
  input: CopyInput,
  progress: CopyProgress,
  failure?: GraphFailure,
  listed?: Sides,
): Promise<Closing> {
  let sides: Sides;
  try {
    sides = listed ?? (await listSides(input));
  } catch (error) {
    return { ...repeatLater(input, "listTemplates", error), result: { progress } };
  }
  const { failed, migrated } = progress;
  const limitReached = failure !== undefined && errorNumber(failure.details) === 2_388_019;
  const templates = templateOutcomes(sides.source ?? [], sides.destination, {
    asked: true,
    failed,
    limitReached,
  });
  const isFull = limitReached || templates.some(({ why }) => why === "limit_reached");
  const isPartial = failure !== undefined || templates.some(({ why }) => why === "copy_failed");
  const code = isFull ? "TEMPLATE_LIMIT" : isPartial ? "TEMPLATES_PARTIAL" : null;
  return {
    outcome: "done",
    result: {
      migrated: migrated.length,
      failed: Object.keys(failed).length,
      full: isFull || Object.values(failed).some(isLimit),
    },
    records: { templates },
    ...(code ? { exceptions: [exceptionOf(code, failure)] } : {}),
  };
}
