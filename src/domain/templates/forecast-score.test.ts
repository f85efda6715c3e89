import { expect, it } from "vitest";
import { forecastShares, scoreForecast, type TemplateCount } from "./forecast-score.ts";

const count = (change: Partial<TemplateCount>): TemplateCount => ({
  forecast: "kept",
  forecast_why: "high_quality",
  collides: false,
  outcome: "kept",
  why: "copied",
  templates: 1,
  sends: 0,
  ...change,
});

const counts = [
  count({ templates: 40, sends: 1000 }),
  count({ templates: 2, sends: 50, outcome: "lost", why: "not_approved" }),
  count({ templates: 3, outcome: "pending", why: "not_copied_yet" }),
  count({ forecast: "kept_by_api", templates: 1, outcome: "pending", why: "copy_failed" }),
  count({ forecast: "at_risk", templates: 5 }),
  count({ forecast: "at_risk", templates: 6, sends: 7, outcome: "pending", why: "limit_reached" }),
  count({ forecast: "lost", templates: 4, sends: 9, outcome: "lost", why: "low_quality" }),
  count({ forecast: "lost", templates: 1 }),
  count({ forecast: null, forecast_why: null, templates: 100 }),
];

it("counts hits and misses of definite predictions, and leaves the rest out", () => {
  const score = scoreForecast(counts);
  expect(score.classes).toEqual([
    { forecast: "kept", predicted: 45, kept: 40, notKept: 2, open: 3 },
    { forecast: "kept_by_api", predicted: 1, kept: 0, notKept: 1, open: 0 },
    { forecast: "at_risk", predicted: 11, kept: 5, notKept: 6, open: 0 },
    { forecast: "lost", predicted: 5, kept: 1, notKept: 4, open: 0 },
  ]);
  expect(score).toMatchObject({ hits: 44, misses: 4, weighted: { hits: 1009, misses: 50 } });
});

it("weighs each class by its monthly sends", () => {
  expect(forecastShares(counts).map(({ templates, sends }) => [templates, sends])).toEqual([
    [45, 1050],
    [1, 0],
    [11, 7],
    [5, 9],
  ]);
});
