import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TemplateFacts } from "../graph/graph-port.ts";
import { forecastSummary } from "./forecast-schema.ts";
import { forecastTemplates, templateLimit } from "./template-forecast.ts";

const verified = { verified: true, approvedName: true };
const template = (name: string, change: Partial<TemplateFacts> = {}): TemplateFacts => ({
  id: `id-${name}`,
  name,
  language: "en",
  category: "UTILITY",
  status: "APPROVED",
  quality: "GREEN",
  ...change,
});
const many = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, index) => template(`${prefix}_${index}`));

function verdict(source: TemplateFacts, destination: TemplateFacts[] = []): string {
  const [row] = forecastTemplates({ source: [source], destination, portfolio: verified }).templates;
  return `${row?.forecast} ${row?.why}`;
}

it.each<[string, Partial<TemplateFacts>, string]>([
  ["approved and of high quality", {}, "kept high_quality"],
  ["not rated yet", { quality: "UNKNOWN" }, "kept_by_api not_rated_yet"],
  ["of medium quality", { quality: "YELLOW" }, "lost low_quality"],
  ["of low quality", { quality: "RED" }, "lost low_quality"],
  ["rejected", { status: "REJECTED" }, "lost rejected"],
  ["waiting for Meta", { status: "PENDING" }, "lost pending"],
  ["paused", { status: "PAUSED" }, "lost paused"],
  ["disabled", { status: "DISABLED" }, "lost disabled"],
  ["about to be deleted", { status: "PENDING_DELETION" }, "lost not_approved"],
  ["of an unknown status", { status: "BRAND_NEW" }, "at_risk status_unknown"],
  ["without a status", { status: null }, "at_risk status_unknown"],
  ["of an unknown quality", { quality: "PURPLE" }, "at_risk quality_unknown"],
  ["without a quality", { quality: null }, "at_risk quality_unknown"],
  ["of an unknown category", { category: "OTHER" }, "at_risk category_unknown"],
])("a template %s", (_name, change, expected) => {
  expect(verdict(template("a", change))).toBe(expected);
});

describe("a template whose name and language the destination already has", () => {
  it.each([
    ["APPROVED", "kept already_there"],
    ["REJECTED", "lost name_taken"],
    ["PENDING", "at_risk name_taken"],
    ["BRAND_NEW", "at_risk name_taken"],
  ])("%s there", (status, expected) => {
    expect(verdict(template("a"), [template("a", { id: "9", status })])).toBe(expected);
  });

  it("takes no slot and is counted as a collision", () => {
    const { summary } = forecastTemplates({
      source: [template("a"), template("b")],
      destination: [template("a", { id: "9" }), template("b", { id: "8", language: "ru" })],
      portfolio: verified,
    });
    expect(summary).toMatchObject({ collisions: 1, slots: { used: 2, wanted: 1 } });
  });
});

it.each([
  [
    { verified: true, approvedName: true },
    { limit: 6000, assumed: false },
  ],
  [
    { verified: false, approvedName: true },
    { limit: 250, assumed: false },
  ],
  [
    { verified: true, approvedName: false },
    { limit: 250, assumed: false },
  ],
  [
    { verified: null, approvedName: true },
    { limit: 250, assumed: true },
  ],
  [
    { verified: false, approvedName: null },
    { limit: 250, assumed: false },
  ],
])("the limit of %o", (portfolio, expected) => {
  expect(templateLimit(portfolio)).toEqual(expected);
});

it("says how many fit into a nearly full destination and leaves the others at risk", () => {
  const { summary, templates } = forecastTemplates({
    source: [...many(6100, "a"), template("weak", { quality: "RED" })],
    destination: many(5950, "there"),
    portfolio: verified,
  });
  expect(summary).toMatchObject({
    total: 6101,
    classes: { kept: 50, kept_by_api: 0, at_risk: 6050, lost: 1 },
    reasons: { high_quality: 50, no_room: 6050, low_quality: 1 },
    slots: { limit: 6000, used: 5950, free: 50, wanted: 6100, fitting: 50 },
    full: true,
  });
  expect(templates).toHaveLength(6101);
});

it("is full when the last slot is taken, not one before", () => {
  const of = (count: number) =>
    forecastTemplates({
      source: many(count, "a"),
      destination: many(240, "b"),
      portfolio: { verified: false, approvedName: false },
    });
  expect(of(9).summary.full).toBe(false);
  expect(of(10).summary).toMatchObject({ full: true, classes: { at_risk: 0, kept: 10 } });
});

const anyTemplate = fc.record({
  id: fc.string(),
  name: fc.constantFrom("a", "b", "c", "d", "e"),
  language: fc.constantFrom("en", "ru"),
  category: fc.constantFrom(null, "UTILITY", "NEW"),
  status: fc.constantFrom(null, "APPROVED", "REJECTED", "NEW"),
  quality: fc.constantFrom(null, "GREEN", "UNKNOWN", "RED", "NEW"),
});

it("never promises what is not certain, and counts every template once", () => {
  fc.assert(
    fc.property(fc.array(anyTemplate), fc.array(anyTemplate), (source, destination) => {
      const { templates, summary } = forecastTemplates({ source, destination, portfolio: verified });
      expect(forecastSummary.parse(summary)).toEqual(summary);
      const sum = Object.values(summary.classes).reduce((a, b) => a + b, 0);
      expect(sum).toBe(templates.length);
      expect(new Set(templates.map((row) => `${row.name} ${row.language}`)).size).toBe(templates.length);
      const promised = templates.filter(({ collides, forecast }) => !collides && forecast.startsWith("kept"));
      const grounds = promised.map((row) => [
        row.forecast,
        row.sourceStatus,
        row.category,
        row.sourceQuality,
      ]);
      const sound = promised.map(({ forecast }) => [
        forecast,
        "APPROVED",
        "UTILITY",
        forecast === "kept" ? "GREEN" : "UNKNOWN",
      ]);
      expect(grounds).toEqual(sound);
    }),
  );
});
