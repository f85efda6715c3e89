/** What became of every template: what arrived, what did not and why, and how good the forecast was. */
import * as z from "zod/mini";
import { scoreForecast } from "../../templates/forecast-score.ts";
import { section } from "../proof-section.ts";

const outcome = z.enum(["kept", "lost", "pending"]);

export const templates = section({
  schema: z.strictObject({
    kept: z.number(),
    lost: z.number(),
    pending: z.number(),
    /** Only settled ones for which the forecast was definite. */
    forecast: z.strictObject({ hits: z.number(), misses: z.number() }),
    list: z.array(
      z.strictObject({
        name: z.string(),
        language: z.string(),
        category: z.nullable(z.string()),
        outcome,
        why: z.string(),
      }),
    ),
  }),
  build({ templates: rows }) {
    const count = (wanted: z.infer<typeof outcome>) => rows.filter((row) => row.outcome === wanted).length;
    const { hits, misses } = scoreForecast(
      rows.map((row) => ({
        ...row,
        forecast_why: null,
        collides: false,
        templates: 1,
        sends: row.monthly_sends ?? 0,
      })),
    );
    return {
      kept: count("kept"),
      lost: count("lost"),
      pending: count("pending"),
      forecast: { hits, misses },
      list: rows
        .map(({ name, language, category, outcome: fate, why }) => ({
          name,
          language,
          category,
          outcome: fate,
          why,
        }))
        .toSorted((a, b) => compare(a.name, b.name) || compare(a.language, b.language)),
    };
  },
});

/** By code units, whatever the reader's language. */
function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
