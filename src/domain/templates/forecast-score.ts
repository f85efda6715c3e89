/** Counts templates by prediction and outcome: the shares of a forecast, and its score. */
import * as z from "zod/mini";
import { type ForecastClass, forecastClasses } from "./forecast-schema.ts";

const text = z.nullable(z.string());

/** A row of SQL's template_counts; `sends`: per month, for those whose sends are known. */
export const templateCount = z.object({
  forecast: text,
  forecast_why: text,
  collides: z.boolean(),
  outcome: z.enum(["kept", "lost", "pending"]),
  why: z.string(),
  templates: z.number(),
  sends: z.number(),
});
export type TemplateCount = z.infer<typeof templateCount>;

export type ClassScore = {
  forecast: ForecastClass;
  predicted: number;
  kept: number;
  /** Lost, or left out by Meta for a known reason. */
  notKept: number;
  /** Not settled yet. */
  open: number;
};

export type ForecastScore = {
  classes: ClassScore[];
  /** Settled templates that came out as predicted, and the others; "at risk" was no prediction either way. */
  hits: number;
  misses: number;
  /** The same, weighted by monthly sends. */
  weighted: { hits: number; misses: number };
};

export function isForecastClass(value: string | null): value is ForecastClass {
  return forecastClasses.some((one) => one === value);
}

export function scoreForecast(counts: readonly TemplateCount[]): ForecastScore {
  const classes = forecastClasses.map(
    (forecast): ClassScore => ({ forecast, predicted: 0, kept: 0, notKept: 0, open: 0 }),
  );
  const score: ForecastScore = { classes, hits: 0, misses: 0, weighted: { hits: 0, misses: 0 } };
  for (const count of counts) {
    const row = classes.find(({ forecast }) => forecast === count.forecast);
    if (!row) continue;
    const fate = fateOf(count);
    row.predicted += count.templates;
    row[fate] += count.templates;
    if (fate === "open" || row.forecast === "at_risk") continue;
    const side = (row.forecast === "lost") === (fate === "notKept") ? "hits" : "misses";
    score[side] += count.templates;
    score.weighted[side] += count.sends;
  }
  return score;
}

function fateOf({ outcome, why }: TemplateCount): "kept" | "notKept" | "open" {
  if (outcome === "kept") return "kept";
  return outcome === "pending" && why === "not_copied_yet" ? "open" : "notKept";
}

export type ClassShare = { forecast: ForecastClass; templates: number; sends: number };

/** The share of each class. */
export function forecastShares(counts: readonly TemplateCount[]): ClassShare[] {
  return forecastClasses.map((forecast) => {
    const own = counts.filter((count) => count.forecast === forecast);
    return {
      forecast,
      templates: own.reduce((sum, { templates }) => sum + templates, 0),
      sends: own.reduce((sum, { sends }) => sum + sends, 0),
    };
  });
}
