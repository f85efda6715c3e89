/** Compares before with after and settles each template's outcome; differences become exceptions for us. */
import type { ExceptionCode } from "../../exceptions/exception-codes.ts";
import type { TemplateFacts } from "../../graph/graph-port.ts";
import { compareSides, type ComparisonRow, type Promised } from "../../proof/comparison.ts";
import { createdOutcomes, settledTemplates, type TemplateRecord } from "../../templates/template-outcome.ts";
import { exceptionOf, repeatLater } from "../failure-closing.ts";
import { required } from "../move-context.ts";
import { declareStep } from "../step-declaration.ts";
import { readingOf, retryCopy } from "./retry-copy.ts";

/** Meta copies templates more slowly than the number: a person must act after this many readings. */
const maxReadings = 5;

const broken: Partial<Record<Promised, ExceptionCode>> = {
  display_name: "PROFILE_CHANGED",
  quality: "QUALITY_CHANGED",
  messaging_limit: "LIMIT_CHANGED",
  official_mark: "OFFICIAL_MARK_LOST",
  business_profile: "PROFILE_CHANGED",
};

export const compare = declareStep({
  calls: ["listTemplates", "copyTemplates"],
  deadlineSeconds: 18,
  repeatable: true,
  async run(input) {
    const { move, row, timing } = input;
    const retried = move.route === "R0" ? null : await retryCopy(input);
    if (retried) return retried;
    let destination: TemplateFacts[];
    try {
      destination = await input.graph.listTemplates(required(move.destinationWabaId, "destination WABA"));
    } catch (error) {
      return repeatLater(input, "listTemplates", error);
    }
    const templates =
      move.route === "R0"
        ? createdOutcomes(move.templates, destination, {})
        : settledTemplates(move.templates, destination);
    const waiting = templates.some(({ why }) => why === "not_copied_yet");
    if (waiting && readingOf(row) < maxReadings) {
      return { outcome: "again", waitSeconds: timing.templates, records: { templates } };
    }
    const rows = compareSides(move.snapshots.before, move.snapshots.after, templates);
    return {
      outcome: "done",
      result: { ...counts(rows, "verdict"), ...counts(templates, "outcome") },
      records: { templates },
      exceptions: [
        ...new Set([
          ...rows.flatMap(brokenBy),
          ...missing(templates),
          ...recategorised(move.templates, templates, destination),
        ]),
      ].map((code) => exceptionOf(code)),
    };
  },
});

function brokenBy({ promise, verdict }: ComparisonRow): ExceptionCode[] {
  const code = broken[promise];
  return verdict === "different" && code ? [code] : [];
}

function missing(templates: readonly TemplateRecord[]): ExceptionCode[] {
  if (templates.some(({ why }) => why === "limit_reached")) return ["TEMPLATE_LIMIT"];
  return templates.some(({ outcome }) => outcome === "pending") ? ["TEMPLATES_PARTIAL"] : [];
}

/** Meta reviews a copy's category, and another one has another price. An earlier template is no copy. */
function recategorised(
  recorded: readonly TemplateRecord[],
  templates: readonly TemplateRecord[],
  destination: readonly TemplateFacts[],
): ExceptionCode[] {
  const older = new Set(
    recorded.filter(({ why }) => why === "already_there").map(({ sourceTemplateId }) => sourceTemplateId),
  );
  const now = new Map(destination.map(({ id, category }) => [id, category]));
  const changed = templates.some(({ sourceTemplateId, destinationTemplateId, category }) => {
    const is = destinationTemplateId === null ? undefined : now.get(destinationTemplateId);
    return !older.has(sourceTemplateId) && category && is && is !== category;
  });
  return changed ? ["TEMPLATE_RECATEGORISED"] : [];
}

function counts<Key extends string>(rows: readonly Record<Key, string>[], key: Key): Record<string, number> {
  const result: Record<string, number> = {};
  for (const row of rows) result[row[key]] = (result[row[key]] ?? 0) + 1;
  return result;
}
