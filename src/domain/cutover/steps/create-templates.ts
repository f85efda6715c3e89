/**
 * Recreates the old provider's templates in the messaging account of a shared number, where they do not travel. It
 * makes a few at a time, so a worker never outlives its lease; Meta's refusals are recorded and do not stop the move.
 */
import * as z from "zod/mini";
import { errorNumber, meaningOf } from "../../exceptions/graph-error-table.ts";
import type { TemplateFacts, TemplateText } from "../../graph/graph-port.ts";
import { createdOutcomes, factsOf, mayBeCopied, templateKey } from "../../templates/template-outcome.ts";
import type { Closing } from "../closing.ts";
import { exceptionOf, graphFailure, repeatLater } from "../failure-closing.ts";
import { required } from "../move-context.ts";
import { declareStep, type StepInput } from "../step-declaration.ts";

type CreateInput = StepInput<"createTemplate" | "listTemplates" | "readTemplateTexts">;

const perAttempt = 5;
/** "A template of this name and language exists": public reports give two numbers. */
const existing = new Set([2388023, 2388024]);

const progressSchema = z.object({
  /** Where the current page of the source's texts begins. */
  after: z.nullable(z.string()),
  /** Source ids of the templates made so far: Meta may list them later. */
  made: z.array(z.string()),
  /** Meta's number or reason by the source's template id. */
  failed: z.record(z.string(), z.string()),
});
type Progress = z.infer<typeof progressSchema>;

export const createTemplates = declareStep({
  calls: ["createTemplate", "listTemplates", "readTemplateTexts"],
  deadlineSeconds: 9,
  repeatable: true,
  async run(input: CreateInput): Promise<Closing> {
    const { move, row, graph } = input;
    const stored = progressSchema.safeParse(row.result?.progress);
    const progress: Progress = stored.success ? stored.data : { after: null, made: [], failed: {} };
    const wabaId = required(move.destinationWabaId, "destination account");
    let there: TemplateFacts[];
    try {
      there = await graph.listTemplates(wabaId);
    } catch (error) {
      return { ...repeatLater(input, "listTemplates", error), result: { progress } };
    }
    const missing = missingKeys(input, there, progress);
    if (missing.size === 0) return finish(input, there, progress);
    return move.sourceWabaId === null
      ? finish(input, there, progress, true)
      : await createPage(input, move.sourceWabaId, wabaId, { there, missing, progress });
  },
});

/** Source ids, by name and language, of templates to make that have not been tried. */
function missingKeys({ move }: CreateInput, there: readonly TemplateFacts[], { made, failed }: Progress) {
  const present = new Set(there.map(templateKey));
  const tried = new Set([...made, ...Object.keys(failed)]);
  const wanted = move.templates.filter(
    (record) =>
      mayBeCopied(factsOf(record)) &&
      !present.has(templateKey(record)) &&
      !tried.has(record.sourceTemplateId),
  );
  return new Map(wanted.map((record) => [templateKey(record), record.sourceTemplateId]));
}

type Work = { there: TemplateFacts[]; missing: Map<string, string>; progress: Progress };

async function createPage(
  input: CreateInput,
  sourceWabaId: string,
  wabaId: string,
  { there, missing, progress }: Work,
): Promise<Closing> {
  let page: { templates: TemplateText[]; after: string | null };
  try {
    page = await input.graph.readTemplateTexts(sourceWabaId, progress.after);
  } catch (error) {
    const failure = graphFailure(error);
    const { retry, code } = meaningOf(failure.details, "readTemplateTexts");
    const isBlocked = ["refused", "unproven"].includes(failure.details.kind);
    if (!isBlocked || retry === "automatic" || code === "TOKEN_INVALID")
      return { ...repeatLater(input, "readTemplateTexts", error), result: { progress } };
    // We may not read the old account's texts: people make the templates by hand.
    return finish(input, there, progress, true);
  }
  const due = page.templates.flatMap((text) => {
    const id = missing.get(templateKey(nameOf(text)));
    return id === undefined ? [] : [{ text, id }];
  });
  const made = [...progress.made];
  const failed = { ...progress.failed };
  for (const { text, id } of due.slice(0, perAttempt)) {
    try {
      await input.graph.createTemplate({ wabaId, template: text });
      made.push(id);
    } catch (error) {
      const { details } = graphFailure(error);
      const { retry, code, unsure } = meaningOf(details, "createTemplate");
      const number = errorNumber(details);
      if (retry === "automatic" || unsure || code === "TOKEN_INVALID")
        return {
          ...repeatLater(input, "createTemplate", error),
          result: { progress: { ...progress, made, failed } },
        };
      failed[id] = existing.has(number ?? 0)
        ? "exists"
        : number === 2_388_019
          ? "limit"
          : String(number ?? "");
    }
  }
  if (due.length > perAttempt || page.after !== null) {
    const after = due.length > perAttempt ? progress.after : page.after;
    return { outcome: "again", result: { progress: { after, made, failed } } };
  }
  // A template that is no longer on any page was deleted at the old provider in the meantime.
  for (const id of missing.values()) if (!made.includes(id)) failed[id] ??= "not_found";
  return { outcome: "again", result: { progress: { after: null, made, failed } } };
}

function nameOf({ name, language }: TemplateText): { name: string; language: string } {
  return { name: String(name), language: String(language) };
}

function finish(
  { move }: CreateInput,
  there: readonly TemplateFacts[],
  { failed }: Progress,
  isUnreadable = false,
): Closing {
  const templates = createdOutcomes(move.templates, there, failed);
  const isFull = templates.some(({ why }) => why === "limit_reached");
  const isPartial = isUnreadable || templates.some(({ outcome }) => outcome === "pending");
  const code = isFull ? "TEMPLATE_LIMIT" : isPartial ? "TEMPLATES_PARTIAL" : null;
  return {
    outcome: "done",
    result: {
      created: templates.filter(({ why }) => why === "created").length,
      failed: Object.keys(failed).length,
    },
    records: { templates },
    ...(code ? { exceptions: [exceptionOf(code)] } : {}),
  };
}
