/** Compares before with after and settles the fate of the templates: what differs becomes an exception for us. */
import type { ExceptionCode } from "../../exceptions/exception-catalogue.ts";
import type { TemplateFacts } from "../../graph/graph-port.ts";
import { compareSides, type ComparisonRow, type Promised } from "../../proof/comparison.ts";
import { settledTemplates, type TemplateRecord } from "../../templates/template-outcome.ts";
import { exceptionOf, repeatLater } from "../failure-closing.ts";
import { required } from "../move-context.ts";
import { declareStep } from "../step-declaration.ts";
import { lookOf, retryCopy } from "./retry-copy.ts";

/** Meta copies templates more slowly than the number: so many looks before somebody must act. */
const looks = 5;

const broken: Partial<Record<Promised, ExceptionCode>> = {
  display_name: "PROFILE_CHANGED",
  quality: "QUALITY_CHANGED",
  messaging_limit: "LIMIT_CHANGED",
  official_mark: "OFFICIAL_MARK_LOST",
};

export const compare = declareStep({
  calls: ["listTemplates", "copyTemplates"],
  deadlineSeconds: 18,
  repeatable: true,
  async run(scene) {
    const { move, row, timing } = scene;
    const retried = await retryCopy(scene);
    if (retried) return retried;
    let destination: TemplateFacts[];
    try {
      destination = await scene.graph.listTemplates(required(move.destinationWabaId, "destination WABA"));
    } catch (error) {
      return repeatLater(scene, "listTemplates", error);
    }
    const templates = settledTemplates(move.templates, destination);
    const waiting = templates.some(({ why }) => why === "not_copied_yet");
    if (waiting && lookOf(row) < looks) {
      return { outcome: "again", waitSeconds: timing.templates, records: { templates } };
    }
    const rows = compareSides(move.snapshots.before, move.snapshots.after, templates);
    return {
      outcome: "done",
      result: { ...counts(rows, "verdict"), ...counts(templates, "outcome") },
      records: { templates },
      exceptions: [...new Set([...rows.flatMap(brokenBy), ...missing(templates)])].map((code) =>
        exceptionOf(code),
      ),
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

function counts<Key extends string>(rows: readonly Record<Key, string>[], key: Key): Record<string, number> {
  const result: Record<string, number> = {};
  for (const row of rows) result[row[key]] = (result[row[key]] ?? 0) + 1;
  return result;
}
