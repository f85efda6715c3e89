import { expect, it } from "vitest";
import type { TemplateFacts } from "../graph/graph-port.ts";
import { type CopyKnowledge, templateOutcomes } from "./template-outcome.ts";

const template = (name: string, change: Partial<TemplateFacts> = {}): TemplateFacts => ({
  id: `id-${name}`,
  name,
  language: "en",
  status: "APPROVED",
  quality: "GREEN",
  ...change,
});
const before: CopyKnowledge = { asked: false, failed: {}, limitReached: false };
const after: CopyKnowledge = { asked: true, failed: {}, limitReached: false };

function fate(source: TemplateFacts, destination: TemplateFacts[], copy: CopyKnowledge): string {
  const [row] = templateOutcomes([source], destination, copy);
  return `${row?.outcome} ${row?.why}`;
}

it.each<[string, TemplateFacts, TemplateFacts[], CopyKnowledge, string]>([
  ["copied", template("a"), [template("a", { id: "9" })], after, "kept copied"],
  ["there before", template("a"), [template("a", { id: "9" })], before, "kept already_there"],
  ["of low quality", template("a", { quality: "RED" }), [], after, "lost low_quality"],
  ["of medium quality", template("a", { quality: "YELLOW" }), [], after, "lost low_quality"],
  ["not approved", template("a", { status: "REJECTED" }), [], after, "lost not_approved"],
  ["of an unknown status", template("a", { status: "NEW" }), [], after, "lost not_approved"],
  ["of an unknown quality", template("a", { quality: "NEW" }), [], after, "pending not_copied_yet"],
  ["not rated yet", template("a", { quality: "UNKNOWN" }), [], after, "pending not_copied_yet"],
  ["refused", template("a"), [], { ...after, failed: { "id-a": "Something" } }, "pending copy_failed"],
  [
    "without room",
    template("a"),
    [],
    { ...after, failed: { "id-a": "limit exceeded" } },
    "pending limit_reached",
  ],
  ["without room at all", template("a"), [], { ...after, limitReached: true }, "pending limit_reached"],
  [
    "of another language",
    template("a"),
    [template("a", { language: "ru" })],
    after,
    "pending not_copied_yet",
  ],
  [
    "rejected on arrival",
    template("a"),
    [template("a", { id: "9", status: "REJECTED" })],
    after,
    "lost not_approved",
  ],
])("a template %s", (_name, source, destination, copy, expected) => {
  expect(fate(source, destination, copy)).toBe(expected);
});

it("keeps one row for each of the source's templates, with both ids", () => {
  const rows = templateOutcomes(
    [template("a"), template("b")],
    [template("a", { id: "9" }), template("c")],
    after,
  );
  expect(rows.map((row) => [row.name, row.sourceTemplateId, row.destinationTemplateId])).toEqual([
    ["a", "id-a", "9"],
    ["b", "id-b", null],
  ]);
});
