/** What the engine stored when a step of a demo request's move was done. */
import type { Step } from "../../src/domain/cutover/step-catalogue.ts";
import { destinationSnapshot, type RequestFacts, sourceSnapshot } from "./meta-facts.ts";
import { copyId, isCopied, type TemplateSeed, templatesOf } from "./template-library.ts";

export type StepRecords = { result: Record<string, unknown>; records: Record<string, unknown> };

export function stepRecords(facts: RequestFacts, step: Step): StepRecords {
  const templates = templatesOf(facts.serial, facts.provider.locale);
  const copied = templates.filter(isCopied).length;
  const { destinationPhone } = facts.ids;
  switch (step) {
    case "snapshot_before":
      return {
        result: { templates: templates.length },
        records: { snapshots: [{ side: "source", moment: "before", data: sourceSnapshot(facts) }] },
      };
    case "subscribe_app":
      return { result: { appId: facts.provider.connection.appId }, records: {} };
    case "copy_templates":
      return {
        result: { migrated: copied, failed: templates.length - copied },
        records: { templates: templates.map((template) => templateRow(template, "pending")) },
      };
    case "claim_number":
      return { result: { phoneNumberId: destinationPhone }, records: { phoneNumberId: destinationPhone } };
    case "request_code":
      return { result: { method: "SMS" }, records: {} };
    case "confirm_connected":
      return { result: { status: "CONNECTED" }, records: {} };
    case "snapshot_after":
      return {
        result: { templates: copied },
        records: { snapshots: [{ side: "destination", moment: "after", data: destinationSnapshot(facts) }] },
      };
    case "compare": {
      const partial = facts.seed.stage === "stabilising_templates";
      const rows = templates.map((template, index) =>
        templateRow(template, partial && index === 0 ? "pending" : "settled"),
      );
      return { result: { kept: copied, lost: templates.length - copied }, records: { templates: rows } };
    }
    case "verify_code":
    case "register":
      return { result: {}, records: {} };
  }
}

function templateRow(template: TemplateSeed, moment: "pending" | "settled") {
  const { id, name, language, category, status, quality } = template;
  const source = {
    name,
    language,
    category,
    sourceTemplateId: id,
    sourceStatus: status,
    sourceQuality: quality,
  };
  if (status !== "APPROVED") return { ...source, outcome: "lost", why: "not_approved" };
  if (!isCopied(template)) return { ...source, outcome: "lost", why: "low_quality" };
  if (moment === "pending") return { ...source, outcome: "pending", why: "not_copied_yet" };
  const copy = { destinationTemplateId: copyId(template), destinationStatus: "APPROVED" };
  return { ...source, ...copy, outcome: "kept", why: "copied" };
}
