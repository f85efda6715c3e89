/** What the engine stored when a step of a demo request's move was done. */
import { compareSides } from "../../src/domain/proof/comparison.ts";
import { type TemplateRecord, templateOutcomes } from "../../src/domain/templates/template-outcome.ts";
import type { DemoStep } from "./history.ts";
import { destinationSnapshot, type RequestFacts, sourceSnapshot } from "./meta-facts.ts";
import { copiesOf, templatesOf } from "./template-library.ts";

export type StepRecords = { result: Record<string, unknown>; records: Record<string, unknown> };

export function stepRecords(facts: RequestFacts, step: DemoStep): StepRecords {
  const source = templatesOf(facts.serial, facts.provider.locale);
  const copies = copiesOf(source);
  // One move has lost a template, so that staff have something to follow up.
  const there = facts.seed.stage === "monitoring_templates" ? copies.slice(1) : copies;
  const { destinationPhone } = facts.ids;
  switch (step) {
    case "snapshot_before":
      return {
        result: { templates: source.length, unreadable: [] },
        records: { snapshots: [{ side: "source", moment: "before", data: sourceSnapshot(facts) }] },
      };
    case "subscribe_app":
      return { result: { appId: facts.provider.connection.appId }, records: {} };
    case "copy_templates":
      return {
        result: { migrated: there.length, failed: source.length - copies.length, full: false },
        records: { templates: fates(source, there) },
      };
    case "claim_number":
      return {
        result: {
          phoneNumberId: destinationPhone,
          before: { status: "PENDING", verification: "NOT_VERIFIED" },
        },
        records: { phoneNumberId: destinationPhone },
      };
    case "request_code":
      return { result: { method: "SMS" }, records: {} };
    case "register":
      return { result: {}, records: { pinShown: true } };
    case "confirm_connected":
      return { result: { status: "CONNECTED" }, records: {} };
    case "snapshot_after":
      return {
        result: { templates: copies.length },
        records: { snapshots: [{ side: "destination", moment: "after", data: destinationSnapshot(facts) }] },
      };
    case "compare": {
      const templates = fates(source, facts.seed.stage === "monitoring_templates" ? copies.slice(1) : copies);
      const rows = compareSides(sourceSnapshot(facts), destinationSnapshot(facts), templates);
      return {
        result: { ...counts(rows, "verdict"), ...counts(templates, "outcome") },
        records: { templates },
      };
    }
    case "verify_code":
      return { result: {}, records: {} };
  }
}

type Templates = ReturnType<typeof templatesOf>;

function fates(source: Templates, destination: Templates): TemplateRecord[] {
  return templateOutcomes(source, destination, { asked: true, failed: {}, limitReached: false });
}

function counts<Key extends string>(rows: readonly Record<Key, string>[], key: Key): Record<string, number> {
  const result: Record<string, number> = {};
  for (const row of rows) result[row[key]] = (result[row[key]] ?? 0) + 1;
  return result;
}
