/** The outcome of every template at the source: kept, lost for good, or still open, and why. */
import type { TemplateFacts } from "../graph/graph-port.ts";

export type TemplateWhy =
  | "copied"
  /** Made anew where templates are not copied, or Meta refused to make it. */
  | "created"
  | "create_failed"
  | "already_there"
  | "low_quality"
  | "not_approved"
  | "limit_reached"
  | "copy_failed"
  | "not_copied_yet"
  /** Deleted in the meantime: at the old provider before the move, or in the new account after it. */
  | "gone";

/** A row of `templates`, in the terms of the engine's records. */
export type TemplateRecord = {
  name: string;
  language: string;
  category: string | null;
  sourceTemplateId: string;
  sourceStatus: string | null;
  sourceQuality: string | null;
  destinationTemplateId: string | null;
  destinationStatus: string | null;
  outcome: "kept" | "lost" | "pending";
  why: TemplateWhy;
};

export type CopyKnowledge = {
  /** Whether the copy has been requested: before that, the destination's templates were already there. */
  asked: boolean;
  /** Meta's texts by source template id. */
  failed: Readonly<Record<string, string>>;
  limitReached: boolean;
};

/** Meta's call copies approved templates of high quality or not yet rated; unknown ones are tried. */
export function mayBeCopied(template: TemplateFacts): boolean {
  return lossOf(template) === null;
}

/** Each language of a template is a template of its own. */
export function templateKey({ name, language }: Pick<TemplateFacts, "name" | "language">): string {
  return `${name}\n${language}`;
}

export function templateOutcomes(
  source: readonly TemplateFacts[],
  destination: readonly TemplateFacts[],
  copy: CopyKnowledge,
): TemplateRecord[] {
  const there = new Map(destination.map((template) => [templateKey(template), template]));
  return source.map((template) => {
    const twin = there.get(templateKey(template));
    return {
      name: template.name,
      language: template.language,
      category: template.category ?? null,
      sourceTemplateId: template.id,
      sourceStatus: template.status ?? null,
      sourceQuality: template.quality ?? null,
      destinationTemplateId: twin?.id ?? null,
      destinationStatus: twin?.status ?? null,
      ...fateOf(template, twin, copy),
    };
  });
}

function fateOf(
  template: TemplateFacts,
  twin: TemplateFacts | undefined,
  copy: CopyKnowledge,
): Pick<TemplateRecord, "outcome" | "why"> {
  // Meta may reject a copy when it reviews the category again: it is there, but cannot be used.
  if (twin && isUnusable(twin)) return { outcome: "lost", why: "not_approved" };
  if (twin) return { outcome: "kept", why: copy.asked ? "copied" : "already_there" };
  const loss = lossOf(template);
  if (loss) return { outcome: "lost", why: loss };
  const words = copy.failed[template.id];
  if (words !== undefined && isLimit(words)) return { outcome: "pending", why: "limit_reached" };
  if (words !== undefined) return { outcome: "pending", why: "copy_failed" };
  return { outcome: "pending", why: copy.limitReached ? "limit_reached" : "not_copied_yet" };
}

/** Whether it exists but is unusable; a template that may yet be approved, or of unknown status, is not. */
export function isUnusable({ status }: Pick<TemplateFacts, "status">): boolean {
  return status === "REJECTED" || status === "DISABLED";
}

/** Whether Meta's reason mentions the destination's limit. */
export function isLimit(words: string): boolean {
  return /2388019|limit/i.test(words);
}

function lossOf({ status, quality }: TemplateFacts): "not_approved" | "low_quality" | null {
  if (status !== "APPROVED") return "not_approved";
  return quality === "RED" || quality === "YELLOW" ? "low_quality" : null;
}

/** The source may be out of reach by now: what was recorded of it is compared with what the destination shows. */
export function settledTemplates(
  recorded: readonly TemplateRecord[],
  destination: readonly TemplateFacts[],
): TemplateRecord[] {
  const source = recorded.map(factsOf);
  const refused = recorded.filter(({ why }) => why === "copy_failed" || why === "limit_reached");
  const failed = Object.fromEntries(refused.map(({ sourceTemplateId, why }) => [sourceTemplateId, why]));
  const settled = templateOutcomes(source, destination, { asked: true, failed, limitReached: false });
  return settled.map((row, index) =>
    recorded[index]?.why === "gone" && row.destinationTemplateId === null ? gone(row) : row,
  );
}

/**
 * The same for an account in which the templates were made anew: `failed` holds Meta's reason by the source's id. A
 * template without an attempt is still open.
 */
export function createdOutcomes(
  recorded: readonly TemplateRecord[],
  destination: readonly TemplateFacts[],
  failed: Readonly<Record<string, string>>,
): TemplateRecord[] {
  return settledTemplates(recorded, destination).map((row) => {
    if (row.outcome === "kept") return { ...row, why: "created" };
    const reason = failed[row.sourceTemplateId];
    if (row.outcome === "lost" || reason === undefined) return row;
    return { ...row, why: isLimit(reason) ? "limit_reached" : "create_failed" };
  });
}

/** Nobody will find it any more. */
export function gone(record: TemplateRecord): TemplateRecord {
  return { ...record, outcome: "lost", why: "gone" };
}

/** What was read at the source when the template was recorded. */
export function factsOf(record: TemplateRecord): TemplateFacts {
  return {
    id: record.sourceTemplateId,
    name: record.name,
    language: record.language,
    category: record.category,
    status: record.sourceStatus,
    quality: record.sourceQuality,
  };
}
