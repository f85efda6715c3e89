/** Finds out which of an account's templates can be sent unchanged. */
import type { GraphPort, TemplateText } from "#domain/graph/graph-port.ts";
import { type SendableTemplate, sendableTemplates } from "#domain/templates/sendable-templates.ts";

/** A hundred templates each: enough to choose from, and affordable for an account with two hundred calls an hour. */
const maxPages = 5;

export type Sendable = { templates: SendableTemplate[]; approved: number };

/** `first`: stop at the first template of the preferred kind. Throws GraphFailure and nothing else. */
export async function readSendable(
  graph: Pick<GraphPort, "readTemplateTexts">,
  wabaId: string,
  first = false,
): Promise<Sendable> {
  const texts: TemplateText[] = [];
  let after: string | null = null;
  for (let page = 0; page < maxPages; page += 1) {
    const read = await graph.readTemplateTexts(wabaId, after);
    texts.push(...read.templates);
    after = read.after;
    const isEnough = first && sendableTemplates(texts).templates[0]?.category === "UTILITY";
    if (after === null || isEnough) break;
  }
  return sendableTemplates(texts);
}
